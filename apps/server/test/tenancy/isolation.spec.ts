import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  context,
  db,
  enqueue,
  inContext,
  inUnit,
  newContext,
  newId,
  SYSTEM,
  TenantDatabase,
  type Isolation,
  type Tenant,
} from '@madang/kernel';
import {
  bootstrap,
  PlatformDatabase,
  Provisioning,
  Registry,
  rolePassword,
  tablesOf,
  type DatabaseUrls,
} from '@madang/platform-tenancy';
import { newDatabase } from '@madang/testing';
import fc from 'fast-check';
import pg from 'pg';
import { migrationsOf, parts } from '../../src/parts.js';
import { readSnapshot, SNAPSHOT } from '../../src/program.js';
import { hasPgBouncer, startPgBouncer } from '../kit/system.js';

const SECRET = 'a secret of tests, long enough for the rule';
const TENANTS = 20;
const POOL = 3;
type Way = 'directly' | 'through PgBouncer';
const ways: [Way, Isolation][] = [
  ['directly', 'role'],
  ['directly', 'path'],
  ['through PgBouncer', 'role'],
  ['through PgBouncer', 'path'],
];

let own: Awaited<ReturnType<typeof newDatabase>>;
let platform: PlatformDatabase;
let provisioning: Provisioning;
let admin: pg.Pool;
let pooler: Awaited<ReturnType<typeof startPgBouncer>> | undefined;
let tenants: Tenant[];

