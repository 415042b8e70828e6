import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, enqueue, inContext, inUnit, newContext, SYSTEM, TenantDatabase, type Migration } from '@madang/kernel';
import { newDatabase, standsAt } from '@madang/testing';
import pg from 'pg';
import { startTestPostgres } from '../../../../infra/dev/test-postgres.mjs';
import {
  bootstrap,
  moveTenant,
  openMoves,
  PlatformDatabase,
  Provisioning,
  Registry,
  settleMoves,
  stopMove,
  type MoveReport,
  type MoveSteps,
} from './index.js';

const SECRET = 'a secret of tests, long enough for the rule';
const MIGRATIONS: Migration[] = [
  {
    version: 1,
    name: 'one',
    statements: [
      'CREATE TABLE notes (id uuid PRIMARY KEY, about uuid REFERENCES notes, body text, n numeric, at timestamptz, more jsonb, raw bytea)',
      'CREATE TABLE counted (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, twice text GENERATED ALWAYS AS (word || word) STORED, word text)',
      `CREATE TABLE kept (id uuid PRIMARY KEY, f float8, said jsonb NOT NULL DEFAULT 'null')`,
      'REVOKE UPDATE, DELETE ON kept FROM tenant_rw',
    ],
  },
];
const open = { fate: 'public', columns: {} } as const;
const CLASSES = Object.fromEntries(
  Object.entries({
    notes: ['id', 'about', 'body', 'n', 'at', 'more', 'raw'],
    counted: ['id', 'twice', 'word'],
    kept: ['id', 'f', 'said'],
  }).map(([table, columns]) => [table, { ...open, columns: Object.fromEntries(columns.map((c) => [c, 'public'])) }]),
) as never;

/** Steps that remember, and do what the test wants before one of them. */
function steps(before: Record<string, () => Promise<unknown>> = {}): MoveSteps & { names: string[] } {
  const names: string[] = [];
  return {
    names,
    async step(name, work) {
      names.push(name);
      await before[name]?.();
      return work();
    },
    progress: () => Promise.resolve(),
  };
}

let main: Awaited<ReturnType<typeof newDatabase>>;
let east: Awaited<ReturnType<typeof newDatabase>>;
let west: Awaited<ReturnType<typeof startTestPostgres>>;
let platform: PlatformDatabase;
let provisioning: Provisioning;
let registry: Registry;
let database: TenantDatabase;
let dir: string;
const troubles: string[] = [];

const ADDRESSES = (): Map<string, { admin: string }> =>
  new Map([
    ['east', { admin: east.url }],
    ['west', { admin: west.url }],
    ['down', { admin: 'postgres://nobody@127.0.0.1:9/nothing' }],
    ['twin', { admin: main.url }],
  ]);

beforeAll(async () => {
  [main, east] = [await newDatabase(), await newDatabase()];
  // A server of its own: roles belong to servers.
  west = await startTestPostgres(fileURLToPath(new URL('../../../../.cache', import.meta.url)));
  const urls = await bootstrap({ adminUrl: main.url, secret: SECRET });
  platform = new PlatformDatabase(urls.platform);
  provisioning = new Provisioning(
    urls.admin,
    platform,
    { migrations: MIGRATIONS },
    {
      addresses: ADDRESSES(),
      secret: SECRET,
      trouble: (name) => void troubles.push(name),
    },
  );
  registry = new Registry(platform, 'localhost');
  database = await new TenantDatabase({
    url: urls.app,
    entities: [],
    poolSize: 3,
    elsewhere: (placement) => provisioning.placements.appUrl(placement),
  }).open();
  dir = mkdtempSync(join(tmpdir(), 'madang-move-'));
}, 60_000);
afterAll(async () => {
  await database?.close();
  await provisioning?.close();
  await platform?.close();
  await west?.stop();
  await east?.remove();
  await main?.remove();
  if (dir) rmSync(dir, { recursive: true });
});

