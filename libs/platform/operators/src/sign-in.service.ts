import { Injectable } from '@nestjs/common';
import {
  denied,
  DomainError,
  hashPassword,
  hashSecret,
  newEnrolment,
  newId,
  newRecoveryCodes,
  newSecret,
  passwordFits,
  recoveryHash,
  stepOf,
  type Enrolment,
} from '@madang/kernel';
import { PlatformDatabase, recordAct } from '@madang/platform-tenancy';
import type { PoolClient } from 'pg';
import { operatorContext, type OperatorActor, type OperatorRole, type SignInStage } from './operator-context.js';
import { OperatorHouse } from './operator-house.js';

/** A session ends after this, used or not; and when it was not used for as long as that. */
const SESSION_HOURS = 12;
const IDLE_MINUTES = 60;
/** Time between the two factors. */
const HALFWAY_MINUTES = 10;
/** Wrong passwords, and wrong codes, of one account within the window. */
const TRIES = 8;
const WINDOW_MINUTES = 15;

interface Account {
  id: string;
  email: string;
  name: string;
  role: OperatorRole;
  passwordHash: string | null;
  totpSecret: string | null;
  totpPending: string | null;
  totpStep: string;
}

const ACCOUNT = `o.id, o.email, o.name, o.role, o.password_hash AS "passwordHash", o.totp_secret AS "totpSecret",
  o.totp_pending AS "totpPending", o.totp_step::text AS "totpStep"`;

