import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { OutputInfo } from 'sharp';
import {
  actor,
  conflict,
  db,
  demandQuota,
  inUnit,
  invalid,
  missing,
  newId,
  now,
  tenant,
  TenantDatabase,
} from '@madang/kernel';
import type { Upload } from '@madang/portal';
import { readable, sight } from '@madang/commons-spaces';
import { endingOf } from './kinds.js';

/** A picture re-encoded and on disk, not yet attached to anything. */
export interface Stored {
  id: string;
  sha256: string;
  bytes: number;
  width: number;
  height: number;
}

/** What becomes of the pictures an item has. */
export interface PictureChange {
  remove?: readonly string[];
  /** New descriptions by picture. */
  alts?: Readonly<Record<string, string>>;
  /** All that stay, in their order. */
  order?: readonly string[];
}

/** Bytes of everything kept for the current tenant, also of what was sent ahead. */
export const storageUsed = async (): Promise<number> =>
  (await db().row<{ n: number }>(
    `SELECT ((SELECT coalesce(sum(bytes), 0) FROM media) + (SELECT coalesce(sum(bytes), 0) FROM uploads))::float8 AS n`,
  ))!.n;

const LARGEST_SIDE = 2000;
const MOST_PIXELS = 50_000_000;
const PHOTOGRAPHS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif', 'tiff']);

/** Where files lie; the server gives it. */
export abstract class MediaFolder {
  abstract readonly path: string;
}

/**
 * Pictures people add. Every one is decoded and encoded anew (WebP), turned upright and stripped of
 * its metadata, so that no place, camera or hidden content gets out; the file's own name is never used.
 */
@Injectable()
export class Pictures {
  constructor(
    private readonly folder: MediaFolder,
    private readonly database: TenantDatabase,
  ) {}

  /** Path of a file of the current tenant. */
  path(sha256: string, mime = 'image/webp'): string {
    return join(this.folder.path, tenant().id, sha256.slice(0, 2), `${sha256}.${endingOf(mime)}`);
  }

  /** Writes a file under the hash of what it holds. @returns the hash */
  async write(data: Buffer, mime: string, sha256 = createHash('sha256').update(data).digest('hex')): Promise<string> {
    const path = this.path(sha256, mime);
    await mkdir(dirname(path), { recursive: true });
    // Written under another name first: a reader never meets half a file.
    const partial = `${path}.${randomUUID()}`;
    await writeFile(partial, data);
    await rename(partial, path);
    return sha256;
  }

  /** Re-encodes an upload and writes it; outside any unit of work, because it takes its time. */
  async store(upload: Upload): Promise<Stored> {
    const { default: sharp } = await import('sharp'); // 25 MB, when the first picture comes
    let out: { data: Buffer; info: OutputInfo };
    try {
      const picture = sharp(upload.data, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
      // Drawings and documents are programs to their decoders; photographs are not.
      if (!PHOTOGRAPHS.has((await picture.metadata()).format)) throw new Error('not a photograph');
      out = await picture
        .rotate()
        .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer({ resolveWithObject: true });
    } catch {
      throw invalid('invalid_input', [{ field: upload.field, code: 'picture' }]);
    }
    const sha256 = await this.write(out.data, 'image/webp');
    return { id: newId(), sha256, bytes: out.data.length, width: out.info.width, height: out.info.height };
  }

  /** Attaches stored pictures to an item, in order, with the words that describe them. */
  async attach(subjectId: string, pictures: readonly (Stored & { alt: string })[]): Promise<void> {
    const adding = pictures.reduce((sum, { bytes }) => sum + bytes, 0);
    if (adding > 0) await demandQuota('storage_bytes', storageUsed, adding);
    for (const picture of pictures)
      await db().run(
        `INSERT INTO media (id, owner_id, subject_id, position, alt, mime, width, height, bytes, sha256, created_at)
         VALUES ($1, $2, $3, coalesce((SELECT max(m.position) + 1 FROM media m WHERE m.subject_id = $3), 0), $4, 'image/webp', $5, $6, $7, $8, $9)`,
        [
          picture.id,
          actor().personId,
          subjectId,
          picture.alt.slice(0, 300),
          picture.width,
          picture.height,
          picture.bytes,
          picture.sha256,
          now(),
        ],
      );
  }

  /**
   * Changes the pictures an item has: takes some away, describes them, puts them in order. Whoever calls has asked whether one may.
   * @returns how many there are then
   * @throws DomainError missing for a picture of something else, conflict when the order does not name what is there
   */
  async revise(subjectId: string, change: PictureChange): Promise<number> {
    const { remove = [], alts = {}, order } = change;
    await db().run('SELECT 1 FROM subjects WHERE id = $1 FOR UPDATE', [subjectId]);
    const there = await db().rows<{ id: string }>('SELECT id FROM media WHERE subject_id = $1', [subjectId]);
    const known = new Set(there.map(({ id }) => id));
    if ([...remove, ...Object.keys(alts)].some((id) => !known.has(id))) throw missing('picture_missing');
    for (const id of remove) known.delete(id);
    if (
      order &&
      (order.length !== known.size || new Set(order).size !== known.size || !order.every((id) => known.has(id)))
    )
      throw conflict('changed_meanwhile');
    if (remove.length > 0)
      await db().run('DELETE FROM media WHERE subject_id = $1 AND id = ANY($2)', [subjectId, remove]);
    const words = Object.entries(alts);
    if (words.length > 0)
      await db().run(
        'UPDATE media m SET alt = w.alt FROM unnest($2::uuid[], $3::text[]) AS w(id, alt) WHERE m.id = w.id AND m.subject_id = $1',
        [subjectId, words.map(([id]) => id), words.map(([, alt]) => alt.slice(0, 300))],
      );
    if (order)
      await db().run(
        'UPDATE media m SET position = o.n - 1 FROM unnest($2::uuid[]) WITH ORDINALITY AS o(id, n) WHERE m.id = o.id AND m.subject_id = $1',
        [subjectId, order],
      );
    return known.size;
  }

  /** The file of a picture the current reader may see. */
  async find(id: string): Promise<{ path: string; mime: string; sha256: string; name: string }> {
    const row = await inUnit(this.database, true, () =>
      db().row<{ sha256: string; mime: string; name: string }>(
        `SELECT m.sha256, m.mime, m.name FROM media m LEFT JOIN subjects s ON s.id = m.subject_id LEFT JOIN spaces sp ON sp.id = s.space_id
           LEFT JOIN activities act ON act.id = s.activity_id WHERE m.id = $1 AND (m.subject_id IS NULL OR (${readable('$2', '$3')}))`,
        [id, ...sight()],
      ),
    );
    if (!row) throw missing('picture_missing');
    return { ...row, path: this.path(row.sha256, row.mime) };
  }
}
