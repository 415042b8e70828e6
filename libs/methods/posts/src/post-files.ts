import { Injectable } from '@nestjs/common';
import { db, invalid } from '@madang/kernel';
import { demandDocuments, PictureUses } from '@madang/commons-media';
import type { PostFile } from './posts.types.js';

/** Documents of the library under a post. */
@Injectable()
export class PostFiles {
  constructor(uses: PictureUses) {
    uses.offer((ids) => this.uses(ids));
  }

  /** Puts these documents under a post, in this order; others go. @throws DomainError invalid for what is no document of the library */
  async attach(postId: string, ids: readonly string[]): Promise<void> {
    const own = [...new Set(ids)];
    if (own.length > 0) demandDocuments();
    await db().run('DELETE FROM post_files WHERE post_id = $1', [postId]);
    const done = await db().run(
      `INSERT INTO post_files (post_id, media_id, position) SELECT $1, m.id, w.n - 1 FROM unnest($2::uuid[]) WITH ORDINALITY AS w(id, n)
         JOIN media m ON m.id = w.id AND m.subject_id IS NULL AND m.mime NOT LIKE 'image/%'`,
      [postId, own],
    );
    if (done !== own.length) throw invalid('invalid_input', [{ field: 'fileIds', code: 'choice' }]);
  }

  /** Whether these documents stand under a post now, in this order. */
  async are(postId: string, ids: readonly string[]): Promise<boolean> {
    return (await this.of(postId)).map(({ id }) => id).join() === ids.join();
  }

  /** The documents of a post, in order. */
  async of(postId: string): Promise<PostFile[]> {
    return db().rows<PostFile & Record<string, unknown>>(
      `SELECT m.id, m.name, m.mime, m.bytes FROM post_files f JOIN media m ON m.id = f.media_id WHERE f.post_id = $1 ORDER BY f.position`,
      [postId],
    );
  }

  /** Documents of the library by these names, in this order; what is none is left out. */
  async among(ids: readonly string[]): Promise<PostFile[]> {
    return db().rows<PostFile & Record<string, unknown>>(
      `SELECT m.id, m.name, m.mime, m.bytes FROM unnest($1::uuid[]) WITH ORDINALITY AS w(id, n) JOIN media m ON m.id = w.id
        WHERE m.subject_id IS NULL AND m.mime NOT LIKE 'image/%' ORDER BY w.n`,
      [ids],
    );
  }

  /** Which posts show documents: `post <space>/<number>`. */
  private async uses(ids: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const rows = await db().rows<{ id: string; places: string[] }>(
      `SELECT f.media_id AS id, array_agg('post ' || sp.slug || '/' || s.number ORDER BY s.number) AS places
         FROM post_files f JOIN subjects s ON s.id = f.post_id JOIN spaces sp ON sp.id = s.space_id WHERE f.media_id = ANY($1) GROUP BY f.media_id`,
      [ids],
    );
    return new Map(rows.map(({ id, places }) => [id, places]));
  }
}

/** A size as people read it. */
export const sizeWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
