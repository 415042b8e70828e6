import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  actor,
  closed,
  context,
  csvHead,
  csvRows,
  db,
  decodeCursor,
  demand,
  denied,
  DomainError,
  enqueue,
  inContext,
  inUnit,
  Job,
  listColumns,
  missing,
  newId,
  now,
  SHEET_TYPES,
  slice,
  TenantDatabase,
  Workbook,
  type Slice,
  type Sorted,
} from '@madang/kernel';
import { PeopleReader } from '@madang/commons-people';
import { ListCatalogue, mannerHere } from './list-catalogue.js';

/** What a file shall hold. */
export interface FileWish {
  list: string;
  format: 'csv' | 'xlsx';
  columns: string[];
  filter: unknown;
}

/** A file of a long list, and how far it is. */
export interface ListFileRow {
  id: string;
  list: string;
  format: string;
  state: string;
  lines: number;
  bytes: number;
  error: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** A file is kept for its maker this long. */
const HOURS = 24;
/** Files one person may have at a time. */
const MOST = 20;
/** A worker that said nothing for so long is gone. */
const LEASE_MINUTES = 5;
const ATTEMPTS = 3;
/** Bytes of a piece, about. */
const PIECE = 262_144;

const FILE = `id, list, format, state, lines, bytes::float8 AS bytes, error, created_at AS "createdAt", expires_at AS "expiresAt"`;

/**
 * Long lists as files: a job writes them page by page with the rights their maker has then, says how far it is, and keeps
 * them for a day. Nobody but the maker can fetch one, or see that it is there.
 */
@Injectable()
export class ListFiles {
  constructor(
    private readonly database: TenantDatabase,
    private readonly catalogue: ListCatalogue,
    private readonly people: PeopleReader,
  ) {}

  /** Queues a file; whoever asks was let at the list. @returns its id */
  async begin({ list, format, columns, filter }: FileWish): Promise<string> {
    const id = newId();
    const made = await db().run(
      `INSERT INTO list_files (id, person_id, list, format, columns, filter, locale, created_at, expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $8::timestamptz + make_interval(hours => $9)
        WHERE (SELECT count(*) FROM list_files WHERE person_id = $2 AND expires_at > $8) < $10`,
      [id, actor().personId, list, format, columns, JSON.stringify(filter), context().locale, now(), HOURS, MOST],
    );
    if (made === 0) throw new DomainError('too_many', 'too_many_list_files', { limit: MOST });
    await enqueue('desk.list_file', { id });
    return id;
  }

  /** Mine, newest first. */
  async list(options: { first?: number; after?: string | null } = {}): Promise<Slice<ListFileRow>> {
    demand('make', 'Export');
    const first = options.first ?? 20;
    const [at, id] = options.after ? decodeCursor(options.after, 2) : [null, null];
    const rows = await db().rows<ListFileRow & Sorted & Record<string, unknown>>(
      `SELECT ${FILE}, created_at::text AS "sortAt" FROM list_files WHERE person_id = $1 AND expires_at > $2 AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $5`,
      [actor().personId, now(), at, id, first + 1],
    );
    return slice(rows, first, (row) => [row.sortAt, row.id]);
  }

  /** Removes a file of mine; one that is being written stops. */
  async remove(id: string): Promise<void> {
    demand('make', 'Export');
    if ((await db().run('DELETE FROM list_files WHERE id = $1 AND person_id = $2', [id, actor().personId])) === 0)
      throw missing('export_missing');
  }

  /** Hands a file of mine over, as a stream that opens its own units. */
  async fetch(id: string): Promise<{ name: string; type: string; body: Readable }> {
    const current = { ...context(), unit: undefined };
    if (actor().kind === 'token') throw denied('tokens_need_session');
    const file = await inUnit(this.database, true, () => {
      demand('make', 'Export');
      return db().row<{ list: string; format: 'csv' | 'xlsx'; state: string; at: Date; over: boolean }>(
        `SELECT list, format, state, created_at AS at, expires_at <= $3 AS over FROM list_files WHERE id = $1 AND person_id = $2`,
        [id, actor().personId, now()],
      );
    });
    if (!file) throw missing('export_missing');
    if (file.over) throw closed('export_over');
    if (file.state !== 'done') throw missing('export_missing');
    const { database } = this;
    async function* parts(): AsyncGenerator<Buffer> {
      for (let part = 0; ; part += 1) {
        const row = await inContext({ ...current }, () =>
          inUnit(database, true, () =>
            db().row<{ data: Buffer }>('SELECT data FROM list_file_parts WHERE file_id = $1 AND part = $2', [id, part]),
          ),
        );
        if (!row) return;
        yield row.data;
      }
    }
    const name = `${file.list}-${file.at.toISOString().slice(0, 10)}.${file.format}`;
    return { name, type: SHEET_TYPES[file.format], body: Readable.from(parts(), { objectMode: false }) };
  }

