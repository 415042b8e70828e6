import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  actor,
  closed,
  context,
  db,
  demand,
  demandFeature,
  denied,
  DomainError,
  hashSecret,
  inContext,
  inUnit,
  invalid,
  listSources,
  missing,
  newId,
  newSecret,
  now,
  readInput,
  TenantDatabase,
  type Context,
  type ExportList,
  type ListColumn,
  type Slice,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { ExportListInput } from './desk.inputs.js';
import { csvHead, csvRows, workbook, type ListRow } from './sheets.js';

/** A file as it is handed over. */
export interface ListFile {
  name: string;
  type: string;
  body: Buffer | Readable;
}

interface Wanted {
  list: string;
  format: 'csv' | 'xlsx';
  columns: string[];
  filter: unknown;
}

/** Rows read at once while a file is written. */
const PAGE = 500;
/** A workbook is put together in memory; a CSV file is not. */
const WORKBOOK_ROWS = 50_000;
const MINUTES = 10;

/**
 * Lists as files: exactly the view that was looked at. Nothing is stored: whoever asked fetches the
 * file once, within ten minutes, and it is written from the list's own reader while it is fetched,
 * page by page, each in a unit of work of its own.
 */
@Injectable()
export class Lists {
  constructor(
    private readonly database: TenantDatabase,
    private readonly container: ModuleRef,
  ) {}

  /** Lists there are, with their columns. */
  all(): ExportList<never>[] {
    return listSources().flatMap((type) => this.container.get(type, { strict: false }).lists());
  }

  /** Prepares a file. @returns the secret that fetches it once */
  async prepare(raw: ExportListInput): Promise<{ secret: string; expiresAt: Date }> {
    demand('make', 'Export');
    if (actor().kind === 'token' || !actor().personId) throw denied('tokens_need_session');
    await demandFeature('exports');
    const input = readInput(ExportListInput, raw);
    const list = this.find(input.list);
    const filter = readFilter(list, input.filter);
    const wrong = input.columns.filter((name) => !list.columns.some((column) => column.name === name));
    if (wrong.length > 0) throw invalid('invalid_input', [{ field: 'columns', code: 'choice' }]);
    // Asking for the first row asks for the right to read it, before a file is promised.
    const first = await list.page(filter as never, 1, null);
    const [id, secret] = [newId(), newSecret()];
    const expiresAt = new Date(now().getTime() + MINUTES * 60_000);
    await db().run(
      `INSERT INTO list_exports (id, person_id, list, format, columns, filter, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        actor().personId,
        input.list,
        input.format,
        input.columns,
        JSON.stringify(filter),
        hashSecret(secret),
        now(),
        expiresAt,
      ],
    );
    await record('desk.list_exported', 'list', input.list, undefined, {
      format: input.format,
      columns: input.columns,
      filter,
      empty: first.nodes.length === 0,
    });
    return { secret, expiresAt };
  }

  /** Hands the file over, once, to the person who asked for it; opens its own units of work. */
  async fetch(secret: string): Promise<ListFile> {
    const wanted = await inUnit(this.database, false, () => this.claim(secret));
    const list = this.find(wanted.list);
    const columns = wanted.columns.flatMap((name) => list.columns.filter((column) => column.name === name));
    const pages = this.pages(list, wanted.filter, { ...context(), unit: undefined });
    const name = `${wanted.list}-${now().toISOString().slice(0, 10)}.${wanted.format}`;
    if (wanted.format === 'csv') return { name, type: 'text/csv; charset=utf-8', body: csvOf(columns, pages) };
    const rows: ListRow[] = [];
    for await (const page of pages) {
      rows.push(...page);
      if (rows.length > WORKBOOK_ROWS) throw new DomainError('conflict', 'export_too_large', { count: WORKBOOK_ROWS });
    }
    return {
      name,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      body: await workbook(wanted.list, columns, rows),
    };
  }

  private async claim(secret: string): Promise<Wanted> {
    const row = await db().row<Wanted & { id: string; over: boolean }>(
      `SELECT id, list, format, columns, filter, used_at IS NOT NULL OR expires_at <= $3 AS over FROM list_exports WHERE secret_hash = $1 AND person_id = $2`,
      [hashSecret(secret), actor().personId, now()],
    );
    if (!row) throw missing('export_missing');
    const done = row.over
      ? 0
      : await db().run('UPDATE list_exports SET used_at = $2 WHERE id = $1 AND used_at IS NULL', [row.id, now()]);
    if (done === 0) throw closed('export_over');
    return row;
  }

  /** The rows of a list, page by page; the stream that reads them runs outside the request's own calls. */
  private async *pages(list: ExportList<never>, filter: unknown, current: Context): AsyncGenerator<readonly ListRow[]> {
    for (let after: string | null = null, more = true; more;) {
      const from: string | null = after;
      const page: Slice<object> = await inContext({ ...current }, () =>
        inUnit(this.database, true, () => list.page(filter as never, PAGE, from)),
      );
      yield page.nodes as readonly ListRow[];
      after = page.cursors.at(-1) ?? null;
      more = page.hasNextPage;
    }
  }

  private find(name: string): ExportList<never> {
    const list = this.all().find((one) => one.name === name);
    if (!list) throw missing('list_missing');
    return list;
  }
}

function csvOf(columns: readonly ListColumn[], pages: AsyncIterable<readonly ListRow[]>): Readable {
  const current = context();
  async function* lines(): AsyncGenerator<string> {
    yield inContext(current, () => csvHead(columns));
    for await (const page of pages) if (page.length > 0) yield inContext(current, () => csvRows(columns, page));
  }
  return Readable.from(lines(), { objectMode: false });
}

function readFilter(list: ExportList<never>, text: string): unknown {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw invalid('invalid_input', [{ field: 'filter', code: 'invalid' }]);
  }
  const read = list.filter.safeParse(given);
  if (!read.success) throw invalid('invalid_input', [{ field: 'filter', code: 'invalid' }]);
  return read.data;
}
