import { Injectable } from '@nestjs/common';
import { db, decodeCursor, demand, slice, tenant, type Slice, type Sorted } from '@madang/kernel';

/** One act as the audit keeps it. */
export interface AuditRow {
  id: string;
  act: string;
  objectKind: string;
  objectId: string | null;
  reason: string | null;
  details: Record<string, unknown>;
  /** Name of whoever acted, as it is today; null for the software and for closed accounts. */
  actorName: string | null;
  actorId: string | null;
  /** Whom an operator acted for, in support access. */
  onBehalfOf: string | null;
  requestId: string | null;
  at: Date;
}

export interface AuditFilter {
  /** An act (`people.banned`) or the part before its dot (`people`). */
  act?: string;
  actorId?: string;
  objectKind?: string;
  objectId?: string;
  /** First and last day, in the time zone of the site. */
  since?: string;
  until?: string;
  first?: number;
  after?: string | null;
}

/** Who did what to what, and why: read by administrators, changed by nobody. */
@Injectable()
export class AuditReader {
  /** Newest first, by keyset. @throws DomainError denied unless the actor may read the audit */
  async list(filter: AuditFilter = {}): Promise<Slice<AuditRow>> {
    demand('read', 'Audit');
    const first = filter.first ?? 20;
    const [at, id] = filter.after ? decodeCursor(filter.after, 2) : [null, null];
    const rows = await db().rows<AuditRow & Sorted>(
      `SELECT a.id, a.act, a.object_kind AS "objectKind", a.object_id AS "objectId", a.reason, a.details, a.actor_id AS "actorId", a.on_behalf_of AS "onBehalfOf",
              CASE WHEN p.state = 'closed' THEN NULL ELSE coalesce(p.display_name, a.details #>> '{support,operator}') END AS "actorName", a.request_id AS "requestId", a.at, a.at::text AS "sortAt"
         FROM audit a LEFT JOIN people p ON p.id = a.actor_id
        WHERE ($1::text IS NULL OR a.act = $1 OR split_part(a.act, '.', 1) = $1) AND ($2::uuid IS NULL OR a.actor_id = $2)
          AND ($3::text IS NULL OR a.object_kind = $3) AND ($4::text IS NULL OR a.object_id = $4)
          AND ($5::timestamptz IS NULL OR (a.at, a.id) < ($5, $6::uuid))
          AND ($8::date IS NULL OR a.at >= $8::date::timestamp AT TIME ZONE $10) AND ($9::date IS NULL OR a.at < ($9::date + 1)::timestamp AT TIME ZONE $10)
        ORDER BY a.at DESC, a.id DESC LIMIT $7`,
      [
        filter.act ?? null,
        filter.actorId ?? null,
        filter.objectKind ?? null,
        filter.objectId ?? null,
        at,
        id,
        first + 1,
        filter.since ?? null,
        filter.until ?? null,
        tenant().timeZone,
      ],
    );
    return slice(rows, first, (row) => [row.sortAt, row.id]);
  }
}
