import { Injectable } from '@nestjs/common';
import { context, db, demand, missing, now, orders, type Placed, type Slice } from '@madang/kernel';

/** An invitation and what became of it. */
export interface InvitationRow {
  id: string;
  batchId: string;
  email: string;
  displayName: string | null;
  role: string;
  roleName: string | null;
  spaceName: string | null;
  /** waiting, sent, expired, accepted, revoked or failed. */
  state: string;
  error: string | null;
  invitedBy: string | null;
  createdAt: Date;
  sentAt: Date | null;
  acceptedAt: Date | null;
}

/** How far a batch is. */
export interface BatchProgress {
  id: string;
  total: number;
  waiting: number;
  sent: number;
  failed: number;
  accepted: number;
}

const STATE = `CASE WHEN i.state = 'sent' AND (l.expires_at IS NULL OR l.expires_at <= $1) THEN 'expired' ELSE i.state END`;

const ORDERS = orders(
  {
    email: ['i.email', 'text'],
    createdAt: ['i.created_at', 'timestamptz'],
    sentAt: [`coalesce(i.sent_at, '-infinity')`, 'timestamptz'],
  },
  ['i.id'],
  '-createdAt',
);

/** Invitations, newest first, and the progress of a batch. */
@Injectable()
export class InvitationsReader {
  async list(
    filter: {
      state?: string;
      batchId?: string;
      words?: string;
      first?: number;
      after?: string | null;
      sort?: string;
    } = {},
  ): Promise<Slice<InvitationRow>> {
    demand('manage', 'Person');
    const first = filter.first ?? 20;
    const order = ORDERS(filter.sort, filter.after);
    const rows = await db().rows<InvitationRow & Placed>(
      `SELECT ${order.column}, i.id, i.batch_id AS "batchId", i.email, i.display_name AS "displayName", i.role, ${STATE} AS state, i.error,
              coalesce(r.name ->> $2, r.name ->> 'ko') AS "roleName", coalesce(sp.name ->> $2, sp.name ->> 'ko') AS "spaceName",
              p.display_name AS "invitedBy", i.created_at AS "createdAt", i.sent_at AS "sentAt", i.accepted_at AS "acceptedAt"
         FROM invitations i LEFT JOIN mail_links l ON l.id = i.link_id LEFT JOIN roles r ON r.id = i.role_id
         LEFT JOIN spaces sp ON sp.id = i.space_id LEFT JOIN people p ON p.id = i.invited_by
        WHERE ($3::text IS NULL OR ${STATE} = $3) AND ($4::uuid IS NULL OR i.batch_id = $4)
          AND ($5::text IS NULL OR strpos(i.email, $5) > 0 OR strpos(lower(i.display_name), $5) > 0)
          AND ${order.past(7)}
        ORDER BY ${order.by} LIMIT $6`,
      [
        now(),
        context().locale,
        filter.state ?? null,
        filter.batchId ?? null,
        filter.words?.trim().toLowerCase() || null,
        first + 1,
        ...order.values,
      ],
    );
    return order.slice(rows, first);
  }

  async progress(id: string): Promise<BatchProgress> {
    demand('manage', 'Person');
    const row = await db().row<BatchProgress>(
      `SELECT $1::uuid AS id, count(*)::int AS total, count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
              count(*) FILTER (WHERE state = 'sent')::int AS sent, count(*) FILTER (WHERE state = 'failed')::int AS failed,
              count(*) FILTER (WHERE state = 'accepted')::int AS accepted FROM invitations WHERE batch_id = $1`,
      [id],
    );
    if (!row || row.total === 0) throw missing('invitation_missing');
    return row;
  }
}
