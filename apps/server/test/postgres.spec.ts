import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@madang/kernel';
import {
  bootstrap,
  examine,
  moveTenant,
  PlatformDatabase,
  Provisioning,
  type DatabaseUrls,
} from '@madang/platform-tenancy';
import pg from 'pg';
import type { PostgresServer } from '../../../infra/dev/embedded-postgres.mjs';
import { startTestPostgres } from '../../../infra/dev/test-postgres.mjs';
import { ROOT } from './rules/tree.js';

const read = (name: string): string => readFileSync(join(ROOT, 'infra/postgres', name), 'utf8');
const conf = Object.fromEntries(
  [...read('postgresql.conf').matchAll(/^(\w+) = '?(.*?)'?$/gm)].map(([, name, value]) => [name!, value!] as const),
);

/** What the test machine need not have: the memory and addresses of a production server. */
const { listen_addresses: _addresses, port: _port, shared_buffers: _buffers, max_connections, ...settings } = conf;

let server: PostgresServer;
let urls: DatabaseUrls;
// The same in every spec: passwords of roles belong to the whole server, which spec files share.
const SECRET = 'a secret of tests, long enough for the rule';

const as = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A cluster of its own: roles belong to the cluster, and other specs make theirs. */
beforeAll(async () => {
  server = await startTestPostgres(join(ROOT, '.cache'), { ...settings, max_connections: max_connections! });
  await as(server.url, (client) => client.query('CREATE DATABASE madang'));
  const admin = server.url.replace(/\/postgres$/, '/madang');
  await as(admin, async (client) => {
    await client.query(read('roles.sql'));
    await client.query(read('pooler.sql'));
    await client.query(`ALTER ROLE madang_migrator PASSWORD 'migrator'; ALTER ROLE madang_pooler PASSWORD 'pooler'`);
  });
  const migrator = new URL(admin);
  migrator.username = 'madang_migrator';
  migrator.password = 'migrator';
  urls = await bootstrap({ adminUrl: migrator.toString(), secret: SECRET, isolation: 'role' });
}, 60_000);

afterAll(async () => {
  await server.stop();
});

describe('postgresql.conf', () => {
  it('is what a server really runs with', async () => {
    const rows = await as(server.url, async (client) => (await client.query<{ name: string }>('SHOW ALL')).rows);
    const names = new Set(rows.map((row) => row.name.toLowerCase()));
    expect(Object.keys(conf).filter((name) => !names.has(name))).toEqual([]);
    expect(conf).toMatchObject({
      max_connections: '40',
      max_locks_per_transaction: '256',
      recovery_init_sync_method: 'syncfs',
      jit: 'off',
    });
    const shown = await as(server.url, async (client) => (await client.query<{ jit: string }>('SHOW jit')).rows[0]);
    expect(shown?.jit).toBe('off');
  });
});