  /** Writes a file. Safe to run twice: whoever comes second leaves it alone until the first is given up. */
  @Job('desk.list_file', { free: true })
  async write({ id }: { id: string }): Promise<void> {
    const claimed = await inUnit(this.database, false, async () => {
      const row = await db().row<FileWish & { personId: string; locale: string }>(CLAIM, [id, now(), LEASE_MINUTES]);
      if (!row) return undefined;
      await db().run('DELETE FROM list_file_parts WHERE file_id = $1', [id]);
      return { ...row, who: await this.people.actorOf(row.personId) };
    });
    if (!claimed) return;
    const { who, locale, ...wish } = claimed;
    try {
      // What the maker may see now, not what they might when they asked.
      await inContext({ ...context(), unit: undefined, actor: who, locale }, () => this.fill(id, wish));
    } catch (error) {
      const code = error instanceof DomainError ? error.code : 'internal';
      await inUnit(this.database, false, () =>
        db().run(`UPDATE list_files SET state = 'failed', error = $2 WHERE id = $1 AND state = 'writing'`, [id, code]),
      );
      if (!(error instanceof DomainError)) throw error;
    }
  }

  /** Removes what nobody can fetch any more, and takes up what a worker left behind. */
  @Job('desk.list_files_tidy', { every: '*/10 * * * *' })
  async tidy(): Promise<void> {
    await db().run('DELETE FROM list_files WHERE expires_at <= $1', [now()]);
    await db().run(
      `UPDATE list_files SET state = 'failed', error = 'internal' WHERE state = 'writing' AND lease_at <= $1 AND attempts >= ${ATTEMPTS}`,
      [now()],
    );
    const left = await db().rows<{ id: string }>(
      `SELECT id FROM list_files WHERE state = 'writing' AND lease_at <= $1 ORDER BY created_at LIMIT 100`,
      [now()],
    );
    for (const { id } of left) await enqueue('desk.list_file', { id });
  }

  private async fill(id: string, wish: FileWish): Promise<void> {
    demand('make', 'Export');
    const columns = listColumns(this.catalogue.find(wish.list), wish.columns);
    const manner = mannerHere();
    const file = new Pieces(this.database, id);
    const book = wish.format === 'xlsx' ? new Workbook(wish.list, columns, manner) : undefined;
    let lines = 0;
    if (!book) await file.add(Buffer.from(csvHead(columns, manner)), 0);
    for await (const page of this.catalogue.pages(wish.list, wish.filter, context())) {
      lines += page.length;
      await file.add(book ? book.add(page) : Buffer.from(page.length > 0 ? csvRows(columns, page, manner) : ''), lines);
    }
    if (book) await file.add(book.end(), lines);
    await file.end(lines);
  }
}

/** A file that grows by pieces of about one size; each says how far it is and keeps the lease. */
class Pieces {
  private waiting: Buffer[] = [];
  private size = 0;
  private part = 0;
  private bytes = 0;

  constructor(
    private readonly database: TenantDatabase,
    private readonly id: string,
  ) {}

  async add(data: Buffer, lines: number): Promise<void> {
    this.waiting.push(data);
    this.size += data.length;
    const ready: Buffer[] = [];
    if (this.size >= PIECE) {
      const all = Buffer.concat(this.waiting);
      for (let at = 0; at < all.length; at += PIECE) ready.push(all.subarray(at, at + PIECE));
      [this.waiting, this.size] = [[], 0];
    }
    await this.keep(ready, lines, 'writing');
  }

  async end(lines: number): Promise<void> {
    await this.keep(this.size > 0 ? [Buffer.concat(this.waiting)] : [], lines, 'done');
  }

  private async keep(pieces: readonly Buffer[], lines: number, state: 'writing' | 'done'): Promise<void> {
    const from = this.part;
    this.part += pieces.length;
    this.bytes += pieces.reduce((sum, { length }) => sum + length, 0);
    await inUnit(this.database, false, async () => {
      const held = await db().run(
        `UPDATE list_files SET state = $2, lines = $3, bytes = $4, lease_at = $5::timestamptz + make_interval(mins => $6) WHERE id = $1 AND state = 'writing'`,
        [this.id, state, lines, this.bytes, now(), LEASE_MINUTES],
      );
      // Its maker removed it, or left: nothing is to be written any more.
      if (held === 0) throw missing('export_missing');
      for (const [index, data] of pieces.entries())
        await db().run('INSERT INTO list_file_parts (file_id, part, data) VALUES ($1, $2, $3)', [
          this.id,
          from + index,
          data,
        ]);
    });
  }
}

const CLAIM = `UPDATE list_files SET state = 'writing', lines = 0, bytes = 0, error = NULL, attempts = attempts + 1,
    lease_at = $2::timestamptz + make_interval(mins => $3)
  WHERE id = $1 AND attempts < ${ATTEMPTS} AND (state = 'waiting' OR (state = 'writing' AND lease_at <= $2))
  RETURNING list, format, columns, filter, locale, person_id AS "personId"`;