const inside = async <T>(slug: string, work: () => Promise<T>, readOnly = false): Promise<T> =>
  inContext(newContext((await registry.get({ slug }))!, { actor: SYSTEM }), () => inUnit(database, readOnly, work));
const write = (slug: string, body: string): Promise<number> =>
  inside(slug, () => db().run(`INSERT INTO notes (id, body) VALUES (gen_random_uuid(), $1)`, [body]));
const bodies = (slug: string): Promise<string[]> =>
  inside(
    slug,
    async () => (await db().rows<{ body: string }>('SELECT body FROM notes ORDER BY body')).map(({ body }) => body),
    true,
  );

async function furnished(slug: string): Promise<void> {
  await provisioning.create({ slug, name: { en: slug } });
  await inside(slug, async () => {
    await db().run(
      `INSERT INTO notes (id, about, body, n, at, more, raw) SELECT gen_random_uuid(), NULL, 'note ' || i, i / 7.0, '2026-11-28 01:02:03.123456+00'::timestamptz + i * interval '1 s',
         jsonb_build_object('i', i, '마당', ARRAY['🌲', E'a\\tb']), decode('00ff' || lpad(to_hex(i), 4, '0'), 'hex') FROM generate_series(1, 2500) i`,
    );
    await db().run('UPDATE notes SET about = (SELECT min(id::text)::uuid FROM notes)');
    // JSON's own null, SQL's, and null inside.
    await db().run(`UPDATE notes SET more = 'null' WHERE body = 'note 7'`);
    await db().run(`UPDATE notes SET more = NULL WHERE body = 'note 8'`);
    await db().run(`UPDATE notes SET more = '{"a":null}' WHERE body = 'note 9'`);
    await db().run(`INSERT INTO counted (word) SELECT 'w' || i FROM generate_series(1, 20) i`);
    await db().run('DELETE FROM counted WHERE id > 15');
    await db().run(
      `INSERT INTO kept (id, f) VALUES (gen_random_uuid(), 0.1::float8 + 0.2::float8), (gen_random_uuid(), 'NaN')`,
    );
  });
}
const move = (slug: string, to: string, log: MoveSteps = steps()): Promise<MoveReport> =>
  moveTenant(provisioning, platform, slug, to, { actor: 'spec', steps: log, classes: CLASSES });

