import { Injectable } from '@nestjs/common';
import { actor, db, denied, DomainError, hashSecret, Job, missing, newId, newSecret, now } from '@madang/kernel';
import { SESSION_LIFE } from './people.reader.js';

/** Where an attempt came from. */
export interface Origin {
  address: string;
  userAgent: string;
}

export interface SessionRow {
  id: string;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  current: boolean;
}

export interface SignInRow {
  how: 'link' | 'password' | 'code';
  succeeded: boolean;
  userAgent: string;
  address: string;
  at: Date;
}

/** How many failed passwords per address of a person within the window before one has to wait. */
const FAILURES = 10;
/** How many wrong codes of a person within it. */
const CODE_FAILURES = 8;
const WINDOW_MINUTES = 15;

/** Sessions: started by a proof of identity, listed, ended by their person. */
@Injectable()
export class Sessions {
  /** Starts a session; one that the browser had ends. @returns its secret, which only the cookie keeps */
  async start(personId: string, email: string, how: SignInRow['how'], origin: Origin): Promise<string> {
    await this.end();
    const secret = newSecret();
    await db().run(
      `INSERT INTO sessions (id, person_id, token_hash, user_agent, address, created_at, last_seen_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $6::timestamptz + make_interval(days => ${SESSION_LIFE}))`,
      [newId(), personId, hashSecret(secret), origin.userAgent.slice(0, 300), origin.address, now()],
    );
    await this.note(email, personId, how, true, origin);
    return secret;
  }

  /** Keeps an attempt, for the person's own history and for the limit below. */
  async note(
    email: string,
    personId: string | null,
    how: SignInRow['how'],
    succeeded: boolean,
    origin: Origin,
  ): Promise<void> {
    await db().run(
      `INSERT INTO sign_ins (id, person_id, email_hash, how, succeeded, address, user_agent, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), personId, hashSecret(email), how, succeeded, origin.address, origin.userAgent.slice(0, 300), now()],
    );
  }

  /** Minutes until a password may be tried again for an address; 0 when it may. Known or not makes no difference. */
  async minutesToWait(email: string): Promise<number> {
    const row = await db().row<{ failures: number; first: Date | null }>(
      `SELECT count(*)::int AS failures, min(at) AS first FROM sign_ins
        WHERE email_hash = $1 AND how <> 'code' AND NOT succeeded AND at > $2::timestamptz - make_interval(mins => $3)`,
      [hashSecret(email), now(), WINDOW_MINUTES],
    );
    if (!row?.first || row.failures < FAILURES) return 0;
    return Math.max(1, Math.ceil((row.first.getTime() + WINDOW_MINUTES * 60_000 - now().getTime()) / 60_000));
  }

  /** Minutes until a code of a second factor may be tried again by a person; 0 when it may. */
  async minutesToWaitForCode(personId: string): Promise<number> {
    const row = await db().row<{ failures: number; first: Date | null }>(
      `SELECT count(*)::int AS failures, min(at) AS first FROM sign_ins
        WHERE person_id = $1 AND how = 'code' AND NOT succeeded AND at > $2::timestamptz - make_interval(mins => $3)`,
      [personId, now(), WINDOW_MINUTES],
    );
    if (!row?.first || row.failures < CODE_FAILURES) return 0;
    return Math.max(1, Math.ceil((row.first.getTime() + WINDOW_MINUTES * 60_000 - now().getTime()) / 60_000));
  }

  /** Notes that a session has proved a second factor. */
  async prove(sessionId: string): Promise<void> {
    await db().run('UPDATE sessions SET factor_at = $2 WHERE id = $1', [sessionId, now()]);
  }

  /** Gives a session a new secret: one that was overheard before is worth nothing. @returns it */
  async renew(sessionId: string): Promise<string> {
    const secret = newSecret();
    await db().run('UPDATE sessions SET token_hash = $2 WHERE id = $1', [sessionId, hashSecret(secret)]);
    return secret;
  }

  /** My open sessions, the latest used first. */
  async list(): Promise<SessionRow[]> {
    return db().rows<SessionRow>(
      `SELECT id, user_agent AS "userAgent", address, created_at AS "createdAt", last_seen_at AS "lastSeenAt", id IS NOT DISTINCT FROM $3::uuid AS current
         FROM sessions WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC LIMIT 100`,
      [me(), now(), actor().sessionId],
    );
  }

  /** My last sign-ins and failed attempts. */
  async history(first = 20): Promise<SignInRow[]> {
    return db().rows<SignInRow>(
      `SELECT how, succeeded, user_agent AS "userAgent", address, at FROM sign_ins WHERE person_id = $1 ORDER BY at DESC LIMIT $2`,
      [me(), first],
    );
  }

  /** Ends one of my sessions. */
  async revoke(id: string): Promise<void> {
    const done = await db().run(
      'UPDATE sessions SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL',
      [id, me(), now()],
    );
    if (done === 0) throw missing('session_missing');
  }

  /** Ends all my sessions but the one in use. @returns how many */
  async revokeOthers(personId = me(), keep = actor().sessionId): Promise<number> {
    return db().run(
      'UPDATE sessions SET revoked_at = $3 WHERE person_id = $1 AND id IS DISTINCT FROM $2::uuid AND revoked_at IS NULL',
      [personId, keep, now()],
    );
  }

  /** Ends the session in use, if there is one. */
  async end(): Promise<void> {
    const { sessionId: full, halfway } = actor();
    const sessionId = full ?? halfway?.sessionId;
    if (sessionId) await db().run('UPDATE sessions SET revoked_at = $2 WHERE id = $1', [sessionId, now()]);
  }

  /** Forgets what is no longer needed: attempts on unknown addresses after a day, everything else after a year. */
  @Job('people.tidy', { every: '41 3 * * *' })
  async tidy(): Promise<void> {
    const at = now();
    await db().run(
      `DELETE FROM sign_ins WHERE at < $1::timestamptz - interval '1 year' OR (person_id IS NULL AND at < $1::timestamptz - interval '1 day')`,
      [at],
    );
    await db().run(
      `DELETE FROM sessions WHERE coalesce(revoked_at, expires_at) < $1::timestamptz - interval '90 days'`,
      [at],
    );
    await db().run(`DELETE FROM mail_links WHERE expires_at < $1::timestamptz - interval '30 days'`, [at]);
  }
}

/** The person who acts. @throws DomainError denied for visitors */
export function me(): string {
  const { personId } = actor();
  if (!personId) throw denied('sign_in_first');
  return personId;
}

/** The answer to a banned person who has proved who they are, with the reason of the ban. */
export const banned = (reason: string | null): DomainError =>
  new DomainError('denied', 'account_banned', { value: reason ?? '-' });
