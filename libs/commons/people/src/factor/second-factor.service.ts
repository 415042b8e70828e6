import { Injectable } from '@nestjs/common';
import {
  actor,
  conflict,
  db,
  demand,
  denied,
  DomainError,
  enqueue,
  enrolmentOf,
  inLanguage,
  invalid,
  missing,
  newEnrolment,
  newId,
  newRecoveryCodes,
  now,
  readInput,
  recoveryHash,
  stepOf,
  tenant,
  type Enrolment,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { PersonDecisionInput } from '../people.inputs.js';
import { IS_STAFF, STAFF_OWE_FACTOR } from '../people.reader.js';
import { Sessions, type Origin } from '../sessions.service.js';
import { demandAbove } from '../staff/staff.service.js';
import { FactorSeal } from './factor-seal.js';

/** How it stands with somebody's second factor. */
export interface FactorState {
  since: Date | null;
  /** Recovery codes that were not used yet. */
  codesLeft: number;
  /** Whether the site asks it of them. */
  required: boolean;
}

/**
 * What a code did. A wrong one is an answer, not an error: the attempt has to stay counted, and an
 * error would undo the unit of work it is counted in.
 */
export interface FactorAnswer {
  trouble?: 'factor_code_wrong' | 'too_many';
  minutes?: number;
  /** New recovery codes, shown this once. */
  codes?: string[];
}

interface Owner {
  personId: string;
  sessionId: string | null;
  halfway: boolean;
}

/** A second factor of one's own: set up, asked for, given up; and taken off by an administrator when the phone is lost. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly seal: FactorSeal,
    private readonly sessions: Sessions,
  ) {}

  /** Mine. */
  async state(): Promise<FactorState> {
    const row = await db().row<FactorState & Record<string, unknown>>(
      `SELECT (SELECT enrolled_at FROM second_factors f WHERE f.person_id = p.id) AS since, ${IS_STAFF} AND ${STAFF_OWE_FACTOR} AS required,
              (SELECT count(*)::int FROM recovery_codes c WHERE c.person_id = p.id AND c.used_at IS NULL) AS "codesLeft" FROM people p WHERE p.id = $1`,
      [owner().personId],
    );
    return row ?? { since: null, codesLeft: 0, required: false };
  }

  /** A seed for an authenticator app; the one shown before is void. @throws DomainError conflict while there is a factor */
  async begin(): Promise<Enrolment> {
    const { personId } = owner();
    if (await this.sealedOf(personId)) throw conflict('factor_there');
    const made = newEnrolment(issuer(), await labelOf(personId));
    await db().run(
      `INSERT INTO factor_seeds (person_id, sealed, created_at) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at`,
      [personId, this.seal.seal(made.secret), now()],
    );
    return made;
  }

  /** The seed that was begun with, to be shown again beside a wrong code. */
  async pending(): Promise<Enrolment | undefined> {
    const { personId } = owner();
    const seed = await this.seedOf(personId);
    return seed === undefined ? undefined : enrolmentOf(seed, issuer(), await labelOf(personId));
  }

  /** The first code proves that the app has the seed; the session in use counts as proved. */
  async finish(code: string, origin: Origin): Promise<FactorAnswer> {
    const { personId, sessionId } = owner();
    const answer = await this.attempt(personId, origin, async () => {
      const seed = await this.seedOf(personId);
      const step = seed === undefined ? undefined : stepOf(seed, code, 0, now());
      if (step === undefined) return false;
      const made = await db().run(
        `INSERT INTO second_factors (person_id, sealed, used_step, enrolled_at) SELECT person_id, sealed, $2, $3 FROM factor_seeds WHERE person_id = $1
         ON CONFLICT (person_id) DO NOTHING`,
        [personId, step, now()],
      );
      return made > 0;
    });
    if (answer.trouble) return answer;
    await db().run('DELETE FROM factor_seeds WHERE person_id = $1', [personId]);
    if (sessionId) await this.sessions.prove(sessionId);
    await this.tell(personId, 'set_up');
    return { codes: await newCodes(personId) };
  }

  /** The code somebody halfway in owes, from the app or a recovery code. @returns with `session`, the secret that takes the cookie's place */
  async pass(code: string, origin: Origin, renew = true): Promise<FactorAnswer & { session?: string }> {
    const { personId, sessionId, halfway } = owner();
    if (!halfway) throw denied('sign_in_first');
    const answer = await this.attempt(personId, origin, () => this.fits(personId, code));
    if (answer.trouble) return answer;
    await this.sessions.prove(sessionId!);
    return renew ? { session: await this.sessions.renew(sessionId!) } : {};
  }

  /** Gives it up. @throws DomainError denied where the site asks for one */
  async remove(code: string, origin: Origin): Promise<FactorAnswer> {
    const { personId } = owner('full');
    if ((await this.state()).required) throw denied('factor_required');
    const answer = await this.confirmed(personId, code, origin);
    if (answer.trouble) return answer;
    await forget(personId);
    await this.tell(personId, 'removed');
    return {};
  }

  /** New recovery codes; the old ones are void. */
  async renewCodes(code: string, origin: Origin): Promise<FactorAnswer> {
    const { personId } = owner('full');
    const answer = await this.confirmed(personId, code, origin);
    if (answer.trouble) return answer;
    await record('people.recovery_codes_made', 'person', personId);
    return { codes: await newCodes(personId) };
  }

  /** Takes off the factor of somebody who lost it, ends their sessions and tells them. */
  async reset(raw: PersonDecisionInput): Promise<void> {
    demand('manage', 'Person');
    const { personId, reason } = readInput(PersonDecisionInput, raw);
    if (personId === actor().personId) throw denied('not_yourself');
    await demandAbove(personId);
    await this.takeOff(personId, reason);
  }

  /**
   * Does the same for an operator of the platform, who knows an address: the last administrator of a site has nobody else.
   * Called with the rights of the software. @returns whose factor it was
   */
  async resetAt(email: string, reason: string, operator: string): Promise<string> {
    demand('manage', 'Person');
    const person = await db().row<{ id: string }>(`SELECT id FROM people WHERE email = $1 AND state = 'active'`, [
      email,
    ]);
    if (!person) throw missing('person_missing');
    await this.takeOff(person.id, reason, { operator });
    return person.id;
  }

  private async takeOff(personId: string, reason: string, details: object = {}): Promise<void> {
    if ((await forget(personId)) === 0) throw missing('factor_none');
    await db().run('UPDATE sessions SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL', [
      personId,
      now(),
    ]);
    await record('people.factor_reset', 'person', personId, reason, details);
    await enqueue('people.factor_mail', { personId, what: 'reset', id: newId() });
  }

  private async confirmed(personId: string, code: string, origin: Origin): Promise<FactorAnswer> {
    if (!(await this.sealedOf(personId))) throw missing('factor_none');
    return this.attempt(personId, origin, () => this.fits(personId, code));
  }

  /** Judges one code after the other, and none while too many were wrong. */
  private async attempt(personId: string, origin: Origin, fits: () => Promise<boolean>): Promise<FactorAnswer> {
    await db().run('SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))', [`factor ${personId}`]);
    const minutes = await this.sessions.minutesToWaitForCode(personId);
    if (minutes > 0) return { trouble: 'too_many', minutes };
    const right = await fits();
    await this.sessions.note(personId, personId, 'code', right, origin);
    return right ? {} : { trouble: 'factor_code_wrong' };
  }

  private async fits(personId: string, code: string): Promise<boolean> {
    const row = await db().row<{ sealed: string; step: string }>(
      'SELECT sealed, used_step::text AS step FROM second_factors WHERE person_id = $1',
      [personId],
    );
    if (!row) return false;
    if (!/^[\d\s]{6,12}$/.test(code)) return this.recovers(personId, code);
    const seed = this.opened(row.sealed);
    const step = seed === undefined ? undefined : stepOf(seed, code, Number(row.step), now());
    if (step === undefined) return false;
    // A code moves the step once; whoever looked over the shoulder has nothing.
    return (
      (await db().run('UPDATE second_factors SET used_step = $2 WHERE person_id = $1 AND used_step < $2', [
        personId,
        step,
      ])) > 0
    );
  }

  private async recovers(personId: string, code: string): Promise<boolean> {
    const used = await db().run(
      'UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL',
      [personId, recoveryHash(code), now()],
    );
    if (used > 0) await this.tell(personId, 'recovered');
    return used > 0;
  }

  private async tell(personId: string, what: 'set_up' | 'removed' | 'recovered'): Promise<void> {
    await record(`people.factor_${what}`, 'person', personId);
    await enqueue('people.factor_mail', { personId, what, id: newId() });
  }

  private async sealedOf(personId: string): Promise<string | undefined> {
    return (await db().row<{ sealed: string }>('SELECT sealed FROM second_factors WHERE person_id = $1', [personId]))
      ?.sealed;
  }

  private async seedOf(personId: string): Promise<string | undefined> {
    const row = await db().row<{ sealed: string }>('SELECT sealed FROM factor_seeds WHERE person_id = $1', [personId]);
    return row && this.opened(row.sealed);
  }

  /** A seed that another installation sealed fits no code: recovery codes and administrators still help. */
  private opened(sealed: string): string | undefined {
    try {
      return this.seal.open(sealed);
    } catch {
      return undefined;
    }
  }
}

