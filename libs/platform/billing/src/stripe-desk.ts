import { Injectable } from '@nestjs/common';
import { conflict, denied, hashSecret, invalid, newId } from '@madang/kernel';
import { PlatformDatabase, Registry } from '@madang/platform-tenancy';
import type Stripe from 'stripe';
import { planChanged } from './accounts.service.js';
import { BillingHouse } from './billing-house.js';
import { Dunning } from './dunning.js';

/** A tenant as Stripe's desk needs it. */
export interface Payer {
  tenantId: string;
  slug: string;
  name: string;
  email: string | null;
  locale: string;
  /** Where the console of the tenant stands. */
  backTo: string;
}

const STATES: Record<string, string> = {
  active: 'active',
  trialing: 'trialing',
  past_due: 'past_due',
  unpaid: 'unpaid',
  canceled: 'canceled',
  incomplete_expired: 'canceled',
};

const idOf = (thing: string | { id: string } | null | undefined): string | undefined =>
  typeof thing === 'string' ? thing : (thing?.id ?? undefined);
const at = (seconds: number | null | undefined): Date | null => (seconds ? new Date(seconds * 1000) : null);

/**
 * Paying through Stripe. Its pages take the money; what came of it arrives as events. An event only says *that* something
 * changed: what it is now is asked of the API, so events may come twice, late and in any order.
 */
