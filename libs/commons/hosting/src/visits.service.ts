import { Injectable } from '@nestjs/common';
import {
  actor,
  context,
  db,
  demand,
  enqueue,
  hashSecret,
  invalid,
  missing,
  newId,
  newSecret,
  now,
  orders,
  VISITOR,
  type Actor,
  type Placed,
  type Slice,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import type { SupportVisit } from './visits.types.js';

/** Longest visit, in minutes; the database holds the same. */
export const VISIT_MINUTES = 30;

/** A visit that somebody of the host asks for. */
export interface VisitWish {
  id: string;
  operator: string;
  reason: string;
  onBehalfOf: string | null;
  mayWrite: boolean;
  minutes: number;
}

const VISIT = `id, operator, reason, on_behalf_of AS "onBehalfOf", may_write AS "mayWrite", opened_at AS "openedAt",
  expires_at AS "expiresAt", ended_at AS "endedAt", ended_at IS NULL AND expires_at > $1 AS open`;

const VISIT_ORDERS = orders({ openedAt: ['opened_at', 'timestamptz'] }, ['id'], '-openedAt');

/** Visits of the host's support: opened by the host, seen and ended by this site too. */
@Injectable()
export class SupportVisits {
  /** Opens a visit: a line in the audit, a mail to every administrator. @returns the secret of its link, good once */
  async open(wish: VisitWish): Promise<string> {
    demand('open', 'SupportVisit');
    if (wish.minutes < 1 || wish.minutes > VISIT_MINUTES)
      throw invalid('invalid_input', [{ field: 'minutes', code: 'too_large', params: { limit: VISIT_MINUTES } }]);
    const secret = newSecret();
    await db().run(
      `INSERT INTO support_visits (id, operator, reason, on_behalf_of, may_write, link_hash, opened_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7::timestamptz + make_interval(mins => $8))`,
      [wish.id, wish.operator, wish.reason, wish.onBehalfOf, wish.mayWrite, hashSecret(secret), now(), wish.minutes],
    );
    const { operator, mayWrite, minutes } = wish;
    await record('support.opened', 'support_visit', wish.id, wish.reason, { operator, mayWrite, minutes });
    await enqueue('support.tell', { visitId: wish.id });
    return secret;
  }

  /** The visit a link leads to, for the page before it begins. */
  async invited(secret: string): Promise<SupportVisit | undefined> {
    return db().row<SupportVisit & Record<string, unknown>>(
      `SELECT ${VISIT} FROM support_visits WHERE link_hash = $2 AND entered_at IS NULL AND ended_at IS NULL AND expires_at > $1`,
      [now(), hashSecret(secret)],
    );
  }

  /** Begins a visit; its link is dead from now on. @returns the secret for the cookie @throws DomainError missing */
  async enter(secret: string): Promise<{ session: string; expiresAt: Date }> {
    const session = newSecret();
    const row = await db().row<{ id: string; operator: string; expiresAt: Date }>(
      `UPDATE support_visits SET link_hash = NULL, session_hash = $3, entered_at = $1
        WHERE link_hash = $2 AND entered_at IS NULL AND ended_at IS NULL AND expires_at > $1
       RETURNING id, operator, expires_at AS "expiresAt"`,
      [now(), hashSecret(secret), hashSecret(session)],
    );
    if (!row) throw missing('support_link_dead');
    await record('support.entered', 'support_visit', row.id, undefined, { operator: row.operator });
    return { session, expiresAt: row.expiresAt };
  }

  /** Who holds this cookie: an actor with an administrator's rights, and no pen unless one was given. */
  async recognise(session: string): Promise<Actor | undefined> {
    if (session.length > 200) return undefined;
    const row = await db().row<SupportVisit & Record<string, unknown>>(
      `SELECT ${VISIT} FROM support_visits WHERE session_hash = $2 AND ended_at IS NULL AND expires_at > $1`,
      [now(), hashSecret(session)],
    );
    if (!row) return undefined;
    const { id, operator, reason, mayWrite, onBehalfOf, expiresAt } = row;
    return {
      ...VISITOR,
      kind: 'support',
      displayName: operator,
      role: 'administrator',
      visit: { id, operator, reason, mayWrite, onBehalfOf, expiresAt },
    };
  }

  /** Ends a visit: the host when they are done, or an administrator of the site at any time. */
  async end(id: string): Promise<void> {
    demand('end', 'SupportVisit', { id });
    const who = actor();
    const done = await db().run(
      'UPDATE support_visits SET ended_at = $2, ended_by = $3, link_hash = NULL, session_hash = NULL WHERE id = $1 AND ended_at IS NULL',
      [id, now(), who.personId],
    );
    if (done === 0) throw missing();
    await record('support.ended', 'support_visit', id);
  }

  /** The visit that the one who acts is on. */
  current(): SupportVisit | null {
    const { visit } = actor();
    if (!visit) return null;
    const { id, operator, reason, onBehalfOf, mayWrite, expiresAt } = visit;
    const openedAt = context().now();
    return { id, operator, reason, onBehalfOf, mayWrite, openedAt, expiresAt, endedAt: null, open: true };
  }

  /** All visits, newest first, for administrators. */
  async list(options: { first?: number; after?: string | null; sort?: string } = {}): Promise<Slice<SupportVisit>> {
    demand('read', 'SupportVisit');
    const first = options.first ?? 20;
    const order = VISIT_ORDERS(options.sort, options.after);
    const rows = await db().rows<SupportVisit & Placed>(
      `SELECT ${order.column}, ${VISIT} FROM support_visits WHERE ${order.past(3)} ORDER BY ${order.by} LIMIT $2`,
      [now(), first + 1, ...order.values],
    );
    return order.slice(rows, first);
  }
}

/** The id of a visit that is still to be opened. */
export const newVisitId = (): string => newId();
