import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  db,
  demand,
  demandQuota,
  inUnit,
  invalid,
  may,
  missing,
  newId,
  now,
  orders,
  TenantDatabase,
  type Placed,
  type Slice,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { Upload } from '@madang/portal';
import { drawingPng, looksLikeSvg, safeSvg, type SafeSvg } from '@madang/theming';
import { Covers } from '@madang/commons-spaces';
import { recognise } from './documents/recognise.js';
import { endingOf, isShown } from './kinds.js';
import { Pictures, storageUsed } from './pictures.js';

/** A picture of the site's library. */
export interface LibraryFile {
  id: string;
  name: string;
  alt: string;
  width: number;
  height: number;
  bytes: number;
  createdAt: Date;
  createdBy: string | null;
  /** Where the site shows it: `page about`, `home`, `logo`, `own footer`, `space gu`. */
  uses: string[];
}

/** A file that is no picture. */
export interface LibraryDocument extends Omit<LibraryFile, 'width' | 'height'> {
  mime: string;
}

/** Which files of the library are asked for. */
export interface LibraryWish {
  after?: string | null;
  /** Part of a name or description. */
  search?: string;
  sort?: string;
}

/** A file on disk that has yet to get its row. */
export interface Kept {
  id: string;
  sha256: string;
  bytes: number;
  width: number | null;
  height: number | null;
  mime: string;
}

const LONGEST_NAME = 200;
const LARGEST_PICTURE = 10_000_000;

/** Who shows pictures says where; a part that stores texts with pictures offers itself when the program is put together. */
@Injectable()
export class PictureUses {
  private readonly sources: ((ids: readonly string[]) => Promise<ReadonlyMap<string, string[]>>)[] = [];

  offer(source: (ids: readonly string[]) => Promise<ReadonlyMap<string, string[]>>): void {
    this.sources.push(source);
  }

  /** Places by picture; one statement for each part that was offered. */
  async of(ids: readonly string[]): Promise<(id: string) => string[]> {
    const found: ReadonlyMap<string, string[]>[] = [];
    for (const source of this.sources) found.push(await source(ids));
    return (id) => found.flatMap((places) => places.get(id) ?? []);
  }
}

/** Pictures of the site itself: for pages, blocks and the logo. */
@Injectable()
export class Library {
  constructor(
    private readonly pictures: Pictures,
    private readonly database: TenantDatabase,
    private readonly uses: PictureUses,
    covers: Covers,
  ) {
    covers.offer((id) => db().row(COVER, [id]));
    uses.offer(async (ids) => {
      const rows = await db().rows<{ id: string; places: string[] }>(ON_SPACES, [ids]);
      return new Map(rows.map((row) => [row.id, row.places]));
    });
  }

  /**
   * Keeps a picture (encoded anew), a drawing (written anew) or a document (as it is); called outside a unit of work,
   * because it takes its time.
   * @param only documents alone, where pictures have no place
   * @throws DomainError invalid for what is none of them
   */
  async keep(upload: Upload, only?: 'document'): Promise<Kept> {
    const document = looksLikeSvg(upload.data) ? undefined : recognise(upload.data, upload.name);
    if (document || only) demandDocuments();
    else demand('design', 'Site');
    if (only && !document) throw invalid('invalid_input', [{ field: upload.field, code: 'document_kind' }]);
    const stored = document ? await this.storeDocument(upload.data, document) : await this.storePicture(upload);
    const name = nameOf(upload.name, stored.mime);
    await inUnit(this.database, false, async () => {
      await demandQuota('storage_bytes', storageUsed, stored.bytes);
      await db().run(
        `INSERT INTO media (id, owner_id, name, mime, width, height, bytes, sha256, created_at) VALUES ($1, $2, $3, $9, $4, $5, $6, $7, $8)`,
        [
          stored.id,
          actor().personId,
          name,
          stored.width,
          stored.height,
          stored.bytes,
          stored.sha256,
          now(),
          stored.mime,
        ],
      );
      await record('site.file_kept', 'media', stored.id);
    });
    return stored;
  }

  private async storePicture(upload: Upload): Promise<Kept> {
    const { data, field } = upload;
    if (looksLikeSvg(data)) return this.draw(data, field);
    if (data.length > LARGEST_PICTURE) throw invalid('invalid_input', [{ field, code: 'file_kind' }]);
    return { ...(await this.pictures.store(upload).catch(() => refuse(field))), mime: 'image/webp' };
  }

  private async storeDocument(data: Buffer, mime: string): Promise<Kept> {
    const sha256 = await this.pictures.write(data, mime);
    return { id: newId(), sha256, bytes: data.length, width: null, height: null, mime };
  }

  /** A drawing, and a picture of it for who shows no drawings. */
  private async draw(data: Buffer, field: string): Promise<Kept> {
    const drawing = await rewritten(data).catch(() => {
      throw invalid('invalid_input', [{ field, code: 'drawing' }]);
    });
    const bytes = Buffer.from(drawing.svg);
    const sha256 = await this.pictures.write(bytes, 'image/svg+xml');
    await this.pictures.write(drawing.png, 'image/png', sha256);
    const side = (length: number): number => Math.max(1, Math.round(length));
    return {
      id: newId(),
      sha256,
      bytes: bytes.length + drawing.png.length,
      width: side(drawing.width),
      height: side(drawing.height),
      mime: 'image/svg+xml',
    };
  }

