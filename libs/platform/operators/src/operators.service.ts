import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  conflict,
  denied,
  DomainError,
  hashSecret,
  missing,
  newId,
  newSecret,
  orders,
  type Placed,
  type Slice,
} from '@madang/kernel';
import { PlatformDatabase, recordAct } from '@madang/platform-tenancy';
import type { PoolClient } from 'pg';
import { demandOperator } from './operator-access.js';
import { operator, operatorContext, operatorName, type OperatorRole } from './operator-context.js';
import { OperatorHouse } from './operator-house.js';
import { OperatorLists } from './lists/operator-lists.js';
import { logList, operatorList } from './operators.lists.js';
import type { Operator, OperatorSession, PlatformAct } from './operator-types.js';

const LINK_HOURS = 72;

const OPERATOR = `id, email, name, role, state, totp_secret IS NOT NULL AS "secondFactor", revision,
  last_seen_at AS "lastSeenAt", created_at AS "createdAt"`;

export interface ActFilter {
  /** An act, or the part before its dot. */
  act?: string;
  slug?: string;
  actor?: string;
  sort?: string;
  first?: number;
  after?: string | null;
}

const inOrder = orders(
  {
    // Whoever left comes last.
    name: [
      [`(state = 'closed')`, 'boolean'],
      ['lower(name)', 'text'],
    ],
    email: ['email', 'text'],
    role: ['role', 'text'],
    state: ['state', 'text'],
    lastSeenAt: [`coalesce(last_seen_at, '2000-01-01Z')`, 'timestamptz'],
  },
  ['id'],
  'name',
);
const logInOrder = orders({ at: ['a.at', 'timestamptz'] }, ['a.id'], '-at');

/** Accounts of operators, and the log of what they did. */
@Injectable()
export class Operators implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly house: OperatorHouse,
    private readonly lists: OperatorLists,
  ) {}

  onModuleInit(): void {
    this.lists.teach(operatorList((filter) => this.list(filter)));
    this.lists.teach(logList((filter) => this.log(filter)));
  }

  /** All operators, or those with these words in name or address; there are few. */
  async list({ words, sort }: { words?: string; sort?: string } = {}): Promise<Operator[]> {
    demandOperator('read', 'Operator');
    return this.platform.rows<Operator & Record<string, unknown>>(
      `SELECT ${OPERATOR} FROM platform.operators
        WHERE $1::text IS NULL OR strpos(lower(name || ' ' || email), lower($1)) > 0 ORDER BY ${inOrder(sort, null).by} LIMIT 500`,
      [words?.trim() || null],
    );
  }

  /** Invites somebody by mail; asked again for the same address a new link goes out, the old one is dead. */
  async invite(email: string, name: string, role: OperatorRole): Promise<void> {
    demandOperator('manage', 'Operator');
    const { now, address, requestId } = operatorContext();
    const token = await this.platform.transaction(async (client) => {
      const id = await inviteOperator(client, { email, name, role });
      const secret = await newLink(client, id, now());
      await recordAct(client, {
        actor: operatorName(),
        act: 'operator.invited',
        details: { operator: id, role },
        address,
        requestId,
      });
      return secret;
    });
    await this.house.send(invitation(email, name, this.house.address(`/console/set-up?token=${token}`)));
  }

  /** @throws DomainError conflict when somebody else was first, or nobody could be owner any more */
  async setRole(id: string, role: OperatorRole, revision: number): Promise<Operator> {
    return this.change(id, 'operator.role_changed', { role }, revision, `role = $3`, [role]);
  }

  /** Shuts an operator out; sessions end at once. */
  async close(id: string, revision: number): Promise<Operator> {
    if (operator().id === id) throw denied('operator_not_oneself');
    return this.change(id, 'operator.closed', {}, revision, `state = 'closed'`, []);
  }

  /** Takes a lost second factor away: at the next sign-in a new one is set up. */
  async resetSecondFactor(id: string, revision: number): Promise<Operator> {
    const set = `totp_secret = NULL, totp_pending = NULL, totp_step = 0`;
    return this.change(id, 'operator.second_factor_reset', {}, revision, set, []);
  }

  /** My open sessions. */
  async sessions(): Promise<OperatorSession[]> {
    const { session, now } = operatorContext();
    return this.platform.rows<OperatorSession & Record<string, unknown>>(
      `SELECT id, address, user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt", id = $2 AS current
         FROM platform.operator_sessions WHERE operator_id = $1 AND revoked_at IS NULL AND expires_at > $3
        ORDER BY last_seen_at DESC LIMIT 50`,
      [operator().id, session!.id, now()],
    );
  }

  /** Ends one of my sessions. */
  async endSession(id: string): Promise<void> {
    const done = await this.platform.run(
      'UPDATE platform.operator_sessions SET revoked_at = $3 WHERE id = $1 AND operator_id = $2 AND revoked_at IS NULL',
      [id, operator().id, operatorContext().now()],
    );
    if (done === 0) throw missing();
  }

  /** The log, newest first unless asked otherwise, by keyset. */
  async log(filter: ActFilter): Promise<Slice<PlatformAct>> {
    demandOperator('read', 'Log');
    const first = filter.first ?? 20;
    const way = logInOrder(filter.sort, filter.after);
    const rows = await this.platform.rows<PlatformAct & Placed & Record<string, unknown>>(
      `SELECT a.id, coalesce(o.name, a.actor) AS actor, a.act, a.slug, a.details::text AS details, a.address, a.at, ${way.column}
         FROM platform.audit a LEFT JOIN platform.operators o ON a.actor = 'operator:' || o.id
        WHERE ($1::text IS NULL OR a.act = $1 OR split_part(a.act, '.', 1) = $1)
          AND ($2::text IS NULL OR a.tenant_id = (SELECT t.id FROM platform.tenants t WHERE t.slug = $2))
          AND ($3::text IS NULL OR a.actor = 'operator:' || $3)
          AND ${way.past(4)} ORDER BY ${way.by} LIMIT $6`,
      [filter.act ?? null, filter.slug ?? null, filter.actor ?? null, ...way.values, first + 1],
    );
    return way.slice(rows, first);
  }

  private async change(
    id: string,
    act: string,
    details: object,
    revision: number,
    set: string,
    values: unknown[],
  ): Promise<Operator> {
    demandOperator('manage', 'Operator');
    const { now, address, requestId } = operatorContext();
    return this.platform.transaction(async (client) => {
      // All owners are locked, so that two of them cannot take each other's rights at the same moment.
      const owners = await client.query<{ id: string }>(
        `SELECT id FROM platform.operators WHERE role = 'owner' AND state = 'active' ORDER BY id FOR UPDATE`,
      );
      const { rows } = await client.query<Operator>(
        `UPDATE platform.operators SET ${set}, revision = revision + 1 WHERE id = $1 AND revision = $2 AND state <> 'closed' RETURNING ${OPERATOR}`,
        [id, revision, ...values],
      );
      const changed = rows[0];
      if (!changed) {
        const { rowCount } = await client.query('SELECT 1 FROM platform.operators WHERE id = $1', [id]);
        throw rowCount ? conflict('changed_meanwhile') : missing();
      }
      const stays = changed.role === 'owner' && changed.state === 'active';
      if (!stays && owners.rows.every((owner) => owner.id === id) && owners.rows.length > 0)
        throw new DomainError('conflict', 'operator_last_owner');
      await client.query(
        'UPDATE platform.operator_sessions SET revoked_at = $2 WHERE operator_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $3::uuid',
        [id, now(), operatorContext().session?.id ?? null],
      );
      await recordAct(client, {
        actor: operatorName(),
        act,
        details: { operator: id, ...details },
        address,
        requestId,
      });
      return changed;
    });
  }
}