describe('roles.sql', () => {
  it('lets a migrator that is no superuser build a tenant, and walls it off', async () => {
    const platform = new PlatformDatabase(urls.platform);
    const statements = ['CREATE TABLE note (id integer PRIMARY KEY, text text NOT NULL)'];
    const provisioning = new Provisioning(urls.admin, platform, {
      migrations: [{ version: 1, name: 'note', statements }],
      snapshot: statements,
    });
    try {
      const own = await provisioning.build();
      const other = await provisioning.build();
      await as(urls.app, async (client) => {
        const run = (sql: string): Promise<pg.QueryResult> => client.query(sql);
        await expect(run('SELECT text FROM note')).rejects.toMatchObject({ code: '42P01' });
        await expect(run(`SELECT text FROM ${own}.note`)).rejects.toMatchObject({ code: '42501' });
        await run(`BEGIN; SET LOCAL ROLE ${own}; SET LOCAL search_path = ${own}, ext, pg_temp`);
        await run(`INSERT INTO note VALUES (1, 'kept')`);
        expect((await run('SELECT text FROM note')).rows).toEqual([{ text: 'kept' }]);
        await expect(run(`SELECT text FROM ${other}.note`)).rejects.toMatchObject({ code: '42501' });
        await run('ROLLBACK');
        for (const refused of [`SET ROLE madang_owner`, 'CREATE TEMP TABLE x (i int)', `TRUNCATE ${own}.note`])
          await expect(run(refused)).rejects.toMatchObject({ code: '42501' });
      });
      await provisioning.drop(other);
      await provisioning.drop(own);
    } finally {
      await provisioning.close();
      await platform.close();
    }
  });

  it('lets the same migrator move a tenant to a second database of the server, and back', async () => {
    await as(server.url, (client) => client.query('CREATE DATABASE east OWNER madang_migrator'));
    const platform = new PlatformDatabase(urls.platform);
    const statements = [
      'CREATE TABLE note (id integer PRIMARY KEY, text text NOT NULL)',
      'REVOKE DELETE ON note FROM tenant_rw',
    ];
    const provisioning = new Provisioning(
      urls.admin,
      platform,
      { migrations: [{ version: 1, name: 'note', statements }] },
      { addresses: new Map([['east', { admin: urls.admin.replace(/\/madang$/, '/east') }]]), secret: SECRET },
    );
    const classes = { note: { fate: 'public', columns: { id: 'public', text: 'public' } } } as never;
    const steps = { step: <T>(_: string, work: () => Promise<T>) => work(), progress: () => Promise.resolve() };
    try {
      await provisioning.create({ slug: 'mover', name: { en: 'Mover' } });
      const [row] = await platform.rows<{ schema: string }>('SELECT schema_name AS schema FROM platform.tenants');
      const inside = (url: string, sql: string): Promise<pg.QueryResult> =>
        as(url, async (client) => {
          await client.query(
            `BEGIN; SET LOCAL ROLE ${row!.schema}; SET LOCAL search_path = ${row!.schema}, ext, pg_temp`,
          );
          const answer = await client.query(sql);
          await client.query('COMMIT');
          return answer;
        });
      await inside(urls.app, `INSERT INTO note VALUES (1, 'kept')`);
      const there = await provisioning.placements.appUrl('east');
      for (const [to, now, before] of [
        ['east', there, urls.app],
        ['main', urls.app, there],
      ] as const) {
        await moveTenant(provisioning, platform, 'mover', to, { actor: 'spec', steps, classes });
        expect((await inside(now, 'SELECT text FROM note')).rows).toEqual([{ text: 'kept' }]);
        await expect(inside(before, 'SELECT text FROM note')).rejects.toMatchObject({ code: '42P01' });
        await expect(inside(now, 'DELETE FROM note')).rejects.toMatchObject({ code: '42501' });
        const { checks } = await examine(provisioning, platform, { filesDir: '.', spares: 0 });
        expect(checks.filter(({ name, level }) => level === 'bad' && /roles|drift|residents/.test(name))).toEqual([]);
      }
      await provisioning.drop(row!.schema);
    } finally {
      await provisioning.close();
      await platform.close();
    }
  });

  it('is the same roles as the application makes on a server of its own', async () => {
    const roles = 'SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles';
    const shared = new URL(process.env['TEST_DATABASE_URL']!);
    const name = `roles_${newId().replaceAll('-', '')}`;
    await as(shared.toString(), (client) => client.query(`CREATE DATABASE ${name}`));
    shared.pathname = `/${name}`;
    try {
      await bootstrap({ adminUrl: shared.toString(), secret: SECRET, isolation: 'role' });
      const ours = (rows: { rolname: string }[]): unknown[] =>
        rows
          .filter(({ rolname }) => /^(madang_(owner|app|path|platform)|tenant_rw)$/.test(rolname))
          .sort((a, b) => (a.rolname < b.rolname ? -1 : 1));
      const [made, written] = await Promise.all(
        [shared.toString(), server.url].map((url) =>
          as(url, async (client) => ours((await client.query<{ rolname: string }>(roles)).rows)),
        ),
      );
      expect(made).toHaveLength(5);
      expect(written).toEqual(made);
    } finally {
      await as(process.env['TEST_DATABASE_URL']!, (client) => client.query(`DROP DATABASE ${name}`));
    }
  });
});

describe('pooler.sql', () => {
  it('tells the pooler about two logins and nothing else', async () => {
    const url = new URL(server.url);
    url.pathname = '/madang';
    url.username = 'madang_pooler';
    url.password = 'pooler';
    await as(url.toString(), async (client) => {
      const ask = async (login: string): Promise<number | null> =>
        (await client.query('SELECT login FROM pooler.login_of($1)', [login])).rowCount;
      expect([
        await ask('madang_app'),
        await ask('madang_path'),
        await ask('postgres'),
        await ask('madang_migrator'),
      ]).toEqual([1, 1, 0, 0]);
      await expect(client.query('SELECT rolpassword FROM pg_authid')).rejects.toMatchObject({ code: '42501' });
    });
  });
});
