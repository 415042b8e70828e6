import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  db,
  decodeCursor,
  demand,
  inUnit,
  invalid,
  missing,
  now,
  slice,
  TenantDatabase,
  type Slice,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { Upload } from '@madang/portal';
import { Covers } from '@madang/commons-spaces';
import { Pictures, type Stored } from './pictures.js';

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

const LONGEST_NAME = 200;

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

  /** Re-encodes a picture and keeps it; called outside a unit of work, because it takes its time. */
  async keep(upload: Upload): Promise<Stored> {
    demand('design', 'Site');
    const stored = await this.pictures.store(upload);
    const name = upload.name
      .normalize('NFC')
      .replace(/[\u0000-\u001f/\\]/g, ' ')
      .slice(0, LONGEST_NAME);
    await inUnit(this.database, false, async () => {
      await db().run(
        `INSERT INTO media (id, owner_id, name, mime, width, height, bytes, sha256, created_at) VALUES ($1, $2, $3, 'image/webp', $4, $5, $6, $7, $8)`,
        [stored.id, actor().personId, name, stored.width, stored.height, stored.bytes, stored.sha256, now()],
      );
      await record('site.file_kept', 'media', stored.id);
    });
    return stored;
  }

  /** The library, newest first, each picture with where it is used. */
  async list(first: number, after?: string, search?: string): Promise<Slice<LibraryFile>> {
    demand('design', 'Site');
    const [at, id] = after ? (decodeCursor(after, 2) as [string, string]) : [null, null];
    const like = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
    const rows = await db().rows<Omit<LibraryFile, 'uses'>>(LIST, [first + 1, at, id, like]);
    const usesOf = await this.uses.of(rows.map((row) => row.id));
    const files = rows.map((row) => ({ ...row, uses: usesOf(row.id) }));
    return slice(files, first, (row) => [row.createdAt, row.id]);
  }

  /** Changes what a picture is called and how it is described to who cannot see it. */
  async describe(id: string, words: { name: string; alt: string }): Promise<void> {
    demand('design', 'Site');
    const done = await db().run('UPDATE media SET name = $2, alt = $3 WHERE id = $1 AND subject_id IS NULL', [
      id,
      words.name.slice(0, LONGEST_NAME),
      words.alt.slice(0, 300),
    ]);
    if (done === 0) throw missing('picture_missing');
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
const LIST = `SELECT m.id, m.name, m.alt, m.width, m.height, m.bytes, m.created_at AS "createdAt", p.display_name AS "createdBy"
  FROM media m LEFT JOIN people p ON p.id = m.owner_id
 WHERE m.subject_id IS NULL AND ($2::timestamptz IS NULL OR (m.created_at, m.id) < ($2, $3::uuid)) AND ($4::text IS NULL OR m.name ILIKE $4 OR m.alt ILIKE $4)
 ORDER BY m.created_at DESC, m.id DESC LIMIT $1`;
