import { Injectable, type OnModuleInit } from '@nestjs/common';
import { conflict, features, invalid, missing, type PlanFeatures } from '@madang/kernel';
import { BulkTenants, demandOperator, operatorContext, operatorName } from '@madang/platform-operators';
import { PlatformDatabase, recordAct, Registry } from '@madang/platform-tenancy';
import type { PoolClient } from 'pg';
import { BillingHouse } from './billing-house.js';
import { INVOICE } from './invoices.service.js';
import { QUOTAS, type Account, type AssignPlanInput, type Invoice, type Plan } from './plan-types.js';
import { PLAN, planOf, type Limits } from './plans.service.js';

interface AccountRow {
  id: string;
  slug: string;
  method: string;
  state: string;
  period: string;
  periodEnd: Date | null;
  cancelAtEnd: boolean;
  pastDueSince: Date | null;
  suspendAt: Date | null;
  featuresOff: string[];
  quotas: Limits;
  revision: number;
  members: number;
  storage_bytes: number;
  mails_month: number;
  activities: number;
  plan: Plan & { limits: Limits };
}

const ACCOUNT = `
  SELECT t.id, t.slug, coalesce(s.method, 'none') AS method, coalesce(s.state, 'active') AS state, coalesce(s.period, 'month') AS period,
         s.period_end AS "periodEnd", coalesce(s.cancel_at_end, false) AS "cancelAtEnd", s.past_due_since AS "pastDueSince",
         s.past_due_since + make_interval(days => p.grace_days) AS "suspendAt", coalesce(s.features_off, '{}') AS "featuresOff",
         coalesce(s.quotas, '{}') AS quotas, coalesce(s.revision, 0) AS revision, coalesce(f.people, 0) AS members,
         (coalesce(f.file_bytes, 0))::float8 AS storage_bytes, coalesce(f.mails_month, 0) AS mails_month, coalesce(f.activities, 0) AS activities,
         (SELECT row_to_json(x) FROM (SELECT ${PLAN}) x) AS plan
    FROM platform.tenants t
    JOIN platform.plans p ON p.id = coalesce((SELECT q.id FROM platform.plans q WHERE q.id = t.plan), 'free')
    LEFT JOIN platform.subscriptions s ON s.tenant_id = t.id
    LEFT JOIN platform.tenant_figures f ON f.tenant_id = t.id`;

/** What a plan lets a tenant do. */
export interface Terms extends PlanFeatures {
  limits: Limits;
}

/** Tells a tenant's own jobs that it may have more room now, in the transaction that gives it. */
export async function planChanged(client: PoolClient, tenantId: string): Promise<void> {
  await client.query(
    `INSERT INTO platform.outbox (schema_name, topic, payload, job_key)
     SELECT schema_name, 'plan.changed', '{}', 'plan' FROM platform.tenants WHERE id = $1`,
    [tenantId],
  );
}