/** Both factors of an operator, one after the other, and the session that comes of it. */
@Injectable()
export class OperatorSignIn {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly house: OperatorHouse,
  ) {}

  /** Who holds this session, and how far they came. Expired, idle, revoked and closed give nothing. */
  async recognise(
    secret: string,
    at: Date,
  ): Promise<{ operator: OperatorActor; session: { id: string; stage: SignInStage } } | undefined> {
    if (secret.length > 200) return undefined;
    const [row] = await this.platform.rows<OperatorActor & { sessionId: string; full: boolean; enrolled: boolean }>(
      `UPDATE platform.operator_sessions s SET last_seen_at = $2
         FROM platform.operators o
        WHERE s.token_hash = $1 AND o.id = s.operator_id AND o.state = 'active' AND s.revoked_at IS NULL
          AND s.expires_at > $2 AND s.last_seen_at > $2::timestamptz - make_interval(mins => $3)
       RETURNING s.id AS "sessionId", s.second_factor_at IS NOT NULL AS full, o.totp_secret IS NOT NULL AS enrolled,
                 o.id, o.email, o.name, o.role`,
      [hashSecret(secret), at, IDLE_MINUTES],
    );
    if (!row) return undefined;
    const { sessionId, full, enrolled, ...operator } = row;
    return { operator, session: { id: sessionId, stage: full ? 'full' : enrolled ? 'password' : 'enrolling' } };
  }

  /** The first factor. The answer takes as long and says the same for an address nobody has. */
  async signIn(email: string, password: string): Promise<SignInStage> {
    await this.attempt(email, 'password');
    const [account] = await this.platform.rows<Account & Record<string, unknown>>(
      `SELECT ${ACCOUNT} FROM platform.operators o WHERE o.email = $1 AND o.state = 'active'`,
      [email],
    );
    if (!(await passwordFits(account?.passwordHash, password))) throw denied('operator_sign_in_failed');
    await this.forgive(email, 'password');
    await this.begin(account!.id, false);
    return account!.totpSecret ? 'password' : 'enrolling';
  }

  /** The second factor. @throws DomainError denied for a wrong code and for one used before */
  async secondFactor(code: string): Promise<void> {
    const account = await this.halfway('password');
    await this.attempt(account.email, 'code');
    const { now } = operatorContext();
    const step = stepOf(this.house.open(account.totpSecret!), code, Number(account.totpStep), now());
    // Of two requests with the same code only one moves the step.
    const moved = step
      ? await this.platform.run('UPDATE platform.operators SET totp_step = $2 WHERE id = $1 AND totp_step < $2', [
          account.id,
          step,
        ])
      : 0;
    if (moved === 0) throw denied('operator_code_wrong');
    await this.complete(account, 'operator.signed_in', {});
  }

  /** The second factor by a recovery code, each good once. @returns how many are left */
  async useRecoveryCode(code: string): Promise<number> {
    const account = await this.halfway('password');
    await this.attempt(account.email, 'code');
    const used = await this.platform.run(
      'UPDATE platform.operator_codes SET used_at = $3 WHERE operator_id = $1 AND code_hash = $2 AND used_at IS NULL',
      [account.id, recoveryHash(code), operatorContext().now()],
    );
    if (used === 0) throw denied('operator_code_wrong');
    const [left] = await this.platform.rows<{ n: number }>(
      'SELECT count(*)::int AS n FROM platform.operator_codes WHERE operator_id = $1 AND used_at IS NULL',
      [account.id],
    );
    await this.complete(account, 'operator.recovered', { left: left!.n });
    return left!.n;
  }

  /** A seed for the authenticator app; the one shown before is void. */
  async beginEnrolment(): Promise<Enrolment> {
    const account = await this.halfway('enrolling');
    const enrolment = newEnrolment(this.house.issuer, account.email);
    await this.platform.run('UPDATE platform.operators SET totp_pending = $2 WHERE id = $1', [
      account.id,
      this.house.seal(enrolment.secret),
    ]);
    return enrolment;
  }

  /** The first code proves that the app has the seed. @returns recovery codes, shown this once */
  async finishEnrolment(code: string): Promise<string[]> {
    const account = await this.halfway('enrolling');
    await this.attempt(account.email, 'code');
    const step = account.totpPending
      ? stepOf(this.house.open(account.totpPending), code, 0, operatorContext().now())
      : undefined;
    if (!step) throw denied('operator_code_wrong');
    const codes = newRecoveryCodes();
    await this.platform.transaction(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE platform.operators SET totp_secret = totp_pending, totp_pending = NULL, totp_step = $3, revision = revision + 1
          WHERE id = $1 AND totp_secret IS NULL AND totp_pending = $2`,
        [account.id, account.totpPending, step],
      );
      if (!rowCount) throw denied('operator_code_wrong');
      await keepCodes(client, account.id, codes);
    });
    await this.complete(account, 'operator.enrolled', {});
    return codes;
  }

  /** Takes up an invitation: name and password; the link is good once. */
  async setUp(token: string, name: string, password: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    const { now, address, requestId } = operatorContext();
    const id = await this.platform.transaction(async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `UPDATE platform.operator_links l SET used_at = $2 FROM platform.operators o
          WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND o.id = l.operator_id AND o.state <> 'closed'
        RETURNING o.id`,
        [hashSecret(token), now()],
      );
      const found = rows[0];
      if (!found) throw denied('operator_link_dead');
      await client.query(
        `UPDATE platform.operators SET state = 'active', name = $2, password_hash = $3, revision = revision + 1 WHERE id = $1`,
        [found.id, name, passwordHash],
      );
      await client.query('UPDATE platform.operator_sessions SET revoked_at = $2 WHERE operator_id = $1', [
        found.id,
        now(),
      ]);
      await recordAct(client, { actor: `operator:${found.id}`, act: 'operator.set_up', address, requestId });
      return found.id;
    });
    await this.begin(id, false);
  }

  /** Whose invitation this is, so that the page can greet. @throws DomainError denied */
  async invitation(token: string): Promise<{ email: string; name: string }> {
    const [row] = await this.platform.rows<{ email: string; name: string }>(
      `SELECT o.email, o.name FROM platform.operator_links l JOIN platform.operators o ON o.id = l.operator_id
        WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND o.state <> 'closed'`,
      [hashSecret(token), operatorContext().now()],
    );
    if (!row) throw denied('operator_link_dead');
    return row;
  }

  /** Ends the session in use. */
  async signOut(): Promise<void> {
    const { session, now, keep } = operatorContext();
    if (session)
      await this.platform.run('UPDATE platform.operator_sessions SET revoked_at = $2 WHERE id = $1', [
        session.id,
        now(),
      ]);
    keep(null);
  }

  private async begin(operatorId: string, full: boolean): Promise<void> {
    const context = operatorContext();
    const secret = newSecret();
    const at = context.now();
    if (context.session)
      await this.platform.run('UPDATE platform.operator_sessions SET revoked_at = $2 WHERE id = $1', [
        context.session.id,
        at,
      ]);
    const minutes = full ? SESSION_HOURS * 60 : HALFWAY_MINUTES;
    await this.platform.run(
      `INSERT INTO platform.operator_sessions (id, operator_id, token_hash, second_factor_at, address, user_agent, created_at, last_seen_at, expires_at)
       VALUES ($1, $2, $3, CASE WHEN $4 THEN $5::timestamptz END, $6, $7, $5, $5, $5::timestamptz + make_interval(mins => $8))`,
      [newId(), operatorId, hashSecret(secret), full, at, context.address, context.userAgent.slice(0, 300), minutes],
    );
    context.keep(secret);
    const known = await this.recognise(secret, at);
    context.operator = known?.operator ?? null;
    context.session = known?.session ?? null;
  }

  private async complete(account: Account, act: string, details: object): Promise<void> {
    const { now, address, requestId } = operatorContext();
    await this.forgive(account.email, 'code');
    await this.platform.run('UPDATE platform.operators SET last_seen_at = $2 WHERE id = $1', [account.id, now()]);
    await this.platform.transaction((client) =>
      recordAct(client, { actor: `operator:${account.id}`, act, details, address, requestId }),
    );
    // A new secret for a session that may more: one that was overheard before is worth nothing.
    await this.begin(account.id, true);
  }

  private async halfway(stage: SignInStage): Promise<Account> {
    const { operator, session } = operatorContext();
    if (!operator || session?.stage !== stage) throw denied('operator_sign_in_first');
    const [account] = await this.platform.rows<Account & Record<string, unknown>>(
      `SELECT ${ACCOUNT} FROM platform.operators o WHERE o.id = $1 AND o.state = 'active'`,
      [operator.id],
    );
    if (!account) throw denied('operator_sign_in_first');
    return account;
  }

  /** Counts an attempt before it is judged, so that many at once do not each find the count low. */
  private async attempt(email: string, kind: 'password' | 'code'): Promise<void> {
    const at = operatorContext().now();
    const key = hashSecret(email);
    await this.platform.run(
      'INSERT INTO platform.operator_attempts (id, email_hash, kind, at) VALUES ($1, $2, $3, $4)',
      [newId(), key, kind, at],
    );
    const [row] = await this.platform.rows<{ n: number; first: Date }>(
      `SELECT count(*)::int AS n, min(at) AS first FROM platform.operator_attempts
        WHERE email_hash = $1 AND kind = $2 AND at > $3::timestamptz - make_interval(mins => $4)`,
      [key, kind, at, WINDOW_MINUTES],
    );
    if (row!.n <= TRIES) return;
    const minutes = Math.ceil((row!.first.getTime() + WINDOW_MINUTES * 60_000 - at.getTime()) / 60_000);
    throw new DomainError('too_many', 'too_many', { minutes: Math.max(1, minutes) });
  }

  private async forgive(email: string, kind: 'password' | 'code'): Promise<void> {
    await this.platform.run('DELETE FROM platform.operator_attempts WHERE email_hash = $1 AND kind = $2', [
      hashSecret(email),
      kind,
    ]);
  }
}

/** Replaces the recovery codes of an operator. */
async function keepCodes(client: PoolClient, operatorId: string, codes: readonly string[]): Promise<void> {
  await client.query('DELETE FROM platform.operator_codes WHERE operator_id = $1', [operatorId]);
  await client.query(
    'INSERT INTO platform.operator_codes (operator_id, code_hash) SELECT $1, code FROM unnest($2::text[]) code',
    [operatorId, codes.map(recoveryHash)],
  );
}
