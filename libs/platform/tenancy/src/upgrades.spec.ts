import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import type { Migration } from '@madang/kernel';
import pg from 'pg';
import {
  bootstrap,
  PlatformDatabase,
  Provisioning,
  schemaFingerprint,
  upgradeAll,
  type TenantUpgrade,
} from './index.js';

const BASE: Migration[] = [
  { version: 1, name: 'one', statements: ['CREATE TABLE notes (id uuid PRIMARY KEY, body text NOT NULL)'] },
  { version: 2, name: 'two', statements: ['ALTER TABLE notes ADD COLUMN tag text'] },
];
const NEXT: Migration[] = [
  ...BASE,
  {
    version: 3,
    name: 'three',
    statements: [
      'ALTER TABLE notes ADD COLUMN weight integer NOT NULL DEFAULT 0',
      `CREATE INDEX notes_tag ON notes (tag) WHERE tag IS NOT NULL`,
      'CREATE TABLE marks (note_id uuid PRIMARY KEY REFERENCES notes ON DELETE CASCADE, at timestamptz NOT NULL)',
    ],
  },
];

let own: Awaited<ReturnType<typeof newDatabase>>;
let platform: PlatformDatabase;
let provisioning: Provisioning;
const closers: (() => Promise<void>)[] = [];

const connect = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: own.url });
  await client.connect();
  return client;
};
const schemaOf = async (slug: string): Promise<string> =>
  (await platform.rows<{ s: string }>('SELECT schema_name AS s FROM platform.tenants WHERE slug = $1', [slug]))[0]!.s;
const versions = (): Promise<{ slug: string; v: number; error: string | null }[]> =>
  platform.rows('SELECT slug, schema_version AS v, error FROM platform.tenants ORDER BY slug');

