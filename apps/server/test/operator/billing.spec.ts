import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import {
  db,
  demandQuota,
  hashSecret,
  inContext,
  inUnit,
  newContext,
  newId,
  newSecret,
  SYSTEM,
  VISITOR,
} from '@madang/kernel';
import { openStandIn } from '../../src/billing/standin/open.js';
import type { Invoice, Subscription } from '../../src/billing/standin/ledger.js';
import type { StripeStandIn } from '../../src/billing/standin/server.js';
import { OperatorBrowser, PLATFORM, signedInOperator } from '../kit/operators.js';
import { openHouse, type House } from '../kit/yard.js';

const HOST = 'grove.localhost';
const DAY = 86_400_000;

describe('plans and bills', () => {
  let house: House;
  let standIn: StripeStandIn;
  let owner: OperatorBrowser;
  let admin: string;

  beforeAll(async () => {
    house = await openHouse();
    standIn = await openStandIn(house.server.billing, PLATFORM, house.port);
    owner = await signedInOperator(house);
    for (const slug of ['grove', 'other'])
      await house.program.provisioning.create({
        slug,
        name: { ko: `${slug} 마을` },
        ownerEmail: `owner@${slug}.example`,
      });
    admin = newSecret();
    await inside('grove', async () => {
      const id = newId();
      await db().run(
        `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, 'kim@grove.example', '김', 'administrator', 'email', now())`,
        [id],
      );
      await db().run(
        `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
        [newId(), id, hashSecret(admin)],
      );
    });
  });
  afterAll(async () => {
    await standIn.close();
    await house.close();
  });

  const inside = async <T>(slug: string, work: () => Promise<T>, actor = SYSTEM): Promise<T> => {
    const tenant = (await house.program.registry.get({ slug }))!;
    return inContext(newContext(tenant, { actor }), () => inUnit(house.program.database, false, work));
  };
  const code = (asked: { errors?: { extensions: { code: string } }[] }): string | undefined =>
    asked.errors?.[0]?.extensions.code;
  const site = (query: string): ReturnType<House['gql']> =>
    house.gql(HOST, query, {}, { cookie: `madang_session=${admin}` });
  interface Account {
    plan: { id: string };
    method: string;
    state: string;
    revision: number;
    suspendAt: string | null;
    invoices: { id: string; number: string; state: string; source: string; revision: number }[];
    usage: { name: string; used: number; limit: number | null }[];
  }
  const account = async (slug = 'grove'): Promise<Account> =>
    (
      await owner.ask<{ account: Account }>(
        `{ account(slug: "${slug}") { plan { id } method state revision suspendAt invoices { id number state source revision } usage { name used limit } } }`,
      )
    ).data.account;
  const status = async (): Promise<number> => (await house.ask(HOST, '/')).status;
  const press = async (url: string, act: string): Promise<void> => {
    const { pathname, port } = new URL(url);
    await fetch(`http://127.0.0.1:${port}${pathname}`, {
      method: 'POST',
      body: new URLSearchParams({ act }),
      redirect: 'manual',
    });
    await standIn.settled();
  };

  describe('the stand-in', () => {
    const client = (key = standIn.secretKey): Stripe =>
      new Stripe(key, {
        host: '127.0.0.1',
        port: standIn.port,
        protocol: 'http',
        maxNetworkRetries: 0,
        telemetry: false,
      });
    const refusal = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'taken',
        (error: { statusCode: number; code?: string; param?: string; type: string }) => [
          error.statusCode,
          error.code ?? error.type,
          error.param,
        ],
      );

    it('refuses what the API would: keys, unknown and missing parameters, ids, and a key used twice', async () => {
      expect(await refusal(client('sk_test_somethingelse').customers.create({}))).toEqual([
        401,
        'StripeAuthenticationError',
        undefined,
      ]);
      expect(await refusal(client().customers.create({ shoe_size: 42 } as never))).toEqual([
        400,
        'parameter_unknown',
        'shoe_size',
      ]);
      expect(await refusal(client().checkout.sessions.create({ mode: 'subscription' }))).toEqual([
        400,
        'parameter_missing',
        'success_url',
      ]);
      expect(await refusal(client().billingPortal.sessions.create({ customer: 'cus_test_nobody' }))).toEqual([
        404,
        'resource_missing',
        'customer',
      ]);
      expect(await refusal(client().subscriptions.retrieve('sub_nothing'))).toEqual([404, 'resource_missing', 'id']);
      const once = await client().customers.create({ name: '가' }, { idempotencyKey: 'one' });
      const twice = await client().customers.create({ name: '가' }, { idempotencyKey: 'one' });
      expect(twice.id).toBe(once.id);
      expect(await refusal(client().customers.create({ name: '나' }, { idempotencyKey: 'one' }))).toEqual([
        400,
        'StripeIdempotencyError',
        undefined,
      ]);
    });
  });

  it('are looked after by whoever may, and by nobody else', async () => {
    expect(code(await house.gql(HOST, '{ plan { state } }'))).toBe('sign_in_first');
    const asked = await site('{ plan { plan { id name } test choices { id priceMonth } usage { name limit } } }');
    expect(asked.data).toMatchObject({ plan: { plan: { id: 'free', name: '처음' }, test: true } });
    expect(code(await site('mutation { openBillingPortal }'))).toBe('billing_no_customer');
    expect(code(await site('mutation { startCheckout(plan: "free") }'))).toBe('invalid_input');
    const reader = await signedInOperator(house, 'reader');
    expect(
      code(
        await reader.ask(
          'mutation { assignPlan(input: { slug: "grove", plan: "district", method: "none", featuresOff: [], revision: 0 }) { state } }',
        ),
      ),
    ).toBe('operator_denied');
  });

  it('go from checkout to a paid plan by signed events alone', async () => {
    const asked = await site('mutation { startCheckout(plan: "standard", period: "month") }');
    const url = (asked.data as unknown as { startCheckout: string }).startCheckout;
    expect(await (await fetch(url.replace('localhost', '127.0.0.1'))).text()).toContain('No money moves');
    expect((await account()).plan.id).toBe('free');
    await press(url, 'pay');
    const paid = await account();
    expect(paid).toMatchObject({ plan: { id: 'standard' }, method: 'stripe', state: 'active' });
    expect(paid.invoices).toEqual([expect.objectContaining({ state: 'paid', source: 'stripe' })]);
    expect(code(await site('mutation { startCheckout(plan: "district") }'))).toBe('billing_subscribed');
    expect(
      code(
        await owner.ask(
          `mutation { assignPlan(input: { slug: "grove", plan: "district", method: "none", featuresOff: [], revision: ${paid.revision} }) { state } }`,
        ),
      ),
    ).toBe('billing_stripe_runs');
    expect(await account('other')).toMatchObject({ plan: { id: 'free' }, invoices: [] });
  });

  it('take events twice, late and in any order, and none that is not signed', async () => {
    const before = await account();
    const [forged] = standIn.events;
    expect(await standIn.deliver(forged!.body, 'whsec_somebodyelse')).toBe(400);
    expect((await house.ask(PLATFORM, '/stripe/webhook', { json: { id: 'evt_1' } })).status).toBe(400);
    expect((await house.ask(HOST, '/stripe/webhook', { json: { id: 'evt_1' } })).status).toBe(404);
    for (const event of [...standIn.events].reverse()) expect(await standIn.deliver(event.body)).toBe(200);
    // The same once more under new ids, as if they had never arrived, the oldest last.
    for (const event of [...standIn.events].reverse())
      expect(await standIn.deliver(event.body.replace(event.id, `${event.id}x`))).toBe(200);
    const after = await account();
    expect({ ...after, revision: 0, invoices: after.invoices.map(({ number }) => number) }).toEqual({
      ...before,
      revision: 0,
      invoices: before.invoices.map(({ number }) => number),
    });
    const [counted] = await house.program.platform.rows<{ n: number; ids: number }>(
      'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM platform.stripe_events',
    );
    expect(counted!.n).toBe(2 * standIn.events.length);
  });

  it('that are not paid warn, then close the site after the days of grace, and open it again when paid', async () => {
    const portal = (await site('mutation { openBillingPortal }')).data as unknown as { openBillingPortal: string };
    await press(portal.openBillingPortal, 'fail');
    const late = await account();
    expect(late.state).toBe('past_due');
    expect(late.suspendAt).not.toBeNull();
    expect(await status()).toBe(200);
    const letters = (): Promise<{ subject: string }[]> =>
      house.program.platform.rows(
        `SELECT subject FROM platform.mailbox WHERE recipient = 'owner@grove.example' ORDER BY at`,
      );
    expect(await letters()).toHaveLength(1);
    const dunning = (days: number): Promise<number> =>
      house.server.chores.run('dunning', new Date(Date.now() + days * DAY));
    expect(await dunning(13)).toBe(0);
    expect(await dunning(15)).toBe(1);
    expect(await dunning(15)).toBe(0);
    expect(await status()).toBe(503);
    expect(await letters()).toHaveLength(2);
    await press(portal.openBillingPortal, 'settle');
    expect(await account()).toMatchObject({ state: 'active', suspendAt: null });
    expect(await status()).toBe(200);
  });

  it('leave a site that was closed for another reason closed', async () => {
    const customer = (
      await house.program.platform.rows<{ c: string }>(
        `SELECT stripe_customer AS c FROM platform.subscriptions WHERE stripe_customer IS NOT NULL LIMIT 1`,
      )
    )[0]!.c;
    const [subscription] = standIn.ledger.of<Subscription>('subscription', customer);
    await owner.ask('mutation { suspendTenant(slug: "grove", reason: "점검") { state } }');
    const invoice: Invoice = standIn.ledger.renew(subscription!, false);
    await standIn.settled();
    standIn.ledger.settle(invoice, true);
    await standIn.settled();
    expect(await status()).toBe(503);
    await owner.ask('mutation { resumeTenant(slug: "grove") { state } }');
  });

  it('that end go back to the first plan', async () => {
    const portal = (await site('mutation { openBillingPortal }')).data as unknown as { openBillingPortal: string };
    await press(portal.openBillingPortal, 'cancel');
    expect(await account()).toMatchObject({ plan: { id: 'free' }, method: 'none', state: 'canceled' });
  });

  it('can be paid again after a stand-in forgot its customer', async () => {
    const kept = `stripe_customer FROM platform.subscriptions WHERE stripe_customer`;
    const [before] = await house.program.platform.rows<{ stripe_customer: string }>(`SELECT ${kept} IS NOT NULL`, []);
    await house.program.platform.rows(
      `UPDATE platform.subscriptions SET stripe_customer = 'cus_forgotten' WHERE stripe_customer = $1 RETURNING 1`,
      [before!.stripe_customer],
    );
    const asked = await site('mutation { startCheckout(plan: "standard", period: "month") }');
    expect(asked.errors).toBeUndefined();
    expect(await house.program.platform.rows(`SELECT ${kept} = 'cus_forgotten'`, [])).toEqual([]);
  });

  it('open the payment service’s pages after a stand-in was started anew, for a customer made again once', async () => {
    await standIn.close();
    standIn = await openStandIn(house.server.billing, PLATFORM, house.port);
    const kept = async (): Promise<string> =>
      (
        await house.program.platform.rows<{ id: string }>(
          `SELECT stripe_customer AS id FROM platform.subscriptions s JOIN platform.tenants t ON t.id = s.tenant_id WHERE t.slug = 'grove'`,
        )
      )[0]!.id;
    const before = await kept();
    const open = async (): Promise<string> => {
      const asked = await site('mutation { openBillingPortal }');
      expect(asked.errors).toBeUndefined();
      return (asked.data as unknown as { openBillingPortal: string }).openBillingPortal;
    };
    const page = await fetch((await open()).replace('localhost', '127.0.0.1'));
    expect(page.status).toBe(200);
    const made = await kept();
    expect(made).not.toBe(before);
    await open();
    expect(await kept()).toBe(made);
  });

  it('are written by hand, numbered, due, and paid', async () => {
    const { revision } = await account('other');
    const assigned = await owner.ask(
      `mutation { assignPlan(input: { slug: "other", plan: "district", method: "hand", featuresOff: ["api"], revision: ${revision} }) { features featuresOff } }`,
    );
    expect(assigned.data).toMatchObject({ assignPlan: { featuresOff: ['api'] } });
    const ask = (due: string): ReturnType<typeof owner.ask<{ issueInvoice: { number: string } }>> =>
      owner.ask(
        `mutation { issueInvoice(input: { slug: "other", what: "올해 이용료", amount: 5880000, billedTo: "다른 구청", dueOn: "${due}" }) { number } }`,
      );
    expect((await ask('2026-01-31')).errors?.[0]?.extensions).toMatchObject({
      fields: [{ field: 'dueOn', code: 'past' }],
    });
    const issue = async (): Promise<{ number: string }> => (await ask('2099-01-31')).data.issueInvoice;
    const numbers = (await Promise.all([issue(), issue(), issue()])).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(3);
    expect(numbers[0]).toMatch(/^M-\d{4}-\d{6}$/);
    const cookies = { madang_operator_session: owner.cookie! };
    const open = (await account('other')).invoices;
    const page = await house.ask(PLATFORM, `/operator/invoices/${open[0]!.id}`, { cookies });
    expect(page.body).toContain('다른 구청');
    expect((await house.ask(PLATFORM, `/operator/invoices/${open[0]!.id}`)).status).toBe(404);
    expect((await house.ask(HOST, `/-/invoices/${open[0]!.id}`, { cookies: { madang_session: admin } })).status).toBe(
      404,
    );

    await house.program.platform.run(`UPDATE platform.invoices SET due_on = '2026-01-31' WHERE source = 'hand'`);
    await house.server.chores.run('dunning', new Date());
    expect((await account('other')).state).toBe('past_due');
    expect((await house.ask('other.localhost', '/')).status).toBe(503);
    for (const invoice of open)
      await owner.ask(`mutation { markInvoicePaid(id: "${invoice.id}", revision: ${invoice.revision}) { state } }`);
    expect((await account('other')).state).toBe('active');
    expect((await house.ask('other.localhost', '/')).status).toBe(200);
    expect(
      code(await owner.ask(`mutation { voidInvoice(id: "${open[0]!.id}", revision: ${open[0]!.revision}) { state } }`)),
    ).toBe('changed_meanwhile');
  });

  it('let in as many as the plan allows, exactly, however many come at once', async () => {
    const member = { ...VISITOR, kind: 'person' as const, role: 'member' as const };
    const saved = await owner.ask(
      `mutation { savePlan(input: { id: "tiny", nameKo: "작은", nameEn: "Tiny", features: [], members: 10, graceDays: 3 }) { quotas { name limit } } }`,
    );
    expect(saved.errors).toBeUndefined();
    const { revision } = await account('other');
    await owner.ask(
      `mutation { assignPlan(input: { slug: "other", plan: "tiny", method: "none", featuresOff: [], revision: ${revision} }) { state } }`,
    );
    const count = async (): Promise<number> =>
      (await db().row<{ n: number }>(`SELECT count(*)::int AS n FROM people WHERE state = 'active'`))!.n;
    const join = (): Promise<string> =>
      inside(
        'other',
        async () => {
          await demandQuota('members', count);
          await db().run(
            `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, $2, $3, 'member', 'email', now())`,
            [newId(), `${newId()}@spec.example`, newId().slice(-12)],
          );
          return 'in';
        },
        member,
      ).catch((error: { code: string }) => error.code);
    const outcomes = await Promise.all(Array.from({ length: 25 }, join));
    expect(outcomes.filter((one) => one === 'in')).toHaveLength(10);
    expect(outcomes.filter((one) => one === 'quota_members')).toHaveLength(15);
    expect(await inside('other', count)).toBe(10);
  });

  it('count what is used, day by day', async () => {
    await house.server.chores.run('metering', new Date());
    const days = await house.program.platform.rows<{ slug: string; members: number }>(
      `SELECT t.slug, u.members FROM platform.usage_days u JOIN platform.tenants t ON t.id = u.tenant_id ORDER BY 1`,
    );
    expect(days).toEqual([
      { slug: 'grove', members: 1 },
      { slug: 'other', members: 10 },
    ]);
    expect((await account('other')).usage.find(({ name }) => name === 'members')).toMatchObject({
      used: 10,
      limit: 10,
    });
  });

  it('are changed by owners, never over somebody else’s change', async () => {
    const save = (revision: number): ReturnType<OperatorBrowser['ask']> =>
      owner.ask(
        `mutation { savePlan(input: { id: "tiny", revision: ${revision}, nameKo: "작은", nameEn: "Tiny", features: ["api"] }) { revision } }`,
      );
    expect((await save(1)).data).toEqual({ savePlan: { revision: 2 } });
    expect(code(await save(1))).toBe('changed_meanwhile');
    const operator = await signedInOperator(house, 'operator');
    expect(
      code(
        await operator.ask(
          'mutation { savePlan(input: { id: "mine", nameKo: "x", nameEn: "x", features: [] }) { id } }',
        ),
      ),
    ).toBe('operator_denied');
  });
});
