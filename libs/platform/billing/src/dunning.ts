import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Chores, Figures } from '@madang/platform-operators';
import { PlatformDatabase, Registry, TenancyError, Tenants } from '@madang/platform-tenancy';
import { BillingHouse } from './billing-house.js';

interface Debtor {
  id: string;
  slug: string;
  email: string | null;
  suspendAt: Date;
}

/** What happens when nobody pays: a mail, days of grace, the site closed; and open again once it is paid. */
@Injectable()
export class Dunning implements OnModuleInit {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly registry: Registry,
    private readonly house: BillingHouse,
    private readonly chores: Chores,
    private readonly figures: Figures,
  ) {}

  onModuleInit(): void {
    this.chores.teach('dunning', 60, (now) => this.run(now));
    this.chores.teach('metering', 24 * 60, (now) => this.meter(now));
  }

  /** Looks for what is overdue. @returns how many sites were closed */
  async run(now: Date): Promise<number> {
    await this.fall(now);
    const due = await this.platform.rows<Debtor & Record<string, unknown>>(
      `SELECT t.id, t.slug, t.owner_email AS email, s.past_due_since + make_interval(days => p.grace_days) AS "suspendAt"
         FROM platform.subscriptions s JOIN platform.tenants t ON t.id = s.tenant_id JOIN platform.plans p ON p.id = t.plan
        WHERE s.state IN ('past_due', 'unpaid') AND NOT s.suspended_for_debt AND t.state = 'active'
          AND s.past_due_since + make_interval(days => p.grace_days) <= $1 ORDER BY t.slug`,
      [now],
    );
    for (const { id, slug, email } of due) {
      await new Tenants(this.platform, 'system', () => now).suspend(slug, 'unpaid');
      await this.platform.run('UPDATE platform.subscriptions SET suspended_for_debt = true WHERE tenant_id = $1', [id]);
      this.registry.forget(id);
      if (email) await this.house.write(email, ...closedLetter(slug));
    }
    return due.length;
  }

  /** Keeps what every tenant uses, day by day. @returns how many were counted */
  async meter(now: Date): Promise<number> {
    await this.figures.measureAll();
    return this.platform.run(
      `INSERT INTO platform.usage_days (tenant_id, day, members, storage_bytes, mails, activities)
       SELECT f.tenant_id, ($1::timestamptz AT TIME ZONE 'Asia/Seoul')::date, f.people, f.file_bytes, f.mails_month, f.activities
         FROM platform.tenant_figures f JOIN platform.tenants t ON t.id = f.tenant_id WHERE t.state = 'active'
       ON CONFLICT (tenant_id, day) DO UPDATE SET members = excluded.members, storage_bytes = excluded.storage_bytes,
         mails = excluded.mails, activities = excluded.activities`,
      [now],
    );
  }

  /** A tenant fell behind: told once, with the day until which it can be paid. */
  async late(tenantId: string, since: Date): Promise<void> {
    const [row] = await this.platform.rows<Debtor & Record<string, unknown>>(
      `UPDATE platform.subscriptions s SET state = CASE WHEN s.state IN ('active', 'trialing') THEN 'past_due' ELSE s.state END,
              past_due_since = $2, revision = s.revision + 1
         FROM platform.tenants t JOIN platform.plans p ON p.id = t.plan
        WHERE s.tenant_id = $1 AND t.id = s.tenant_id AND s.past_due_since IS NULL
       RETURNING t.id, t.slug, t.owner_email AS email, $2::timestamptz + make_interval(days => p.grace_days) AS "suspendAt"`,
      [tenantId, since],
    );
    if (row?.email) await this.house.write(row.email, ...lateLetter(row.slug, row.suspendAt));
  }

  /** Looks whether a tenant owes anything still; when not, its site opens again if it was closed for that. */
  async settle(tenantId: string, now: Date): Promise<void> {
    const [row] = await this.platform.rows<{ slug: string; closed: boolean }>(
      `UPDATE platform.subscriptions s SET state = 'active', past_due_since = NULL, suspended_for_debt = false, revision = s.revision + 1
         FROM platform.subscriptions old JOIN platform.tenants t ON t.id = old.tenant_id
        WHERE s.tenant_id = $1 AND old.tenant_id = $1 AND old.past_due_since IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM platform.invoices i WHERE i.tenant_id = $1 AND i.state = 'open'
                             AND (i.source = 'stripe' OR i.due_on < ($2::timestamptz AT TIME ZONE 'Asia/Seoul')::date))
       RETURNING t.slug, old.suspended_for_debt AS closed`,
      [tenantId, now],
    );
    if (!row?.closed) return;
    await new Tenants(this.platform, 'system', () => now).resume(row.slug).catch((error: unknown) => {
      // Somebody opened it already, or closed it for another reason.
      if (!(error instanceof TenancyError)) throw error;
    });
    this.registry.forget(tenantId);
  }

  /** Invoices by hand whose day is over. */
  private async fall(now: Date): Promise<void> {
    const late = await this.platform.rows<{ id: string; since: Date }>(
      `SELECT i.tenant_id AS id, min(i.due_on)::timestamptz AS since FROM platform.invoices i
         JOIN platform.subscriptions s ON s.tenant_id = i.tenant_id
        WHERE i.state = 'open' AND i.source = 'hand' AND i.due_on < ($1::timestamptz AT TIME ZONE 'Asia/Seoul')::date AND s.past_due_since IS NULL
        GROUP BY i.tenant_id`,
      [now],
    );
    for (const { id, since } of late) await this.late(id, since);
  }
}

const day = (at: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Asia/Seoul' }).format(at);

const lateLetter = (slug: string, until: Date): [subject: string, text: string] => [
  `[마당] ${slug} 요금을 확인해 주세요 · A payment is missing`,
  `${slug} 사이트의 요금을 받지 못했어요. ${day(until, 'ko')}까지 내지 않으면 사이트가 잠시 닫혀요. 자료는 그대로 있어요.

We did not receive a payment for the site ${slug}. Unless it is paid, the site closes on ${day(until, 'en')}. Nothing is lost.
`,
];

const closedLetter = (slug: string): [subject: string, text: string] => [
  `[마당] ${slug} 사이트가 잠시 닫혔어요 · The site is closed`,
  `요금을 받지 못해 ${slug} 사이트가 잠시 닫혔어요. 내면 바로 다시 열려요. 자료는 그대로 있어요.

The site ${slug} is closed because a payment is missing. It opens again as soon as it is paid. Nothing is lost.
`,
];
