import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, parse, relative, sep } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { assertSchemaName } from '@madang/kernel';
import type pg from 'pg';
import QueryStream from 'pg-query-stream';
import { quoted, tablesOf } from './catalog.js';
import { COLUMN_CLASSES, type TableClasses } from './column-classes.js';
import {
  CHUNK,
  EXPORT_FORMAT,
  type EndLine,
  type ExportHeader,
  type FileLine,
  type TableLine,
} from './export-format.js';
import { planExport, type ExportContents, type PlannedTable } from './export-plan.js';
import type { PlatformDatabase } from './platform-database.js';
import type { Provisioning } from './provisioning.js';
import { Tenants } from './tenants.js';

export interface ExportOptions extends Partial<ExportContents> {
  /** Folders of this tenant; those that do not exist are empty. */
  folders: Partial<Record<FileLine['folder'], string>>;
  classes?: Readonly<Record<string, TableClasses>>;
  onProgress?: (what: string, rows: number) => void;
}

/** Text is handed on in pieces of about this many characters: fewer, larger writes. */
const PIECE = 65_536;

/**
 * A tenant as lines of the export format, uncompressed, in pieces. All rows are of one moment: they are
 * read with a cursor in one REPEATABLE READ transaction, so memory does not grow with the tenant.
 */
export async function* exportLines(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  slug: string,
  options: ExportOptions,
): AsyncGenerator<string, EndLine> {
  const contents = { secrets: options.secrets ?? false, people: options.people ?? true };
  const classes = options.classes ?? COLUMN_CLASSES;
  /** Without people only these files leave; their names without the ending. */
  let keptFiles = new Set<string>();
  const tenant = await new Tenants(platform, 'export').show(slug);
  const digest = createHash('sha256');
  const count: EndLine = { $: 'end', tables: {}, rows: 0, files: 0, fileBytes: 0, sha256: '' };
  const sealed = (text: string): string => {
    digest.update(text);
    return text;
  };
  const header: ExportHeader = {
    $: 'madang-export',
    format: EXPORT_FORMAT,
    createdAt: new Date().toISOString(),
    schemaVersion: tenant.schemaVersion,
    contents,
    tenant: {
      id: tenant.id,
      slug: tenant.slug,
      name: tenant.name,
      locale: tenant.locale,
      locales: tenant.locales,
      timeZone: tenant.timeZone,
      plan: tenant.plan,
      ownerEmail: tenant.ownerEmail,
      state: tenant.state,
      hosts: tenant.hosts,
    },
  };
  yield sealed(`${JSON.stringify(header)}\n`);

  const client = await (await provisioning.at(tenant.placement)).cursorClient();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL ROLE madang_owner');
    await client.query(`SET LOCAL search_path = ${assertSchemaName(tenant.schema)}, ext`);
    const plan = planExport(await tablesOf(client, tenant.schema), classes, contents);
    for (const planned of plan) {
      const { name } = planned.table;
      let rows = 0;
      for await (const [text, lines] of tableText(client, planned)) {
        yield sealed(text);
        rows += lines;
      }
      count.tables[name] = rows;
      count.rows += rows;
      options.onProgress?.(name, rows);
    }
    if (!contents.people) keptFiles = await filesOf(client, plan, classes);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  // After the rows: files are written before the rows that name them, so none is missing.
  for (const folder of ['files', 'theme'] as const) {
    const dir = options.folders[folder];
    if (!dir || !existsSync(dir)) continue;
    for (const path of await filesBelow(dir)) {
      if (folder === 'files' && !contents.people && !keptFiles.has(parse(path).name)) continue;
      for await (const text of fileText(folder, dir, path)) yield sealed(text);
      count.files += 1;
      count.fileBytes += (await stat(join(dir, path))).size;
    }
  }
  count.sha256 = digest.digest('hex');
  yield `${JSON.stringify(count)}\n`;
  return count;
}

/** Names of the files whose rows leave although the rest of their table does not. */
async function filesOf(
  client: pg.Client,
  plan: readonly PlannedTable[],
  classes: Readonly<Record<string, TableClasses>>,
): Promise<Set<string>> {
  const names = new Set<string>();
  for (const { table, rows } of plan) {
    const file = classes[table.name]!.file;
    if (!file || !rows) continue;
    const sql = `SELECT ${quoted(file)} AS file FROM ${quoted(table.name)} r WHERE ${rows}`;
    for (const row of (await client.query<{ file: string }>(sql)).rows) names.add(row.file);
  }
  return names;
}

async function* tableText(client: pg.Client, planned: PlannedTable): AsyncGenerator<[text: string, rows: number]> {
  const { table, columns, omitted } = planned;
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const head: TableLine = {
    $: 'table',
    name: table.name,
    columns: columns.map((name) => ({ name, type: types.get(name)! })),
    omitted,
  };
  let text = `${JSON.stringify(head)}\n`;
  let rows = 0;
  for await (const [line] of rowsOf(client, planned)) {
    text += `${line}\n`;
    rows += 1;
    if (text.length < PIECE) continue;
    yield [text, rows];
    [text, rows] = ['', 0];
  }
  yield [text, rows];
}

/**
 * The rows of a table, each as one JSON object, in the order of their keys, read with a cursor. The server writes
 * the JSON and it is passed on as it is: no number loses digits on the way.
 */
export function rowsOf(client: pg.Client, { table, columns, rows: kept }: PlannedTable): AsyncIterable<[json: string]> {
  const order = table.primaryKey.map(quoted).join(', ');
  const sql = `SELECT row_to_json(line)::text FROM (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(table.name)} r${kept ? ` WHERE ${kept}` : ''} ORDER BY ${order}) line`;
  return client.query(new QueryStream(sql, [], { rowMode: 'array', batchSize: 500 })) as AsyncIterable<[string]>;
}

/** Paths of the files in a folder, in order, with `/`; without those still being written. */
async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.[0-9a-f]{8}-[0-9a-f-]{27}$/.test(entry.name))
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

async function* fileText(folder: FileLine['folder'], dir: string, path: string): AsyncGenerator<string> {
  const file = join(dir, path);
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    digest.update(chunk);
    bytes += chunk.length;
  }
  yield `${JSON.stringify({ $: 'file', folder, path, bytes, sha256: digest.digest('hex') } satisfies FileLine)}\n`;
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>)
    yield `"${chunk.toString('base64')}"\n`;
}

/** Writes a tenant as one compressed file. @returns its last line: counts and digest */
export async function exportTenant(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  slug: string,
  out: Writable,
  options: ExportOptions,
): Promise<EndLine> {
  const lines = exportLines(provisioning, platform, slug, options);
  let end: EndLine | undefined;
  const pieces = async function* (): AsyncGenerator<string> {
    for (;;) {
      const next = await lines.next();
      if (next.done) return void (end = next.value);
      yield next.value;
    }
  };
  await pipeline(
    Readable.from(pieces(), { objectMode: false, highWaterMark: 4 * PIECE }),
    createGzip({ level: 6 }),
    out,
  );
  return end!;
}
