import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  bookOf,
  closed,
  csvOf,
  hashSecret,
  listColumns,
  listFilter,
  missing,
  newId,
  newSecret,
  SHEET_TYPES,
  type ExportList,
  type ExportListInput,
  type ListRow,
  type Manner,
  type Slice,
} from '@madang/kernel';
import { PlatformDatabase, recordAct } from '@madang/platform-tenancy';
import { Chores } from '../chores.js';
import { demandOperator } from '../operator-access.js';
import {
  inOperatorContext,
  operator,
  operatorContext,
  operatorName,
  type OperatorContext,
} from '../operator-context.js';

/** Rows read at once while a file is written. */
const PAGE = 500;
const MINUTES = 10;
const ZONE = 'Asia/Seoul';

interface Wanted {
  list: string;
  format: 'csv' | 'xlsx';
  columns: string[];
  filter: unknown;
  /** Language of the console it was asked for in; a link is fetched in the browser's. */
  locale: string;
}

/**
 * Lists of the operators' console as files: exactly the view that was looked at, written by the reader of that view while
 * it is fetched, page by page. What is stored is the wish, for ten minutes, to be fetched once by who had it.
 */
@Injectable()
export class OperatorLists implements OnModuleInit {
  private readonly known = new Map<string, ExportList>(); // as many as services teach at start

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly chores: Chores,
  ) {}

  onModuleInit(): void {
    this.chores.teach('lists', 60, (now) =>
      this.platform.run('DELETE FROM platform.operator_lists WHERE expires_at <= $1', [now]),
    );
  }

  /** Makes a list known; once each, when the program is put together. Its `page` demands the right to read it. */
  teach<F>(list: ExportList<F>): void {
    this.known.set(list.name, list);
  }

  /** Lists that can leave as files. */
  all(): ExportList[] {
    demandOperator('make', 'Export');
    return [...this.known.values()];
  }

  /** Prepares a file. @returns the secret that fetches it once */
  async prepare(input: ExportListInput): Promise<{ secret: string; expiresAt: Date }> {
    demandOperator('make', 'Export');
    const list = this.find(input.list);
    const filter = listFilter(list, input.filter);
    listColumns(list, input.columns);
    // Asking for rows asks for the right to read them, before a file is promised.
    await list.page(filter, 1, null);
    const { now, address, requestId, locale } = operatorContext();
    const [id, secret] = [newId(), newSecret()];
    const expiresAt = new Date(now().getTime() + MINUTES * 60_000);
    await this.platform.transaction(async (client) => {
      await client.query(
        `INSERT INTO platform.operator_lists (id, operator_id, list, format, columns, filter, locale, secret_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          operator().id,
          input.list,
          input.format,
          input.columns,
          JSON.stringify(filter),
          locale,
          hashSecret(secret),
          now(),
          expiresAt,
        ],
      );
      await recordAct(client, {
        actor: operatorName(),
        act: 'list.exported',
        details: { list: input.list, format: input.format, columns: input.columns, filter },
        address,
        requestId,
      });
    });
    return { secret, expiresAt };
  }

  /** Hands the file over, once, to who asked for it. */
  async fetch(secret: string): Promise<{ name: string; type: string; body: Readable }> {
    demandOperator('make', 'Export');
    const { format, filter, locale, ...wish } = await this.claim(secret);
    const list = this.find(wish.list);
    const columns = listColumns(list, wish.columns);
    const context = operatorContext();
    const manner: Manner = { locales: [locale], timeZone: ZONE };
    const file = {
      name: `${list.name}-${context.now().toISOString().slice(0, 10)}.${format}`,
      type: SHEET_TYPES[format],
    };
    const pages = pagesOf(list, filter, context);
    return {
      ...file,
      body: format === 'csv' ? csvOf(columns, pages, manner) : bookOf(list.name, columns, pages, manner),
    };
  }

  private find(name: string): ExportList {
    const list = this.known.get(name);
    if (!list) throw missing('list_missing');
    return list;
  }

  private async claim(secret: string): Promise<Wanted> {
    const at = operatorContext().now();
    const [row] = await this.platform.rows<Wanted & { id: string; over: boolean }>(
      `SELECT id, list, format, columns, filter, locale, used_at IS NOT NULL OR expires_at <= $3 AS over
         FROM platform.operator_lists WHERE secret_hash = $1 AND operator_id = $2`,
      [hashSecret(secret), operator().id, at],
    );
    if (!row) throw missing('export_missing');
    const done = row.over
      ? 0
      : await this.platform.run('UPDATE platform.operator_lists SET used_at = $2 WHERE id = $1 AND used_at IS NULL', [
          row.id,
          at,
        ]);
    if (done === 0) throw closed('export_over');
    return row;
  }
}

/** The rows of a list page by page, with the rights of who asked, wherever the file is written. */
async function* pagesOf(
  list: ExportList,
  filter: unknown,
  context: OperatorContext,
): AsyncGenerator<readonly ListRow[]> {
  for (let after: string | null = null, more = true; more;) {
    const from: string | null = after;
    const page: Slice<object> = await inOperatorContext(context, () => list.page(filter, PAGE, from));
    yield page.nodes as ListRow[];
    after = page.cursors.at(-1) ?? null;
    more = page.hasNextPage;
  }
}
