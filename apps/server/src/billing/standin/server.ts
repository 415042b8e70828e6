import { createHmac, randomBytes } from 'node:crypto';
import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { html } from '@madang/theming';
import { platformPage } from '../../http/platform-site.js';
import { answer } from './api.js';
import { ApiRefusal, readForm } from './form.js';
import { Ledger, newStripeId, type Invoice, type Subscription, type Thing } from './ledger.js';

export interface StandInOptions {
  /** Where events go; `host` is the name they are sent to. */
  webhook: { port: () => number; host: string; path: string };
  port?: number;
  now?: () => Date;
}

const TEST = html`<p><strong>시험이에요. 돈은 오가지 않아요.</strong> <span lang="en">This is a test. No money moves.</span></p>`;

/**
 * A stand-in for Stripe on this machine, for specs and for trying the flow without an account. It answers the endpoints we use,
 * refuses what the documented API would refuse, signs its events, and says on every page that it is a test.
 */
export class StripeStandIn {
  readonly secretKey = `sk_test_${randomBytes(12).toString('hex')}`;
  readonly webhookSecret = `whsec_${randomBytes(16).toString('hex')}`;
  /** Events in the order they happened, whether or not they arrived. */
  readonly events: { id: string; body: string }[] = [];
  readonly ledger: Ledger;
  private readonly replies = new Map<string, { asked: string; status: number; body: string }>();
  private server?: Server;
  private sending: Promise<void> = Promise.resolve();

  constructor(private readonly options: StandInOptions) {
    this.ledger = new Ledger(
      (type, thing) => this.happened(type, thing),
      () => this.url,
      options.now ?? (() => new Date()),
    );
  }

  /** Where it listens. */
  get port(): number {
    return (this.server?.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async open(): Promise<this> {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.writeHead(500).end());
    });
    await new Promise<void>((done) => this.server!.listen(this.options.port ?? 0, '127.0.0.1', done));
    return this;
  }

  async close(): Promise<void> {
    await this.sending;
    const closed = new Promise<void>((done) => this.server?.close(() => done()));
    this.server?.closeAllConnections();
    await closed;
  }

  /** Waits until everything that happened was sent. */
  settled(): Promise<void> {
    return this.sending;
  }

  /** Sends an event, once more or late. @returns the status of the answer */
  deliver(body: string, secret = this.webhookSecret): Promise<number> {
    const at = Math.floor((this.options.now?.() ?? new Date()).getTime() / 1000);
    const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
    const { port, host, path } = this.options.webhook;
    return new Promise((done) => {
      const call = send(
        {
          host: '127.0.0.1',
          port: port(),
          path,
          method: 'POST',
          headers: {
            host,
            'content-type': 'application/json; charset=utf-8',
            'content-length': Buffer.byteLength(body),
            'stripe-signature': `t=${at},v1=${signature}`,
          },
        },
        (response) => {
          response.resume();
          response.on('end', () => done(response.statusCode ?? 0));
        },
      );
      call.on('error', () => done(0));
      call.end(body);
    });
  }

  private happened(type: string, thing: Thing): void {
    const id = newStripeId('evt');
    const created = Math.floor((this.options.now?.() ?? new Date()).getTime() / 1000);
    const body = JSON.stringify({ id, object: 'event', type, created, livemode: false, data: { object: thing } });
    this.events.push({ id, body });
    this.sending = this.sending.then(async () => void (await this.deliver(body)));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    if (url.pathname.startsWith('/v1/')) return this.api(request, response, url, body);
    return this.page(request, response, url, body);
  }

  private api(request: IncomingMessage, response: ServerResponse, url: URL, body: string): void {
    const reply = (status: number, text: string, more: Record<string, string> = {}): void =>
      void response.writeHead(status, { 'content-type': 'application/json', ...more }).end(text);
    const refuse = (status: number, error: object): void => reply(status, JSON.stringify({ error }));
    if (request.headers.authorization !== `Bearer ${this.secretKey}`)
      return refuse(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
    const method = request.method ?? 'GET';
    const key = String(request.headers['idempotency-key'] ?? '');
    const asked = `${method} ${url.pathname} ${body}`;
    const before = key ? this.replies.get(key) : undefined;
    if (before && before.asked !== asked)
      return refuse(400, {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with.`,
      });
    if (before) return reply(before.status, before.body, { 'idempotent-replayed': 'true' });
    try {
      const form = readForm(method === 'POST' ? body : url.search.slice(1));
      const text = JSON.stringify(answer(method, url.pathname, form, this.ledger, this.url));
      if (key) this.replies.set(key, { asked, status: 200, body: text });
      return reply(200, text);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      return refuse(error.status, error.body);
    }
  }

  /** The pages people see: paying, and looking after a subscription. */
  private async page(request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> {
    const [, kind = '', id = ''] = url.pathname.split('/');
    const act = request.method === 'POST' ? (new URLSearchParams(body).get('act') ?? '') : '';
    const show = (title: string, content: ReturnType<typeof html>, status = 200): void =>
      void response
        .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
        .end(platformPage(title, content));
    const go = (to: unknown): void => void response.writeHead(303, { location: String(to) }).end();
    const button = (name: string, label: string): ReturnType<typeof html> =>
      html`<form method="post"><p><button name="act" value="${name}">${label}</button></p></form>`;
    try {
      if (kind === 'pay') {
        const session = this.ledger.get('checkout.session', id);
        if (act === 'pay' && session['status'] === 'open') {
          this.ledger.complete(session);
          await this.sending;
          return go(session['success_url']);
        }
        if (act === 'cancel') return go(session['cancel_url'] ?? session['success_url']);
        const price = session['price'] as { unit_amount: number; currency: string };
        return show(
          '시험 결제',
          html`<h1>시험 결제</h1>${TEST}<p>${price.unit_amount.toLocaleString('ko')} ${price.currency.toUpperCase()}</p>${button('pay', '결제한 것으로 하기 · Pay')}${button('cancel', '그만두기 · Cancel')}`,
        );
      }
      if (kind === 'portal') {
        const session = this.ledger.get('billing_portal.session', id);
        const customer = session['customer'] as string;
        const [subscription] = this.ledger.of<Subscription>('subscription', customer);
        if (subscription && act) {
          if (act === 'cancel') this.ledger.change(subscription, { status: 'canceled' });
          if (act === 'fail') this.ledger.renew(subscription, false);
          if (act === 'settle')
            for (const invoice of this.ledger.of<Invoice>('invoice', customer))
              if (invoice.status === 'open') this.ledger.settle(invoice, true);
          await this.sending;
        }
        return show(
          '시험 결제 관리',
          html`<h1>시험 결제 관리</h1>${TEST}<p>${subscription ? `상태: ${subscription.status}` : '구독이 없어요.'}</p>${button('fail', '다음 결제가 실패한 것으로 하기 · Fail the next payment')}${button('settle', '밀린 것을 낸 것으로 하기 · Pay what is open')}${button('cancel', '구독 그만두기 · Cancel the subscription')}<p><a href="${session['return_url'] ?? '/'}">돌아가기 · Back</a></p>`,
        );
      }
      if (kind === 'invoice') {
        const invoice = this.ledger.get<Invoice>('invoice', id);
        return show(
          '시험 청구서',
          html`<h1>시험 청구서 ${invoice.number}</h1>${TEST}<p>${invoice.total.toLocaleString('ko')} ${invoice.currency.toUpperCase()} · ${invoice.status}</p>`,
        );
      }
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
    }
    return show('시험', html`<h1>없는 화면이에요</h1>${TEST}`, 404);
  }
}