/** What each tenant is on, uses and owes. */
@Injectable()
export class Accounts implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly house: BillingHouse,
    private readonly registry: Registry,
    private readonly bulk: BulkTenants,
  ) {}

  onModuleInit(): void {
    this.bulk.teach('plan', {
      right: ['manage', 'Bill'],
      check: async ({ to }) => {
        const known = await this.platform.rows('SELECT 1 AS one FROM platform.plans WHERE id = $1', [to ?? '']);
        if (known.length === 0) throw invalid('invalid_input', [{ field: 'to', code: 'choice' }]);
      },
      refuses: ({ plan, byCard }, { to }) =>
        plan === to ? 'billing_on_plan' : byCard ? 'billing_stripe_runs' : undefined,
      run: async ({ slug }, { to }, by) => this.put(await this.onPlan(slug, to!), { actor: by }),
    });
  }

  /** For operators. @throws DomainError missing */
  async show(slug: string): Promise<Account> {
    demandOperator('read', 'Bill');
    return this.of({ slug });
  }

  /** For the tenant itself and for the program. @throws DomainError missing */
  async of(key: { id?: string; slug?: string }): Promise<Account> {
    const [row] = await this.platform.rows<AccountRow & Record<string, unknown>>(
      `${ACCOUNT} WHERE ${key.id ? 't.id = $1::uuid' : 't.slug = $1'}`,
      [key.id ?? key.slug],
    );
    if (!row) throw missing('tenancy_tenant_unknown');
    const invoices = await this.platform.rows<Invoice & Record<string, unknown>>(
      `${INVOICE} WHERE i.tenant_id = $1 ORDER BY i.issued_on DESC, i.id DESC LIMIT 24`,
      [row.id],
    );
    const { plan, featuresOff, quotas, ...rest } = row;
    const limits = { ...plan.limits, ...quotas };
    return {
      ...rest,
      plan: planOf(plan),
      usage: QUOTAS.map((name) => ({ name, used: row[name], limit: limits[name] ?? null })),
      features: plan.features.filter((feature) => !featuresOff.includes(feature)),
      featuresOff: plan.features.filter((feature) => featuresOff.includes(feature)),
      invoices,
      test: this.house.test,
    };
  }

  /** What a tenant may: the limits and features of its plan, with what was agreed besides. */
  async terms(tenantId: string): Promise<Terms> {
    const [row] = await this.platform.rows<Terms & Record<string, unknown>>(
      `SELECT p.name AS plan, p.quotas || coalesce(s.quotas, '{}') AS limits,
              ARRAY(SELECT f FROM unnest(p.features) f WHERE NOT f = ANY(coalesce(s.features_off, '{}'))) AS has,
              ARRAY(SELECT f FROM unnest(p.features) f WHERE f = ANY(coalesce(s.features_off, '{}'))) AS off
         FROM platform.tenants t
         JOIN platform.plans p ON p.id = coalesce((SELECT q.id FROM platform.plans q WHERE q.id = t.plan), 'free')
         LEFT JOIN platform.subscriptions s ON s.tenant_id = t.id
        WHERE t.id = $1`,
      [tenantId],
    );
    return row ?? { plan: {}, limits: {}, has: [], off: [] };
  }

  /** Puts a tenant on a plan without Stripe: for nothing, or paid by invoice; and switches features off, whoever pays. */
  async assign(input: AssignPlanInput): Promise<Account> {
    demandOperator('manage', 'Bill');
    const { address, requestId } = operatorContext();
    await this.put(input, { actor: operatorName(), address, requestId });
    return this.of({ slug: input.slug });
  }

  private async put(
    input: AssignPlanInput,
    by: { actor: string; address?: string; requestId?: string },
  ): Promise<void> {
    const tenantId = await this.platform.transaction(async (client) => {
      const { rows } = await client.query<{
        id: string;
        plan: string;
        known: boolean;
        stripe: boolean;
        revision: number;
      }>(
        `SELECT t.id, t.plan, EXISTS (SELECT 1 FROM platform.plans p WHERE p.id = $2) AS known, coalesce(s.revision, 0) AS revision,
                coalesce(s.method = 'stripe' AND s.state IN ('active', 'trialing', 'past_due'), false) AS stripe
           FROM platform.tenants t LEFT JOIN platform.subscriptions s ON s.tenant_id = t.id WHERE t.slug = $1 FOR UPDATE OF t`,
        [input.slug, input.plan],
      );
      const tenant = rows[0];
      if (!tenant) throw missing('tenancy_tenant_unknown');
      if (!tenant.known) throw invalid('invalid_input', [{ field: 'plan', code: 'choice' }]);
      if (input.featuresOff.some((name) => !features().has(name)))
        throw invalid('invalid_input', [{ field: 'featuresOff', code: 'choice' }]);
      // What is paid by card changes in the payment service; what is switched off besides stays with the operators.
      if (tenant.stripe && input.plan !== tenant.plan) throw conflict('billing_stripe_runs');
      if (tenant.revision !== input.revision) throw conflict('changed_meanwhile');
      await client.query(
        `INSERT INTO platform.subscriptions AS s (tenant_id, method, features_off) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id) DO UPDATE SET features_off = excluded.features_off, revision = s.revision + 1,
           method = CASE WHEN $4 THEN s.method ELSE excluded.method END, state = CASE WHEN $4 THEN s.state ELSE 'active' END`,
        [tenant.id, input.method, input.featuresOff, tenant.stripe],
      );
      await client.query('UPDATE platform.tenants SET plan = $2, revision = revision + 1 WHERE id = $1', [
        tenant.id,
        input.plan,
      ]);
      await recordAct(client, {
        ...by,
        act: 'bill.plan_assigned',
        tenantId: tenant.id,
        slug: input.slug,
        details: { plan: input.plan, method: input.method, featuresOff: input.featuresOff },
      });
      // What a plan allows is remembered per tenant and revision, in every process.
      await client.query(`SELECT pg_notify('madang_tenants', $1)`, [tenant.id]);
      await planChanged(client, tenant.id);
      return tenant.id;
    });
    this.registry.forget(tenantId);
  }

  /** What puts a tenant on another plan and leaves everything else that was agreed. */
  private async onPlan(slug: string, plan: string): Promise<AssignPlanInput> {
    const [row] = await this.platform.rows<{ byHand: boolean; featuresOff: string[]; revision: number }>(
      `SELECT coalesce(s.method = 'hand', false) AS "byHand", coalesce(s.features_off, '{}') AS "featuresOff", coalesce(s.revision, 0) AS revision
         FROM platform.tenants t LEFT JOIN platform.subscriptions s ON s.tenant_id = t.id WHERE t.slug = $1`,
      [slug],
    );
    if (!row) throw missing('tenancy_tenant_unknown');
    const { byHand, featuresOff, revision } = row;
    return { slug, plan, method: byHand ? 'hand' : 'none', featuresOff, revision };
  }
}
