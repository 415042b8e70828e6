import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { hashPassword, newId, type Tenant } from '@madang/kernel';
import { signedInOperator } from './kit/operators.js';
import { PlainBrowser } from './kit/plain-browser.js';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';
import { openHouse, tokenIn, type Answer, type House } from './kit/yard.js';

const HOST = 'grove.localhost';
const PASSWORD = '숲마을의 긴 비밀번호';
const AT = '/sign-in/second-factor';

describe('a second factor', () => {
  let house: House;
  let tenant: Tenant;
  let sql: ReturnType<typeof sqlOf>;
  let admin: Staff;
  let hash: string;
  const steps = new Map<string, number>();

  /** A code that was not used before: each step of time gives one, so the clock of the app runs ahead, but not too far. */
  const codeOf = (secret: string): string => {
    const step = Math.max((steps.get(secret) ?? 0) + 1, Math.floor(Date.now() / 30_000));
    steps.set(secret, step);
    return generateSync({ secret, epoch: step * 30 });
  };
  const someone = async (role = 'member'): Promise<{ id: string; email: string }> => {
    const [id, email] = [newId(), `${newId().slice(-8)}@spec.example`];
    await sql(
      `INSERT INTO people (id, email, display_name, role, assurance, password_hash, created_at) VALUES ($1, $2, $3, $4, 'email', $5, now())`,
      [id, email, `사람 ${id.slice(-6)}`, role, hash],
    );
    return { id, email };
  };
  const signIn = async (email: string, back = '/me'): Promise<{ browser: PlainBrowser; answer: Answer }> => {
    const browser = new PlainBrowser(house, HOST);
    const answer = await browser.send('/sign-in/password', { email, password: PASSWORD, back });
    return { browser, answer };
  };
  /** Forgets which steps were used, as time does: a spec cannot wait half a minute for the next code. */
  const later = async (): Promise<void> => {
    steps.clear();
    await sql('UPDATE second_factors SET used_step = 0');
    await sql(`DELETE FROM sign_ins WHERE how = 'code'`);
  };
  const secretIn = (html: string): string => /class="secret">([A-Z2-7 ]+)</.exec(html)![1]!.replaceAll(' ', '');
  const codesIn = (html: string): string[] => [...html.matchAll(/<code>([A-Z0-9]{5}-[A-Z0-9]{5})</g)].map((m) => m[1]!);
  const enrol = async (
    browser: PlainBrowser,
    at = '/me/security/second-factor',
  ): Promise<{ secret: string; codes: string[] }> => {
    const secret = secretIn((await browser.send(`${at}/begin`, { back: '/me' })).body);
    const done = await browser.send(`${at}/finish`, { code: codeOf(secret), back: '/me' });
    expect(done.status).toBe(200);
    return { secret, codes: codesIn(done.body) };
  };
  const isIn = async (browser: PlainBrowser): Promise<boolean> => (await browser.open('/me')).status === 200;

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({ slug: 'grove', name: { ko: '숲', en: 'Grove' }, locales: ['ko', 'en'] });
    tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    sql = sqlOf(house, tenant);
    hash = await hashPassword(PASSWORD);
    admin = await staffOf(house, tenant);
  }, 60_000);
  afterAll(() => house.close());

  it('is set up by whoever wants one, shown once, and asked for at the next sign-in', async () => {
    const { email, id } = await someone();
    const { browser } = await signIn(email);
    expect(await isIn(browser)).toBe(true);
    const { secret, codes } = await enrol(browser);
    expect([codes.length, new Set(codes).size]).toEqual([10, 10]);
    expect(await isIn(browser)).toBe(true);
    const [kept] = await sql<{ sealed: string }>('SELECT sealed FROM second_factors WHERE person_id = $1', [id]);
    expect(kept!.sealed).not.toContain(secret);
    expect(JSON.stringify(await sql('SELECT code_hash FROM recovery_codes'))).not.toContain(codes[0]!);

    await later();
    const again = await signIn(email, '/spaces');
    expect(again.answer.headers['location']).toBe(`${AT}?back=%2Fspaces`);
    expect(await isIn(again.browser)).toBe(false);
    expect((await again.browser.open('/sign-in?back=/spaces')).headers['location']).toBe(`${AT}?back=%2Fspaces`);
    const wrong = await again.browser.send(AT, { code: '000000', back: '/spaces' });
    expect([wrong.status, wrong.body.includes('코드가 맞지 않아요')]).toEqual([422, true]);
    const before = again.browser.jar['madang_session'];
    const code = codeOf(secret);
    const right = await again.browser.send(AT, { code, back: '/spaces' });
    expect([right.status, right.headers['location']]).toEqual([303, '/spaces']);
    expect(again.browser.jar['madang_session']).not.toBe(before); // what was overheard halfway is worth nothing
    expect(await isIn(again.browser)).toBe(true);

    const thief = await signIn(email);
    expect((await thief.browser.send(AT, { code, back: '/' })).status).toBe(422); // over the shoulder
    expect(await isIn(thief.browser)).toBe(false);
  });

  it('lets nobody act who is halfway in, on neither face', async () => {
    const { email } = await someone('administrator');
    const { browser } = await signIn(email);
    await enrol(browser);
    await later();
    const half = (await signIn(email)).browser;
    const cookie = `madang_session=${half.jar['madang_session']!}`;
    const ask = async (query: string): Promise<string> => JSON.stringify(await house.gql(HOST, query, {}, { cookie }));
    expect(await ask('{ viewer { id } }')).toContain('"viewer":null');
    expect(await ask('{ secondFactor { required since } }')).toContain('"since":"');
    for (const mutation of [
      'mutation { removeSecondFactor(code: "000000") { trouble } }',
      'mutation { updateProfile(input: { displayName: "도둑" }) }',
      'mutation { createApiToken(input: { name: "x", scopes: ["read"] }) { secret } }',
      'mutation { setSignInRules(input: { registration: "open", domains: [], passwords: true, sessionDays: 30, revision: 0 }) }',
    ])
      expect(await ask(mutation)).toContain('sign_in_first');
    for (const path of ['/me', '/me/security', '/me/security/second-factor', '/notifications'])
      expect([path, [303, 403].includes((await half.open(path)).status)]).toEqual([path, true]);
    expect((await half.send('/me/security/second-factor/remove', { code: '000000' })).status).toBe(403);
  });

  it('is passed by API as well; a wrong code is counted though it is no error', async () => {
    const { email } = await someone();
    const { browser } = await signIn(email);
    const { secret } = await enrol(browser);
    await later();
    const half = (await signIn(email)).browser;
    const headers = { cookie: `madang_session=${half.jar['madang_session']!}` };
    const pass = async (code: string): Promise<unknown> =>
      (
        await house.gql(
          HOST,
          'mutation ($code: String!) { passSecondFactor(code: $code) { trouble minutes } }',
          { code },
          headers,
        )
      ).data!['passSecondFactor'];
    expect(await pass('000000')).toEqual({ trouble: 'factor_code_wrong', minutes: null });
    expect(await sql(`SELECT 1 FROM sign_ins WHERE how = 'code' AND NOT succeeded`)).toHaveLength(1);
    expect(await pass(codeOf(secret))).toEqual({ trouble: null, minutes: null });
    expect(await isIn(half)).toBe(true);
  });

  it('waits after eight wrong codes, however many come at once, and whatever the address', async () => {
    const { email, id } = await someone();
    const { browser } = await signIn(email);
    const { secret } = await enrol(browser);
    await later();
    const half = (await signIn(email)).browser;
    const page = await half.open(AT);
    const token = tokenIn(page.body);
    const tries = await Promise.all(
      Array.from({ length: 14 }, () =>
        house.ask(HOST, AT, { cookies: half.jar, form: { _csrf: token, code: '111111', back: '/' } }),
      ),
    );
    const count = (status: number): number => tries.filter((one) => one.status === status).length;
    expect([count(422), count(429)]).toEqual([8, 6]);
    expect((await half.send(AT, { code: codeOf(secret), back: '/' })).status).toBe(429);
    // Password attempts are counted apart: who guesses codes shuts nobody out of the first factor.
    expect((await signIn(email)).answer.status).toBe(303);
    expect(
      await sql(`SELECT 1 FROM sign_ins WHERE person_id = $1 AND how = 'code' AND NOT succeeded`, [id]),
    ).toHaveLength(8);
  });

  it('begins again with the first factor after a quarter of an hour', async () => {
    const { email, id } = await someone();
    const { browser } = await signIn(email);
    await enrol(browser);
    const half = (await signIn(email)).browser;
    await sql(
      `UPDATE sessions SET created_at = created_at - interval '16 minutes' WHERE person_id = $1 AND factor_at IS NULL`,
      [id],
    );
    expect((await half.open(AT)).headers['location']).toBe('/sign-in?back=%2F');
  });

  it('is recovered once per code, and the person hears of it', async () => {
    const { email, id } = await someone();
    const { browser } = await signIn(email);
    const { codes } = await enrol(browser);
    const half = (await signIn(email)).browser;
    const typed = codes[0]!.toLowerCase().replace('-', ' ');
    expect((await half.send(AT, { code: typed, back: '/', recovery: 'yes' })).status).toBe(303);
    const second = (await signIn(email)).browser;
    expect((await second.send(AT, { code: codes[0]!, back: '/', recovery: 'yes' })).status).toBe(422);
    await house.server.worker.drain();
    const mails = await house.program.platform.rows<{ subject: string }>(
      'SELECT subject FROM platform.mailbox WHERE recipient = $1 ORDER BY at',
      [email],
    );
    expect(mails.map(({ subject }) => subject)).toEqual(['숲: 2단계 인증을 켰어요', '숲: 복구 코드로 로그인했어요']);
    const acts = await sql<{ act: string }>(`SELECT act FROM audit WHERE object_id = $1 ORDER BY at, id`, [id]);
    expect(acts.map(({ act }) => act)).toEqual(['people.factor_set_up', 'people.factor_recovered']);
  });

  it('is renewed and given up only with a code', async () => {
    const { email } = await someone();
    const { browser } = await signIn(email);
    const { secret, codes } = await enrol(browser);
    await later();
    const at = '/me/security/second-factor';
    expect((await browser.send(`${at}/codes`, { code: '000000' })).status).toBe(422);
    const renewed = codesIn((await browser.send(`${at}/codes`, { code: codeOf(secret) })).body);
    expect(renewed).toHaveLength(10);
    const half = (await signIn(email)).browser;
    expect((await half.send(AT, { code: codes[3]!, back: '/' })).status).toBe(422); // the old ones are void
    expect((await browser.send(`${at}/remove`, { code: renewed[0]! })).headers['location']).toBe('/me/security');
    expect((await signIn(email)).answer.headers['location']).toBe('/me');
  });

  it('is asked of everybody with duties where the site says so, at once and at their next page', async () => {
    const officer = await someone('officer');
    const member = await someone();
    const [open, plain] = [(await signIn(officer.email)).browser, (await signIn(member.email)).browser];
    const rules = { registration: 'open', domains: [], passwords: true, sessionDays: 30 };
    const decide = async (secondFactor: string, revision: number, who = admin): Promise<string | undefined> => {
      const { errors } = await house.gql(
        HOST,
        'mutation ($input: SignInRulesInput!) { setSignInRules(input: $input) }',
        { input: { ...rules, secondFactor, revision } },
        who.headers,
      );
      return errors?.[0]?.extensions.code;
    };
    expect(await decide('staff', 0)).toBe('factor_first'); // nobody shuts themselves out
    await sql(`INSERT INTO second_factors (person_id, sealed, used_step, enrolled_at) VALUES ($1, 'x', 0, now())`, [
      admin.id,
    ]);
    expect(await decide('staff', 0)).toBeUndefined();
    expect(await isIn(plain)).toBe(true);
    expect(await isIn(open)).toBe(false);
    expect((await open.open('/sign-in?back=/console')).headers['location']).toBe(`${AT}?back=%2Fconsole`);
    expect((await open.open(`${AT}?back=/console`)).body).toContain('2단계 인증을 설정해 주세요');
    const { secret } = await enrol(open, AT);
    expect(await isIn(open)).toBe(true);
    await later();
    const refused = await open.send('/me/security/second-factor/remove', { code: codeOf(secret) });
    expect(refused.body).toContain('끌 수 없어요');
    // A rule left out of a change stays as it is.
    const { errors } = await house.gql(
      HOST,
      'mutation ($input: SignInRulesInput!) { setSignInRules(input: $input) }',
      { input: { ...rules, revision: 1 } },
      admin.headers,
    );
    expect(errors).toBeUndefined();
    const { data } = await house.gql(HOST, '{ signInRules { secondFactor } }', {}, admin.headers);
    expect(data!['signInRules']).toEqual({ secondFactor: 'staff' });
    expect(await decide('voluntary', 2)).toBeUndefined();
  });

  it('is taken off by an administrator when the phone is lost: reasoned, recorded, told', async () => {
    const { email, id } = await someone();
    const { browser } = await signIn(email);
    await enrol(browser);
    const reset = async (who: Staff, personId = id): Promise<string | undefined> => {
      const { errors } = await house.gql(
        HOST,
        'mutation ($input: PersonDecisionInput!) { resetSecondFactor(input: $input) }',
        { input: { personId, reason: '휴대전화를 잃어버렸어요' } },
        who.headers,
      );
      return errors?.[0]?.extensions.code;
    };
    expect(await reset(await staffOf(house, tenant, 'officer'))).toBe('denied');
    expect(await reset(admin, admin.id)).toBe('not_yourself');
    expect(await reset(admin)).toBeUndefined();
    expect(await reset(admin)).toBe('factor_none');
    expect(await isIn(browser)).toBe(false);
    expect((await signIn(email)).answer.headers['location']).toBe('/me');
    const [noted] = await sql<{ reason: string; actor_id: string }>(
      `SELECT reason, actor_id FROM audit WHERE act = 'people.factor_reset' AND object_id = $1`,
      [id],
    );
    expect(noted).toEqual({ reason: '휴대전화를 잃어버렸어요', actor_id: admin.id });
    await house.server.worker.drain();
    const [mail] = await house.program.platform.rows<{ subject: string }>(
      'SELECT subject FROM platform.mailbox WHERE recipient = $1 ORDER BY at DESC',
      [email],
    );
    expect(mail!.subject).toBe('숲: 2단계 인증을 풀었어요');
  });

  it('of a last administrator is taken off by an operator who may: reasoned, in both audits, told', async () => {
    const { email, id } = await someone('administrator');
    const { browser } = await signIn(email);
    await enrol(browser);
    const reset = async (role: 'operator' | 'support', input: object): Promise<string | undefined> => {
      const operator = await signedInOperator(house, role);
      const { errors } = await operator.ask('mutation ($input: ResetFactorInput!) { resetFactor(input: $input) }', {
        input: { slug: 'grove', email: email.toUpperCase(), reason: '통화로 확인했어요', ...input },
      });
      return errors?.[0]?.extensions.code;
    };
    expect(await reset('support', {})).toBe('operator_denied');
    expect(await reset('operator', { reason: '' })).toBe('invalid_input');
    expect(await reset('operator', { email: 'nobody@spec.example' })).toBe('person_missing');
    const told = (): Promise<object[]> =>
      house.program.platform.rows(
        `SELECT actor, details ->> 'person' AS person, details ->> 'reason' AS reason FROM platform.audit WHERE act = 'person.factor_reset'`,
      );
    expect(await told()).toEqual([]);
    expect(await isIn(browser)).toBe(true);
    expect(await reset('operator', {})).toBeUndefined();
    expect(await reset('operator', {})).toBe('factor_none');
    expect(await isIn(browser)).toBe(false);
    expect((await signIn(email)).answer.headers['location']).toBe('/me');
    expect(await told()).toEqual([
      { actor: expect.stringMatching(/^operator:/), person: id, reason: '통화로 확인했어요' },
    ]);
    const [noted] = await sql<{ actor_id: null; reason: string; operator: string }>(
      `SELECT actor_id, reason, details ->> 'operator' AS operator FROM audit WHERE act = 'people.factor_reset' AND object_id = $1`,
      [id],
    );
    expect(noted).toEqual({
      actor_id: null,
      reason: '통화로 확인했어요',
      operator: expect.stringMatching(/^operator:/),
    });
    await house.server.worker.drain();
    const [mail] = await house.program.platform.rows<{ subject: string }>(
      'SELECT subject FROM platform.mailbox WHERE recipient = $1 ORDER BY at DESC',
      [email],
    );
    expect(mail!.subject).toBe('숲: 2단계 인증을 풀었어요');
  });

  it('of one tenant opens nothing in another, even when its row is copied there', async () => {
    const { FactorSeal } = await import('@madang/commons-people');
    const { inContext, newContext } = await import('@madang/kernel');
    await house.program.provisioning.create({
      slug: 'harbour',
      name: { ko: '항구', en: 'Harbour' },
      locales: ['ko', 'en'],
    });
    const other = (await house.program.registry.get({ slug: 'harbour' }))!;
    const seal = house.server.app.get(FactorSeal);
    const sealed = inContext(newContext(tenant), () => seal.seal('a seed'));
    expect(inContext(newContext(tenant), () => seal.open(sealed))).toBe('a seed');
    expect(() => inContext(newContext(other), () => seal.open(sealed))).toThrow();
  });

  it('speaks English to whoever reads English', async () => {
    const { email } = await someone();
    const { browser } = await signIn(email);
    await enrol(browser);
    const half = (await signIn(email)).browser;
    expect((await half.open(`/en${AT}`)).body).toContain('Enter the code');
  });
});
