import { rm, stat } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { actor, db, demand, demandQuota, DomainError, inUnit, invalid, Job, now, TenantDatabase } from '@madang/kernel';
import type { Upload } from '@madang/portal';
import { Pictures, storageUsed, type Stored } from './pictures.js';

const HOURS = 24;
/** Pictures somebody may have waiting. */
const WAITING = 20;
/** Forgotten in one go. */
const BATCH = 500;
/** A file that was written so lately may be about to get its row. */
const FRESH_MS = 3_600_000;

/** A picture sent ahead and what it shows. */
export interface Picked {
  id: string;
  alt: string;
}

/** Pictures sent ahead through the API: kept for a day, for their sender alone, until an item takes them. */
@Injectable()
export class Uploads {
  constructor(
    private readonly pictures: Pictures,
    private readonly database: TenantDatabase,
  ) {}

  /**
   * Re-encodes a picture and keeps it for whoever sends it; outside any unit of work.
   * @throws DomainError too_many when as many wait already, conflict when storage is full
   */
  async keep(upload: Upload): Promise<Stored & { expiresAt: Date }> {
    demand('send', 'Picture');
    await inUnit(this.database, true, () => this.demandRoom()); // before anything is decoded
    const stored = await this.pictures.store(upload);
    const expiresAt = new Date(now().getTime() + HOURS * 3_600_000);
    await inUnit(this.database, false, async () => {
      const { personId } = actor();
      await db().run('SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))', [personId]);
      await this.demandRoom();
      await demandQuota('storage_bytes', storageUsed, stored.bytes);
      await db().run(
        'INSERT INTO uploads (id, owner_id, width, height, bytes, sha256, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [stored.id, personId, stored.width, stored.height, stored.bytes, stored.sha256, now(), expiresAt],
      );
    });
    return { ...stored, expiresAt };
  }

  /**
   * Moves pictures that were sent ahead to an item, behind those it has.
   * @throws DomainError invalid for one that is not one's own, was used or has expired
   */
  async adopt(subjectId: string, picked: readonly Picked[], field = 'pictures'): Promise<void> {
    for (const { id, alt } of picked) {
      const done = await db().run(ADOPT, [id, actor().personId, now(), subjectId, alt.slice(0, 300)]);
      if (done === 0) throw invalid('invalid_input', [{ field, code: 'upload_gone' }]);
    }
  }

  /** Forgets what nobody used, and the files nothing else shows. */
  @Job('media.tidy', { every: '17 * * * *', free: true })
  async tidy(): Promise<void> {
    const unused = await inUnit(this.database, false, async () => {
      const gone = await db().rows<{ sha256: string }>(
        `DELETE FROM uploads WHERE id IN (SELECT id FROM uploads WHERE expires_at <= $1 ORDER BY expires_at LIMIT ${BATCH}) RETURNING sha256`,
        [now()],
      );
      return db().rows<{ sha256: string }>(UNUSED, [gone.map(({ sha256 }) => sha256)]);
    });
    for (const { sha256 } of unused) {
      const path = this.pictures.path(sha256);
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > FRESH_MS) await rm(path, { force: true });
    }
  }

  private async demandRoom(): Promise<void> {
    const row = await db().row<{ n: number }>(
      'SELECT count(*)::int AS n FROM uploads WHERE owner_id = $1 AND expires_at > $2',
      [actor().personId, now()],
    );
    if (row!.n >= WAITING) throw new DomainError('too_many', 'too_many_uploads', { count: WAITING });
  }
}

const ADOPT = `WITH taken AS (DELETE FROM uploads WHERE id = $1 AND owner_id = $2 AND expires_at > $3 RETURNING id, owner_id, width, height, bytes, sha256)
  INSERT INTO media (id, owner_id, subject_id, position, alt, mime, width, height, bytes, sha256, created_at)
  SELECT id, owner_id, $4::uuid, coalesce((SELECT max(m.position) + 1 FROM media m WHERE m.subject_id = $4::uuid), 0), $5, 'image/webp', width, height, bytes, sha256, $3
    FROM taken`;

const UNUSED = `SELECT DISTINCT g.sha256 FROM unnest($1::text[]) AS g(sha256)
  WHERE NOT EXISTS (SELECT 1 FROM media m WHERE m.sha256 = g.sha256) AND NOT EXISTS (SELECT 1 FROM uploads u WHERE u.sha256 = g.sha256)`;
