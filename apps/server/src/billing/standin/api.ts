import { ApiRefusal, check, list, text, texts, type FormValue, type Takes } from './form.js';
import { newStripeId, type Ledger, type Subscription, type Thing } from './ledger.js';

type Form = Record<string, FormValue>;
interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE';
  path: RegExp;
  takes: Takes;
  run: (form: Form, id: string, ledger: Ledger, base: string) => Thing | { object: 'list'; [key: string]: unknown };
}

const METADATA: Takes = { '*': true };
const wrong = (param: string, message: string): never => {
  throw new ApiRefusal(400, { type: 'invalid_request_error', param, message });
};

function priceOf(item: Form): Subscription['items']['data'][0]['price'] {
  const given = text(item['price']);
  if (given)
    throw new ApiRefusal(400, {
      type: 'invalid_request_error',
      code: 'resource_missing',
      param: 'line_items[0][price]',
      message: `No such price: '${given}'`,
    });
  const data = item['price_data'] as Form | undefined;
  if (!data) return wrong('line_items[0][price_data]', 'You must provide one of `price` or `price_data`.');
  const { interval } = texts(data['recurring']);
  const amount = Number(text(data['unit_amount']));
  if (interval !== 'month' && interval !== 'year')
    return wrong(
      'line_items[0][price_data][recurring][interval]',
      `Invalid interval: must be one of day, week, month, or year`,
    );
  if (!Number.isInteger(amount) || amount < 0)
    return wrong('line_items[0][price_data][unit_amount]', `Invalid integer: ${String(text(data['unit_amount']))}`);
  return {
    id: newStripeId('price'),
    object: 'price',
    currency: text(data['currency'])!,
    unit_amount: amount,
    recurring: { interval },
  };
}

/** The endpoints we use, each with the parameters that its documentation names. */
const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: /^\/v1\/customers$/,
    takes: { email: true, name: true, description: true, metadata: METADATA, preferred_locales: { '*': true } },
    run: (form, _id, ledger) =>
      ledger.put({
        id: newStripeId('cus'),
        object: 'customer',
        email: text(form['email']) ?? null,
        name: text(form['name']) ?? null,
        metadata: texts(form['metadata']),
      }),
  },
  {
    method: 'POST',
    path: /^\/v1\/checkout\/sessions$/,
    takes: {
      mode: 'required',
      customer: true,
      success_url: 'required',
      cancel_url: true,
      client_reference_id: true,
      locale: true,
      metadata: METADATA,
      subscription_data: { metadata: METADATA, description: true },
      line_items: {
        '*': {
          price: true,
          quantity: true,
          price_data: {
            currency: 'required',
            unit_amount: true,
            product_data: { name: 'required', description: true },
            recurring: { interval: 'required', interval_count: true },
          },
        },
      },
    },
    run: (form, _id, ledger, base) => {
      if (text(form['mode']) !== 'subscription')
        wrong('mode', 'Invalid mode: must be one of payment, setup, or subscription');
      const items = list(form['line_items']);
      if (items.length === 0) wrong('line_items', 'Missing required param: line_items.');
      const customer = text(form['customer']);
      if (customer) ledger.get('customer', customer, 'customer');
      const id = newStripeId('cs');
      return ledger.put({
        id,
        object: 'checkout.session',
        mode: 'subscription',
        status: 'open',
        payment_status: 'unpaid',
        customer: customer ?? null,
        client_reference_id: text(form['client_reference_id']) ?? null,
        success_url: text(form['success_url']),
        cancel_url: text(form['cancel_url']) ?? null,
        metadata: texts(form['metadata']),
        subscription_metadata: texts((form['subscription_data'] as Form | undefined)?.['metadata']),
        price: priceOf(items[0]!),
        url: `${base}/pay/${id}`,
      });
    },
  },
  {
    method: 'POST',
    path: /^\/v1\/billing_portal\/sessions$/,
    takes: { customer: 'required', return_url: true, locale: true },
    run: (form, _id, ledger, base) => {
      const customer = ledger.get('customer', text(form['customer'])!, 'customer');
      const id = newStripeId('bps');
      return ledger.put({
        id,
        object: 'billing_portal.session',
        customer: customer.id,
        return_url: text(form['return_url']) ?? null,
        url: `${base}/portal/${id}`,
      });
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/subscriptions\/(\w+)$/,
    takes: { expand: { '*': true } },
    run: (_form, id, ledger) => ledger.get('subscription', id),
  },
  {
    method: 'DELETE',
    path: /^\/v1\/subscriptions\/(\w+)$/,
    takes: { invoice_now: true, prorate: true },
    run: (_form, id, ledger) => {
      const subscription = ledger.get<Subscription>('subscription', id);
      ledger.change(subscription, { status: 'canceled' });
      return subscription;
    },
  },
  {
    method: 'GET',
    path: /^\/v1\/invoices\/(\w+)$/,
    takes: { expand: { '*': true } },
    run: (_form, id, ledger) => ledger.get('invoice', id),
  },
];

/** Answers one request of the API. @throws ApiRefusal */
export function answer(method: string, path: string, form: Form, ledger: Ledger, base: string): object {
  for (const endpoint of ENDPOINTS) {
    const found = endpoint.method === method ? endpoint.path.exec(path) : null;
    if (!found) continue;
    check(form, endpoint.takes);
    const thing = { ...endpoint.run(form, found[1] ?? '', ledger, base) } as Record<string, unknown>;
    // Our own notes are no part of the API's answer.
    delete thing['price'];
    delete thing['subscription_metadata'];
    return thing;
  }
  throw new ApiRefusal(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}).`,
  });
}
