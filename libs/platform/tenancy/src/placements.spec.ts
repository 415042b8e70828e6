import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { db, enqueue, inContext, inUnit, newContext, SYSTEM, TenantDatabase, type Migration } from '@madang/kernel';
import { newDatabase, standsAt } from '@madang/testing';
import {
  bootstrap,
  cloneTenant,
  eraseTenant,
  examine,
  exportLines,
  importTenant,
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

  it('are made, copied and brought back in the database that is named, and leave nothing where that fails', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'madang-made-'));
    const [own, a] = [await newDatabase(), await newDatabase()];
    const urls = await bootstrap({ adminUrl: own.url, secret: SECRET });
    const here = new PlatformDatabase(urls.platform);
    const addresses = new Map([
      ['a', { admin: a.url }],
      ['down', { admin: 'postgres://nobody@127.0.0.1:9/nothing' }],
    ]);
    const provisioning = new Provisioning(urls.admin, here, { migrations: MIGRATIONS }, { addresses, secret: SECRET });
    const registry = new Registry(here, 'localhost');
    const database = await new TenantDatabase({
      url: urls.app,
      entities: [],
      elsewhere: (name) => provisioning.placements.appUrl(name),
    }).open();
    const inside = async <T>(slug: string, work: () => Promise<T>): Promise<T> =>
      inContext(newContext((await registry.get({ slug }))!, { actor: SYSTEM }), () => inUnit(database, false, work));
    const bodies = (slug: string): Promise<object[]> => inside(slug, () => db().rows('SELECT body FROM notes'));
    const place = await provisioning.at('a');
    const there = async (): Promise<string[]> => {
      const rows = await place.platform.rows<{ name: string }>(
        `SELECT coalesce(r.schema_name, n.nspname) AS name FROM platform.residents r
           FULL JOIN (SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9]+$') n ON n.nspname = r.schema_name ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    };
    const options = { actor: 'spec', filesDir: dir, classes: CLASSES };
    try {
      await provisioning.stock(1);
      await provisioning.create({ slug: 'one', name: { en: 'one' }, placement: 'a', hosts: ['one.example'] });
      expect(await registry.find('one.example')).toMatchObject({ slug: 'one', placement: 'a' });
      expect(await provisioning.spares()).toBe(1);
      await inside('one', () => db().run(`INSERT INTO notes (id, body) VALUES (gen_random_uuid(), 'one')`));
      await inside('one', () => enqueue('topic', {}));
      expect(await place.platform.rows('SELECT topic FROM platform.outbox')).toEqual([{ topic: 'topic' }]);
      const { schema } = (await registry.get({ slug: 'one' }))!;
      expect(await there()).toEqual([schema]);
      expect(await standsAt(own.url, schema)).toMatchObject({ schema: false });

      // What the registry refuses, before or after the schema is built, leaves no schema and no resident.
      const again = { slug: 'one', name: { en: 'again' }, placement: 'a' };
      await expect(provisioning.create(again)).rejects.toMatchObject({ code: 'slug_taken' });
      await expect(provisioning.create({ ...again, slug: 'other', hosts: ['one.example'] })).rejects.toMatchObject({
        code: 'host_taken',
      });
      const both = await Promise.allSettled(
        [1, 2].map(() => provisioning.create({ ...again, slug: 'raced', name: { en: 'raced' } })),
      );
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await there()).toHaveLength(2);
      await expect(provisioning.create({ ...again, slug: 'lost', placement: 'down' })).rejects.toMatchObject({
        code: 'placement_unavailable',
      });
      await expect(provisioning.create({ ...again, slug: 'lost', placement: 'mars' })).rejects.toMatchObject({
        code: 'placement_unknown',
      });
      expect(await registry.get({ slug: 'lost' })).toBeNull();

      // A copy lies where its original does unless told otherwise; an export comes back wherever it is wanted.
      await cloneTenant(provisioning, here, 'one', 'two', options);
      await cloneTenant(provisioning, here, 'one', 'three', { ...options, placement: 'main' });
      const chunks: Buffer[] = [];
      for await (const piece of exportLines(provisioning, here, 'three', { classes: CLASSES, folders: {} }))
        chunks.push(Buffer.from(piece));
      const lines = (): AsyncIterable<Buffer> => Readable.from(chunks);
      const copied = { ...options, copy: true, placement: 'a' };
      await importTenant(provisioning, lines(), { ...copied, slug: 'four' });
      await expect(importTenant(provisioning, lines(), { ...copied, slug: 'one' })).rejects.toMatchObject({
        code: 'slug_taken',
      });
      await expect(
        importTenant(provisioning, Readable.from(chunks.slice(0, -1)), { ...copied, slug: 'five' }),
      ).rejects.toMatchObject({ code: 'export_broken' });
      const lies = async (slug: string): Promise<unknown> => [
        (await registry.get({ slug }))?.placement,
        await bodies(slug),
      ];
      const note = [{ body: 'one' }];
      expect([await lies('two'), await lies('three'), await lies('four')]).toEqual([
        ['a', note],
        ['main', note],
        ['a', note],
      ]);
      expect(await there()).toHaveLength(4);
      const { checks } = await examine(provisioning, here, { filesDir: dir, spares: 1 });
      expect(checks.filter(({ level, name }) => level === 'bad' && !name.startsWith('down'))).toEqual([]);
      // What a maker left that died in between has nobody, and the doctor says so.
      await here.run(`DELETE FROM platform.tenants WHERE slug = 'four'`);
      const told = (await examine(provisioning, here, { filesDir: dir, spares: 1 })).checks;
      expect(told.find(({ name }) => name === 'a: residents')!.found).toMatch(/^t_\d+ belongs to nobody$/);
    } finally {
      await database.close();
      await provisioning.close();
      await here.close();
      for (const one of [a, own]) await one.remove();
      rmSync(dir, { recursive: true });
    }
  }, 30_000);
});
