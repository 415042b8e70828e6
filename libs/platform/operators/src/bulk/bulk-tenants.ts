import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError, invalid } from '@madang/kernel';
import { PlatformDatabase, Registry } from '@madang/platform-tenancy';
import { ErrorWords } from '../error-words.js';
import { demandOperator, type PlatformThing } from '../operator-access.js';
import { operatorContext } from '../operator-context.js';
import { OperationRunner, type RunningOperation } from '../operations/operation-runner.js';
import { Operations } from '../operations/operations.service.js';
import type { BulkTenant, BulkTenantsInput } from './bulk-types.js';

/** A tenant as an act on many looks at it. */
export interface ChosenTenant {
  id: string;
  slug: string;
  name: string;
  state: string;
  plan: string;
  placement: string;
  moving: boolean;
  /** Whether the payment service keeps its plan. */
  byCard: boolean;
}

/** What is asked of all of them; `by` and `locale` are whose act it is. */
export type BulkWish = Pick<BulkTenantsInput, 'act' | 'slugs' | 'reason' | 'to'>;

/** One act that can be done to many tenants, as the part that knows it teaches it. */
export interface BulkDeed {
  /** The right that the single act demands. */
  right: readonly [act: string, thing: PlatformThing];
  /** Whether it is done only for a reason. */
  withReason?: true;
  /** Looks at what was chosen for all. @throws DomainError invalid */
  check?(wish: BulkWish): Promise<void> | void;
  /** Error code of why it is not for this tenant, as far as can be seen before; the act itself is the one that is sure. */
  refuses(tenant: ChosenTenant, wish: BulkWish): string | undefined;
  run(tenant: ChosenTenant, wish: BulkWish, by: string): Promise<unknown>;
}

const CHOSEN = `SELECT t.id, t.slug, coalesce(t.name ->> t.locale, t.slug) AS name, t.state, t.plan, t.placement, t.moving_to IS NOT NULL AS moving,
    EXISTS (SELECT 1 FROM platform.subscriptions s WHERE s.tenant_id = t.id AND s.method = 'stripe' AND s.state IN ('active', 'trialing', 'past_due')) AS "byCard"
  FROM platform.tenants t WHERE t.slug = ANY($1)`;

/**
 * One act on many tenants: foreseen first, name by name, then an operation with a step for each. Each tenant has its own
 * transaction and its own line in the log; what one refuses stops no other.
 */
@Injectable()
export class BulkTenants implements OnModuleInit {
  private readonly deeds = new Map<string, BulkDeed>(); // as many as parts teach at start

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly operations: Operations,
    private readonly runner: OperationRunner,
    private readonly words: ErrorWords,
    private readonly registry: Registry,
  ) {}

  onModuleInit(): void {
    this.runner.teach('bulk', (operation) => this.perform(operation));
  }

  /** Makes an act known; once each, when the program is put together. */
  teach(act: string, deed: BulkDeed): void {
    this.deeds.set(act, deed);
  }

  /** What would be done to whom, and to whom not and why. */
  async preview(wish: BulkWish): Promise<BulkTenant[]> {
    const deed = await this.allowed(wish);
    const { locale } = operatorContext();
    const known = await this.chosen(wish.slugs);
    return wish.slugs.map((slug) => {
      const tenant = known.get(slug);
      const code = tenant ? deed.refuses(tenant, wish) : 'tenancy_tenant_unknown';
      const why = code ? this.words.of(new DomainError('conflict', code, { value: slug }), locale) : null;
      return { slug, name: tenant?.name ?? slug, able: why === null, why };
    });
  }

  /** @returns the operation, with a step for each tenant */
  async ask(wish: BulkWish): Promise<string> {
    const { withReason } = await this.allowed(wish);
    const { act, slugs, reason, to } = wish;
    if (withReason && !reason) throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
    return this.operations.ask({
      kind: 'bulk',
      input: { act, slugs, reason, to, locale: operatorContext().locale },
      act: 'tenants.bulk_asked',
      details: { act, slugs, ...(reason ? { reason } : {}), ...(to ? { to } : {}) },
    });
  }

  private async allowed(wish: BulkWish): Promise<BulkDeed> {
    const deed = this.deeds.get(wish.act);
    if (!deed) throw invalid('invalid_input', [{ field: 'act', code: 'choice' }]);
    demandOperator(...deed.right);
    await deed.check?.(wish);
    return deed;
  }

  private async perform({ input, steps, askedBy }: RunningOperation<BulkWish & { locale: string }>): Promise<object> {
    const deed = this.deeds.get(input.act)!;
    const slugs = [...new Set(input.slugs)];
    let failed = 0;
    for (const slug of slugs)
      await steps
        .step(
          slug,
          async () => {
            // As it is now: the one before, or somebody else, may have changed it since it was asked.
            const tenant = (await this.chosen([slug])).get(slug);
            if (!tenant) throw new DomainError('missing', 'tenancy_tenant_unknown', { value: slug });
            const code = deed.refuses(tenant, input);
            if (code) throw new DomainError('conflict', code, { value: slug });
            await deed.run(tenant, input, askedBy);
            this.registry.forget(tenant.id);
          },
          () => undefined,
          (error) => this.words.of(error, input.locale),
        )
        .catch(() => (failed += 1));
    if (failed > 0) throw new Error(`${failed} / ${slugs.length}`);
    return { act: input.act, done: slugs.length };
  }

  private async chosen(slugs: readonly string[]): Promise<Map<string, ChosenTenant>> {
    const rows = await this.platform.rows<ChosenTenant & Record<string, unknown>>(CHOSEN, [slugs]);
    return new Map(rows.map((row) => [row.slug, row]));
  }
}
