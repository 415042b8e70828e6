import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import type { Migration } from '@madang/kernel';
import pg from 'pg';
import { bootstrap, examine, PlatformDatabase, Provisioning, type Check } from './index.js';

const MIGRATIONS: Migration[] = [
  {
    version: 1,
    name: 'one',
    statements: ['CREATE TABLE notes (id uuid PRIMARY KEY, body text)', 'REVOKE DELETE ON notes FROM tenant_rw'],
  },
];
let own: Awaited<ReturnType<typeof newDatabase>>;
let admin: pg.Client;
let platform: PlatformDatabase;
let provisioning: Provisioning;
let filesDir: string;
let schema: string;

const look = async (): Promise<{
  level: (name: string) => Check['level'] | undefined;
  found: (name: string) => string;
  drift: unknown[];
}> => {
  const { checks, drift } = await examine(provisioning, platform, { filesDir, spares: 1 });
  const one = (name: string): Check | undefined => checks.find((c) => c.name === name);
  return { level: (name) => one(name)?.level, found: (name) => one(name)?.found ?? '', drift };
};

describe('the doctor', () => {
  beforeAll(async () => {
    own = await newDatabase();
    const urls = await bootstrap({ adminUrl: own.url, secret: 'a secret of tests, long enough for the rule' });
    platform = new PlatformDatabase(urls.platform);
    provisioning = new Provisioning(urls.admin, platform, { migrations: MIGRATIONS });
    filesDir = mkdtempSync(join(tmpdir(), 'madang-doctor-'));
    await provisioning.create({ slug: 'well', name: { en: 'Well' } });
    await provisioning.stock(1);
    schema = (await platform.rows<{ s: string }>('SELECT schema_name AS s FROM platform.tenants'))[0]!.s;
    admin = new pg.Client({ connectionString: own.url });
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.end();
    await provisioning?.close();
    await platform?.close();
    await own?.remove();
    if (filesDir) rmSync(filesDir, { recursive: true });
  });

  it('finds nothing bad in a new installation', async () => {
    const { checks, drift } = await examine(provisioning, platform, { filesDir, spares: 1 });
    expect(checks.filter(({ level }) => level === 'bad')).toEqual([]);
    expect(drift).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['PostgreSQL', 'letters', 'roles and rights', 'drift', 'outbox', 'spares', 'disk']),
    );
  });

  const faults: [string, string, string, string][] = [
    [
      'an open wall',
      'roles and rights',
      'GRANT USAGE ON SCHEMA :schema TO tenant_rw',
      'REVOKE USAGE ON SCHEMA :schema FROM tenant_rw',
    ],
    [
      'an open schema public',
      'roles and rights',
      'GRANT USAGE ON SCHEMA public TO PUBLIC',
      'REVOKE USAGE ON SCHEMA public FROM PUBLIC',
    ],
    [
      'rights of the application',
      'roles and rights',
      'GRANT SELECT ON platform.tenants TO madang_app',
      'REVOKE SELECT ON platform.tenants FROM madang_app',
    ],
    [
      'a column too many',
      'drift',
      'ALTER TABLE :schema.notes ADD COLUMN x text',
      'ALTER TABLE :schema.notes DROP COLUMN x',
    ],
    [
      'a right too many',
      'drift',
      'GRANT DELETE ON :schema.notes TO tenant_rw',
      'REVOKE DELETE ON :schema.notes FROM tenant_rw',
    ],
    ['a schema of nobody', 'orphans', 'CREATE SCHEMA t_999999', 'DROP SCHEMA t_999999'],
    [
      'a tenant behind',
      'schema versions',
      'UPDATE platform.tenants SET schema_version = 0',
      'UPDATE platform.tenants SET schema_version = 1',
    ],
    [
      'a failed upgrade',
      'upgrades',
      `UPDATE platform.tenants SET error = 'no'`,
      'UPDATE platform.tenants SET error = NULL',
    ],
    [
      'an outbox nobody empties',
      'outbox',
      `INSERT INTO platform.outbox (schema_name, topic, payload, at) VALUES ('x', 'x', '{}', now() - interval '1 hour')`,
      'DELETE FROM platform.outbox',
    ],
  ];
  it.each(faults)('sees %s', async (_what, name, harm, mend) => {
    expect((await look()).level(name)).toBe('good');
    await admin.query(harm.replaceAll(':schema', schema));
    expect((await look()).level(name)).not.toBe('good');
    await admin.query(mend.replaceAll(':schema', schema));
    expect((await look()).level(name)).toBe('good');
  });

  it('says what differs, and which files belong to nobody', async () => {
    await admin.query(`ALTER TABLE ${schema}.notes DROP COLUMN body`);
    mkdirSync(join(filesDir, 'nobody'));
    const { drift, found } = await look();
    expect(drift).toEqual([{ slug: 'well', schema, missing: ['column notes body text'], extra: [] }]);
    expect(found('orphans')).toBe('files nobody');
  });
});