@Injectable()
export class StripeDesk {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly registry: Registry,
    private readonly house: BillingHouse,
    private readonly dunning: Dunning,
  ) {}

  /** Opens a checkout for a plan. @returns the address to go to */
  async checkout(payer: Payer, planId: string, period: 'month' | 'year'): Promise<string> {
    const stripe = this.client();
    const [plan] = await this.platform.rows<{
      name: Record<string, string>;
      price: string | null;
      given: string | null;
      currency: string;
    }>(
      `SELECT name, CASE WHEN $2 = 'year' THEN price_year ELSE price_month END::text AS price,
              CASE WHEN $2 = 'year' THEN stripe_year ELSE stripe_month END AS given, currency
         FROM platform.plans WHERE id = $1 AND active`,
      [planId, period],
    );
    if (!plan || plan.price === null || Number(plan.price) === 0)
      throw invalid('invalid_input', [{ field: 'plan', code: 'choice' }]);
    const [running] = await this.platform.rows<{ state: string }>(
      `SELECT state FROM platform.subscriptions WHERE tenant_id = $1 AND method = 'stripe' AND state IN ('active', 'trialing', 'past_due')`,
      [payer.tenantId],
    );
    // A second subscription would be paid twice; the portal changes the one there is.
    if (running) throw conflict('billing_subscribed');
    const customer = await this.customer(stripe, payer);
    const order: Stripe.Checkout.SessionCreateParams = {
      mode: 'subscription',
      client_reference_id: payer.tenantId,
      locale: payer.locale === 'en' ? 'en' : 'ko',
      success_url: `${payer.backTo}?paid=1`,
      cancel_url: payer.backTo,
      line_items: [
        plan.given
          ? { price: plan.given, quantity: 1 }
          : {
              quantity: 1,
              price_data: {
                currency: plan.currency,
                unit_amount: Number(plan.price),
                product_data: { name: plan.name[payer.locale] ?? plan.name['ko'] ?? planId },
                recurring: { interval: period },
              },
            },
      ],
      subscription_data: { metadata: { tenant: payer.tenantId, plan: planId } },
    };
    const session = await this.remembered(stripe, payer, customer, (known) =>
      stripe.checkout.sessions.create({ ...order, customer: known }),
    );
    if (!session.url) throw conflict('billing_unavailable');
    return session.url;
  }

  /** Opens Stripe's own pages for cards, invoices and cancelling. @returns the address to go to */
  async portal(payer: Payer): Promise<string> {
    const stripe = this.client();
    const [row] = await this.platform.rows<{ customer: string | null }>(
      'SELECT stripe_customer AS customer FROM platform.subscriptions WHERE tenant_id = $1',
      [payer.tenantId],
    );
    if (!row?.customer) throw conflict('billing_no_customer');
    const session = await this.remembered(stripe, payer, row.customer, (customer) =>
      stripe.billingPortal.sessions.create({ customer, return_url: payer.backTo }),
    );
    return session.url;
  }

  /** A stand-in forgets its customers with every restart. Where real money moves a missing customer is an operator's matter. */
  private async remembered<T>(
    stripe: Stripe,
    payer: Payer,
    customer: string,
    work: (customer: string) => Promise<T>,
  ): Promise<T> {
    return work(customer).catch(async (error: unknown) => {
      const { code, param } = error as { code?: string; param?: string };
      if (!this.house.test || code !== 'resource_missing' || param !== 'customer') throw error;
      return work(await this.customer(stripe, payer, customer));
    });
  }

  /** Takes an event in. @throws DomainError denied when its signature does not fit @returns whether it was new */
  async receive(raw: Buffer, signature: string, now = new Date()): Promise<boolean> {
    let event: Stripe.Event;
    try {
      event = this.house.event(raw, signature);
    } catch {
      throw denied('billing_signature');
    }
    const [known] = await this.platform.rows('SELECT 1 AS one FROM platform.stripe_events WHERE id = $1', [event.id]);
    if (known) return false;
    await this.act(event, now);
    // Only after the work: an event whose work failed is sent again and must not be taken for done. The work may happen twice.
    await this.platform.run(
      'INSERT INTO platform.stripe_events (id, type, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [event.id, event.type, at(event.created)],
    );
    return true;
  }

  private async act(event: Stripe.Event, now: Date): Promise<void> {
    const { object } = event.data as { object: { id?: string; subscription?: unknown } };
    if (event.type === 'checkout.session.completed') {
      const id = idOf(object.subscription as string | { id: string });
      if (id) await this.readSubscription(id, now);
    } else if (event.type.startsWith('customer.subscription.') && object.id)
      await this.readSubscription(object.id, now);
    else if (event.type.startsWith('invoice.') && object.id && event.type !== 'invoice.upcoming')
      await this.readInvoice(object.id, now);
  }

  private async readSubscription(id: string, now: Date): Promise<void> {
    const asked = new Date();
    const subscription = await this.client().subscriptions.retrieve(id);
    const tenantId = subscription.metadata['tenant'];
    const state = STATES[subscription.status];
    if (!tenantId || !state) return;
    const item = subscription.items.data[0];
    const ended = state === 'canceled';
    const late = state === 'past_due' || state === 'unpaid';
    const changed = await this.platform.transaction(async (client) => {
      const { rowCount } = await client.query(
        `INSERT INTO platform.subscriptions AS s (tenant_id, method, state, period, period_end, cancel_at_end, stripe_customer, stripe_subscription, stripe_at)
         SELECT t.id, 'stripe', $2, $3, $4, $5, $6, $7, $8 FROM platform.tenants t WHERE t.id::text = $1
         ON CONFLICT (tenant_id) DO UPDATE SET method = CASE WHEN $2 = 'canceled' THEN 'none' ELSE 'stripe' END, state = excluded.state,
           period = excluded.period, period_end = excluded.period_end, cancel_at_end = excluded.cancel_at_end,
           stripe_customer = excluded.stripe_customer, stripe_subscription = excluded.stripe_subscription,
           stripe_at = excluded.stripe_at, revision = s.revision + 1
           WHERE (s.stripe_at IS NULL OR s.stripe_at <= excluded.stripe_at)
             -- The end of an old subscription is not the end of the one that came after it.
             AND NOT ($2 = 'canceled' AND s.stripe_subscription IS DISTINCT FROM $7)`,
        [
          tenantId,
          state,
          item?.price.recurring?.interval === 'year' ? 'year' : 'month',
          at(item?.current_period_end),
          subscription.cancel_at_period_end,
          idOf(subscription.customer),
          subscription.id,
          asked,
        ],
      );
      if (!rowCount) return false;
      const plan = ended ? 'free' : subscription.metadata['plan'];
      if (plan)
        await client.query(
          `UPDATE platform.tenants SET plan = $2, revision = revision + 1 WHERE id::text = $1 AND plan <> $2
              AND EXISTS (SELECT 1 FROM platform.plans p WHERE p.id = $2)`,
          [tenantId, plan],
        );
      await planChanged(client, tenantId);
      return true;
    });
    if (!changed) return;
    if (late) await this.dunning.late(tenantId, now);
    else if (!ended) await this.dunning.settle(tenantId, now);
    await this.registry.changed(tenantId);
  }

  private async readInvoice(id: string, now: Date): Promise<void> {
    const asked = new Date();
    const invoice = await this.client().invoices.retrieve(id);
    const customer = idOf(invoice.customer);
    const tenants = await this.platform.rows<{ id: string; email: string | null }>(
      `SELECT t.id, t.owner_email AS email FROM platform.subscriptions s JOIN platform.tenants t ON t.id = s.tenant_id WHERE s.stripe_customer = $1`,
      [customer ?? ''],
    );
    const tenant = tenants[0];
    if (!tenant || !invoice.id || !invoice.status || invoice.status === 'draft') return;
    await this.platform.run(
      `INSERT INTO platform.invoices AS i (id, tenant_id, number, source, stripe_id, stripe_at, state, currency, total, billed_to, lines, issued_on, due_on, paid_at, url)
       VALUES ($1, $2, $3, 'stripe', $4, $5, $6, $7, $8, $9, $10::jsonb, ($11::timestamptz AT TIME ZONE 'Asia/Seoul')::date, $12::timestamptz::date, $13, $14)
       ON CONFLICT (stripe_id) DO UPDATE SET state = excluded.state, total = excluded.total, paid_at = excluded.paid_at, url = excluded.url,
         stripe_at = excluded.stripe_at, revision = i.revision + 1 WHERE i.stripe_at <= excluded.stripe_at`,
      [
        newId(),
        tenant.id,
        invoice.number ?? invoice.id,
        invoice.id,
        asked,
        invoice.status,
        invoice.currency,
        invoice.total,
        invoice.customer_name ?? tenant.email ?? '-',
        JSON.stringify(invoice.lines.data.map((line) => ({ what: line.description ?? '', amount: line.amount }))),
        at(invoice.created),
        at(invoice.due_date),
        at(invoice.status_transitions.paid_at),
        invoice.hosted_invoice_url ?? null,
      ],
    );
    if (invoice.status === 'paid') await this.dunning.settle(tenant.id, now);
    const subscription = idOf(invoice.parent?.subscription_details?.subscription);
    if (subscription) await this.readSubscription(subscription, now);
  }

  /** The customer of a tenant: known, or made now; a key that repeats keeps two clicks from making two. */
  private async customer(stripe: Stripe, payer: Payer, gone = ''): Promise<string> {
    const [row] = await this.platform.rows<{ customer: string | null }>(
      'SELECT stripe_customer AS customer FROM platform.subscriptions WHERE tenant_id = $1',
      [payer.tenantId],
    );
    if (row?.customer && row.customer !== gone) return row.customer;
    const made = await stripe.customers.create(
      { name: payer.name, ...(payer.email ? { email: payer.email } : {}), metadata: { tenant: payer.tenantId } },
      // A header carries ASCII alone, names are in any script.
      { idempotencyKey: `customer-${hashSecret(`${payer.tenantId} ${payer.name} ${payer.email ?? ''} ${gone}`)}` },
    );
    await this.platform.run(
      `INSERT INTO platform.subscriptions AS s (tenant_id, stripe_customer) VALUES ($1, $2)
       ON CONFLICT (tenant_id) DO UPDATE SET stripe_customer = coalesce(nullif(s.stripe_customer, $3), excluded.stripe_customer)`,
      [payer.tenantId, made.id, gone],
    );
    return made.id;
  }

  private client(): Stripe {
    const stripe = this.house.stripe();
    if (!stripe) throw conflict('billing_unavailable');
    return stripe;
  }
}
