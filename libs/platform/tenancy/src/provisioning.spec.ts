import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import type { Migration } from '@madang/kernel';
import pg from 'pg';
import {
  bootstrap,
  PlatformDatabase,
  Provisioning,
  schemaFingerprint,
  schemaStatements,
  writeSnapshot,
  type DatabaseUrls,
} from './index.js';

const MIGRATIONS: Migration[] = [
  {
    version: 1,
    name: 'one',
    statements: [
      'CREATE TABLE owners (id uuid PRIMARY KEY, name text NOT NULL UNIQUE CHECK (length(name) < 80))',
      `CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner_id uuid NOT NULL REFERENCES owners ON DELETE CASCADE,
        tags text[] NOT NULL DEFAULT '{}', UNIQUE NULLS NOT DISTINCT (owner_id, tags))`,
      `CREATE INDEX things_tags ON things USING gin (tags)`,
      'CREATE TABLE log (id uuid PRIMARY KEY, line text NOT NULL)',
      'REVOKE UPDATE, DELETE ON log FROM tenant_rw',
    ],
  },
  { version: 2, name: 'two', statements: [`ALTER TABLE owners ADD COLUMN note text DEFAULT 'it''s'`] },
];

let own: Awaited<ReturnType<typeof newDatabase>>;
let urls: DatabaseUrls;
let platform: PlatformDatabase;
const open: Provisioning[] = [];

const provisioningOf = (snapshot?: string[], migrations = MIGRATIONS): Provisioning => {
  const made = new Provisioning(urls.admin, platform, { migrations, snapshot });
  open.push(made);
  return made;
};
const asAdmin = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: urls.admin });
  await client.connect();
  try {
    await client.query('BEGIN');
    return await work(client);
  } finally {
    await client.end();
  }
};
const fingerprint = (schema: string): Promise<string> => asAdmin((client) => schemaFingerprint(client, schema));
const snapshot = async (provisioning: Provisioning): Promise<string[]> => {
  const schema = await provisioning.build();
  const text = writeSnapshot(await asAdmin((client) => schemaStatements(client, schema)), MIGRATIONS);
  return text
    .split(/;\n\n?/)
    .map((s) => s.trim())
    .filter(Boolean);
};

