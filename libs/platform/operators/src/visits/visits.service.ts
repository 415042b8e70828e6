import { Injectable, type OnModuleInit } from '@nestjs/common';
import { conflict, DomainError, missing, newId, orders, type Placed, type Slice } from '@madang/kernel';
import { PlatformDatabase, recordAct, Registry } from '@madang/platform-tenancy';
import { OperatorLists } from '../lists/operator-lists.js';
import { demandOperator } from '../operator-access.js';
import { operator, operatorContext, operatorName } from '../operator-context.js';
import { OperatorHouse } from '../operator-house.js';
import { VisitDoor } from './visit-door.js';
import { visitList } from './visits.list.js';
import type { OpenedVisit, OpenVisitInput, Visit } from './visit-types.js';

const inOrder = orders(
  { openedAt: ['v.opened_at', 'timestamptz'], slug: ['t.slug', 'text'], operator: ['o.name', 'text'] },
  ['v.id'],
  '-openedAt',
);

/** Visits of operators to tenants. */
@Injectable()
export class Visits implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly registry: Registry,
    private readonly house: OperatorHouse,
    private readonly door: VisitDoor,
    private readonly lists: OperatorLists,
  ) {}

  onModuleInit(): void {
    this.lists.teach(visitList((filter) => this.list(filter)));
  }

  /** Opens a visit, at most 30 minutes long; looking is the rule, changing needs a right of its own. */
  async open(input: OpenVisitInput): Promise<OpenedVisit> {
    demandOperator('open', 'Visit');
    if (input.mayWrite) demandOperator('write', 'Visit');
    const tenant = await this.registry.get({ slug: input.slug });
    if (!tenant) throw missing('tenancy_tenant_unknown');
    if (tenant.state !== 'active') throw conflict('tenancy_wrong_state', { value: input.slug });
    if (tenant.moving) throw conflict('tenancy_tenant_moving', { value: input.slug });
    const { now, address, requestId } = operatorContext();
    const who = operator();
    const id = newId();
    // First here: a visit that the tenant knows of is never unknown to us.
    await this.platform.transaction(async (client) => {
      await client.query(
        `INSERT INTO platform.visits (id, tenant_id, operator_id, reason, may_write, opened_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + make_interval(mins => $7))`,
        [id, tenant.id, who.id, input.reason, input.mayWrite, now(), input.minutes],
      );
      await recordAct(client, {
        actor: operatorName(who),
        act: 'visit.opened',
        tenantId: tenant.id,
        slug: tenant.slug,
        details: { visit: id, reason: input.reason, mayWrite: input.mayWrite, minutes: input.minutes },
        address,
        requestId,
      });
    });
    const secret = await this.door.open(tenant.id, {
      id,
      operator: who.name,
      reason: input.reason,
      onBehalfOf: input.onBehalfOf ?? null,
      mayWrite: input.mayWrite,
      minutes: input.minutes,
    });
    return { id, link: this.house.siteAddress(tenant.primaryHost, `/-/support/enter?token=${secret}`) };
  }

  /** Ends a visit: one's own, or anybody's for who may open them. */
  async end(id: string): Promise<void> {
    demandOperator('open', 'Visit');
    const { now, address, requestId } = operatorContext();
    const [row] = await this.platform.rows<{ tenantId: string; slug: string }>(
      `UPDATE platform.visits v SET ended_at = $2 FROM platform.tenants t WHERE v.id::text = $1 AND t.id = v.tenant_id AND v.ended_at IS NULL
       RETURNING t.id AS "tenantId", t.slug`,
      [id, now()],
    );
    if (!row) throw missing();
    await this.platform.transaction((client) =>
      recordAct(client, {
        actor: operatorName(),
        act: 'visit.ended',
        tenantId: row.tenantId,
        slug: row.slug,
        details: { visit: id },
        address,
        requestId,
      }),
    );
    await this.door.end(row.tenantId, id).catch((error: unknown) => {
      // The tenant's administrator was quicker.
      if (!(error instanceof DomainError && error.kind === 'missing')) throw error;
    });
  }

  /** Newest first; those to one tenant, or all. */
  async list(filter: { slug?: string; sort?: string; first?: number; after?: string | null }): Promise<Slice<Visit>> {
    demandOperator('read', 'Visit');
    const first = filter.first ?? 20;
    const way = inOrder(filter.sort, filter.after);
    const rows = await this.platform.rows<Visit & Placed & Record<string, unknown>>(
      `SELECT v.id, t.slug, o.name AS operator, v.reason, v.may_write AS "mayWrite", v.opened_at AS "openedAt",
              v.expires_at AS "expiresAt", v.ended_at AS "endedAt", ${way.column}
         FROM platform.visits v JOIN platform.tenants t ON t.id = v.tenant_id JOIN platform.operators o ON o.id = v.operator_id
        WHERE ($1::text IS NULL OR t.slug = $1) AND ${way.past(2)} ORDER BY ${way.by} LIMIT $4`,
      [filter.slug ?? null, ...way.values, first + 1],
    );
    return way.slice(rows, first);
  }
}
