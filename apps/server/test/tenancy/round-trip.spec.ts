import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cloneTenant,
  COLUMN_CLASSES,
  eraseTenant,
  exportLines,
  exportTenant,
  importTenant,
  Tenants,
  tablesOf,
  type EndLine,
  type ExportOptions,
} from '@madang/platform-tenancy';
import { newDatabase } from '@madang/testing';
import { readConfig } from '../../src/config.js';
import { provisionDemo, tenantFolders } from '../../src/demo/demo.js';
import { newLog } from '../../src/log.js';
import { openProgram, type Program } from '../../src/program.js';
import { createServer } from '../../src/server.js';

interface House {
  program: Program;
  files: string;
  remove(): Promise<void>;
}

async function house(): Promise<House> {
  const own = await newDatabase();
  const dir = mkdtempSync(join(tmpdir(), 'madang-house-'));
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: own.url,
    MADANG_DATA: dir,
    MADANG_SECRET: 'a secret of tests, long enough for the rule',
    LOG_LEVEL: 'silent',
  });
  const program = await openProgram(config, newLog('silent'));
  return {
    program,
    files: join(dir, 'files'),
    async remove() {
      await program.close();
      await own.remove();
      rmSync(dir, { recursive: true });
    },
  };
}

/** Every row of every table as one hash per table, and how many there are. */
async function tablesIn({ program }: House, slug: string): Promise<Record<string, [rows: number, hash: string]>> {
  const { schema } = (await program.registry.get({ slug }))!;
  return program.provisioning.withAdmin(async (client) => {
    const all: Record<string, [number, string]> = {};
    for (const { name } of await tablesOf(client, schema)) {
      const { rows } = await client.query<{ line: string }>(
        `SELECT t::text AS line FROM ${schema}."${name}" t ORDER BY t::text COLLATE "C"`,
      );
      all[name] = [
        rows.length,
        createHash('sha256')
          .update(rows.map(({ line }) => line).join('\n'))
          .digest('hex'),
      ];
    }
    return all;
  });
}

async function exported(
  from: House,
  slug: string,
  options: Partial<ExportOptions> = {},
): Promise<{ text: Buffer; bytes: number; end: EndLine }> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { id } = (await from.program.registry.get({ slug }))!;
  const end = await exportTenant(from.program.provisioning, from.program.platform, slug, out, {
    folders: { files: join(from.files, id) },
    ...options,
  });
  const all = Buffer.concat(chunks);
  return { text: gunzipSync(all), bytes: all.length, end };
}
async function* whole(text: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(text);
}

describe('whole tenants, made, moved and erased', () => {
  let home: House;
  let away: House;
  const slugs = tenantFolders();

  beforeAll(async () => {
    home = await house();
    away = await house();
    const server = await createServer(home.program);
    await provisionDemo(home.program, server, () => undefined);
    await server.worker.drain();
    await server.close();
    const { id } = (await home.program.registry.get({ slug: slugs[0]! }))!;
    mkdirSync(join(home.files, id, 'cd'), { recursive: true });
    writeFileSync(join(home.files, id, 'cd', 'cdef.webp'), Buffer.alloc(100_001, 'picture'));
  }, 180_000);
  afterAll(async () => {
    await home?.remove();
    await away?.remove();
  });

  it.each(tenantFolders())('%s comes out on another installation with every row of every table', async (slug) => {
    const { text, end } = await exported(home, slug, { secrets: true });
    const report = await importTenant(away.program.provisioning, whole(text), { actor: 'spec', filesDir: away.files });
    const before = await tablesIn(home, slug);
    expect(await tablesIn(away, slug)).toEqual(before);
    expect(report.rows).toBe(Object.values(before).reduce((sum, [rows]) => sum + rows, 0));
    expect(report.tables).toEqual(end.tables);
    expect(report.rows).toBeGreaterThan(300);
    expect(before['people']![0]).toBeGreaterThan(10);
    expect((await away.program.registry.get({ slug }))!.id).toBe((await home.program.registry.get({ slug }))!.id);
  });

  it('carries the files along', async () => {
    const { id } = (await home.program.registry.get({ slug: slugs[0]! }))!;
    const paths = readdirSync(join(home.files, id), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
    expect(paths.length).toBeGreaterThan(0);
    for (const { parentPath, name } of paths) {
      const there = join(parentPath.replace(home.files, away.files), name);
      expect(readFileSync(there).equals(readFileSync(join(parentPath, name)))).toBe(true);
    }
  });

  it('keeps every secret back by default', async () => {
    const slug = slugs[0]!;
    const { schema } = (await home.program.registry.get({ slug }))!;
    const secrets = await home.program.provisioning.withAdmin(async (client) => {
      const { rows } = await client.query<{ h: string }>(
        `SELECT password_hash AS h FROM ${schema}.people WHERE password_hash IS NOT NULL LIMIT 1`,
      );
      return rows.map(({ h }) => JSON.stringify(h).slice(1, -1));
    });
    expect(secrets).toHaveLength(1);
    const { text } = await exported(home, slug);
    expect(text.includes(secrets[0]!)).toBe(false);
    expect((await exported(home, slug, { secrets: true })).text.includes(secrets[0]!)).toBe(true);
  });

  it('clones a site without its people: not one of their rows, names or addresses', async () => {
    const slug = slugs[0]!;
    await cloneTenant(home.program.provisioning, home.program.platform, slug, 'empty-copy', {
      actor: 'spec',
      filesDir: home.files,
      withoutPeople: true,
    });
    const [before, after] = [await tablesIn(home, slug), await tablesIn(home, 'empty-copy')];
    for (const [name, [rows]] of Object.entries(after))
      expect([name, rows]).toEqual([name, COLUMN_CLASSES[name]!.fate === 'people' ? 0 : before[name]![0]]);
    expect(after['spaces']![0]).toBeGreaterThan(0);
    expect(after['pages']![0]).toBeGreaterThan(0);
    let text = '';
    for await (const piece of exportLines(home.program.provisioning, home.program.platform, 'empty-copy', {
      folders: {},
      secrets: true,
    }))
      text += piece;
    const { schema } = (await home.program.registry.get({ slug }))!;
    const people = await home.program.provisioning.withAdmin(
      async (client) =>
        (
          await client.query<{ id: string; email: string }>(
            `SELECT id, email FROM ${schema}.people WHERE email IS NOT NULL`,
          )
        ).rows,
    );
    expect(people.length).toBeGreaterThan(3);
    expect(people.filter(({ id, email }) => text.includes(id) || text.includes(email))).toEqual([]);
  });

  it('erases one and leaves the others as they were', async () => {
    const [slug, ...others] = slugs as [string, ...string[]];
    const { platform, provisioning } = away.program;
    const before = await Promise.all(others.map((other) => tablesIn(away, other)));
    await new Tenants(platform, 'spec').archive(slug);
    const report = await eraseTenant(provisioning, platform, slug, { actor: 'spec', filesDir: away.files });
    expect(report).toMatchObject({ clean: true, schemas: 0, roles: 0, relations: 0, files: 0 });
    expect(Object.keys(report.rows).length).toBeGreaterThanOrEqual(9);
    expect(await Promise.all(others.map((other) => tablesIn(away, other)))).toEqual(before);
  });
});