describe('provisioning', () => {
  beforeAll(async () => {
    own = await newDatabase();
    urls = await bootstrap({ adminUrl: own.url, secret: 'a secret of tests, long enough for the rule' });
    platform = new PlatformDatabase(urls.platform);
  });
  afterAll(async () => {
    for (const one of open) await one.close();
    await platform?.close();
    await own?.remove();
  });

  it('makes the same schema from the snapshot as from the migrations, rights included', async () => {
    const replay = provisioningOf();
    const statements = await snapshot(replay);
    expect(statements.join('\n')).toContain('REVOKE DELETE ON log FROM tenant_rw');
    expect(statements.join('\n')).not.toContain('ALTER TABLE owners ADD COLUMN');
    const [one, two] = [await replay.build(), await provisioningOf(statements).build()];
    expect(await fingerprint(two)).toBe(await fingerprint(one));
    const rights = await asAdmin((client) =>
      client.query<{ may: boolean }>(
        `SELECT has_table_privilege($1, $2, r) AS may FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) r`,
        [two, `${two}.log`],
      ),
    );
    expect(rights.rows.map(({ may }) => may)).toEqual([true, true, false, false]);
  });

  it.each([
    ['a column', 'ALTER TABLE things ADD COLUMN x text'],
    ['a default', `ALTER TABLE owners ALTER COLUMN note SET DEFAULT 'x'`],
    ['a constraint', 'ALTER TABLE owners DROP CONSTRAINT owners_name_check'],
    ['an index', 'DROP INDEX things_tags'],
    ['a right', 'GRANT UPDATE ON log TO tenant_rw'],
    ['a trigger’s function', `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
    ['a view', 'CREATE VIEW v AS SELECT id FROM owners'],
  ])('sees drift in %s', async (_what, change) => {
    const schema = await provisioningOf().build();
    const before = await fingerprint(schema);
    await asAdmin(async (client) => {
      await client.query(`SET LOCAL search_path = ${schema}`);
      await client.query(change);
      await client.query('COMMIT');
    });
    expect(await fingerprint(schema)).not.toBe(before);
  });

  it('replays the migrations when the snapshot is of another history', async () => {
    const statements = await snapshot(provisioningOf());
    const amended = [
      ...MIGRATIONS,
      { version: 3, name: 'three', statements: ['CREATE TABLE extra (id uuid PRIMARY KEY)'] },
    ];
    const schema = await provisioningOf(statements, amended).build();
    expect(
      await platform.rows('SELECT 1 FROM pg_class WHERE relnamespace = $1::regnamespace AND relname = $2', [
        schema,
        'extra',
      ]),
    ).toHaveLength(1);
  });

  it('gives a spare when one stands ready and refills the stock behind the caller', async () => {
    const provisioning = provisioningOf();
    expect(await provisioning.stock(2)).toBe(2);
    const [spare] = await platform.rows<{ s: string }>('SELECT min(schema_name) AS s FROM platform.spares');
    const id = await provisioning.create({ slug: 'from-spare', name: { en: 'From a spare' } });
    const [tenant] = await platform.rows<{ s: string }>('SELECT schema_name AS s FROM platform.tenants WHERE id = $1', [
      id,
    ]);
    expect(tenant!.s).toBe(spare!.s);
    await provisioning.close(); // waits for the spare that is under way
    open.splice(open.indexOf(provisioning), 1);
    expect(await provisioningOf().spares()).toBeGreaterThanOrEqual(1);
  });

  it('fills the stock once when several processes want it filled', async () => {
    const [one, two] = [provisioningOf(), provisioningOf()];
    const made = await Promise.all([one.stock(3), two.stock(3)]);
    await Promise.all([one.stock(3), two.stock(3)]);
    expect(Math.min(...made)).toBe(0);
    expect(await one.spares()).toBe(3);
  });

  it('restocks in a process that hears another one take a spare', async () => {
    const [keeper, taker] = [provisioningOf(), provisioningOf()];
    await keeper.keepStocked(3, urls.platform);
    const refilled = new Promise<void>((done) => {
      const stock = keeper.stock.bind(keeper);
      keeper.stock = async (count) => stock(count).finally(() => done());
    });
    await taker.create({ slug: 'taken', name: { en: 'Taken' } });
    await refilled;
    expect(await keeper.spares()).toBe(3);
  });

  it('leaves nothing of a tenant whose slug or host is taken', async () => {
    const provisioning = provisioningOf();
    await platform.run('DELETE FROM platform.spares');
    await provisioning.create({ slug: 'first', name: { en: 'First' }, hosts: ['www.First.example.'] });
    const count = async (): Promise<unknown> =>
      (await platform.rows(`SELECT count(*) FROM pg_namespace WHERE nspname LIKE 't\\_%'`))[0];
    const before = await count();
    await expect(provisioning.create({ slug: 'first', name: { en: 'Again' } })).rejects.toMatchObject({
      code: 'slug_taken',
    });
    await expect(
      provisioning.create({ slug: 'second', name: { en: 'Second' }, hosts: ['www.first.example'] }),
    ).rejects.toMatchObject({ code: 'host_taken' });
    await expect(provisioning.create({ slug: 'ok', name: { en: 'x' } })).rejects.toMatchObject({
      code: 'slug_invalid',
    });
    await expect(provisioning.create({ slug: 'nameless', name: { ko: ' ' } })).rejects.toMatchObject({
      code: 'name_missing',
    });
    expect(await count()).toEqual(before);
    expect(await platform.rows(`SELECT slug FROM platform.tenants WHERE slug = 'second'`)).toEqual([]);
  });

  it('names the statement that failed and leaves no role behind', async () => {
    const broken = provisioningOf(undefined, [
      ...MIGRATIONS,
      { version: 3, name: 'x', statements: ['CREATE TABLE oops (id nothing)'] },
    ]);
    await platform.run('DELETE FROM platform.spares');
    const roles = async (): Promise<unknown> =>
      (
        await platform.rows(
          // Of the last number given: other databases of this server make roles meanwhile.
          `SELECT count(*)::int AS roles FROM pg_roles WHERE rolname = 't_' || lpad(pg_sequence_last_value('platform.schema_numbers')::text, greatest(6, length(pg_sequence_last_value('platform.schema_numbers')::text)), '0')`,
        )
      )[0];
    await expect(broken.create({ slug: 'broken', name: { en: 'Broken' } })).rejects.toMatchObject({
      statement: 'CREATE TABLE oops (id nothing)',
    });
    expect(await roles()).toEqual({ roles: 0 });
  });
});