  /** Documents of the library, newest first, each with where it is used. */
  async documents(first: number, wish: LibraryWish = {}): Promise<Slice<LibraryDocument>> {
    demandDocuments();
    return this.read<LibraryDocument>(`m.mime NOT LIKE 'image/%'`, first, wish);
  }

  /** The library, newest first, each picture with where it is used. */
  async list(first: number, wish: LibraryWish = {}): Promise<Slice<LibraryFile>> {
    demand('design', 'Site');
    return this.read<LibraryFile>(`m.mime LIKE 'image/%'`, first, wish);
  }

  private async read<T extends { id: string; uses: string[] }>(
    which: string,
    first: number,
    { after, search, sort }: LibraryWish,
  ): Promise<Slice<T>> {
    const order = ORDERS(sort, after);
    const like = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
    const rows = await db().rows<T & Placed>(
      `SELECT ${order.column}, ${COLUMNS} FROM media m LEFT JOIN people p ON p.id = m.owner_id
        WHERE m.subject_id IS NULL AND ${which} AND ($2::text IS NULL OR m.name ILIKE $2 OR m.alt ILIKE $2) AND ${order.past(3)}
        ORDER BY ${order.by} LIMIT $1`,
      [first + 1, like, ...order.values],
    );
    const usesOf = await this.uses.of(rows.map((row) => row.id));
    const files = rows.map((row) => ({ ...row, uses: usesOf(row.id) }));
    return order.slice(files, first);
  }

  /** Changes what a picture is called and how it is described to who cannot see it. */
  async describe(id: string, words: { name: string; alt: string }): Promise<void> {
    demand('design', 'Site');
    const row = await db().row<{ mime: string }>('SELECT mime FROM media WHERE id = $1 AND subject_id IS NULL', [id]);
    if (!row) throw missing('picture_missing');
    await db().run('UPDATE media SET name = $2, alt = $3 WHERE id = $1', [
      id,
      nameOf(words.name, row.mime),
      words.alt.slice(0, 300),
    ]);
    await record('site.file_described', 'media', id);
  }

  /**
   * Takes a picture out of the library.
   * @throws DomainError conflict file_in_use while a page, a block, a template or the logo shows it
   */
  async remove(id: string): Promise<void> {
    demand('design', 'Site');
    const row = await db().row('SELECT 1 FROM media WHERE id = $1 AND subject_id IS NULL FOR UPDATE', [id]);
    if (!row) throw missing('picture_missing');
    const uses = (await this.uses.of([id]))(id);
    if (uses.length > 0) throw conflict('file_in_use', { count: uses.length });
    await db().run('DELETE FROM media WHERE id = $1', [id]);
    await record('site.file_removed', 'media', id);
  }
}

/** Refuses an upload without a file. */
export function oneUpload(uploads: readonly Upload[]): Upload {
  const [upload] = uploads;
  if (!upload) throw invalid('invalid_input', [{ field: 'file', code: 'required' }]);
  return upload;
}

const COVER = `SELECT id AS media, width, height, alt FROM media WHERE id = $1 AND subject_id IS NULL AND width IS NOT NULL`;
const ON_SPACES = `SELECT cover ->> 'media' AS id, array_agg('space ' || slug ORDER BY slug) AS places FROM spaces
 WHERE cover ->> 'media' = ANY($1::text[]) GROUP BY 1`;
const COLUMNS = `m.id, m.name, m.alt, m.mime, m.width, m.height, m.bytes, m.created_at AS "createdAt", p.display_name AS "createdBy"`;
const ORDERS = orders(
  { name: ['lower(m.name)', 'text'], bytes: ['m.bytes', 'bigint'], createdAt: ['m.created_at', 'timestamptz'] },
  ['m.id'],
  '-createdAt',
);

/** Whether the actor designs the site or writes for it. */
export const mayAddDocuments = (): boolean => may('design', 'Site') || may('add', 'Document');

/** @throws DomainError denied for whoever neither designs the site nor writes for it */
export function demandDocuments(): void {
  if (!mayAddDocuments()) demand('add', 'Document');
}

/** A name that ends as the file is, whatever it was called. */
function nameOf(given: string, mime: string): string {
  const plain = given
    .normalize('NFC')
    .replace(/[\u0000-\u001f/\\]/g, ' ')
    .trim();
  const ending = `.${endingOf(mime)}`;
  if (isShown(mime) || plain.toLowerCase().endsWith(ending)) return plain.slice(-LONGEST_NAME);
  return `${plain.slice(0, LONGEST_NAME - ending.length)}${ending}`;
}

async function rewritten(data: Buffer): Promise<SafeSvg & { png: Buffer }> {
  const drawing = safeSvg(data.toString('utf8').replace(/^\uFEFF/, ''));
  return { ...drawing, png: await drawingPng(drawing) };
}

function refuse(field: string): never {
  throw invalid('invalid_input', [{ field, code: 'file_kind' }]);
}