/** All rows of all tables of a tenant as text, read by the administrator of whichever database has them. */
async function everything(slug: string): Promise<string[]> {
  const { schema, placement } = (await registry.get({ slug }))!;
  return (await provisioning.at(placement)).withAdmin(async (client) => {
    const all: string[] = [];
    for (const [table, columns] of [
      ['notes', 'id, about, body, n, at, more, raw'],
      ['counted', 'id, twice, word'],
      ['kept', 'id, f, said'],
    ]) {
      const { rows } = await client.query<{ line: string }>(
        `SELECT ROW(${columns})::text AS line FROM ${schema}.${table} ORDER BY 1`,
      );
      all.push(...rows.map(({ line }) => `${table} ${line}`));
    }
    return all;
  });
}
describe('a tenant on its way', () => {
  it('goes to another database, on to another server and home again, with every row', async () => {
    await furnished('goer');
    const { schema } = (await registry.get({ slug: 'goer' }))!;
    const before = await everything('goer');
    expect(before).toHaveLength(2517);

    const log = steps();
    const report = await move('goer', 'east', log);
    expect(report).toMatchObject({ slug: 'goer', from: 'main', to: 'east', rows: 2517, tables: 3, cleaned: true });
    expect(log.names).toEqual(['announce', 'quiet', 'copy', 'compare', 'switch', 'clean']);
    expect(await registry.get({ slug: 'goer' })).toMatchObject({ placement: 'east', moving: false, schema });
    expect(await everything('goer')).toEqual(before);
    // The server is the same: its role stays, the schema does not.
    expect(await standsAt(main.url, schema)).toEqual({ schema: false, role: true });

    await move('goer', 'west');
    expect(await everything('goer')).toEqual(before);
    expect(await standsAt(east.url, schema)).toEqual({ schema: false, role: false });
    expect(await standsAt(west.url, schema)).toEqual({ schema: true, role: true });

    await move('goer', 'main');
    expect(await everything('goer')).toEqual(before);
    expect(await standsAt(west.url, schema)).toEqual({ schema: false, role: false });
    expect(await openMoves(platform)).toEqual([]);
    const acts = await platform.rows<{ act: string; details: object }>(
      `SELECT act, details FROM platform.audit WHERE slug = 'goer' AND act LIKE 'tenant.move%' ORDER BY at, id`,
    );
    expect(acts.map(({ act }) => act)).toEqual(
      Array.from({ length: 3 }, () => ['tenant.move_begun', 'tenant.moved']).flat(),
    );
    expect(acts[1]!.details).toEqual({ from: 'main', to: 'east', rows: 2517 });
  });

  it('works there: rights, counters, outbox and refusals are those of main', async () => {
    await furnished('worker');
    await move('worker', 'east');
    const { schema } = (await registry.get({ slug: 'worker' }))!;
    await inside('worker', async () => {
      const who = await db().row(
        'SELECT current_user::text AS role, current_schema()::text AS schema, current_database()::text AS at',
      );
      expect(who).toEqual({ role: schema, schema, at: new URL(east.url).pathname.slice(1) });
      // The counter goes on after numbers that are gone, as it would have in main.
      expect(await db().row(`INSERT INTO counted (word) VALUES ('x') RETURNING id::int AS id, twice`)).toEqual({
        id: 21,
        twice: 'xx',
      });
      await enqueue('topic', { a: 1 });
    });
    await expect(inside('worker', () => db().run('DELETE FROM kept'))).rejects.toMatchObject({ code: '42501' });
    await expect(
      inside('worker', async () => {
        await enqueue('topic', { a: 2 });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const { platform: there } = await provisioning.at('east');
    expect(await there.rows('SELECT schema_name, topic, payload FROM platform.outbox')).toEqual([
      { schema_name: schema, topic: 'topic', payload: { a: 1 } },
    ]);
    expect(await platform.rows('SELECT id FROM platform.outbox')).toEqual([]);
    await expect(
      inside('worker', () => db().run(`SELECT platform.enqueue('t_000001', 'x', '{}', NULL, NULL)`)),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(inside('worker', () => db().rows('SELECT * FROM platform.residents'))).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('is met in its own database only', async () => {
    await provisioning.create({ slug: 'stays', name: { en: 'Stays' } });
    await write('stays', 'mine');
    await provisioning.create({ slug: 'goes', name: { en: 'Goes' } });
    await write('goes', 'theirs');
    await move('goes', 'east');
    const [stays, goes] = [(await registry.get({ slug: 'stays' }))!, (await registry.get({ slug: 'goes' }))!];
    const asked = (tenant: typeof stays): Promise<unknown> =>
      inContext(newContext(tenant, { actor: SYSTEM }), () =>
        inUnit(database, true, () => db().rows('SELECT body FROM notes')),
      );
    expect(await asked(stays)).toEqual([{ body: 'mine' }]);
    expect(await asked(goes)).toEqual([{ body: 'theirs' }]);
    // Whoever looks in the wrong database finds nothing and not somebody else.
    await expect(asked({ ...goes, placement: 'main' })).rejects.toMatchObject({ code: '42P01' });
    await expect(asked({ ...stays, placement: 'east' })).rejects.toMatchObject({ code: '42P01' });
    await expect(asked({ ...stays, placement: 'west' })).rejects.toMatchObject({ code: '22023' });
    await expect(asked({ ...stays, placement: 'nowhere' })).rejects.toMatchObject({ code: 'placement_unavailable' });
    await expect(inside('goes', () => db().rows(`SELECT body FROM ${stays.schema}.notes`))).rejects.toMatchObject({
      code: '42P01',
    });
  });

  it('is read while it is copied, and nobody’s writing is lost', async () => {
    await furnished('busy');
    const { schema } = (await registry.get({ slug: 'busy' }))!;
    // A writer that began before, and one that has not heard of the move.
    const early = new pg.Client({ connectionString: main.url });
    await early.connect();
    await early.query('BEGIN');
    await early.query(`INSERT INTO ${schema}.kept (id, f) VALUES (gen_random_uuid(), 7)`);
    const known = (await registry.get({ slug: 'busy' }))!;
    let late: Promise<unknown> | undefined;
    const log = steps({
      copy: async () => {
        expect((await bodies('busy')).length).toBe(2500);
        await expect(write('busy', 'refused')).rejects.toMatchObject({ code: '55P03' });
        late = inContext(newContext(known, { actor: SYSTEM }), () =>
          inUnit(database, false, () => db().run(`INSERT INTO notes (id, body) VALUES (gen_random_uuid(), 'late')`)),
        ).catch((error: unknown) => error);
      },
      quiet: async () => void setImmediate(() => void early.query('COMMIT').then(() => early.end())),
    });
    await move('busy', 'east', log);
    expect(await inside('busy', () => db().row('SELECT count(*)::int AS n FROM kept WHERE f = 7'))).toEqual({ n: 1 });
    // It was told that it failed: it is not in the old copy, which is gone.
    expect(String(((await late) as { code?: string }).code)).toMatch(/^(42P01|42501|55P03|57014)$/);
    expect((await bodies('busy')).filter((body) => body === 'late')).toEqual([]);
  });

  it.each(['quiet', 'copy', 'compare', 'switch'])(
    'stays where it was when the step "%s" fails',
    async (step) => {
      const slug = `fails-${step}`;
      await furnished(slug);
      const before = await everything(slug);
      for (const [from, to] of [
        ['main', 'west'],
        ['west', 'east'],
        ['east', 'main'],
      ] as const) {
        await expect(
          move(slug, to, steps({ [step]: () => Promise.reject(new Error('the disk is full')) })),
        ).rejects.toThrow('disk');
        const tenant = (await registry.get({ slug }))!;
        expect(tenant).toMatchObject({ placement: from, moving: false });
        expect(await everything(slug)).toEqual(before);
        expect(await write(slug, 'still works')).toBe(1);
        await inside(slug, () => db().run(`DELETE FROM notes WHERE body = 'still works'`));
        const url = { main: main.url, east: east.url, west: west.url }[to];
        expect((await standsAt(url, tenant.schema)).schema).toBe(false);
        await move(slug, to);
      }
      expect(await openMoves(platform)).toEqual([]);
    },
    30_000,
  );

  it('stays where it was when a database dies in the middle', async () => {
    await furnished('cut');
    const cut = (url: string): Promise<void> => {
      const client = new pg.Client({ connectionString: url });
      return client
        .connect()
        .then(() =>
          client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`,
          ),
        )
        .then(() => client.end());
    };
    await expect(move('cut', 'west', steps({ compare: () => cut(west.url) }))).rejects.toThrow();
    await expect(move('cut', 'west', steps({ switch: () => cut(main.url) }))).rejects.toThrow();
    expect(await registry.get({ slug: 'cut' })).toMatchObject({ placement: 'main', moving: false });
    expect(await write('cut', 'works')).toBe(1);
    await move('cut', 'west');
    await expect(move('cut', 'main', steps({ switch: () => cut(west.url) }))).rejects.toThrow();
    expect(await write('cut', 'works')).toBe(1);
    expect(await registry.get({ slug: 'cut' })).toMatchObject({ placement: 'west', moving: false });
  });

  it('is given up when somebody asks, and only before the switch', async () => {
    await furnished('stopped');
    const stop = (): Promise<void> => stopMove(platform, 'stopped', 'spec');
    await expect(stop()).rejects.toMatchObject({ code: 'not_moving' });
    await expect(move('stopped', 'east', steps({ compare: stop }))).rejects.toMatchObject({ code: 'move_stopped' });
    expect(await registry.get({ slug: 'stopped' })).toMatchObject({ placement: 'main', moving: false });
    expect(await write('stopped', 'works')).toBe(1);
    // Two at once: the second is refused, the first goes on.
    let second: unknown;
    const again = async (): Promise<void> =>
      void (second = await move('stopped', 'west').catch((error: unknown) => error));
    await move('stopped', 'east', steps({ copy: again }));
    expect(second).toMatchObject({ code: 'tenant_moving' });
    await expect(stop()).rejects.toMatchObject({ code: 'not_moving' });
  });

  it('is not switched to a copy that differs', async () => {
    await furnished('drifts');
    const { schema } = (await registry.get({ slug: 'drifts' }))!;
    await provisioning.withAdmin((client) =>
      client.query(`ALTER TABLE ${schema}.notes ALTER COLUMN body SET DEFAULT 'odd'`),
    );
    await expect(move('drifts', 'east')).rejects.toMatchObject({ code: 'move_differs' });
    await provisioning.withAdmin((client) =>
      client.query(`ALTER TABLE ${schema}.notes ALTER COLUMN body DROP DEFAULT`),
    );
    expect(await write('drifts', 'works')).toBe(1);
  });

  it('is refused where it cannot go', async () => {
    await provisioning.create({ slug: 'refused', name: { en: 'Refused' } });
    await expect(move('refused', 'mars')).rejects.toMatchObject({ code: 'placement_unknown' });
    await expect(move('refused', 'main')).rejects.toMatchObject({ code: 'already_there' });
    await expect(move('nobody', 'east')).rejects.toMatchObject({ code: 'tenant_unknown' });
    await expect(move('refused', 'down')).rejects.toMatchObject({ code: 'placement_unavailable' });
    await expect(move('refused', 'twin')).rejects.toThrow('main database of an installation');
    expect(troubles.filter((name) => name !== 'nowhere')).toEqual(['down', 'twin']);
    await platform.run(`UPDATE platform.tenants SET schema_version = 0 WHERE slug = 'refused'`);
    await expect(move('refused', 'east')).rejects.toMatchObject({ code: 'tenant_behind' });
    await platform.run(`UPDATE platform.tenants SET schema_version = 1 WHERE slug = 'refused'`);
    expect(await write('refused', 'works')).toBe(1);
  });

  it('leaves what cannot be removed yet to whoever settles it', async () => {
    await furnished('lingers');
    const { schema, id } = (await registry.get({ slug: 'lingers' }))!;
    await move('lingers', 'east');
    // As it stands when the process dies after the switch, and when it dies after the door was shut.
    await platform.run(`UPDATE platform.moves SET state = 'switched', ended_at = NULL WHERE tenant_id = $1`, [id]);
    expect(await settleMoves(provisioning, platform)).toEqual({ settled: ['lingers'], waiting: [] });
    await (
      await provisioning.at('east')
    ).withAdmin((client) => client.query(`REVOKE USAGE ON SCHEMA ${schema} FROM ${schema}`));
    await platform.run(
      `INSERT INTO platform.moves (id, tenant_id, schema_name, from_placement, to_placement, asked_by) VALUES (gen_random_uuid(), $1, $2, 'east', 'west', 'spec')`,
      [id, schema],
    );
    await platform.run(`UPDATE platform.tenants SET moving_to = 'west' WHERE id = $1`, [id]);
    await expect(write('lingers', 'x')).rejects.toMatchObject({ code: '42P01' });
    expect(await settleMoves(provisioning, platform)).toEqual({ settled: ['lingers'], waiting: [] });
    expect(await write('lingers', 'works')).toBe(1);
  });
});
