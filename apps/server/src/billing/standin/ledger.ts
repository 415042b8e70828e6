import { randomBytes } from 'node:crypto';
import { ApiRefusal } from './form.js';

/** Things of the stand-in, in the shape the API gives them. */
export interface Thing {
  id: string;
  object: string;
  [key: string]: unknown;
}

export interface Subscription extends Thing {
  customer: string;
  status: 'active' | 'past_due' | 'unpaid' | 'canceled';
  cancel_at_period_end: boolean;
  metadata: Record<string, string>;
  items: {
    object: 'list';
    data: {
      id: string;
      object: 'subscription_item';
      current_period_end: number;
      price: { id: string; object: 'price'; currency: string; unit_amount: number; recurring: { interval: string } };
    }[];
  };
}

export interface Invoice extends Thing {
  customer: string;
  status: 'open' | 'paid' | 'void';
  number: string;
  currency: string;
  total: number;
  created: number;
  due_date: number | null;
  hosted_invoice_url: string;
  status_transitions: { paid_at: number | null };
  parent: { type: 'subscription_details'; subscription_details: { subscription: string } };
  lines: { object: 'list'; data: { description: string; amount: number }[] };
}

/** Told of everything that happens, in order. */
export type Tell = (type: string, thing: Thing) => void;

export const newStripeId = (prefix: string): string => `${prefix}_test_${randomBytes(9).toString('hex')}`;
const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** The books of the stand-in: customers, sessions, subscriptions, invoices. Kept as long as the process lives. */
export class Ledger {
  private readonly things = new Map<string, Thing>();
  private numbers = 0;

  constructor(
    private readonly tell: Tell,
    private readonly base: () => string,
    private readonly now: () => Date,
  ) {}

  put<T extends Thing>(thing: T): T {
    this.things.set(thing.id, thing);
    return thing;
  }

  /** @throws ApiRefusal as the API answers for an id that is not there */
  get<T extends Thing>(object: string, id: string, param = 'id'): T {
    const found = this.things.get(id);
    if (found?.object === object) return found as T;
    throw new ApiRefusal(404, {
      type: 'invalid_request_error',
      code: 'resource_missing',
      param,
      message: `No such ${object.replace('checkout.session', 'checkout session')}: '${id}'`,
    });
  }

  /** Things of a kind of one customer, newest first. */
  of<T extends Thing>(object: string, customer: string): T[] {
    return [...this.things.values()]
      .filter((thing) => thing.object === object && thing['customer'] === customer)
      .reverse() as T[];
  }

  /** Somebody paid on the page of a session: a subscription, its first invoice, and the events of both. */
  complete(session: Thing): Subscription {
    const price = session['price'] as Subscription['items']['data'][0]['price'];
    const subscription = this.put<Subscription>({
      id: newStripeId('sub'),
      object: 'subscription',
      created: seconds(this.now()),
      customer: session['customer'] as string,
      status: 'active',
      cancel_at_period_end: false,
      metadata: session['subscription_metadata'] as Record<string, string>,
      items: {
        object: 'list',
        data: [{ id: newStripeId('si'), object: 'subscription_item', current_period_end: this.end(price), price }],
      },
    });
    Object.assign(session, { status: 'complete', payment_status: 'paid', subscription: subscription.id });
    this.tell('customer.subscription.created', subscription);
    this.tell('checkout.session.completed', session);
    this.settle(this.bill(subscription), true);
    return subscription;
  }

  /** The next period begins: an invoice that is paid, or is not. */
  renew(subscription: Subscription, paid: boolean): Invoice {
    const invoice = this.bill(subscription);
    this.settle(invoice, paid);
    return invoice;
  }

  /** An open invoice is paid after all, or fails once more. */
  settle(invoice: Invoice, paid: boolean): void {
    const subscription = this.get<Subscription>('subscription', invoice.parent.subscription_details.subscription);
    if (paid) {
      Object.assign(invoice, { status: 'paid', status_transitions: { paid_at: seconds(this.now()) } });
      const item = subscription.items.data[0]!;
      item.current_period_end = this.end(item.price);
      this.tell('invoice.paid', invoice);
      this.change(subscription, { status: 'active' });
    } else {
      this.tell('invoice.payment_failed', invoice);
      this.change(subscription, { status: 'past_due' });
    }
  }

  change(subscription: Subscription, to: Partial<Subscription>): void {
    Object.assign(subscription, to);
    this.tell(
      to.status === 'canceled' ? 'customer.subscription.deleted' : 'customer.subscription.updated',
      subscription,
    );
  }

  private bill(subscription: Subscription): Invoice {
    const { price } = subscription.items.data[0]!;
    this.numbers += 1;
    const id = newStripeId('in');
    const invoice = this.put<Invoice>({
      id,
      object: 'invoice',
      customer: subscription.customer,
      status: 'open',
      number: `TEST-${String(this.numbers).padStart(4, '0')}-${id.slice(-4).toUpperCase()}`,
      currency: price.currency,
      total: price.unit_amount,
      created: seconds(this.now()),
      due_date: null,
      hosted_invoice_url: `${this.base()}/invoice/${id}`,
      status_transitions: { paid_at: null },
      parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id } },
      lines: {
        object: 'list',
        data: [{ description: subscription.metadata['plan'] ?? '', amount: price.unit_amount }],
      },
    });
    this.tell('invoice.finalized', invoice);
    return invoice;
  }

  private end(price: { recurring: { interval: string } }): number {
    return seconds(this.now()) + (price.recurring.interval === 'year' ? 365 : 30) * 86_400;
  }
}
