import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  context,
  dayIn,
  db,
  demand,
  denied,
  invalid,
  Job,
  missing,
  now,
  orders,
  publish,
  readInput,
  tenant,
  type Placed,
  type Slice,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { Closing, demandOtherAdministrator, shutOut } from '../closing.service.js';
import { MailLinks } from '../links.service.js';
import { Invitations } from '../invitations/invitations.service.js';
import { BanInput, ErasePersonInput, InviteInput, PersonDecisionInput, SetRoleInput } from '../people.inputs.js';

/** A person as administrators see them. */
export interface StaffRow {
  id: string;
  displayName: string;
  email: string | null;
  role: string;
  state: 'active' | 'waiting' | 'banned' | 'closed';
  stateReason: string | null;
  /** Last day of a ban that ends. */
  bannedUntil: string | null;
  assurance: string;
  source: string;
  createdAt: Date;
  lastSeenAt: Date | null;
  /** Names of roles of the site's own. */
  roleNames: string[];
}

/** What administrators do about people; every act leaves a row in the audit. */
@Injectable()
export class Staff {
  constructor(
    private readonly invitations: Invitations,
    private readonly closing: Closing,
    private readonly links: MailLinks,
  ) {}

  /** Gives a standing in the whole site, or takes it. */
  async setRole(raw: SetRoleInput): Promise<void> {
    demand('manage', 'Role');
    const input = readInput(SetRoleInput, raw);
    await demandAbove(input.personId, input.role);
    if (input.role !== 'administrator') await demandOtherAdministrator(input.personId);
    const row = await db().row<{ was: string }>(
      `UPDATE people p SET department_id = $3, role = $2 FROM people old WHERE p.id = $1 AND old.id = p.id AND p.state = 'active' RETURNING old.role AS was`,
      [input.personId, input.role, input.role === 'officer' ? (input.departmentId ?? null) : null],
    );
    if (!row) throw missing('person_missing');
    await record('people.role_set', 'person', input.personId, input.reason, { from: row.was, to: input.role });
    await publish({ name: 'people.role_set', data: { personId: input.personId, role: input.role } });
  }

  /** Shuts a person out, for good or up to a day, with a reason they are told when they try to sign in. */
  async ban(raw: BanInput): Promise<void> {
    demand('manage', 'Person');
    const input = readInput(BanInput, raw);
    if (input.until && input.until < dayIn(tenant().timeZone, now()))
      throw invalid('invalid_input', [{ field: 'until', code: 'past' }]);
    if (input.personId === actor().personId) throw denied('not_yourself');
    await demandAbove(input.personId);
    await demandOtherAdministrator(input.personId);
    const done = await db().run(
      `UPDATE people SET state = 'banned', state_reason = $2, banned_until = $3 WHERE id = $1 AND state = 'active'`,
      [input.personId, input.reason, input.until ?? null],
    );
    if (done === 0) throw conflict('already_moved');
    await shutOut(input.personId);
    await record('people.banned', 'person', input.personId, input.reason, input.until ? { until: input.until } : {});
  }

  /** Lets a person in again. */
  async unban(raw: PersonDecisionInput): Promise<void> {
    demand('manage', 'Person');
    const input = readInput(PersonDecisionInput, raw);
    const done = await db().run(
      `UPDATE people SET state = 'active', state_reason = NULL, banned_until = NULL WHERE id = $1 AND state = 'banned'`,
      [input.personId],
    );
    if (done === 0) throw conflict('already_moved');
    await record('people.unbanned', 'person', input.personId, input.reason);
  }

  /** Lets those in again whose ban ended yesterday. */
  @Job('people.release', { every: '7 * * * *' })
  async release(): Promise<void> {
    const rows = await db().rows<{ id: string }>(
      `UPDATE people SET state = 'active', state_reason = NULL, banned_until = NULL WHERE state = 'banned' AND banned_until < $1 RETURNING id`,
      [dayIn(tenant().timeZone, now())],
    );
    for (const { id } of rows) await record('people.unbanned', 'person', id, undefined, { rule: 'until' });
  }

  /** Lets people in whose accounts wait, and tells them by a link to sign in. @returns how many */
  async approve(ids: readonly string[]): Promise<number> {
    demand('manage', 'Person');
    const rows = await db().rows<{ id: string; email: string; locale: string | null }>(
      `UPDATE people SET state = 'active' WHERE id = ANY($1::uuid[]) AND state = 'waiting' AND email IS NOT NULL RETURNING id, email, locale`,
      [ids],
    );
    for (const { id, email, locale } of rows) {
      await this.links.send({ email, purpose: 'sign_in', personId: id, data: { locale: locale ?? tenant().locale } });
      await record('people.approved', 'person', id);
    }
    return rows.length;
  }

