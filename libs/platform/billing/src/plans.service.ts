import { Injectable, type OnModuleInit } from '@nestjs/common';
import { conflict, features, invalid } from '@madang/kernel';
import { demandOperator, operatorContext, OperatorLists, operatorName } from '@madang/platform-operators';
import { PlatformDatabase, recordAct, Registry } from '@madang/platform-tenancy';
import { planList } from './billing.lists.js';
import { QUOTAS, type Plan, type PlanFeature, type PlanInput, type QuotaName } from './plan-types.js';

/** Limits of a plan or a tenant; what is absent has none. */
export type Limits = Partial<Record<QuotaName, number>>;

interface PlanRow extends Omit<Plan, 'quotas'> {
  limits: Limits;
}

export const PLAN = `p.id, p.name ->> 'ko' AS "nameKo", p.name ->> 'en' AS "nameEn", coalesce(p.summary ->> 'ko', '') AS "summaryKo",
  coalesce(p.summary ->> 'en', '') AS "summaryEn", p.position, p.active, p.currency, p.price_month::float8 AS "priceMonth",
  p.price_year::float8 AS "priceYear", p.features, p.quotas AS limits, p.grace_days AS "graceDays", p.revision,
  (SELECT count(*) FROM platform.tenants t WHERE t.plan = p.id)::int AS tenants`;

/** A row as the API gives it. */
export const planOf = ({ limits, ...row }: PlanRow): Plan => ({
  ...row,
  quotas: QUOTAS.map((name) => ({ name, limit: limits[name] ?? null })),
});

/** What tenants can be on. */
@Injectable()
export class Plans implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly registry: Registry,
    private readonly lists: OperatorLists,
  ) {}

  onModuleInit(): void {
    this.lists.teach(planList(() => this.list()));
  }

  /** For operators: all, in their order. */
  async list(): Promise<Plan[]> {
    demandOperator('read', 'Plan');
    return this.all();
  }

  /** Those that can be chosen, for tenants too. */
  async open(): Promise<Plan[]> {
    return (await this.all()).filter(({ active }) => active);
  }

  /** What plans may leave out, as the parts declare it. */
  features(): PlanFeature[] {
    demandOperator('read', 'Plan');
    const language = operatorContext().locale === 'en' ? 'en' : 'ko';
    return [...features()].map(([name, { words }]) => ({ name, label: words[language] }));
  }

  /** Makes a plan or changes one. @throws DomainError conflict when somebody else was first */
  async save(input: PlanInput): Promise<Plan> {
    demandOperator('manage', 'Plan');
    if (input.features.some((name) => !features().has(name)))
      throw invalid('invalid_input', [{ field: 'features', code: 'choice' }]);
    const quotas: Limits = {
      ...(input.members ? { members: input.members } : {}),
      ...(input.storageBytes ? { storage_bytes: input.storageBytes } : {}),
      ...(input.mailsMonth ? { mails_month: input.mailsMonth } : {}),
      ...(input.activities ? { activities: input.activities } : {}),
    };
    const { address, requestId } = operatorContext();
    await this.platform.transaction(async (client) => {
      const { rowCount } = await client.query(
        `INSERT INTO platform.plans AS p (id, name, summary, position, active, price_month, price_year, features, quotas, grace_days)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, summary = excluded.summary, position = excluded.position,
           active = excluded.active, price_month = excluded.price_month, price_year = excluded.price_year,
           features = excluded.features, quotas = excluded.quotas, grace_days = excluded.grace_days, revision = p.revision + 1
           WHERE p.revision = $11`,
        [
          input.id,
          { ko: input.nameKo, en: input.nameEn },
          { ko: input.summaryKo ?? '', en: input.summaryEn ?? '' },
          input.position,
          input.active,
          input.priceMonth ?? null,
          input.priceYear ?? null,
          input.features,
          quotas,
          input.graceDays,
          input.revision ?? null,
        ],
      );
      if (!rowCount) throw conflict('changed_meanwhile');
      await recordAct(client, {
        actor: operatorName(),
        act: 'plan.saved',
        details: { plan: input.id },
        address,
        requestId,
      });
      // Limits are remembered per tenant and revision.
      await client.query('UPDATE platform.tenants SET revision = revision + 1 WHERE plan = $1', [input.id]);
      await client.query(
        `INSERT INTO platform.outbox (schema_name, topic, payload, job_key)
         SELECT schema_name, 'plan.changed', '{}', 'plan' FROM platform.tenants WHERE plan = $1`,
        [input.id],
      );
      await client.query(`SELECT pg_notify('madang_tenants', '*')`);
    });
    this.registry.forget('*');
    return (await this.all()).find(({ id }) => id === input.id)!;
  }

  private async all(): Promise<Plan[]> {
    const rows = await this.platform.rows<PlanRow & Record<string, unknown>>(
      `SELECT ${PLAN} FROM platform.plans p ORDER BY p.position, p.id LIMIT 100`,
    );
    return rows.map(planOf);
  }
}
