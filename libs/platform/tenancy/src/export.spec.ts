import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newDatabase } from '@madang/testing';
import type { Migration } from '@madang/kernel';
import pg from 'pg';
import {
  bootstrap,
  exportTenant,
  importTenant,
  PlatformDatabase,
  Provisioning,
  schemaFingerprint,
  type ExportHeader,
  type ExportOptions,
  type ImportOptions,
  type TableClasses,
} from './index.js';

const ID = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const MIGRATIONS: Migration[] = [
  {
    version: 1,
    name: 'one',
    statements: [
      `CREATE TABLE places (id uuid PRIMARY KEY, name jsonb NOT NULL, visitors integer NOT NULL DEFAULT 0, chosen_by uuid)`,
      `CREATE TABLE members (id uuid PRIMARY KEY, place_id uuid NOT NULL REFERENCES places, mail text NOT NULL, key_hash text)`,
      `ALTER TABLE places ADD CONSTRAINT places_chosen FOREIGN KEY (chosen_by) REFERENCES members`,
      `CREATE TABLE keys (id uuid PRIMARY KEY, member_id uuid NOT NULL REFERENCES members, hash text NOT NULL)`,
      `CREATE TABLE words (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE, parent_id uuid REFERENCES words (id),
         member_id uuid REFERENCES members, body text NOT NULL, tags text[] NOT NULL, at timestamptz NOT NULL, on_day date, big bigint, money numeric,
         x double precision, search tsvector NOT NULL, length integer GENERATED ALWAYS AS (length(body)) STORED)`,
    ],
  },
  { version: 2, name: 'two', statements: [`ALTER TABLE words ADD COLUMN mood text NOT NULL DEFAULT 'calm'`] },
];
const CLASSES: Record<string, TableClasses> = {
  places: { fate: 'setup', columns: { id: 'public', name: 'public', visitors: 'internal', chosen_by: 'personal' } },
  members: { fate: 'people', columns: { id: 'public', place_id: 'public', mail: 'personal', key_hash: 'secret' } },
  keys: { fate: 'people', columns: { id: 'internal', member_id: 'personal', hash: 'secret' } },
  words: {
    fate: 'people',
    columns: Object.fromEntries(
      'n id parent_id member_id body tags at on_day big money x search length mood'
        .split(' ')
        .map((name) => [name, 'public' as const]),
    ),
  },
};

interface House {
  url: string;
  platform: PlatformDatabase;
  provisioning: Provisioning;
  filesDir: string;
  remove(): Promise<void>;
}
const houses: House[] = [];

async function house(migrations = MIGRATIONS): Promise<House> {
  const own = await newDatabase();
  const urls = await bootstrap({ adminUrl: own.url, secret: 'a secret of tests, long enough for the rule' });
  const platform = new PlatformDatabase(urls.platform);
  const provisioning = new Provisioning(urls.admin, platform, { migrations });
  const filesDir = mkdtempSync(join(tmpdir(), 'madang-export-'));
  const made: House = {
    url: own.url,
    platform,
    provisioning,
    filesDir,
    async remove() {
      await provisioning.close();
      await platform.close();
      await own.remove();
      rmSync(filesDir, { recursive: true });
    },
  };
  houses.push(made);
  return made;
}

