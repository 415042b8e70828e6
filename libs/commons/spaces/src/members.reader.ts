import { Injectable } from '@nestjs/common';
import { actor, context, db, denied, heldWhere, orders, type Placed, type Slice } from '@madang/kernel';

/** One membership as whoever decides about it sees it. */
export interface MemberRow {
  spaceId: string;
  spaceSlug: string;
  spaceName: string;
  personId: string;
  name: string;
  state: string;
  message: string;
  reason: string | null;
  requestedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
}

export interface MemberFilter {
  /** Slug of a space. */
  space?: string;
  state?: string;
  /** Part of a name. */
  words?: string;
  personId?: string;
  first?: number;
  after?: string | null;
  sort?: string;
}

const ORDERS = orders(
  { name: ['lower(p.display_name)', 'text'], requestedAt: ['m.requested_at', 'timestamptz'] },
  ['m.space_id', 'm.person_id'],
  '-requestedAt',
);

/** Members of all spaces whose members the actor decides about, latest request first. */
@Injectable()
export class MembersReader {
  async list(filter: MemberFilter = {}): Promise<Slice<MemberRow>> {
    const where = heldWhere(actor(), 'members.decide');
    if (where.length === 0) throw denied(actor().personId ? 'denied' : 'sign_in_first');
    const first = filter.first ?? 20;
    const order = ORDERS(filter.sort, filter.after);
    const rows = await db().rows<MemberRow & Placed>(
      `SELECT ${order.column}, m.space_id AS "spaceId", sp.slug AS "spaceSlug", coalesce(sp.name ->> $1, sp.name ->> 'ko', sp.slug) AS "spaceName",
              m.person_id AS "personId", p.display_name AS name, m.state, m.message, m.reason, m.requested_at AS "requestedAt",
              m.decided_at AS "decidedAt", d.display_name AS "decidedBy"
         FROM memberships m JOIN spaces sp ON sp.id = m.space_id JOIN people p ON p.id = m.person_id LEFT JOIN people d ON d.id = m.decided_by
        WHERE p.state <> 'closed' AND ($2::boolean OR m.space_id = ANY($3::uuid[])) AND ($4::text IS NULL OR sp.slug = $4)
          AND ($5::text IS NULL OR m.state = $5) AND ($6::text IS NULL OR strpos(lower(p.display_name), $6) > 0)
          AND ($7::uuid IS NULL OR m.person_id = $7)
          AND ${order.past(9)}
        ORDER BY ${order.by} LIMIT $8`,
      [
        context().locale,
        where === 'everywhere',
        where === 'everywhere' ? [] : where,
        filter.space ?? null,
        filter.state ?? null,
        filter.words?.trim().toLowerCase() || null,
        filter.personId ?? null,
        first + 1,
        ...order.values,
      ],
    );
    return order.slice(rows, first);
  }
}
