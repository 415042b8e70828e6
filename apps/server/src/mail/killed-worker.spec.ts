import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { openHouse, tokenIn, type House } from '../../test/kit/yard.js';
import { sqlOf } from '../../test/kit/staff.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

interface Post {
  url: string;
  /** The source of the next mail that comes in. */
  next(): Promise<string>;
  close(): Promise<void>;
}

/** A mail server; one that is `stuck` takes a mail in and never says so. */
async function openPost(stuck: boolean): Promise<Post> {
  const came: string[] = [];
  const waiting: ((source: string) => void)[] = [];
  const smtp = new SMTPServer({
    closeTimeout: 500,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString('utf8');
        const taker = waiting.shift();
        if (taker) taker(source);
        else came.push(source);
        if (!stuck) done();
      });
    },
  });
  smtp.on('error', () => undefined); // the one who is killed leaves the line open
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  return {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    next: () => (came.length > 0 ? Promise.resolve(came.shift()!) : new Promise((taker) => waiting.push(taker))),
    close: () => new Promise((done) => smtp.close(() => done())),
  };
}

/** The text of a source: quoted-printable or base64, as its letters need. */
function plain(source: string): string {
  const [, head = '', body = ''] = /Content-Type: text\/plain([^]*?)\r?\n\r?\n([^]*?)\r?\n--/i.exec(source) ?? [];
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  return body.replace(/=\r?\n/g, '');
}

describe('a mail whose worker is killed', () => {
  let house: House;
  let stuck: Post;
  let post: Post;
  let worker: ChildProcess | undefined;
  beforeAll(async () => {
    [stuck, post] = [await openPost(true), await openPost(false)];
    house = await openHouse({ SMTP_URL: post.url });
    await house.program.provisioning.create({ slug: 'grove', name: { ko: '수풀' } });
  });
  afterAll(async () => {
    worker?.kill('SIGKILL');
    await house.close();
    await stuck.close();
    await post.close();
  });

  it('is taken back when its lease is over: the same message with the same link, so that a repeat is known', async () => {
    const { config } = house.program;
    const tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    const sql = sqlOf(house, tenant);
    const page = await house.ask('grove.localhost', '/sign-in');
    const email = 'somebody@grove.example';
    await sql(
      `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES (gen_random_uuid(), $1, '김', 'member', 'email', now())`,
      [email],
    );
    await house.ask('grove.localhost', '/sign-in', {
      form: { _csrf: tokenIn(page.body), email },
      cookies: page.cookies,
    });

    worker = spawn(
      process.execPath,
      ['--conditions=source', '--import', './infra/dev/source.mjs', 'apps/server/src/main.ts'],
      {
        cwd: ROOT,
        env: {
          PATH: process.env['PATH'],
          NODE_ENV: 'test',
          ROLE: 'worker',
          PORT: '0',
          BIND: '127.0.0.1',
          DATABASE_URL: config.DATABASE_URL,
          MADANG_DATA: config.MADANG_DATA,
          MADANG_SECRET: 'a secret of tests, long enough for the rule',
          SMTP_URL: stuck.url,
          SPARE_TENANTS: '0',
          LOG_LEVEL: 'silent',
        },
        stdio: 'ignore',
      },
    );
    const first = await stuck.next();
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    const state = async (): Promise<object> => (await sql(`SELECT state, attempts FROM mails`))[0]!;
    expect(await state()).toEqual({ state: 'sending', attempts: 1 });

    const care = async (): Promise<void> => {
      await house.server.worker.forAll('notices.mail_care');
      await house.server.worker.drain();
    };
    await care();
    expect(await state()).toEqual({ state: 'sending', attempts: 1 });
    await sql(`UPDATE mails SET due_at = now() - interval '1 second'`); // ten minutes later
    await care();
    expect(await state()).toEqual({ state: 'sent', attempts: 2 });
    const second = await post.next();
    const id = (source: string): string => /^Message-ID: (\S+)/im.exec(source)![1]!;
    const link = (source: string): string => /\/link\/([\w-]{43})/.exec(plain(source))![1]!;
    expect(id(second)).toBe(id(first));
    expect(link(second)).toBe(link(first));
  }, 60_000);
});
