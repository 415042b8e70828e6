import { Injectable } from '@nestjs/common';
import { db, demand, now, orders, type Placed, type Slice } from '@madang/kernel';
import type { ConsentRow } from '../consents.service.js';
import type { SessionRow, SignInRow } from '../sessions.service.js';
import type { ApiTokenRow } from '../account.service.js';

/** An API token with whose it is. */
export interface HeldTokenRow extends ApiTokenRow {
  personId: string;
  personName: string;
}

const TOKEN_ORDERS = orders(
  {
    name: ['lower(t.name)', 'text'],
    personName: ['lower(p.display_name)', 'text'],
    createdAt: ['t.created_at', 'timestamptz'],
    lastUsedAt: [`coalesce(t.last_used_at, '-infinity')`, 'timestamptz'],
  },
  ['t.id'],
  '-createdAt',
);

/** What is known of one person beyond the list: for whoever looks after people. */
@Injectable()
export class PersonFile {
  /** Open sessions; addresses are shown to those who may end them. */
  async sessions(personId: string): Promise<SessionRow[]> {
    demand('manage', 'Person');
    return db().rows<SessionRow>(
      `SELECT id, user_agent AS "userAgent", address, created_at AS "createdAt", last_seen_at AS "lastSeenAt", false AS current
         FROM sessions WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC LIMIT 50`,
      [personId, now()],
    );
  }

  /** Last sign-ins and failed attempts. */
  async signIns(personId: string): Promise<SignInRow[]> {
    demand('manage', 'Person');
    return db().rows<SignInRow>(
      `SELECT how, succeeded, user_agent AS "userAgent", address, at FROM sign_ins WHERE person_id = $1 ORDER BY at DESC LIMIT 50`,
      [personId],
    );
  }

  /** Since when there is a second factor; null where there is none. */
  async secondFactorSince(personId: string): Promise<Date | null> {
    demand('list', 'Person');
    const row = await db().row<{ since: Date }>(
      'SELECT enrolled_at AS since FROM second_factors WHERE person_id = $1',
      [personId],
    );
    return row?.since ?? null;
  }

  /** What they agreed to, and took back. */
  async consents(personId: string): Promise<Omit<ConsentRow, 'current'>[]> {
    demand('list', 'Person');
    return db().rows(
      `SELECT document, version, given_at AS "givenAt", withdrawn_at AS "withdrawnAt" FROM consents WHERE person_id = $1 ORDER BY given_at DESC, id LIMIT 100`,
      [personId],
    );
  }

  /** API tokens of everybody, newest first. */
  async tokens(
    options: { personId?: string; words?: string; first?: number; after?: string | null; sort?: string } = {},
  ): Promise<Slice<HeldTokenRow>> {
    demand('manage', 'Token');
    const first = options.first ?? 20;
    const order = TOKEN_ORDERS(options.sort, options.after);
    const rows = await db().rows<HeldTokenRow & Placed>(
      `SELECT ${order.column}, t.id, t.name, t.scopes, t.created_at AS "createdAt", t.last_used_at AS "lastUsedAt", p.id AS "personId", p.display_name AS "personName"
         FROM api_tokens t JOIN people p ON p.id = t.person_id
        WHERE t.revoked_at IS NULL AND ($1::uuid IS NULL OR t.person_id = $1)
          AND ($2::text IS NULL OR strpos(lower(t.name), $2) > 0 OR strpos(lower(p.display_name), $2) > 0) AND ${order.past(4)}
        ORDER BY ${order.by} LIMIT $3`,
      [options.personId ?? null, options.words?.trim().toLowerCase() || null, first + 1, ...order.values],
    );
    return order.slice(rows, first);
  }
}
