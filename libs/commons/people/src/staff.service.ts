import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  context,
  db,
  decodeCursor,
  demand,
  denied,
  missing,
  publish,
  readInput,
  slice,
  type Slice,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { demandOtherAdministrator, shutOut } from './closing.service.js';
import { MailLinks } from './links.service.js';
import { InviteInput, PersonDecisionInput, SetRoleInput } from './people.inputs.js';

/** A person as administrators see them. */
export interface StaffRow {
  id: string;
  displayName: string;
  email: string | null;
  role: string;
  state: 'active' | 'banned' | 'closed';
  stateReason: string | null;
  createdAt: Date;
  lastSeenAt: Date | null;
}

/** What administrators do about people; every act leaves a row in the audit. */
@Injectable()
export class Staff {
  constructor(private readonly links: MailLinks) {}

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

  /** Shuts a person out, with a reason they are told when they try to sign in. */
  async ban(raw: PersonDecisionInput): Promise<void> {
    demand('manage', 'Person');
    const input = readInput(PersonDecisionInput, raw);
    if (input.personId === actor().personId) throw denied('not_yourself');
    await demandAbove(input.personId);
    await demandOtherAdministrator(input.personId);
    const done = await db().run(
      `UPDATE people SET state = 'banned', state_reason = $2 WHERE id = $1 AND state = 'active'`,
      [input.personId, input.reason],
    );
    if (done === 0) throw conflict('already_moved');
    await shutOut(input.personId);
    await record('people.banned', 'person', input.personId, input.reason);
  }

  /** Lets a person in again. */
  async unban(raw: PersonDecisionInput): Promise<void> {
    demand('manage', 'Person');
    const input = readInput(PersonDecisionInput, raw);
    const done = await db().run(
      `UPDATE people SET state = 'active', state_reason = NULL WHERE id = $1 AND state = 'banned'`,
      [input.personId],
    );
    if (done === 0) throw conflict('already_moved');
    await record('people.unbanned', 'person', input.personId, input.reason);
  }

  /** Invites somebody by mail to a standing; the link works for a week. */
  async invite(raw: InviteInput): Promise<void> {
    demand('manage', 'Person');
    const input = readInput(InviteInput, raw);
    demandGivable(input.role);
    const id = await this.links.send({
      email: input.email,
      purpose: 'invite',
      data: { locale: context().locale, role: input.role },
    });
    await record('people.invited', 'mail_link', id, undefined, { role: input.role });
  }

  /** People of the site, newest first; `words` finds part of a name or a whole address. */
  async list(
    options: { words?: string; state?: string; role?: string; first?: number; after?: string | null } = {},
  ): Promise<Slice<StaffRow>> {
    demand('list', 'Person');
    const first = options.first ?? 20;
    const [at, id] = options.after ? decodeCursor(options.after, 2) : [null, null];
    const words = options.words?.trim().toLowerCase() || null;
    const rows = await db().rows<StaffRow>(
      `SELECT p.id, p.display_name AS "displayName", p.email, p.role, p.state, p.state_reason AS "stateReason", p.created_at AS "createdAt",
              (SELECT max(s.last_seen_at) FROM sessions s WHERE s.person_id = p.id) AS "lastSeenAt"
         FROM people p
        WHERE ($1::text IS NULL OR strpos(lower(p.display_name), $1) > 0 OR p.email = $1) AND ($2::text IS NULL OR p.state = $2)
          AND ($3::text IS NULL OR p.role = $3) AND ($4::timestamptz IS NULL OR (p.created_at, p.id) < ($4, $5::uuid))
        ORDER BY p.created_at DESC, p.id DESC LIMIT $6`,
      [words, options.state ?? null, options.role ?? null, at, id, first + 1],
    );
    return slice(rows, first, (row) => [row.createdAt, row.id]);
  }
}

/** A standing above member is given by whoever decides about roles; administrators are made by administrators. */
export function demandGivable(role: string): void {
  if (role === 'member') return;
  demand('manage', 'Role');
  if (role === 'administrator' && actor().role !== 'administrator') throw denied('permission_not_yours');
}

/** Administrators are judged by administrators alone, however many permissions somebody else has. */
async function demandAbove(personId: string, role = 'member'): Promise<void> {
  demandGivable(role);
  if (actor().role === 'administrator') return;
  const row = await db().row(`SELECT 1 FROM people WHERE id = $1 AND role = 'administrator'`, [personId]);
  if (row) throw denied('permission_not_yours');
}
