import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, inContext, inUnit, newContext, TenantDatabase, type Isolation, type Tenant } from '@madang/kernel';
import { bootstrap, PlatformDatabase, Provisioning } from '@madang/platform-tenancy';
import pg from 'pg';
import type { PostgresServer } from '../../../infra/dev/embedded-postgres.mjs';
import { startTestPostgres } from '../../../infra/dev/test-postgres.mjs';
import { hasPgBouncer, startPgBouncer } from './kit/system.js';
import { ROOT } from './rules/tree.js';

const SECRET = 'a secret of thirty-two characters';
const STATEMENTS = ['CREATE TABLE canary (whose text NOT NULL PRIMARY KEY)'];

let server: PostgresServer;
let pooler: Awaited<ReturnType<typeof startPgBouncer>> | undefined;
let platform: PlatformDatabase;
let provisioning: Provisioning;
let adminUrl: string;
const schemas: string[] = [];

/** What the compose file tells the image of PgBouncer. */
const SETTINGS = {
  auth_user: 'madang_pooler',
  auth_query: 'SELECT login, verifier FROM pooler.login_of($1)',
  default_pool_size: 2,
  server_lifetime: 1800,
};

const tenantOf = (schema: string): Tenant => ({
  id: schema,
  schema,
  slug: schema,
  name: {},
  locale: 'ko',
  locales: ['ko'],
  timeZone: 'Asia/Seoul',
  state: 'active',
  schemaVersion: 1,
  placement: 'main',
  moving: false,
  revision: 1,
  primaryHost: `${schema}.localhost`,
});

const inTenant = <T>(database: TenantDatabase, schema: string, work: () => Promise<T>): Promise<T> =>
  inContext(newContext(tenantOf(schema)), () => inUnit(database, false, work));

async function openDatabase(isolation: Isolation): Promise<TenantDatabase> {
  const urls = await bootstrap({ adminUrl, appUrl: pooler!.url, secret: SECRET, isolation });
  return new TenantDatabase({ url: urls.app, entities: [], isolation, prepared: false, poolSize: 8 }).open();
}

// Where PgBouncer is not installed this suite has nothing to test: it comes from the system's packages, not from npm.
const suite = hasPgBouncer ? describe : describe.skip;

suite(`through PgBouncer in transaction mode${hasPgBouncer ? '' : ' (not installed here)'}`, () => {
  beforeAll(async () => {
    server = await startTestPostgres(join(ROOT, '.cache'));
    const superuser = new pg.Client({ connectionString: server.url });
    await superuser.connect();
    await superuser.query('CREATE DATABASE madang');
    await superuser.end();
    adminUrl = server.url.replace(/\/postgres$/, '/madang');
    const urls = await bootstrap({ adminUrl, secret: SECRET, isolation: 'role' });
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(readFileSync(join(ROOT, 'infra/postgres/pooler.sql'), 'utf8'));
    await admin.query(`ALTER ROLE madang_pooler PASSWORD 'pooler'`);
    platform = new PlatformDatabase(urls.platform);
    provisioning = new Provisioning(urls.admin, platform, {
      migrations: [{ version: 1, name: 'canary', statements: STATEMENTS }],
      snapshot: STATEMENTS,
    });
    for (let n = 0; n < 6; n++) {
      const schema = await provisioning.build();
      await admin.query(`INSERT INTO ${schema}.canary VALUES ($1)`, [schema]);
      schemas.push(schema);
    }
    await admin.end();
    pooler = await startPgBouncer(adminUrl, { madang_pooler: 'pooler' }, SETTINGS);
  }, 60_000);

  afterAll(async () => {
    await pooler?.stop();
    await provisioning?.close();
    await platform?.close();
    await server?.stop();
  });

  it.each<Isolation>(['role', 'path'])('each unit sees its own tenant, isolated by %s', async (isolation) => {
    const database = await openDatabase(isolation);
    try {
      const read = async (schema: string): Promise<string[]> =>
        inTenant(database, schema, async () => {
          const first = await db().rows<{ whose: string }>('SELECT whose FROM canary');
          const again = await db().rows<{ whose: string }>('SELECT whose FROM canary');
          return [...first, ...again].map((row) => row.whose);
        });
      const turns = Array.from(
        { length: 180 },
        (_, turn) => schemas[(turn * 7 + Math.floor(turn / 5)) % schemas.length]!,
      );
      const seen = await Promise.all(turns.map(read));
      expect(seen).toEqual(turns.map((schema) => [schema, schema]));
    } finally {
      await database.close();
    }
  });

  it('leaves nothing behind: without a unit the next client has no tenant', async () => {
    const database = await openDatabase('role');
    await inTenant(database, schemas[0]!, () => db().rows('SELECT whose FROM canary'));
    await database.close();
    const bare = new URL((await bootstrap({ adminUrl, appUrl: pooler!.url, secret: SECRET, isolation: 'role' })).app);
    const client = new pg.Client({ connectionString: bare.toString() });
    await client.connect();
    try {
      for (let n = 0; n < 6; n++) {
        await expect(client.query('SELECT whose FROM canary')).rejects.toMatchObject({ code: '42P01' });
        await expect(client.query(`SELECT whose FROM ${schemas[0]!}.canary`)).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await client.end();
    }
  });

  it('positive control: a search_path of the session does leak to other clients there', async () => {
    const url = new URL((await bootstrap({ adminUrl, appUrl: pooler!.url, secret: SECRET, isolation: 'path' })).app);
    const clients = Array.from({ length: 4 }, () => new pg.Client({ connectionString: url.toString() }));
    await Promise.all(clients.map((client) => client.connect()));
    try {
      // A server nobody has set a path on answers with an error, which proves nothing; a foreign row does.
      let foreign = false;
      for (let round = 0; round < 20 && !foreign; round += 1) {
        await Promise.all(clients.map((client, index) => client.query(`SET search_path = ${schemas[index]!}`)));
        const seen = await Promise.allSettled(
          clients.map((client) => client.query<{ whose: string }>('SELECT whose FROM canary')),
        );
        foreign = seen.some(
          (answer, index) => answer.status === 'fulfilled' && answer.value.rows[0]?.whose !== schemas[index],
        );
      }
      expect(foreign).toBe(true);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  });

  it('does not let the logins of operators through', async () => {
    const url = new URL(pooler!.url);
    url.username = 'postgres';
    url.password = 'postgres';
    const client = new pg.Client({ connectionString: url.toString() });
    await expect(client.connect()).rejects.toThrow();
  });
});
