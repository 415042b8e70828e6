import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import {
  bootstrap,
  COLUMN_CLASSES,
  isSnapshotOf,
  PlatformDatabase,
  Provisioning,
  schemaFingerprint,
  schemaStatements,
  tablesOf,
  writeSnapshot,
  type CatalogTable,
} from '@madang/platform-tenancy';
import type { PoolClient } from 'pg';
import { migrationsOf, parts } from '../../src/parts.js';
import { readSnapshot, SNAPSHOT } from '../../src/program.js';

const migrations = migrationsOf(parts);
const committed = readFileSync(SNAPSHOT, 'utf8');
const snapshot = readSnapshot(committed);
const AGAIN = 'run: npm run madang -- schema snapshot';

let own: Awaited<ReturnType<typeof newDatabase>>;
let platform: PlatformDatabase;
let provisioning: Provisioning;
let replayed: string;

const reading = <T>(work: (client: PoolClient) => Promise<T>): Promise<T> =>
  provisioning.withAdmin(async (client) => {
    await client.query('BEGIN');
    try {
      return await work(client);
    } finally {
      await client.query('ROLLBACK');
    }
  });

describe('schemas of tenants', () => {
  beforeAll(async () => {
    own = await newDatabase();
    const urls = await bootstrap({ adminUrl: own.url, secret: 'a secret of tests, long enough for the rule' });
    platform = new PlatformDatabase(urls.platform);
    provisioning = new Provisioning(urls.admin, platform, { migrations, snapshot });
    replayed = await provisioning.build(migrations.flatMap((m) => m.statements));
  });
  afterAll(async () => {
    await provisioning?.close();
    await platform?.close();
    await own?.remove();
  });

  describe('the snapshot of the tenant schema', () => {
    it('is the sum of the migrations as they are now', () => {
      expect(isSnapshotOf(snapshot, migrations) ? 'fresh' : `stale; ${AGAIN}`).toBe('fresh');
      expect(isSnapshotOf(snapshot, [...migrations, { version: 9999, name: 'later', statements: ['SELECT 1'] }])).toBe(
        false,
      );
    });

    it('makes the same schema as replaying every migration', async () => {
      const made = await provisioning.build(snapshot);
      const [one, other] = await reading(async (client) => [
        await schemaFingerprint(client, replayed),
        await schemaFingerprint(client, made),
      ]);
      expect(other).toBe(one);
    });

    it('is written as the catalogue says today', async () => {
      const text = writeSnapshot(await reading((client) => schemaStatements(client, replayed)), migrations);
      expect(text === committed ? 'fresh' : `stale; ${AGAIN}`).toBe('fresh');
    });

    it('keeps the audit append-only', async () => {
      expect(snapshot).toEqual(
        expect.arrayContaining(['REVOKE UPDATE ON audit FROM tenant_rw', 'REVOKE DELETE ON audit FROM tenant_rw']),
      );
      const others = snapshot.filter((statement) => statement !== 'REVOKE DELETE ON audit FROM tenant_rw');
      const weaker = await provisioning.build(others);
      const [one, other] = await reading(async (client) => [
        await schemaFingerprint(client, replayed),
        await schemaFingerprint(client, weaker),
      ]);
      expect(other).not.toBe(one);
    });
  });

  describe('the classes of columns', () => {
    let tables: CatalogTable[];
    beforeAll(async () => {
      tables = await reading((client) => tablesOf(client, replayed));
    });

    it('cover every column of the schema, and no other', () => {
      const there = tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)).sort();
      const classified = Object.entries(COLUMN_CLASSES).flatMap(([name, { columns }]) =>
        Object.keys(columns).map((column) => `${name}.${column}`),
      );
      expect({
        unclassified: there.filter((name) => !classified.includes(name)),
        gone: classified.filter((name) => !there.includes(name)),
      }).toEqual({ unclassified: [], gone: [] });
    });

    it('call secret whatever is a hash of something that lets somebody in', () => {
      const hashes = tables.flatMap(({ name, columns }) =>
        columns.filter((c) => /(token|password|secret|key)_?hash$/.test(c.name)).map((c) => [name, c.name] as const),
      );
      expect(hashes.length).toBeGreaterThanOrEqual(4);
      for (const [table, column] of hashes)
        expect([table, column, COLUMN_CLASSES[table]?.columns[column]]).toEqual([table, column, 'secret']);
    });

    it('call personal whatever refers to a person', () => {
      const open = tables.flatMap((t) =>
        t.foreignKeys
          .filter((key) => key.table === 'people')
          .flatMap((key) =>
            key.columns.filter((c) => COLUMN_CLASSES[t.name]?.columns[c] !== 'personal').map((c) => `${t.name}.${c}`),
          ),
      );
      expect(open).toEqual([]);
    });
  });
});