describe('upgrading all tenants', () => {
  beforeAll(async () => {
    own = await newDatabase();
    const urls = await bootstrap({ adminUrl: own.url, secret: 'a secret of tests, long enough for the rule' });
    platform = new PlatformDatabase(urls.platform);
    provisioning = new Provisioning(urls.admin, platform, { migrations: BASE });
    for (let n = 1; n <= 20; n += 1)
      await provisioning.create({ slug: `town${String(n).padStart(2, '0')}`, name: { en: `Town ${n}` } });
    await provisioning.stock(1);
  });

  afterAll(async () => {
    for (const close of closers) await close();
    await provisioning?.close();
    await platform?.close();
    await own?.remove();
  });

  it('has nothing to do when every tenant is at the newest version', async () => {
    const report = await upgradeAll(provisioning, platform);
    expect(report).toMatchObject({ target: 2, upgraded: [], failed: [], tenants: [], heldBack: 0 });
  });

  it('lets a failing canary hold the rest back', async () => {
    await platform.run(`UPDATE platform.tenants SET canary = true WHERE slug = 'town05'`);
    const admin = await connect();
    await admin.query(`ALTER TABLE ${await schemaOf('town05')}.notes DROP COLUMN tag`);
    await admin.end();
    const report = await upgradeAll(provisioning, platform, { migrations: NEXT });
    expect(report.failed).toEqual([expect.objectContaining({ slug: 'town05', error: 'column "tag" does not exist' })]);
    expect(report.tenants[0]?.statement).toContain('CREATE INDEX notes_tag');
    expect(report.heldBack).toBe(19);
    expect((await versions()).every(({ v }) => v === 2)).toBe(true);
  });

  it('upgrades 18 of 20 past one that is broken and one that is locked, and finishes them later', async () => {
    await platform.run(`UPDATE platform.tenants SET canary = (slug = 'town01')`);
    const reader = await connect();
    closers.push(() => reader.end());
    await reader.query('BEGIN');
    await reader.query(`SELECT id FROM ${await schemaOf('town09')}.notes`);
    const seen: [number, number, TenantUpgrade | undefined][] = [];
    const report = await upgradeAll(provisioning, platform, {
      migrations: NEXT,
      onProgress: (done, total, last) => seen.push([done, total, last]),
    });
    expect(report.upgraded).toHaveLength(19); // 18 tenants and the spare
    expect(report.tenants[0]).toMatchObject({ slug: 'town01', from: 2, version: 3, outcome: 'upgraded' });
    expect(
      Object.fromEntries(report.tenants.filter((t) => t.outcome !== 'upgraded').map((t) => [t.slug, t.outcome])),
    ).toEqual({
      town05: 'failed',
      town09: 'busy',
    });
    expect(seen.at(-1)?.slice(0, 2)).toEqual([21, 21]);
    const states = await versions();
    expect(states.filter(({ v }) => v === 3)).toHaveLength(18);
    expect(states.find(({ slug }) => slug === 'town09')?.error).toContain('lock timeout');

    await reader.query('COMMIT');
    const admin = await connect();
    await admin.query(`ALTER TABLE ${await schemaOf('town05')}.notes ADD COLUMN tag text`);
    const second = await upgradeAll(provisioning, platform, { migrations: NEXT });
    expect(second.tenants.map((t) => [t.slug, t.outcome]).sort()).toEqual([
      ['town05', 'upgraded'],
      ['town09', 'upgraded'],
    ]);
    expect((await versions()).every(({ v, error }) => v === 3 && error === null)).toBe(true);

    await admin.query('BEGIN');
    const prints = new Set<string>();
    for (const { s } of await platform.rows<{ s: string }>('SELECT schema_name AS s FROM platform.tenants'))
      prints.add(await schemaFingerprint(admin, s));
    await admin.query('ROLLBACK');
    await admin.end();
    expect(prints.size).toBe(1);
  });

  it('lets two runners share the work, each tenant upgraded once', async () => {
    const fourth: Migration[] = [
      ...NEXT,
      { version: 4, name: 'four', statements: ['ALTER TABLE notes ADD COLUMN once text'] },
    ];
    const other = new Provisioning(own.url, platform, { migrations: BASE });
    closers.push(() => other.close());
    // Each goes on after its first tenant only when the other has done one too, however fast either is.
    const [first, second] = [firstDone(), firstDone()];
    const [one, two] = await Promise.all([
      upgradeAll(waiting(provisioning, first, second), platform, {
        migrations: fourth,
        workers: 1,
        onProgress: first.tell,
      }),
      upgradeAll(waiting(other, second, first), platform, { migrations: fourth, workers: 1, onProgress: second.tell }),
    ]);
    // A second ADD COLUMN would fail: no failure and 21 in total means each was done exactly once.
    expect([...one.failed, ...two.failed]).toEqual([]);
    expect(new Set([...one.upgraded, ...two.upgraded]).size).toBe(21);
    expect(one.upgraded.length + two.upgraded.length).toBe(21);
    expect(one.upgraded.length).toBeGreaterThan(0);
    expect(two.upgraded.length).toBeGreaterThan(0);
  });

  it('drops a spare that cannot be upgraded', async () => {
    const [spare] = await platform.rows<{ s: string }>('SELECT schema_name AS s FROM platform.spares');
    const admin = await connect();
    await admin.query(`ALTER TABLE ${spare!.s}.notes ADD COLUMN fifth text`);
    const fifth: Migration[] = [
      ...NEXT,
      { version: 5, name: 'five', statements: ['ALTER TABLE notes ADD COLUMN fifth text'] },
    ];
    const report = await upgradeAll(provisioning, platform, { migrations: fifth });
    expect(report.failed).toEqual([expect.objectContaining({ schema: spare!.s, slug: null })]);
    const { rows } = await admin.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [spare!.s]);
    await admin.end();
    expect(rows).toEqual([]);
    expect(await platform.rows('SELECT schema_name FROM platform.spares')).toEqual([]);
  });
});

interface FirstDone {
  done: boolean;
  promise: Promise<void>;
  tell: () => void;
}

function firstDone(): FirstDone {
  const state: FirstDone = { done: false, promise: Promise.resolve(), tell: () => undefined };
  state.promise = new Promise((resolve) => {
    state.tell = () => {
      state.done = true;
      resolve();
    };
  });
  return state;
}

/** The same provisioning, whose next connection waits for the other runner once its own first tenant is done. */
function waiting(provisioning: Provisioning, own: FirstDone, other: FirstDone): Provisioning {
  return new Proxy(provisioning, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = value as (...args: unknown[]) => unknown;
      if (name !== 'withAdmin') return call.bind(target);
      return async (...args: unknown[]) => {
        if (own.done) await other.promise;
        return call.apply(target, args);
      };
    },
  });
}
