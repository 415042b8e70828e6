import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import sharp from 'sharp';
import { newDatabase } from '@madang/testing';
import { SERVER_ENV, SERVER_FLAGS } from '../../../infra/dev/node24.mjs';
import { linesOf, readLines } from '../../../infra/dev/line-tables.mjs';
import { multipart } from './kit/files.js';
import { openLine } from './kit/live.js';
import { PlainBrowser } from './kit/plain-browser.js';
import { openPost, plain, type Post } from './kit/post.js';
import { asking, type Answer, type Ask, type House } from './kit/yard.js';
import { ROOT } from './rules/tree.js';

const run = promisify(execFile);
const HOST = 'grove.localhost';

/** The server and the command line as they are bundled, with the flags of the image, where no source is compiled. */
describe('the bundle', () => {
  let bundle: string;
  let env: Record<string, string>;
  let database: Awaited<ReturnType<typeof newDatabase>>;
  let post: Post;
  let server: ChildProcess;
  let port: number;
  let output = '';
  const data = mkdtempSync(join(tmpdir(), 'madang-bundle-'));

  const madang = async (...args: string[]): Promise<string> =>
    (await run(process.execPath, [join(bundle, 'cli.mjs'), ...args, '--json'], { cwd: data, env })).stdout;
  const ask = (host: string, path: string, options: Ask = {}): Promise<Answer> => asking(port, host, path, options);

  beforeAll(async () => {
    const made = await run(process.execPath, [join(ROOT, 'infra/dev/bundle.mjs')], { cwd: ROOT });
    bundle = made.stdout.trim();
    database = await newDatabase();
    post = await openPost();
    env = {
      ...SERVER_ENV,
      NODE_OPTIONS: '--disable-proto=delete',
      NODE_ENV: 'production',
      ROLE: 'all',
      PORT: '0',
      BIND: '127.0.0.1',
      PUBLIC_SCHEME: 'http',
      DATABASE_URL: database.url,
      MADANG_DATA: data,
      MADANG_SECRET: 'a secret of tests, long enough for the rule',
      SMTP_URL: post.url,
      SPARE_TENANTS: '0',
      LOG_LEVEL: 'error',
    };
    await madang('tenant', 'create', 'grove', '--name', '수풀');
    // From another folder: whatever it reads it finds from where it lies.
    server = spawn(process.execPath, [...SERVER_FLAGS, join(bundle, 'server.mjs')], { cwd: data, env });
    const ready = new Promise<void>((done, failed) => {
      for (const stream of [server.stdout!, server.stderr!])
        stream.on('data', (text: Buffer) => {
          output += text.toString();
          if (output.includes('Ready.')) done();
        });
      server.once('exit', () => failed(new Error(output)));
    });
    await ready;
    port = Number(/http:\/\/grove\.localhost:(\d+)/.exec(output)![1]);
  }, 120_000);

  afterAll(async () => {
    if (server && server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    }
    await post?.close();
    await database?.remove();
    rmSync(data, { recursive: true, force: true });
  });

  it('is written in letters of one byte', () => {
    // A single letter beyond would double what V8 holds of a file.
    const texts = globSync('*.mjs', { cwd: bundle }).map((name) => readFileSync(join(bundle, name), 'utf8'));
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((text) => /[^\0-\x7f]/.test(text))).toEqual([]);
  });

  it('serves pages, styles, the console and pictures', async () => {
    expect((await ask(HOST, '/readyz')).status).toBe(200);
    const home = await ask(HOST, '/');
    expect([home.status, home.body.includes('수풀')]).toEqual([200, true]);
    const assets = [...home.body.matchAll(/(?:href|src)="(\/(?:-|assets)\/[^"]+)"/g)].map(([, path]) => path!);
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) expect([path, (await ask(HOST, path)).status]).toEqual([path, 200]);
    expect((await ask(HOST, '/console')).body).toContain('<script');
    expect((await sharp((await ask(HOST, '/share/site.png')).bytes).metadata()).width).toBe(1200);
    expect((await ask(HOST, '/nothing-here')).status).toBe(404);
  });

  it('offers the API that is committed', async () => {
    const answer = await ask(HOST, '/graphql', { json: { query: getIntrospectionQuery() } });
    const { data: told } = JSON.parse(answer.body) as { data: IntrospectionQuery };
    expect(`${printSchema(lexicographicSortSchema(buildClientSchema(told)))}\n`).toBe(
      readFileSync(join(ROOT, 'docs/api/schema.graphql'), 'utf8'),
    );
  });

  it('knows what the console asks by id, and lets people follow what changes', async () => {
    const operations = readFileSync(join(ROOT, 'apps/console/dist/tenant/operations.json'), 'utf8');
    const [id] = Object.keys(JSON.parse(operations) as object);
    expect((await ask(HOST, '/graphql', { json: { documentId: id } })).body).not.toContain('document_unknown');
    expect((await ask(HOST, '/graphql', { json: { documentId: 'x' } })).body).toContain('document_unknown');
    const line = await openLine({ port }, HOST);
    expect((await line.next()).type).toBe('connection_ack');
    line.subscribe('subscription { proposalCounts(id: "0190a000-0000-7000-8000-000000000000") { supports } }');
    expect(JSON.stringify(await line.next())).toContain('proposal_missing');
    await line.leave();
  });

  it('lets somebody join by mail and send a picture', async () => {
    const browser = new PlainBrowser({ ask, port } as House, HOST);
    const about = { email: 'somebody@grove.example', displayName: '첫이웃', terms: 'yes', privacy: 'yes', back: '/me' };
    await browser.send('/register', about);
    const link = /\/link\/[\w-]{43}/.exec(plain(await post.next()))![0];
    const done = await browser.send(link, { password: 'a long enough sentence' });
    expect([done.status, done.headers['location']]).toEqual([303, '/me']);
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#336699' } })
      .jpeg()
      .toBuffer();
    const form = multipart({}, [{ name: 'a.jpg', type: 'image/jpeg', data: picture }]);
    const headers = { ...form.headers, origin: `http://${HOST}:${port}`, 'x-madang-console': '1' };
    const sent = await ask(HOST, '/media', { body: form.body, headers, cookies: browser.jar });
    expect([sent.status, sent.body]).toEqual([200, expect.stringContaining('"width":60')]);
  });

  it('is the command line too', async () => {
    expect(JSON.parse(await madang('tenant', 'list'))).toEqual([expect.objectContaining({ slug: 'grove' })]);
  });

  it('tells errors in places of the sources', async () => {
    const wrong: NodeJS.ProcessEnv = { ...env, NODE_ENV: 'development', MADANG_DATA: '/dev/null/in' };
    delete wrong['MADANG_SECRET'];
    const told = await run(process.execPath, [join(bundle, 'server.mjs')], { cwd: data, env: wrong }).then(
      () => 'it started',
      ({ stderr }: { stderr: string }) => stderr,
    );
    expect(told).toMatch(/ENOTDIR[^]*apps\/server\/src\/config\.ts:\d+\)[^]*apps\/server\/src\/main\.ts:\d+\)/);
    expect(told).not.toContain('.mjs:1:');
  });
});

describe('a table of lines', () => {
  const url = pathToFileURL('/house/dist/a.mjs').href;

  it('finds the line at or before a place, and nothing before the first', () => {
    // Two statements in a row, `b()` of the second file's line 3, after a letter that is written as six.
    const table = readLines(linesOf('a("마");b()', { mappings: 'AAAA,OCEA', sources: ['../x.ts', '../y.ts'] }), url);
    expect(table(1, 1)).toBe('/house/x.ts:1');
    expect(table(1, 12)).toBe('/house/x.ts:1');
    expect(table(1, 13)).toBe('/house/y.ts:3');
    expect(table(2, 1)).toBeUndefined();
  });
});
