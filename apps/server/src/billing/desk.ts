import { context, features, inLanguage, TenantCache, tenant, type QuotaKind } from '@madang/kernel';
import {
  DesignPort,
  HostNews,
  PlanDesk,
  type HostAnnouncement,
  type SiteAccount,
  type SiteFeature,
  type SitePlan,
} from '@madang/commons-hosting';
import { Accounts, Plans, StripeDesk, type Payer, type Terms } from '@madang/platform-billing';
import { DesignShelf, Health } from '@madang/platform-operators';
import { siteUrl } from '../config.js';
import type { Container } from '../operator/sites.js';
import type { Program } from '../program.js';

interface PlanRow {
  id: string;
  nameKo: string;
  nameEn: string;
  summaryKo: string;
  summaryEn: string;
  currency: string;
  priceMonth: number | null;
  priceYear: number | null;
  features: string[];
}

const seen = (plan: PlanRow): SitePlan => ({
  id: plan.id,
  name: inLanguage({ ko: plan.nameKo, en: plan.nameEn }),
  summary: inLanguage({ ko: plan.summaryKo, en: plan.summaryEn }),
  currency: plan.currency,
  priceMonth: plan.priceMonth,
  priceYear: plan.priceYear,
  features: plan.features,
});

/** The shelf of shared designs, always in the name of the tenant of the context. */
export class ProgramShelf extends DesignPort {
  constructor(private readonly container: () => Container) {
    super();
  }

  override list(options: Parameters<DesignPort['list']>[0]): ReturnType<DesignPort['list']> {
    return this.shelf().list(tenant().id, options);
  }

  override publish(given: Parameters<DesignPort['publish']>[0]): Promise<void> {
    return this.shelf().publish(tenant().id, given, context().now());
  }

  override withdraw(sourceId: string): Promise<void> {
    return this.shelf().withdraw(tenant().id, sourceId);
  }

  override take(id: string): Promise<Record<string, unknown>> {
    return this.shelf().take(id);
  }

  private shelf(): DesignShelf {
    return this.container()(DesignShelf);
  }
}

/** What operators announce, in the reader's language. */
export class ProgramNews extends HostNews {
  constructor(private readonly container: () => Container) {
    super();
  }

  override async current(): Promise<HostAnnouncement[]> {
    const all = await this.container()(Health).current(new Date());
    return all.map(({ id, textKo, textEn, severity, untilAt }) => ({
      id,
      text: inLanguage({ ko: textKo, en: textEn }),
      severity,
      untilAt,
    }));
  }
}

/** The tenant's face of billing: always of the tenant of the context, never of one that was named. */
export class ProgramPlanDesk extends PlanDesk {
  private readonly known = new TenantCache<Terms>(1024, 60_000);

  constructor(
    private readonly program: Program,
    private readonly container: () => Container,
  ) {
    super();
  }

  override async account(): Promise<SiteAccount> {
    const account = await this.container()(Accounts).of({ id: tenant().id });
    return {
      ...account,
      plan: seen(account.plan),
      choices: await this.plans(),
      invoices: account.invoices.map((invoice) => ({
        ...invoice,
        url: invoice.source === 'hand' ? `/-/invoices/${invoice.id}` : invoice.url,
      })),
    };
  }

  override async plans(): Promise<SitePlan[]> {
    return (await this.container()(Plans).open()).map(seen);
  }

  override checkout(plan: string, period: 'month' | 'year'): Promise<string> {
    return this.container()(StripeDesk).checkout(this.payer(), plan, period);
  }

  override portal(): Promise<string> {
    return this.container()(StripeDesk).portal(this.payer());
  }

  /** What the plan allows of something; null: no limit. */
  async limit(kind: QuotaKind): Promise<number | null> {
    return (await this.terms()).limits[kind] ?? null;
  }

  /** What the plan says of features. */
  terms(): Promise<Terms> {
    return this.known.get('terms', () => this.container()(Accounts).terms(tenant().id));
  }

  override async features(): Promise<SiteFeature[]> {
    const [{ has, off }, plans] = [await this.terms(), await this.plans()];
    return [...features()].map(([name, { words }]) => ({
      name,
      label: inLanguage(words),
      has: has.includes(name),
      switchedOff: off.includes(name),
      plans: plans.filter((plan) => plan.features.includes(name)).map((plan) => plan.name),
    }));
  }

  private payer(): Payer {
    const { id, slug, name, locale, primaryHost } = tenant();
    return {
      tenantId: id,
      slug,
      name: name[locale] ?? slug,
      email: context().actor.email,
      locale: context().locale,
      backTo: siteUrl(this.program.config, primaryHost, '/console/settings/plan'),
    };
  }
}
