import { Injectable, type OnModuleInit } from '@nestjs/common';
import { missing, newId, orders, type Placed, type Slice } from '@madang/kernel';
import { PlatformDatabase, recordAct } from '@madang/platform-tenancy';
import type { PoolClient } from 'pg';
import { OperatorLists } from '../lists/operator-lists.js';
import { demandOperator } from '../operator-access.js';
import { operatorContextIfAny, operatorName } from '../operator-context.js';
import { operationList } from './operations.list.js';
import type { Operation } from './operation-types.js';

const operationRow = (
  more = '',
): string => `SELECT o.id, o.kind, o.slug, o.state, o.error, o.result::text AS result, coalesce(p.name, o.asked_by) AS "askedBy",
    o.created_at AS "createdAt", o.ended_at AS "endedAt",
    coalesce((SELECT jsonb_agg(jsonb_build_object('position', s.position, 'name', s.name, 'state', s.state, 'detail', s.detail,
                'milliseconds', round(extract(epoch FROM s.ended_at - s.started_at) * 1000)::int) ORDER BY s.position)
                FROM platform.operation_steps s WHERE s.operation_id = o.id), '[]') AS steps${more}
  FROM platform.operations o LEFT JOIN platform.operators p ON o.asked_by = 'operator:' || p.id`;

const inOrder = orders(
  {
    createdAt: ['o.created_at', 'timestamptz'],
    kind: ['o.kind', 'text'],
    slug: [`coalesce(o.slug, '')`, 'text'],
    state: ['o.state', 'text'],
  },
  ['o.id'],
  '-createdAt',
);

/** What an operation is about. */
export interface NewOperation {
  kind: string;
  tenantId?: string | null;
  slug?: string | null;
  input: object;
  /** How the log names the asking, when it is worth a line of its own. */
  act?: string;
  details?: object;
}

/** Long work of operators: asked for here, run by {@link OperationRunner}, read while it runs. */
@Injectable()
export class Operations implements OnModuleInit {
  /** Called after something was asked for, so that this process need not wait for its next look. */
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly lists: OperatorLists,
  ) {}

  onModuleInit(): void {
    this.lists.teach(operationList((filter) => this.list(filter)));
  }

  /** Calls back whenever something waits. */
  watch(wake: () => void): void {
    this.waiting.push(wake);
  }

  /** Asks for an operation in a transaction of its own. @returns its id */
  async ask(wanted: NewOperation, by = operatorName()): Promise<string> {
    const id = await this.platform.transaction((client) => this.enter(client, wanted, by));
    this.wake();
    return id;
  }

  /** The same inside a transaction of the caller, who calls {@link wake} after it. */
  async enter(client: PoolClient, wanted: NewOperation, by: string): Promise<string> {
    const id = newId();
    await client.query(
      'INSERT INTO platform.operations (id, kind, tenant_id, slug, asked_by, input) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, wanted.kind, wanted.tenantId ?? null, wanted.slug ?? null, by, wanted.input],
    );
    const context = operatorContextIfAny();
    if (wanted.act)
      await recordAct(client, {
        actor: by,
        act: wanted.act,
        tenantId: wanted.tenantId,
        slug: wanted.slug,
        details: { operation: id, ...wanted.details },
        address: context?.address,
        requestId: context?.requestId,
      });
    return id;
  }

  wake(): void {
    for (const wake of this.waiting) wake();
  }

  /** @throws DomainError missing */
  async show(id: string): Promise<Operation> {
    demandOperator('read', 'Tenant');
    const [row] = await this.platform.rows<Operation & Record<string, unknown>>(
      `${operationRow()} WHERE o.id::text = $1`,
      [id],
    );
    if (!row) throw missing();
    return row;
  }

  /** Newest first unless another order is asked for; those of one tenant, of one kind, or all. */
  async list(filter: {
    slug?: string;
    kind?: string;
    state?: string;
    sort?: string;
    first?: number;
    after?: string | null;
  }): Promise<Slice<Operation>> {
    demandOperator('read', 'Tenant');
    const first = filter.first ?? 20;
    const way = inOrder(filter.sort, filter.after);
    const rows = await this.platform.rows<Operation & Placed & Record<string, unknown>>(
      `${operationRow(`, ${way.column}`)} WHERE ($1::text IS NULL OR o.slug = $1) AND ($2::text IS NULL OR o.kind = $2)
          AND ($3::text IS NULL OR o.state = $3) AND ${way.past(4)} ORDER BY ${way.by} LIMIT $6`,
      [filter.slug ?? null, filter.kind ?? null, filter.state ?? null, ...way.values, first + 1],
    );
    return way.slice(rows, first);
  }
}
