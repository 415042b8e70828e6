import { Injectable } from '@nestjs/common';
import { actor, conflict, db, denied, invalid, now, publish, readInput } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { CloseAccountInput } from './people.inputs.js';
import { demandOtherKeeper, lockKeepers } from './roles/keepers.js';
import { me } from './sessions.service.js';

/** States in which support may still be taken back; afterwards the count is frozen. */
const COLLECTING = ['collecting'];

/**
 * Refuses to leave a site without an administrator, or, where it has none, without anybody who decides
 * about roles. Two who go at the same moment go one after the other.
 */
export async function demandOtherAdministrator(personId: string): Promise<void> {
  await lockKeepers();
  const rows = await db().rows<{ id: string }>(
    `SELECT id FROM people WHERE role = 'administrator' AND state = 'active' ORDER BY id LIMIT 2`,
  );
  if (rows.some((row) => row.id === personId) && rows.length === 1) throw conflict('last_administrator');
  await demandOtherKeeper(personId);
}

/** Ends every session and token of a person, and links that wait. */
export async function shutOut(personId: string): Promise<void> {
  await db().run('UPDATE sessions SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL', [personId, now()]);
  await db().run('UPDATE api_tokens SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL', [
    personId,
    now(),
  ]);
  await db().run('DELETE FROM mail_links WHERE person_id = $1 AND used_at IS NULL', [personId]);
}

/** Closing one's account: who one was is removed, what one wrote stays without a name. */
@Injectable()
export class Closing {
  /** Closes my account. Supports stay counted without a name, or are taken back where items still collect. */
  async close(raw: CloseAccountInput): Promise<void> {
    const id = me();
    if (actor().kind !== 'person') throw denied('tokens_need_session');
    const input = readInput(CloseAccountInput, raw);
    if (input.confirm !== actor().displayName)
      throw invalid('invalid_input', [{ field: 'confirm', code: 'type_name' }]);
    await demandOtherAdministrator(id);
    await this.erase(id, input.supports);
    await record('people.closed', 'person', id, undefined, { supports: input.supports });
    await publish({ name: 'people.closed', data: { personId: id } });
  }

  /** Removes who a person was and what has no meaning without them. Whoever calls has judged and writes the audit. */
  async erase(id: string, supports: CloseAccountInput['supports']): Promise<void> {
    if (supports === 'withdraw') await this.withdraw(id);
    else await db().run('UPDATE supports SET name_hidden = true WHERE person_id = $1', [id]);
    await this.leaveSpaces(id);
    for (const statement of FORGET) await db().run(statement, [id]);
    await db().run(
      `UPDATE people SET state = 'closed', state_reason = NULL, banned_until = NULL, idle_warned_at = NULL, closed_at = $2, email = NULL, password_hash = NULL, email_verified_at = NULL, display_name = '-', bio = '',
         locale = NULL, birth_year = NULL, sex = NULL, role = 'member', department_id = NULL, assurance = 'none' WHERE id = $1`,
      [id, now()],
    );
  }

  /** Takes supports and relations back, and the counts with them; one statement each, however many there are. */
  private async withdraw(id: string): Promise<void> {
    const slot = Math.floor(Math.random() * 16);
    await db().run(WITHDRAW_SUPPORTS, [id, COLLECTING, slot]);
    await db().run('UPDATE supports SET name_hidden = true WHERE person_id = $1', [id]);
    await db().run(WITHDRAW_RELATIONS, [id, slot]);
  }

  private async leaveSpaces(id: string): Promise<void> {
    await db().run(
      `WITH gone AS (DELETE FROM memberships WHERE person_id = $1 AND state <> 'banned' RETURNING space_id, state)
       UPDATE spaces sp SET member_count = sp.member_count - 1 FROM gone WHERE gone.space_id = sp.id AND gone.state IN ('member', 'organiser')`,
      [id],
    );
  }
}

const WITHDRAW_SUPPORTS = `WITH items AS (
    SELECT s.id FROM subjects s JOIN supports su ON su.subject_id = s.id WHERE su.person_id = $1 AND s.state = ANY($2) ORDER BY s.id FOR SHARE OF s),
  gone AS (DELETE FROM supports WHERE person_id = $1 AND subject_id IN (SELECT id FROM items) RETURNING subject_id)
  INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, 'support', $3, -1 FROM gone
  ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n - 1`;
const WITHDRAW_RELATIONS = `WITH gone AS (DELETE FROM reactions WHERE person_id = $1 RETURNING subject_id)
  INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, 'relate', $2, -1 FROM gone
  ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n - 1`;

// What has no meaning without the person. Consents stay: that they were given may have to be shown.
const FORGET = [
  'DELETE FROM sessions WHERE person_id = $1',
  'DELETE FROM sign_ins WHERE person_id = $1',
  'DELETE FROM api_tokens WHERE person_id = $1',
  'DELETE FROM second_factors WHERE person_id = $1',
  'DELETE FROM factor_seeds WHERE person_id = $1',
  'DELETE FROM recovery_codes WHERE person_id = $1',
  'DELETE FROM role_holders WHERE person_id = $1',
  `DELETE FROM invitations WHERE email = (SELECT email FROM people WHERE id = $1)`,
  'DELETE FROM mail_links WHERE person_id = $1 OR email = (SELECT email FROM people WHERE id = $1)',
  'DELETE FROM follows WHERE person_id = $1',
  'DELETE FROM notices WHERE person_id = $1',
  'DELETE FROM notice_choices WHERE person_id = $1',
  // The fate of a mail stays countable; to whom it went does not. Mails sent before there was an account are found by address.
  `UPDATE mails SET recipient = '', subject = '', state = CASE WHEN state IN ('waiting', 'withheld') THEN 'failed' ELSE state END
    WHERE person_id = $1 OR recipient = (SELECT email FROM people WHERE id = $1)`,
];