/** Enters an operator, or finds the one that was invited before. @returns the id */
export async function inviteOperator(
  client: PoolClient,
  who: { email: string; name: string; role: OperatorRole },
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO platform.operators (id, email, name, role) VALUES ($1, $2, $3, $4)
     ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, state = 'invited', password_hash = NULL,
       totp_secret = NULL, totp_pending = NULL, revision = operators.revision + 1
       WHERE operators.state IN ('invited', 'closed') RETURNING id`,
    [newId(), who.email.toLowerCase(), who.name, who.role],
  );
  if (!rows[0]) throw conflict('operator_exists');
  return rows[0].id;
}

/** A link that sets up an account, good once and for three days; earlier ones are dead. @returns its secret */
export async function newLink(client: PoolClient, operatorId: string, at: Date): Promise<string> {
  const secret = newSecret();
  await client.query('DELETE FROM platform.operator_links WHERE operator_id = $1 AND used_at IS NULL', [operatorId]);
  await client.query(
    'INSERT INTO platform.operator_links (token_hash, operator_id, expires_at) VALUES ($1, $2, $3::timestamptz + make_interval(hours => $4))',
    [hashSecret(secret), operatorId, at, LINK_HOURS],
  );
  return secret;
}

const invitation = (to: string, name: string, link: string): { to: string; subject: string; text: string } => ({
  to,
  subject: '[마당] 운영자로 초대받았어요 · You are invited as an operator',
  text: `${name} 님, 마당 운영자로 초대받았어요. 아래 주소에서 비밀번호와 두 번째 인증을 정해 주세요. 사흘 동안, 한 번만 쓸 수 있어요.

You are invited to run this Madang installation. Choose a password and a second factor at the address below. It works once, for three days.

${link}
`,
});