describe('isolation', () => {
  beforeAll(async () => {
    own = await newDatabase();
    const urls = await bootstrap({ adminUrl: own.url, secret: SECRET });
    platform = new PlatformDatabase(urls.platform);
    provisioning = new Provisioning(urls.admin, platform, {
      migrations: migrationsOf(parts),
      snapshot: readSnapshot(readFileSync(SNAPSHOT, 'utf8')),
    });
    const registry = new Registry(platform, 'localhost');
    admin = new pg.Pool({ connectionString: own.url, max: 2 });
    for (let n = 0; n < TENANTS; n += 1) {
      await provisioning.create({ slug: `canary${n}`, name: { en: `Canary ${n}` } });
      const { schema } = (await registry.get({ slug: `canary${n}` }))!;
      await admin.query(
        `INSERT INTO ${schema}.site_values (key, value, changed_at) VALUES ('canary', to_jsonb($1::text), now())`,
        [schema],
      );
      await admin.query(`INSERT INTO ${schema}.people (id, display_name, created_at) VALUES ($1, $2, now())`, [
        newId(),
        `canary of ${schema}`,
      ]);
    }
    tenants = await registry.all();
    if (hasPgBouncer)
      pooler = await startPgBouncer(own.url, {
        madang_app: rolePassword(SECRET, 'madang_app'),
        madang_path: rolePassword(SECRET, 'madang_path'),
      });
  }, 120_000);
  afterAll(async () => {
    await pooler?.stop();
    await admin?.end();
    await provisioning?.close();
    await platform?.close();
    await own?.remove();
  });

  const urlsOf = (way: Way, isolation: Isolation): Promise<DatabaseUrls> =>
    bootstrap({ adminUrl: own.url, secret: SECRET, isolation, appUrl: way === 'directly' ? undefined : pooler!.url });

  const inTenant = <T>(
    database: TenantDatabase,
    tenant: Tenant,
    work: () => Promise<T>,
    readOnly = false,
  ): Promise<T> => inContext(newContext(tenant, { actor: SYSTEM }), () => inUnit(database, readOnly, work));

  interface Seen {
    role: string;
    schema: string;
    canary: string;
    person: string;
  }
  const WHERE_AM_I = `SELECT current_user::text AS role, current_schema()::text AS schema,
  (SELECT value #>> '{}' FROM site_values WHERE key = 'canary') AS canary, (SELECT display_name FROM people WHERE display_name LIKE 'canary%') AS person`;

  const idleInTransaction = async (): Promise<number> =>
    Number(
      (
        await admin.query<{ n: string }>(
          `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
        )
      ).rows[0]!.n,
    );

  /** How a unit of work may go wrong in the middle. */
  const FAULTS = ['none', 'none', 'none', 'throws', 'swallowed error', 'timeout', 'killed'] as const;
  type Fault = (typeof FAULTS)[number];

  // PgBouncer is a system package: where it is not installed, what goes through it is told as skipped.
  const runs = ([way]: [Way, Isolation]): boolean => way === 'directly' || hasPgBouncer;
  const apart = (way: Way, isolation: Isolation): void => {
    let database: TenantDatabase;
    let url: string;
    beforeAll(async () => {
      url = (await urlsOf(way, isolation)).app;
      database = await new TenantDatabase({
        url,
        entities: [],
        isolation,
        prepared: way === 'directly',
        poolSize: POOL,
        statementTimeoutMs: 400,
      }).open();
    });
    afterAll(() => database?.close());

    /** One unit: looks around before and after the fault. @returns what it saw */
    async function unit(tenant: Tenant, fault: Fault, writes: boolean): Promise<{ seen: Seen[]; outcome: string }> {
      const seen: Seen[] = [];
      const look = async (): Promise<void> => void seen.push((await db().row<Seen & pg.QueryResultRow>(WHERE_AM_I))!);
      try {
        await inTenant(
          database,
          tenant,
          async () => {
            await look();
            if (writes) await db().run(`UPDATE site_values SET changed_at = now() WHERE key = 'canary'`);
            if (fault === 'throws') throw new Error('a rule was broken');
            if (fault === 'swallowed error')
              await db()
                .rows('SELECT nothing FROM nowhere')
                .catch(() => undefined);
            if (fault === 'timeout') await db().rows('SELECT pg_sleep(5)');
            if (fault === 'killed') {
              const row = await db().row<{ pid: number }>('SELECT pg_backend_pid() AS pid');
              await admin.query('SELECT pg_terminate_backend($1)', [row!.pid]);
            }
            if (fault !== 'swallowed error') await look();
          },
          !writes,
        );
        return { seen, outcome: 'committed' };
      } catch {
        return { seen, outcome: 'failed' };
      }
    }

    it(`shows each unit its own tenant, ${TENANTS} tenants on ${POOL} connections, whatever is killed between`, async () => {
      const step = fc.record({ tenant: fc.nat(TENANTS - 1), fault: fc.constantFrom(...FAULTS), writes: fc.boolean() });
      let units = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 34, maxLength: 45 }), async (steps) => {
          const results = await Promise.all(
            steps.map(({ tenant, fault, writes }) => unit(tenants[tenant]!, fault, writes)),
          );
          for (const [at, { seen, outcome }] of results.entries()) {
            const { schema } = tenants[steps[at]!.tenant]!;
            const expected = {
              role: isolation === 'role' ? schema : 'madang_path',
              schema,
              canary: schema,
              person: `canary of ${schema}`,
            };
            for (const one of seen) expect(one).toEqual(expected);
            // A swallowed error must not look like success either; a unit after a killed one may lose its connection.
            // A reading unit has nothing to undo: each burst of it is a transaction of its own.
            const { fault, writes } = steps[at]!;
            if (fault === 'throws' || fault === 'timeout' || (fault !== 'none' && writes))
              expect(outcome).toBe('failed');
          }
          units += steps.length;
          expect(results.some(({ outcome }) => outcome === 'committed')).toBe(true);
          expect(await idleInTransaction()).toBe(0);
        }),
        { numRuns: 6, seed: 20_261_123, endOnFailure: true },
      );
      expect(units).toBeGreaterThanOrEqual(200);
      // And everything works afterwards, for every tenant.
      const after = await Promise.all(tenants.map((tenant) => unit(tenant, 'none', true)));
      expect(after.map(({ outcome }) => outcome)).toEqual(tenants.map(() => 'committed'));
    }, 120_000);

    it('never shows a canary of another tenant in any table', async () => {
      const [one, other] = tenants as [Tenant, Tenant];
      const tables = await provisioning.withAdmin((client) => tablesOf(client, one.schema));
      expect(tables.length).toBeGreaterThan(30);
      let own = 0;
      for (const { name } of tables) {
        const rows = await inTenant(
          database,
          one,
          () => db().rows<{ line: string }>(`SELECT t::text AS line FROM "${name}" t`),
          true,
        );
        own += rows.filter(({ line }) => line.includes(one.schema)).length;
        expect(rows.filter(({ line }) => line.includes(other.schema))).toEqual([]);
      }
      // Positive control: the canaries are there and would be found.
      expect(own).toBe(2);
    });

    it('has nothing to show outside a unit of work', async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        await expect(client.query('SELECT id FROM people')).rejects.toMatchObject({ code: '42P01' });
        if (isolation === 'role') {
          await expect(client.query(`SELECT id FROM ${tenants[0]!.schema}.people`)).rejects.toMatchObject({
            code: '42501',
          });
          await expect(client.query('SET ROLE madang_owner')).rejects.toMatchObject({ code: '42501' });
        }
        await expect(client.query('SELECT id FROM platform.tenants')).rejects.toMatchObject({ code: '42501' });
        await expect(client.query('CREATE TEMP TABLE people (id uuid)')).rejects.toMatchObject({ code: '42501' });
      } finally {
        await client.end();
      }
      expect(() => db()).toThrow('no tenant context');
      await inContext(newContext(tenants[0]!), async () => {
        expect(() => db()).toThrow('no unit of work');
        await inUnit(database, true, async () => {
          await expect(inUnit(database, true, async () => Promise.resolve())).rejects.toThrow('already open');
        });
      });
    });

    it('refuses to change role, path or settings, other tenants’ names, and what no tenant may do', async () => {
      const attempt = (sql: string): Promise<unknown> => inTenant(database, tenants[0]!, () => db().rows(sql));
      for (const sql of [
        'RESET ROLE',
        `SET LOCAL ROLE ${tenants[1]!.schema}`,
        `set  search_path = ${tenants[1]!.schema}`,
        `SELECT set_config('role', '${tenants[1]!.schema}', true)`,
        'SET SESSION AUTHORIZATION DEFAULT',
        'RESET ALL',
      ])
        await expect(attempt(sql)).rejects.toThrow('may not change role');
      if (isolation === 'role')
        await expect(attempt(`SELECT id FROM ${tenants[1]!.schema}.people`)).rejects.toMatchObject({ code: '42501' });
      for (const sql of [
        'CREATE TABLE mine (id uuid)',
        'DROP TABLE people',
        'TRUNCATE people',
        'SELECT slug FROM platform.tenants',
        'SELECT id FROM platform.outbox',
        `UPDATE audit SET act = 'x'`,
        'DELETE FROM audit',
        `SELECT pg_read_file('/etc/passwd')`,
      ])
        await expect(attempt(sql)).rejects.toMatchObject({ code: '42501' });
    });

    it('fails closed for a tenant that is gone', async () => {
      const gone: Tenant = { ...tenants[0]!, id: newId(), schema: 't_999999' };
      const read = inTenant(database, gone, () => db().rows('SELECT id FROM people'));
      await expect(read).rejects.toMatchObject({ code: isolation === 'role' ? '22023' : '42P01' });
    });

    it('refuses a schema name that is none of ours, and the connection goes on', async () => {
      const forged: Tenant = { ...tenants[0]!, schema: 'public; DROP' };
      await expect(inTenant(database, forged, () => db().rows('SELECT 1'))).rejects.toThrow('not a tenant schema name');
      expect((await unit(tenants[0]!, 'none', true)).outcome).toBe('committed');
    }, 5000);

    it('queues jobs for the tenant of the unit only', async () => {
      const [one, other] = tenants as [Tenant, Tenant];
      await inTenant(database, one, () => enqueue('spec.job', { of: one.schema }));
      const waiting = (): Promise<unknown[]> =>
        platform.rows(`DELETE FROM platform.outbox WHERE topic = 'spec.job' RETURNING schema_name`);
      expect(await waiting()).toEqual([{ schema_name: one.schema }]);
      // A context that was tampered with: the database knows better, where there is a role to know by.
      const forged = inTenant(database, one, async () => {
        Object.defineProperty(context(), 'tenant', { value: other });
        await enqueue('spec.job', {});
      });
      if (isolation === 'role') await expect(forged).rejects.toMatchObject({ code: '42501' });
      else await forged.catch(() => undefined);
      if (isolation === 'role') expect(await waiting()).toEqual([]);
      else await waiting();
    });
  };
  describe.each(ways.filter(runs))('tenants apart, %s, isolated by %s', apart);
  const left = ways.filter((way) => !runs(way));
  if (left.length > 0) describe.skip.each(left)('tenants apart, %s, isolated by %s', apart);

  describe('the suite itself', () => {
    it('would see a leak: a path set for the session reaches the next tenant on the same connection', async () => {
      const { app } = await urlsOf('directly', 'path');
      const pool = new pg.Pool({ connectionString: app, max: POOL });
      try {
        const seen = await Promise.all(
          tenants.map(async ({ schema }) => {
            await pool.query(`SET search_path = ${schema}`);
            return (await pool.query<Seen>(WHERE_AM_I)).rows[0]!.canary === schema;
          }),
        );
        expect(seen).toContain(false);
      } finally {
        await pool.end();
      }
    });

    it('would see a transaction that was left open', async () => {
      const client = new pg.Client({ connectionString: own.url });
      await client.connect();
      await client.query('BEGIN');
      expect(await idleInTransaction()).toBe(1);
      await client.end();
    });
  });
});
