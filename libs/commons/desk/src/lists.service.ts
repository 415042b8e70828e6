import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  actor,
  bookOf,
  closed,
  context,
  csvOf,
  db,
  demand,
  demandFeature,
  denied,
  ExportListInput,
  hashSecret,
  inUnit,
  listColumns,
  listFilter,
  missing,
  newId,
  newSecret,
  now,
  readInput,
  SHEET_TYPES,
  TenantDatabase,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { ListCatalogue, mannerHere } from './list-catalogue.js';
import { ListFiles } from './list-files.service.js';

/** A file as it is handed over. */
export interface ListFile {
  name: string;
  type: string;
  body: Readable;
}

/** Either the secret that fetches a file once, or the file that a job writes. */
export type Prepared = { secret: string; expiresAt: Date } | { file: string };

interface Wanted {
  list: string;
  format: 'csv' | 'xlsx';
  columns: string[];
  filter: unknown;
}

/** A list that is longer leaves as a file that a job writes. */
export const LONG = 10_000;
const MINUTES = 10;

/**
 * Lists as files: exactly the view that was looked at. Nothing of a list of usual length is stored: whoever asked fetches the
 * file once, within ten minutes, and it is written from the list's own reader while it is fetched, page by page, each in a
 * unit of work of its own. A long one is written by a job and kept for a day.
 */
@Injectable()
export class Lists {
  constructor(
    private readonly database: TenantDatabase,
    private readonly catalogue: ListCatalogue,
    private readonly files: ListFiles,
  ) {}

  /** Prepares a file. @returns the secret that fetches it once, or the id of the file that a job writes */
  async prepare(raw: ExportListInput): Promise<Prepared> {
    demand('make', 'Export');
    if (actor().kind === 'token' || !actor().personId) throw denied('tokens_need_session');
    await demandFeature('exports');
    const input = readInput(ExportListInput, raw);
    const list = this.catalogue.find(input.list);
    const filter = listFilter(list, input.filter);
    listColumns(list, input.columns);
    // Asking for the first rows asks for the right to read them, before a file is promised, and tells how long the list is.
    const first = await list.page(filter, LONG, null);
    await this.note(input, filter, first.nodes.length === 0);
    if (first.hasNextPage) return { file: await this.files.begin({ ...input, filter }) };
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
    return { secret, expiresAt };
  }

  /** Hands the file over, once, to the person who asked for it; opens its own units of work. */
  async fetch(secret: string): Promise<ListFile> {
    const { list, format, filter, columns: names } = await inUnit(this.database, false, () => this.claim(secret));
    const columns = listColumns(this.catalogue.find(list), names);
    const manner = mannerHere();
    const pages = this.catalogue.pages(list, filter, { ...context() });
    const file = { name: `${list}-${now().toISOString().slice(0, 10)}.${format}`, type: SHEET_TYPES[format] };
    return {
      ...file,
      body: format === 'csv' ? csvOf(columns, pages, manner) : bookOf(list, columns, pages, manner),
    };
  }

  private note({ list, format, columns }: ExportListInput, filter: unknown, empty: boolean): Promise<void> {
    return record('desk.list_exported', 'list', list, undefined, { format, columns, filter, empty });
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
}
