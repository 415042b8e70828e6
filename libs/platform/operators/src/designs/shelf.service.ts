import { Injectable } from '@nestjs/common';
import { decodeCursor, missing, newId, slice, type Slice, type Sorted } from '@madang/kernel';
import { PlatformDatabase } from '@madang/platform-tenancy';

/** A design on the shelf, as every tenant sees it. */
export interface ShelvedDesign {
  id: string;
  title: Record<string, string>;
  summary: Record<string, string>;
  /** Name of the organisation that shares it. */
  from: Record<string, string>;
  copies: number;
  publishedAt: Date;
  mine: boolean;
  sourceId: string | null;
}

/** Designs of processes that organisations share: structure and settings, never what people wrote. */
@Injectable()
export class DesignShelf {
  constructor(private readonly platform: PlatformDatabase) {}

  /** Newest first, by keyset; those of open organisations. */
  async list(
    tenantId: string,
    options: { words?: string; first?: number; after?: string | null },
  ): Promise<Slice<ShelvedDesign>> {
    const first = options.first ?? 20;
    const [at, id] = options.after ? decodeCursor(options.after, 2) : [null, null];
    const rows = await this.platform.rows<ShelvedDesign & Sorted & Record<string, unknown>>(
      `SELECT d.id, d.title, d.summary, t.name AS from, d.copies, d.published_at AS "publishedAt", d.published_at::text AS "sortAt", d.tenant_id = $1 AS mine,
              CASE WHEN d.tenant_id = $1 THEN d.source_id END AS "sourceId"
         FROM platform.designs d JOIN platform.tenants t ON t.id = d.tenant_id
        WHERE t.state = 'active' AND ($2::text IS NULL OR strpos(lower(d.title::text || d.summary::text), lower($2)) > 0)
          AND ($3::timestamptz IS NULL OR (d.published_at, d.id) < ($3, $4::uuid))
        ORDER BY d.published_at DESC, d.id DESC LIMIT $5`,
      [tenantId, options.words?.trim() || null, at, id, first + 1],
    );
    return slice(rows, first, (row) => [row.sortAt, row.id]);
  }

  /** Puts a design on the shelf; shared again it takes the place of what was there. */
  async publish(
    tenantId: string,
    given: { sourceId: string; title: object; summary: object; design: object },
    now: Date,
  ): Promise<void> {
    await this.platform.run(
      `INSERT INTO platform.designs (id, tenant_id, source_id, title, summary, design, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (tenant_id, source_id) DO UPDATE SET title = excluded.title, summary = excluded.summary, design = excluded.design,
         published_at = excluded.published_at`,
      [newId(), tenantId, given.sourceId, given.title, given.summary, given.design, now],
    );
  }

  /** Takes one's own design off the shelf; copies stay with whoever made them. */
  async withdraw(tenantId: string, sourceId: string): Promise<void> {
    const gone = await this.platform.run('DELETE FROM platform.designs WHERE tenant_id = $1 AND source_id::text = $2', [
      tenantId,
      sourceId,
    ]);
    if (gone === 0) throw missing();
  }

  /** A design to copy. @throws DomainError missing once it was taken off */
  async take(id: string): Promise<Record<string, unknown>> {
    const [row] = await this.platform.rows<{ design: Record<string, unknown> }>(
      `UPDATE platform.designs d SET copies = d.copies + 1 FROM platform.tenants t
        WHERE d.id::text = $1 AND t.id = d.tenant_id AND t.state = 'active' RETURNING d.design`,
      [id],
    );
    if (!row) throw missing();
    return row.design;
  }
}
