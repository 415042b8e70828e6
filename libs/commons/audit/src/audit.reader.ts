import { Injectable } from '@nestjs/common';
import { db, demand, orders, tenant, type Placed, type Slice } from '@madang/kernel';

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
  sort?: string;
}

const ORDERS = orders({ at: ['a.at', 'timestamptz'] }, ['a.id'], '-at');

/** Who did what to what, and why: read by administrators, changed by nobody. */
@Injectable()
export class AuditReader {
  /** Newest first, by keyset. @throws DomainError denied unless the actor may read the audit */
  async list(filter: AuditFilter = {}): Promise<Slice<AuditRow>> {
    demand('read', 'Audit');
    const first = filter.first ?? 20;
    const order = ORDERS(filter.sort, filter.after);
    const rows = await db().rows<AuditRow & Placed>(
      `SELECT ${order.column}, a.id, a.act, a.object_kind AS "objectKind", a.object_id AS "objectId", a.reason, a.details, a.actor_id AS "actorId", a.on_behalf_of AS "onBehalfOf",
              CASE WHEN p.state = 'closed' THEN NULL ELSE coalesce(p.display_name, a.details #>> '{support,operator}') END AS "actorName", a.request_id AS "requestId", a.at
         FROM audit a LEFT JOIN people p ON p.id = a.actor_id
        WHERE ($1::text IS NULL OR a.act = $1 OR split_part(a.act, '.', 1) = $1) AND ($2::uuid IS NULL OR a.actor_id = $2)
          AND ($3::text IS NULL OR a.object_kind = $3) AND ($4::text IS NULL OR a.object_id = $4)
          AND ${order.past(9)}
          AND ($6::date IS NULL OR a.at >= $6::date::timestamp AT TIME ZONE $8) AND ($7::date IS NULL OR a.at < ($7::date + 1)::timestamp AT TIME ZONE $8)
        ORDER BY ${order.by} LIMIT $5`,
      [
        filter.act ?? null,
        filter.actorId ?? null,
        filter.objectKind ?? null,
        filter.objectId ?? null,
        first + 1,
        filter.since ?? null,
        filter.until ?? null,
        tenant().timeZone,
        ...order.values,
      ],
    );
    return order.slice(rows, first);
  }
}
