import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  context,
  db,
  demand,
  DomainError,
  enqueue,
  holds,
  invalid,
  Job,
  may,
  missing,
  newId,
  now,
  permissions,
  tenant,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { MailLinks } from '../links.service.js';
import { problemsIn, readSheet, type SheetProblem, type SheetRow } from './sheet.js';

/** What a sheet would do. */
export interface SheetCheck {
  rows: number;
  good: number;
  problems: SheetProblem[];
}

interface Resolved extends SheetRow {
  roleId: string | null;
  spaceId: string | null;
}

interface Open {
  id: string;
  email: string;
  role: string;
  locale: string | null;
  displayName: string | null;
}

/** Mails one job writes. */
const BATCH = 50;

/** Inviting people, one or two thousand: looked through first, then sent by a job that says what became of each. */
@Injectable()
export class Invitations {
  constructor(private readonly links: MailLinks) {}

  /** Looks a sheet through without inviting anybody: names each bad line, with field and reason. */
  async check(csv: string): Promise<SheetCheck> {
    const { rows, problems } = await this.read(csv);
    const bad = new Set(problems.map(({ line }) => line));
    return { rows: rows.length, good: rows.filter(({ line }) => !bad.has(line)).length, problems };
  }

  /**
   * Invites everybody in a sheet. @returns id of the batch, by which its progress is read
   * @throws DomainError invalid while a line is bad, unless bad ones are to be left out
   */
  async send(csv: string, skipBad = false): Promise<string> {
    const { rows, problems } = await this.read(csv);
    if (problems.length > 0 && !skipBad)
      throw new DomainError('invalid', 'sheet_has_problems', { count: problems.length });
    const bad = new Set(problems.map(({ line }) => line));
    const good = rows.filter(({ line }) => !bad.has(line));
    if (good.length === 0) throw invalid('sheet_is_empty');
    const batchId = newId();
    const column = (pick: (row: Resolved) => string | null): (string | null)[] => good.map(pick);
    const made = await db().run(
      `INSERT INTO invitations (id, batch_id, email, display_name, locale, role, role_id, space_id, invited_by, created_at)
       SELECT t.id, $1, t.email, t.name, t.locale, t.role, t.role_id, t.space_id, $2, $3
         FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[]) AS t(id, email, name, locale, role, role_id, space_id)
       ON CONFLICT (email) WHERE state IN ('waiting', 'sent') DO NOTHING`,
      [
        batchId,
        actor().personId,
        now(),
        good.map(() => newId()),
        column((row) => row.email),
        column((row) => row.name || null),
        column((row) => row.locale || null),
        column((row) => row.standing),
        column((row) => row.roleId),
        column((row) => row.spaceId),
      ],
    );
    if (made < good.length && !skipBad) throw conflict('invited_meanwhile');
    await record('people.invited_many', 'invitations', batchId, undefined, { invited: made, left_out: bad.size });
    await enqueue('people.invite', { batchId });
    return batchId;
  }

  /** Invites one person, now. @returns id of the invitation */
  async one(email: string, role: string): Promise<string> {
    const id = newId();
    const made = await db().run(
      `INSERT INTO invitations (id, batch_id, email, role, locale, invited_by, created_at) VALUES ($1, $1, $2, $3, $4, $5, $6)
       ON CONFLICT (email) WHERE state IN ('waiting', 'sent') DO NOTHING`,
      [id, email, role, context().locale, actor().personId, now()],
    );
    if (made === 0) throw conflict('already_invited');
    await this.mail({ id, email, role, locale: context().locale, displayName: null });
    return id;
  }

  /** Sends the mails of a batch, a few at a time; what cannot be sent says why. */
  @Job('people.invite')
  async work({ batchId }: { batchId: string }): Promise<void> {
    const open = await db().rows<Open>(
      `SELECT id, email, role, locale, display_name AS "displayName" FROM invitations
        WHERE batch_id = $1 AND state = 'waiting' ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [batchId, BATCH],
    );
    for (const one of open)
      await this.mail(one).catch(async (error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        await db().run(`UPDATE invitations SET state = 'failed', error = $2 WHERE id = $1`, [one.id, error.code]);
      });
    if (open.length === BATCH) await enqueue('people.invite', { batchId });
  }

  /** Sends an invitation again, with a new link; the earlier one stops working. */
  async resend(id: string): Promise<void> {
    demand('manage', 'Person');
    const row = await db().row<Open & { linkId: string | null }>(
      `SELECT id, email, role, locale, display_name AS "displayName", link_id AS "linkId" FROM invitations
        WHERE id = $1 AND state IN ('sent', 'failed') FOR UPDATE`,
      [id],
    );
    if (!row) throw missing('invitation_missing');
    if (row.role !== 'member') demand('manage', 'Role');
    if (row.linkId) await this.end(row.linkId);
    const other = await db().row(
      `SELECT 1 FROM invitations WHERE email = $1 AND id <> $2 AND state IN ('waiting', 'sent')`,
      [row.email, id],
    );
    if (other) throw conflict('already_invited');
    await this.mail(row);
    await record('people.invitation_resent', 'invitation', id);
  }

  /** Takes an invitation back: its link stops working. */
  async revoke(id: string): Promise<void> {
    demand('manage', 'Person');
    const row = await db().row<{ linkId: string | null }>(
      `UPDATE invitations SET state = 'revoked' WHERE id = $1 AND state IN ('waiting', 'sent', 'failed') RETURNING link_id AS "linkId"`,
      [id],
    );
    if (!row) throw missing('invitation_missing');
    if (row.linkId) await this.end(row.linkId);
    await record('people.invitation_revoked', 'invitation', id);
  }

  /** What an invitation promised, given to whoever opened its link. */
  async accept(id: string, personId: string): Promise<void> {
    const row = await db().row<{ roleId: string | null; spaceId: string | null; by: string | null }>(
      `UPDATE invitations SET state = 'accepted', accepted_at = $2 WHERE id = $1 AND state IN ('waiting', 'sent')
       RETURNING role_id AS "roleId", space_id AS "spaceId", invited_by AS by`,
      [id, now()],
    );
    if (!row) return;
    if (row.spaceId) await db().run(JOIN, [row.spaceId, personId, now(), row.by]);
    if (row.roleId) {
      await db().run(
        `INSERT INTO role_holders (id, role_id, person_id, space_id, given_by, given_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        [newId(), row.roleId, personId, row.spaceId, row.by, now()],
      );
      await record('people.role_given', 'person', personId, undefined, { roleId: row.roleId, spaceId: row.spaceId });
    }
  }

