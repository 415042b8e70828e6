import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { db, enqueue, inContext, inUnit, newContext, SYSTEM, TenantDatabase, type Migration } from '@madang/kernel';
import { newDatabase, standsAt } from '@madang/testing';
import {
  bootstrap,
  eraseTenant,
  examine,
  moveTenant,
  PlatformDatabase,
  Provisioning,
  Registry,
  upgradeAll,
  type MoveSteps,
} from './index.js';

const SECRET = 'a secret of tests, long enough for the rule';
const MIGRATIONS: Migration[] = [
  {
    version: 1,
    name: 'one',
    statements: [
      'CREATE TABLE notes (id uuid PRIMARY KEY, body text)',
      'CREATE TABLE kept (id uuid PRIMARY KEY, f float8)',
    ],
  },
];
const NEWER: Migration[] = [
  ...MIGRATIONS,
  { version: 2, name: 'two', statements: ['ALTER TABLE notes ADD COLUMN tag text'] },
];
const CLASSES = {
  notes: { fate: 'public', columns: { id: 'public', body: 'public', tag: 'public' } },
  kept: { fate: 'public', columns: { id: 'public', f: 'public' } },
} as never;
const quietly: MoveSteps = { step: (_name, work) => work(), progress: () => Promise.resolve() };

describe('tenants in several databases', () => {
  it('are looked at by the doctor, upgraded and erased wherever they are', async () => {
    const own = await newDatabase();
    const dir = mkdtempSync(join(tmpdir(), 'madang-placements-'));
    const [a, b] = [await newDatabase(), await newDatabase()];
    const urls = await bootstrap({ adminUrl: own.url, secret: SECRET });
    const here = new PlatformDatabase(urls.platform);
    const addresses = new Map([
      ['a', { admin: a.url }],
      ['b', { admin: b.url }],
    ]);
    const at = (migrations: Migration[], named = addresses): Provisioning =>
      new Provisioning(urls.admin, here, { migrations }, { addresses: named, secret: SECRET });
    const old = at(MIGRATIONS);
    const next = at(NEWER);
    const swapped = at(
      NEWER,
      new Map([
        ['a', { admin: b.url }],
        ['b', { admin: a.url }],
      ]),
    );
    try {
      for (const slug of ['one', 'two', 'three']) await old.create({ slug, name: { en: slug } });
      for (const [slug, to] of [
        ['two', 'a'],
        ['three', 'b'],
      ] as const)
        await moveTenant(old, here, slug, to, { actor: 'spec', steps: quietly, classes: CLASSES });
      const bad = async (provisioned: Provisioning): Promise<string[]> =>
        (await examine(provisioned, here, { filesDir: dir, spares: 0 })).checks
          .filter(({ level }) => level === 'bad')
          .map(({ name, found }) => `${name}: ${found}`);
      expect(await bad(old)).toEqual([]);

      const [two] = await here.rows<{ schema: string }>(
        `SELECT schema_name AS schema FROM platform.tenants WHERE slug = 'two'`,
      );
      const place = await old.at('a');
      await place.withAdmin((client) => client.query(`ALTER TABLE ${two!.schema}.kept DROP COLUMN f`));
      expect(await bad(old)).toEqual(['drift: two']);
      await place.withAdmin((client) => client.query(`ALTER TABLE ${two!.schema}.kept ADD COLUMN f float8`));

      // A run that died after the change and before the registry heard of it is taken up again.
      await place.withAdmin(async (client) => {
        await client.query(`SET ROLE madang_owner`);
        await client.query(`ALTER TABLE ${two!.schema}.notes ADD COLUMN tag text`);
        await client.query('RESET ROLE');
        await client.query('UPDATE platform.residents SET schema_version = 2');
      });
      expect(await upgradeAll(next, here)).toMatchObject({ target: 2, failed: [], heldBack: 0 });
      expect(await bad(next)).toEqual([]);
      expect(await (await next.at('b')).platform.rows('SELECT schema_version AS v FROM platform.residents')).toEqual([
        { v: 2 },
      ]);

      // Addresses that changed places are found out before anybody meets them.
      expect((await bad(swapped)).filter((line) => line.includes('database:'))).toEqual([
        'a: database: the database "a" cannot be used: this database is the placement "b", not "a"',
        'b: database: the database "b" cannot be used: this database is the placement "a", not "b"',
      ]);
      await here.run(`UPDATE platform.tenants SET state = 'archived'`);
      await expect(eraseTenant(swapped, here, 'two', { actor: 'spec', filesDir: dir })).rejects.toMatchObject({
        code: 'placement_unavailable',
      });
      const report = await eraseTenant(next, here, 'two', { actor: 'spec', filesDir: dir });
      expect(report).toMatchObject({ clean: true, schemas: 0, roles: 0, relations: 0 });
      expect(report.rows).toMatchObject({ 'a: platform.residents': 0, 'a: platform.outbox': 0, 'platform.moves': 0 });
      expect(await standsAt(a.url, two!.schema)).toEqual({ schema: false, role: false });
    } finally {
      for (const one of [old, next, swapped]) await one.close();
      await here.close();
      for (const one of [a, b, own]) await one.remove();
      rmSync(dir, { recursive: true });
    }
  }, 30_000);

  it('are kept apart there by the search path alone, where roles cannot be switched', async () => {
    const [own, a] = [await newDatabase(), await newDatabase()];
    const urls = await bootstrap({ adminUrl: own.url, secret: SECRET, isolation: 'path' });
    const here = new PlatformDatabase(urls.platform);
    const provisioning = new Provisioning(
      urls.admin,
      here,
      { migrations: MIGRATIONS },
      {
        addresses: new Map([['a', { admin: a.url }]]),
        secret: SECRET,
        isolation: 'path',
      },
    );
    const registry = new Registry(here, 'localhost');
    const database = await new TenantDatabase({
      url: urls.app,
      entities: [],
      isolation: 'path',
      elsewhere: (name) => provisioning.placements.appUrl(name),
    }).open();
    try {
      const inside = async <T>(slug: string, work: () => Promise<T>): Promise<T> =>
        inContext(newContext((await registry.get({ slug }))!, { actor: SYSTEM }), () => inUnit(database, false, work));
      const add = (body: string) => (): Promise<number> =>
        db().run('INSERT INTO notes (id, body) VALUES (gen_random_uuid(), $1)', [body]);
      const known = (): Promise<object[]> => db().rows('SELECT body FROM notes');
      for (const slug of ['one', 'two']) {
        await provisioning.create({ slug, name: { en: slug } });
        await inside(slug, add(slug));
        await moveTenant(provisioning, here, slug, 'a', { actor: 'spec', steps: quietly, classes: CLASSES });
      }
      const { schema } = (await registry.get({ slug: 'one' }))!;
      expect(await inside('one', known)).toEqual([{ body: 'one' }]);
      await inside('two', () => enqueue('topic', {}));
      await expect(
        inside('one', () => db().run(`SELECT platform.enqueue('t_000001', 'x', '{}', NULL, NULL)`)),
      ).rejects.toThrow();
      await moveTenant(provisioning, here, 'one', 'main', { actor: 'spec', steps: quietly, classes: CLASSES });
      expect([await inside('one', known), await inside('two', known)]).toEqual([[{ body: 'one' }], [{ body: 'two' }]]);
      expect(await standsAt(a.url, schema)).toMatchObject({ schema: false });
    } finally {
      await database.close();
      await provisioning.close();
      await here.close();
      for (const one of [a, own]) await one.remove();
    }
  });
});