/** Turns a wrong code into the error a form explains; after the unit in which it was counted. */
export function refuseWrong({ trouble, minutes }: FactorAnswer): void {
  if (trouble === 'too_many') throw new DomainError('too_many', 'too_many', { minutes: minutes ?? 1 });
  if (trouble) throw invalid('invalid_input', [{ field: 'code', code: trouble }]);
}

/** Whose factor it is about: who is signed in by a session, or who is halfway there. */
function owner(need: 'any' | 'full' = 'any'): Owner {
  const { personId, sessionId, kind, halfway } = actor();
  if (kind === 'token') throw denied('tokens_need_session');
  if (personId) return { personId, sessionId, halfway: false };
  if (!halfway || need === 'full') throw denied('sign_in_first');
  return { ...halfway, halfway: true };
}

const issuer = (): string => inLanguage(tenant().name);

async function labelOf(personId: string): Promise<string> {
  const row = await db().row<{ label: string }>(
    'SELECT coalesce(email, display_name) AS label FROM people WHERE id = $1',
    [personId],
  );
  return row?.label ?? '';
}

async function newCodes(personId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  await db().run('DELETE FROM recovery_codes WHERE person_id = $1', [personId]);
  await db().run('INSERT INTO recovery_codes (person_id, code_hash) SELECT $1, code FROM unnest($2::text[]) code', [
    personId,
    codes.map(recoveryHash),
  ]);
  return codes;
}

/** @returns how many factors there were */
async function forget(personId: string): Promise<number> {
  await db().run('DELETE FROM recovery_codes WHERE person_id = $1', [personId]);
  await db().run('DELETE FROM factor_seeds WHERE person_id = $1', [personId]);
  return db().run('DELETE FROM second_factors WHERE person_id = $1', [personId]);
}
