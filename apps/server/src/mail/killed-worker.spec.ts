import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openPost, plain, type Post } from '../../test/kit/post.js';
import { openHouse, tokenIn, type House } from '../../test/kit/yard.js';
import { sqlOf } from '../../test/kit/staff.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

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