async function inSchema<T>(
  at: House,
  slug: string,
  work: (client: pg.Client, schema: string) => Promise<T>,
): Promise<T> {
  const [row] = await at.platform.rows<{ s: string }>('SELECT schema_name AS s FROM platform.tenants WHERE slug = $1', [
    slug,
  ]);
  const client = new pg.Client({ connectionString: at.url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL search_path = ${row!.s}, ext`);
    const result = await work(client, row!.s);
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}

const rowsOf = (at: House, slug: string): Promise<Record<string, string[]>> =>
  inSchema(at, slug, async (client) => {
    const all: Record<string, string[]> = {};
    for (const name of Object.keys(CLASSES))
      all[name] = (await client.query<{ t: string }>(`SELECT t::text FROM ${name} t ORDER BY 1`)).rows.map(
        ({ t }) => t,
      );
    return all;
  });

async function exported(at: House, slug: string, options: Partial<ExportOptions> = {}): Promise<Buffer> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [row] = await at.platform.rows<{ id: string }>('SELECT id FROM platform.tenants WHERE slug = $1', [slug]);
  await exportTenant(at.provisioning, at.platform, slug, out, {
    folders: { files: join(at.filesDir, row!.id) },
    classes: CLASSES,
    ...options,
  });
  return gunzipSync(Buffer.concat(chunks));
}

async function* cut(text: Buffer, size = 777): AsyncGenerator<Buffer> {
  for (let from = 0; from < text.length; from += size) yield await Promise.resolve(text.subarray(from, from + size));
}
const imported = (at: House, text: Buffer, options: Partial<ImportOptions> = {}): ReturnType<typeof importTenant> =>
  importTenant(at.provisioning, cut(text), { actor: 'spec', filesDir: at.filesDir, ...options });

/** The text with one line changed and the digest made to fit again. */
function altered(text: Buffer, change: (line: string) => string): Buffer {
  const lines = text.toString().trimEnd().split('\n');
  const body = lines.slice(0, -1).map(change).join('\n') + '\n';
  const end = JSON.parse(lines.at(-1)!) as { sha256: string };
  end.sha256 = createHash('sha256').update(body).digest('hex');
  return Buffer.from(`${body}${JSON.stringify(end)}\n`);
}

let home: House;
let tenantId: string;
beforeAll(async () => {
  home = await house();
  tenantId = await home.provisioning.create({
    slug: 'port',
    name: { en: 'Port', ko: '항구' },
    hosts: ['port.example', 'old.example'],
    plan: 'paid',
  });
  await inSchema(home, 'port', async (client) => {
    await client.query(`INSERT INTO places VALUES ($1, '{"en": "Quay \\u00e9", "ko": "부두"}', 7, NULL)`, [ID(1)]);
    await client.query(`INSERT INTO members VALUES ($1, $2, 'a@port.example', 'argon')`, [ID(2), ID(1)]);
    await client.query('UPDATE places SET chosen_by = $1', [ID(2)]);
    await client.query(`INSERT INTO keys VALUES ($1, $2, 'hash')`, [ID(3), ID(2)]);
    // The first refers to a later one; every type at its edges.
    await client.query(
      `INSERT INTO words (id, parent_id, member_id, body, tags, at, on_day, big, money, x, search)
       SELECT ('00000000-0000-7000-8000-' || lpad((1000 + i)::text, 12, '0'))::uuid,
              CASE WHEN i < 3000 THEN ('00000000-0000-7000-8000-' || lpad((1001 + i)::text, 12, '0'))::uuid END,
              $1, E'line\\n"quoted" \\\\ 말 ' || i, ARRAY['a,b', '{}', NULL], '2026-11-23T03:00:00.123456Z'::timestamptz + i * interval '1 microsecond',
              '0044-03-15 BC', 9223372036854775807 - i, 12345678901234567890.123456789, 0.1 + i, to_tsvector('simple', 'wor''d ' || i)
         FROM generate_series(1, 3000) i`,
      [ID(2)],
    );
  });
  mkdirSync(join(home.filesDir, tenantId, 'ab'), { recursive: true });
  writeFileSync(
    join(home.filesDir, tenantId, 'ab', 'abc.webp'),
    Buffer.from(Array.from({ length: 150_000 }, (_, i) => (i * 7) % 256)),
  );
  writeFileSync(join(home.filesDir, tenantId, 'ab', `abd.webp.00000000-0000-4000-8000-000000000000`), 'half');
});
afterAll(async () => {
  for (const one of houses) await one.remove();
});

describe('export and import', () => {
  let away: House;
  beforeEach(async () => {
    away = await house();
  });

  it('restores every row, id, host and file on another installation', async () => {
    const text = await exported(home, 'port', { secrets: true });
    const report = await imported(away, text);
    expect(report).toMatchObject({
      tenantId,
      slug: 'port',
      from: 2,
      version: 2,
      rows: 3003,
      files: 1,
      fileBytes: 150_000,
    });
    expect(await rowsOf(away, 'port')).toEqual(await rowsOf(home, 'port'));
    const path = ['ab', 'abc.webp'];
    expect(
      readFileSync(join(away.filesDir, tenantId, ...path)).equals(readFileSync(join(home.filesDir, tenantId, ...path))),
    ).toBe(true);
    expect(readdirSync(away.filesDir)).toEqual([tenantId]);
    const tenants = 'SELECT slug, name, plan, state FROM platform.tenants';
    expect(await away.platform.rows(tenants)).toEqual(await home.platform.rows(tenants));
    const hosts = 'SELECT host, is_primary FROM platform.hosts ORDER BY host';
    expect(await away.platform.rows(hosts)).toEqual(await home.platform.rows(hosts));
    const prints = await Promise.all([home, away].map((at) => inSchema(at, 'port', schemaFingerprint)));
    expect(prints[1]).toBe(prints[0]);
    // The next word gets a number of its own, and the references hold.
    await inSchema(away, 'port', (client) =>
      client.query(`INSERT INTO words (id, body, tags, at, search) VALUES ($1, 'new', '{}', now(), '')`, [ID(9)]),
    );
    await expect(inSchema(away, 'port', (client) => client.query('DELETE FROM members'))).rejects.toMatchObject({
      code: '23503',
    });
  });

  it('carries the theme to a folder of its own', async () => {
    const theme = mkdtempSync(join(tmpdir(), 'madang-theme-'));
    mkdirSync(join(theme, 'templates', 'ui'), { recursive: true });
    writeFileSync(join(theme, 'templates', 'ui', 'card.hbs'), '<p>{{이름}}</p>');
    const text = await exported(home, 'port', { folders: { theme } });
    rmSync(theme, { recursive: true });
    const themesDir = join(away.filesDir, 'themes');
    const { tenantId: id } = await imported(away, text, { copy: true, themesDir });
    expect(readFileSync(join(themesDir, id, 'templates', 'ui', 'card.hbs'), 'utf8')).toBe('<p>{{이름}}</p>');
    // Without a place for it the theme is checked and left out.
    const third = await house();
    expect(await imported(third, text)).toMatchObject({ files: 1 });
    expect(readdirSync(third.filesDir)).toEqual([]);
  });

  it('writes the same lines when nothing changed', async () => {
    const bodies = [await exported(home, 'port'), await exported(home, 'port')].map((text) =>
      text.toString().split('\n').slice(1, -2),
    );
    expect(bodies[1]).toEqual(bodies[0]);
  });

  it('keeps secrets back unless asked for', async () => {
    const text = await exported(home, 'port');
    expect(text.toString()).not.toMatch(/argon|"hash"/);
    expect(await imported(away, text)).toMatchObject({ tables: { members: 1, words: 3000 } });
    const rows = await rowsOf(away, 'port');
    expect(rows['keys']).toEqual([]);
    expect(rows['members']).toEqual([`(${ID(2)},${ID(1)},a@port.example,)`]);
    expect(rows['words']).toEqual((await rowsOf(home, 'port'))['words']);
  });

  it('copies a site without its people', async () => {
    const text = await exported(home, 'port', { people: false });
    expect(text.toString()).not.toContain('a@port.example');
    const report = await imported(away, text, { slug: 'copy', copy: true, withoutHosts: true });
    expect(report.tenantId).not.toBe(tenantId);
    expect(report.tables).toEqual({ places: 1 });
    // The counter of visitors begins anew, the name is as it was.
    expect((await rowsOf(away, 'copy'))['places']).toEqual([`(${ID(1)},"{""en"": ""Quay é"", ""ko"": ""부두""}",0,)`]);
  });

  it('brings an older export to the newest schema, and refuses one that is newer', async () => {
    const older = await house(MIGRATIONS.slice(0, 1));
    await older.provisioning.create({ slug: 'old', name: { en: 'Old' } });
    await inSchema(older, 'old', (client) =>
      client.query(`INSERT INTO words (id, body, tags, at, search) VALUES ($1, 'x', '{}', now(), '')`, [ID(1)]),
    );
    const classes = { ...CLASSES };
    expect(await imported(away, await exported(older, 'old', { classes }))).toMatchObject({ from: 1, version: 2 });
    const moods = await inSchema(
      away,
      'old',
      async (client) => (await client.query('SELECT mood FROM words')).rows as unknown[],
    );
    expect(moods).toEqual([{ mood: 'calm' }]);
    await expect(imported(older, await exported(home, 'port'))).rejects.toMatchObject({ code: 'export_newer' });
  });

  it('refuses to export a column that nobody classified', async () => {
    const { words: _words, ...classes } = CLASSES;
    await expect(exported(home, 'port', { classes })).rejects.toMatchObject({ code: 'column_unclassified' });
  });

  const damage: [string, string, (text: Buffer) => Buffer][] = [
    ['cut off', 'export_broken', (text) => text.subarray(0, text.length - 300)],
    ['changed by a letter', 'export_broken', (text) => Buffer.from(text.toString().replace('말 77', '말 78'))],
    ['appended to', 'export_broken', (text) => Buffer.concat([text, Buffer.from('{"$":"table"}\n')])],
    ['without a row', 'export_broken', (text) => altered(text, (line) => (line.includes('말 77"') ? '"AAAA"' : line))],
    [
      'with a row that breaks a rule',
      'export_row',
      (text) => altered(text, (line) => line.replace('"body":"line\\n\\"quoted\\" \\\\ 말 77"', '"body":null')),
    ],
    [
      'with a reference to nothing',
      '23503',
      (text) => altered(text, (line) => line.replace(`"parent_id":"${ID(1078)}"`, `"parent_id":"${ID(5)}"`)),
    ],
    [
      'with a file outside its folder',
      'export_broken',
      (text) => altered(text, (line) => line.replace('ab/abc.webp', '../../abc.webp')),
    ],
    [
      'with a damaged file',
      'export_broken',
      (text) => altered(text, (line) => (line.startsWith('"AAcO') ? line.replace('AAcO', 'AAcP') : line)),
    ],
    [
      'with a column of another schema',
      'export_mismatch',
      (text) => altered(text, (line) => line.replace('{"name":"mood"', '{"name":"moood"')),
    ],
    ['of a later format', 'export_newer', (text) => altered(text, (line) => line.replace('"format":1', '"format":2'))],
    ['that is no export', 'export_broken', () => Buffer.from('{"hello":1}\n')],
    ['that is empty', 'export_broken', () => Buffer.alloc(0)],
  ];
  it.each(damage)('refuses an export %s and leaves nothing', async (_what, code, change) => {
    const text = await exported(home, 'port');
    const count = `SELECT (SELECT count(*) FROM pg_roles WHERE rolname = 't_' || lpad(pg_sequence_last_value('platform.schema_numbers')::text, greatest(6, length(pg_sequence_last_value('platform.schema_numbers')::text)), '0'))::int AS roles, (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 't\\_%')::int AS schemas,
      (SELECT count(*) FROM platform.tenants)::int AS tenants, (SELECT count(*) FROM platform.audit)::int AS acts`;
    const before = await away.platform.rows(count);
    await expect(imported(away, change(text))).rejects.toMatchObject({ code });
    expect(await away.platform.rows(count)).toEqual(before);
    expect(readdirSync(away.filesDir)).toEqual([]);
  });

  it('refuses a tenant that is here already', async () => {
    await expect(imported(home, await exported(home, 'port'))).rejects.toMatchObject({ code: 'id_taken' });
    await expect(imported(home, await exported(home, 'port'), { copy: true })).rejects.toMatchObject({
      code: 'slug_taken',
    });
    await expect(imported(home, await exported(home, 'port'), { slug: 'port2' })).rejects.toMatchObject({
      code: 'id_taken',
    });
    await expect(imported(home, await exported(home, 'port'), { slug: 'port2', copy: true })).rejects.toMatchObject({
      code: 'host_taken',
    });
    expect(existsSync(join(home.filesDir, tenantId))).toBe(true);
  });

  it('says in its first line what it holds', async () => {
    const header = JSON.parse((await exported(home, 'port')).toString().split('\n')[0]!) as ExportHeader;
    expect(header).toMatchObject({
      format: 1,
      schemaVersion: 2,
      contents: { secrets: false, people: true },
      tenant: { id: tenantId, slug: 'port' },
    });
  });
});