  private async mail({ id, email, role, locale, displayName }: Open): Promise<void> {
    const linkId = await this.links.send({
      email,
      purpose: 'invite',
      data: {
        locale: locale ?? tenant().locale,
        role,
        invitation: id,
        ...(displayName ? { displayName } : {}),
      },
    });
    await db().run(`UPDATE invitations SET state = 'sent', error = NULL, link_id = $2, sent_at = $3 WHERE id = $1`, [
      id,
      linkId,
      now(),
    ]);
  }

  private async end(linkId: string): Promise<void> {
    await db().run('UPDATE mail_links SET used_at = $2 WHERE id = $1 AND used_at IS NULL', [linkId, now()]);
  }

  private async read(csv: string): Promise<{ rows: Resolved[]; problems: SheetProblem[] }> {
    demand('manage', 'Person');
    const rows = readSheet(csv);
    const problems = problemsIn(rows, tenant().locales);
    const known = await db().row<Known>(KNOWN, [rows.map((row) => row.email)]);
    const resolved = rows.map((row) => resolve(row, known!, problems));
    return { rows: resolved, problems: problems.sort((one, other) => one.line - other.line) };
  }
}

interface Known {
  people: { email: string; state: string }[];
  invited: string[];
  roles: { id: string; name: Record<string, string>; permissions: string[] }[];
  spaces: { id: string; slug: string; name: Record<string, string> }[];
}

const KNOWN = `SELECT
  coalesce((SELECT json_agg(json_build_object('email', email, 'state', state)) FROM people WHERE email = ANY($1)), '[]') AS people,
  ARRAY(SELECT email FROM invitations WHERE email = ANY($1) AND state IN ('waiting', 'sent')) AS invited,
  coalesce((SELECT json_agg(json_build_object('id', id, 'name', name, 'permissions', permissions)) FROM roles), '[]') AS roles,
  coalesce((SELECT json_agg(json_build_object('id', id, 'slug', slug, 'name', name)) FROM spaces WHERE archived_at IS NULL), '[]') AS spaces`;

const JOIN = `WITH joined AS (
    INSERT INTO memberships (space_id, person_id, state, requested_at, decided_at, decided_by) SELECT id, $2, 'member', $3, $3, $4 FROM spaces WHERE id = $1
    ON CONFLICT (space_id, person_id) DO UPDATE SET state = 'member', decided_at = excluded.decided_at, decided_by = excluded.decided_by
     WHERE memberships.state IN ('requested', 'left', 'refused') RETURNING space_id)
  UPDATE spaces SET member_count = member_count + 1 WHERE id IN (SELECT space_id FROM joined)`;

/** Finds what a line names, and notes what is not there or not the actor's to give. */
function resolve(row: SheetRow, known: Known, problems: SheetProblem[]): Resolved {
  const wrong = (field: SheetProblem['field'], code: string): void =>
    void problems.push({ line: row.line, field, code, value: row[field] });
  const called = (words: string, name: Record<string, string>): boolean =>
    Object.values(name).some((one) => one.toLowerCase() === words.toLowerCase());
  const space = row.space && known.spaces.find((one) => one.slug === row.space || called(row.space, one.name));
  const role = row.role && known.roles.find((one) => one.id === row.role || called(row.role, one.name));
  if (row.space && !space) wrong('space', 'unknown_space');
  if (row.role && !role) wrong('role', 'unknown_role');
  if (space && !may('decide', 'Membership', { spaceId: space.id })) wrong('space', 'not_yours');
  if (
    role &&
    !(may('manage', 'Role') && role.permissions.every((name) => !permissions().has(name) || holds(actor(), name)))
  )
    wrong('role', 'not_yours');
  if (row.standing !== 'member' && !may('manage', 'Role')) wrong('standing', 'not_yours');
  if (row.standing === 'administrator' && actor().role !== 'administrator') wrong('standing', 'not_yours');
  const person = known.people.find((one) => one.email === row.email);
  if (person?.state === 'banned') wrong('email', 'banned');
  else if (person && row.standing === 'member' && !role && !space) wrong('email', 'already_member');
  if (known.invited.includes(row.email)) wrong('email', 'already_invited');
  return { ...row, roleId: role ? role.id : null, spaceId: space ? space.id : null };
}
