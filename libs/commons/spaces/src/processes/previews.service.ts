import { Injectable } from '@nestjs/common';
import { actor, db, demand, hashSecret, invalid, missing, newId, newSecret, now, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { PreviewLinkInput } from './processes.inputs.js';
import { Processes } from './processes.service.js';

const DAY = 86_400_000;

export interface PreviewLinkRow {
  id: string;
  createdAt: Date;
  expiresAt: Date;
  createdBy: string | null;
}

/** Links that show a draft to whoever has them, without an account, until a day. */
@Injectable()
export class Previews {
  constructor(private readonly processes: Processes) {}

  /** Makes a link. Its secret is shown this once; the database keeps its hash. */
  async make(raw: PreviewLinkInput): Promise<{ path: string; expiresAt: Date }> {
    const input = readInput(PreviewLinkInput, raw);
    if (input.days > 60) throw invalid('invalid_input', [{ field: 'days', code: 'too_large' }]);
    await this.processes.place(input.processId);
    const secret = newSecret();
    const expiresAt = new Date(now().getTime() + input.days * DAY);
    const id = newId();
    await db().run(
      'INSERT INTO preview_links (id, process_id, token_hash, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, input.processId, hashSecret(secret), actor().personId, now(), expiresAt],
    );
    await record('processes.preview_made', 'process', input.processId, undefined, { link: id });
    return { path: `/preview/${secret}`, expiresAt };
  }

  /** Links of a process that still work. */
  async list(processId: string): Promise<PreviewLinkRow[]> {
    await this.processes.place(processId);
    return db().rows(
      `SELECT l.id, l.created_at AS "createdAt", l.expires_at AS "expiresAt", p.display_name AS "createdBy"
         FROM preview_links l LEFT JOIN people p ON p.id = l.created_by
        WHERE l.process_id = $1 AND l.revoked_at IS NULL AND l.expires_at > $2 ORDER BY l.created_at DESC LIMIT 50`,
      [processId, now()],
    );
  }

  /** Ends all links of a process. @returns how many worked */
  async revoke(processId: string): Promise<number> {
    const process = await this.processes.place(processId);
    demand('design', 'Process', { spaceId: process.spaceId });
    const ended = await db().run(
      'UPDATE preview_links SET revoked_at = $2 WHERE process_id = $1 AND revoked_at IS NULL AND expires_at > $2',
      [processId, now()],
    );
    if (ended > 0) await record('processes.previews_revoked', 'process', processId, undefined, { links: ended });
    return ended;
  }

  /** The process a secret shows. @throws missing when it shows nothing, or no longer */
  async open(secret: string): Promise<string> {
    const row = await db().row<{ processId: string }>(
      'SELECT process_id AS "processId" FROM preview_links WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2',
      [hashSecret(secret), now()],
    );
    if (!row) throw missing('preview_missing');
    return row.processId;
  }
}