  /** Removes who somebody was, at their request: what they wrote stays without a name. Cannot be undone. */
  async erase(raw: ErasePersonInput): Promise<void> {
    demand('manage', 'Person');
    const input = readInput(ErasePersonInput, raw);
    if (input.personId === actor().personId) throw denied('not_yourself');
    await demandAbove(input.personId);
    const row = await db().row<{ displayName: string }>(
      `SELECT display_name AS "displayName" FROM people WHERE id = $1 AND state <> 'closed'`,
      [input.personId],
    );
    if (!row) throw missing('person_missing');
    if (input.confirm !== row.displayName) throw invalid('invalid_input', [{ field: 'confirm', code: 'type_name' }]);
    await demandOtherAdministrator(input.personId);
    await this.closing.erase(input.personId, 'keep');
    await record('people.erased', 'person', input.personId, input.reason);
  }

  /** Ends every session of a person, wherever they are signed in. @returns how many */
  async signOut(raw: PersonDecisionInput): Promise<number> {
    demand('manage', 'Person');
    const input = readInput(PersonDecisionInput, raw);
    await demandAbove(input.personId);
    const ended = await db().run(
      'UPDATE sessions SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2',
      [input.personId, now()],
    );
    await record('people.signed_out', 'person', input.personId, input.reason, { sessions: ended });
    return ended;
  }

  /** Invites somebody by mail to a standing; the link works for a week. */
  async invite(raw: InviteInput): Promise<void> {
    demand('manage', 'Person');
    const input = readInput(InviteInput, raw);
    demandGivable(input.role);
    const id = await this.invitations.one(input.email, input.role);
    await record('people.invited', 'invitation', id, undefined, { role: input.role });
  }

  /** People of the site, newest first; `words` finds part of a name or a whole address. */
  async list(
    options: {
      words?: string;
      state?: string;
      role?: string;
      id?: string;
      /** Came on this day or later, in the time zone of the site. */
      since?: string;
      roleId?: string;
      space?: string;
      first?: number;
      after?: string | null;
      sort?: string;
    } = {},
  ): Promise<Slice<StaffRow>> {
    demand('list', 'Person');
    const first = options.first ?? 20;
    const order = PEOPLE_ORDERS(options.sort, options.after);
    const words = options.words?.trim().toLowerCase() || null;
    const rows = await db().rows<StaffRow & Placed>(
      `SELECT ${order.column}, p.id, p.display_name AS "displayName", p.email, p.role, p.state, p.state_reason AS "stateReason", p.banned_until::text AS "bannedUntil", p.assurance, p.source, p.created_at AS "createdAt",
              ${LAST_SEEN} AS "lastSeenAt",
              ARRAY(SELECT DISTINCT coalesce(r.name ->> $7, r.name ->> 'ko') FROM role_holders h JOIN roles r ON r.id = h.role_id WHERE h.person_id = p.id ORDER BY 1) AS "roleNames"
         FROM people p
        WHERE ($1::text IS NULL OR strpos(lower(p.display_name), $1) > 0 OR p.email = $1) AND ($2::text IS NULL OR p.state = $2)
          AND ($8::uuid IS NULL OR p.id = $8) AND ($9::date IS NULL OR p.created_at >= $9::date::timestamp AT TIME ZONE $10)
          AND ($5::uuid IS NULL OR EXISTS (SELECT 1 FROM role_holders h WHERE h.person_id = p.id AND h.role_id = $5))
          AND ($6::text IS NULL OR EXISTS (SELECT 1 FROM memberships m JOIN spaces sp ON sp.id = m.space_id WHERE m.person_id = p.id AND sp.slug = $6 AND m.state IN ('member', 'organiser')))
          AND ($3::text IS NULL OR p.role = $3) AND ${order.past(11)}
        ORDER BY ${order.by} LIMIT $4`,
      [
        words,
        options.state ?? null,
        options.role ?? null,
        first + 1,
        options.roleId ?? null,
        options.space ?? null,
        context().locale,
        options.id ?? null,
        options.since ?? null,
        tenant().timeZone,
        ...order.values,
      ],
    );
    return order.slice(rows, first);
  }
}

const LAST_SEEN = `(SELECT max(s.last_seen_at) FROM sessions s WHERE s.person_id = p.id)`;
const PEOPLE_ORDERS = orders(
  {
    displayName: ['lower(p.display_name)', 'text'],
    createdAt: ['p.created_at', 'timestamptz'],
    lastSeenAt: [`coalesce(${LAST_SEEN}, '-infinity')`, 'timestamptz'],
  },
  ['p.id'],
  '-createdAt',
);

/** A standing above member is given by whoever decides about roles; administrators are made by administrators. */
export function demandGivable(role: string): void {
  if (role === 'member') return;
  demand('manage', 'Role');
  if (role === 'administrator' && actor().role !== 'administrator') throw denied('permission_not_yours');
}

/** Administrators are judged by administrators alone, however many permissions somebody else has. */
export async function demandAbove(personId: string, role = 'member'): Promise<void> {
  demandGivable(role);
  if (actor().role === 'administrator') return;
  const row = await db().row(`SELECT 1 FROM people WHERE id = $1 AND role = 'administrator'`, [personId]);
  if (row) throw denied('permission_not_yours');
}
