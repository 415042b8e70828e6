import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, hashSecret, inContext, inUnit, newContext, newId, newSecret, SYSTEM } from '@madang/kernel';
import { OperatorBrowser, signedInOperator } from '../kit/operators.js';
import { openHouse, tokenIn, type Answer, type House } from '../kit/yard.js';

const HOST = 'grove.localhost';

describe('a visit of support', () => {
  let house: House;
  let owner: OperatorBrowser;
  let support: OperatorBrowser;
  let admin: string;

  beforeAll(async () => {
    house = await openHouse();
    owner = await signedInOperator(house);
    support = await signedInOperator(house, 'support');
    for (const slug of ['grove', 'other']) await house.program.provisioning.create({ slug, name: { ko: slug } });
    admin = newSecret();
    await inside(async () => {
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
  afterAll(() => house.close());

  const inside = async <T>(work: () => Promise<T>): Promise<T> => {
    const tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    return inContext(newContext(tenant, { actor: SYSTEM }), () => inUnit(house.program.database, false, work));
  };
  const code = (asked: { errors?: { extensions: { code: string } }[] }): string | undefined =>
    asked.errors?.[0]?.extensions.code;
  type Opened = { openVisit: { id: string; link: string } };
  const open = (who: OperatorBrowser, more = ''): ReturnType<typeof who.ask<Opened>> =>
    who.ask<Opened>(
      `mutation { openVisit(input: { slug: "grove", reason: "로그인이 안 된다는 문의", onBehalfOf: "김 담당" ${more} }) { id link } }`,
    );
  const tokenOf = (link: string): string => new URL(link).searchParams.get('token')!;
  const enter = (token: string, host = HOST): Promise<Answer> =>
    house.ask(host, '/-/support/enter', { form: { token }, headers: { 'sec-fetch-site': 'same-origin' } });
  const visitor = async (more = ''): Promise<{ id: string; cookies: Record<string, string> }> => {
    const { openVisit } = (await open(owner, more)).data;
    const { cookies } = await enter(tokenOf(openVisit.link));
    return { id: openVisit.id, cookies: { madang_support: cookies['madang_support']! } };
  };
  const gql = async (
    query: string,
    cookies: Record<string, string>,
  ): Promise<{ data: Record<string, never>; errors?: { extensions: { code: string } }[] }> =>
    JSON.parse((await house.ask(HOST, '/graphql', { json: { query }, cookies })).body) as never;

  it('needs a reason, is at most 30 minutes long, and changing needs a right of its own', async () => {
    expect(code(await open(support, ', mayWrite: true'))).toBe('operator_denied');
    expect(code(await open(owner, ', minutes: 31'))).toBe('invalid_input');
    expect(code(await owner.ask('mutation { openVisit(input: { slug: "grove", reason: "" }) { id } }'))).toBe(
      'invalid_input',
    );
    const reader = await signedInOperator(house, 'reader');
    expect(code(await open(reader))).toBe('operator_denied');
  });

  it('begins once, by a button, on this tenant’s host alone', async () => {
    const { openVisit } = (await open(support)).data;
    const token = tokenOf(openVisit.link);
    expect(new URL(openVisit.link).hostname).toBe(HOST);
    // Looking at the link (as a mail scanner would) begins nothing.
    for (let i = 0; i < 2; i += 1)
      expect((await house.ask(HOST, `/-/support/enter?token=${token}`)).body).toContain('로그인이 안 된다는 문의');
    expect((await enter(token, 'other.localhost')).status).toBe(404);
    const forged = await house.ask(HOST, '/-/support/enter', {
      form: { token },
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(forged.status).toBe(403);
    const entered = await enter(token);
    expect([entered.status, entered.headers['location']]).toEqual([303, '/console']);
    expect(String(entered.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Strict/i);
    expect((await enter(token)).status).toBe(404);
    const cookies = { madang_support: entered.cookies['madang_support']! };
    expect((await house.ask('other.localhost', '/', { cookies })).body).not.toContain('지원 방문');
    expect((await house.ask(HOST, '/', { cookies })).body).toContain('class="visit"');
  });

  it('shows everything and changes nothing, on both faces', async () => {
    const { cookies } = await visitor();
    expect(await gql('{ viewer { displayName role } supportVisit { reason mayWrite } }', cookies)).toEqual({
      data: {
        viewer: { displayName: '운영 owner', role: 'administrator' },
        supportVisit: { reason: '로그인이 안 된다는 문의', mayWrite: false },
      },
    });
    expect((await gql('{ audit { nodes { act } } }', cookies)).errors).toBeUndefined();
    expect(
      code(await gql('mutation { invitePerson(input: { email: "x@y.example", role: "administrator" }) }', cookies)),
    ).toBe('support_reads_only');
    const page = await house.ask(HOST, '/sign-in', { cookies });
    const posted = await house.ask(HOST, '/join', {
      form: { _csrf: tokenIn(page.body), email: 'x@y.example', displayName: '아무개', terms: 'yes', privacy: 'yes' },
      cookies,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(posted.status).toBeGreaterThanOrEqual(400);
    // Not by promise: the transaction itself cannot write.
    const tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    const actor = {
      ...SYSTEM,
      kind: 'support' as const,
      visit: { id: newId(), operator: 'x', reason: 'x', onBehalfOf: null, mayWrite: false, expiresAt: new Date() },
    };
    await expect(
      inContext(newContext(tenant, { actor }), () =>
        inUnit(house.program.database, false, () => db().run(`DELETE FROM site_values`)),
      ),
    ).rejects.toMatchObject({ code: '25006' });
  });

  it('with a pen leaves in the audit who held it and for whom', async () => {
    const { cookies } = await visitor(', mayWrite: true');
    const done = await gql('mutation { invitePerson(input: { email: "new@grove.example", role: "member" }) }', cookies);
    expect(done.errors).toBeUndefined();
    const rows = await inside(() =>
      db().rows<{ act: string; on_behalf_of: string; details: { support?: { operator: string } } }>(
        `SELECT act, on_behalf_of, details FROM audit WHERE act = 'people.invited'`,
      ),
    );
    expect(rows).toEqual([
      expect.objectContaining({
        on_behalf_of: '김 담당',
        details: expect.objectContaining({ support: expect.objectContaining({ operator: '운영 owner' }) }),
      }),
    ]);
  });

  it('is in the tenant’s audit and ours, and mailed to its administrators in their site’s look', async () => {
    await house.server.worker.drain();
    const acts = await gql('{ audit(act: "support", first: 100) { nodes { act reason } } }', { madang_session: admin });
    const nodes = (acts.data as unknown as { audit: { nodes: { act: string; reason: string }[] } }).audit.nodes;
    expect(nodes.filter(({ act }) => act === 'support.opened').length).toBeGreaterThanOrEqual(3);
    const mails = await house.program.platform.rows<{ subject: string; recipient: string }>(
      `SELECT DISTINCT subject, recipient FROM platform.mailbox WHERE subject LIKE '%지원 담당자%'`,
    );
    expect(mails).toEqual([{ subject: '지원 담당자가 grove에 들어왔어요', recipient: 'kim@grove.example' }]);
    type Log = { log: { nodes: { act: string }[] } };
    const ours = (await owner.ask<Log>('{ log(act: "visit", first: 50) { nodes { act } } }')).data.log.nodes;
    expect(ours.filter(({ act }) => act === 'visit.opened').length).toBeGreaterThanOrEqual(3);
  });

  it('ends by either side at once, and by itself', async () => {
    const looks = async (cookies: Record<string, string>): Promise<boolean> =>
      (await gql('{ supportVisit { id } }', cookies)).data['supportVisit'] !== null;
    const one = await visitor();
    expect(await looks(one.cookies)).toBe(true);
    await owner.ask(`mutation { endVisit(id: "${one.id}") }`);
    expect(await looks(one.cookies)).toBe(false);

    const two = await visitor();
    const ended = await gql(`mutation { endSupportVisit(id: "${two.id}") }`, { madang_session: admin });
    expect(ended.errors).toBeUndefined();
    expect(await looks(two.cookies)).toBe(false);

    const three = await visitor();
    const left = await house.ask(HOST, '/-/support/leave', {
      method: 'POST',
      form: {},
      cookies: three.cookies,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(left.status).toBe(303);
    expect(await looks(three.cookies)).toBe(false);

    const four = await visitor();
    await inside(() =>
      db().run(
        `UPDATE support_visits SET opened_at = opened_at - interval '1 hour', expires_at = expires_at - interval '1 hour' WHERE id = $1`,
        [four.id],
      ),
    );
    expect(await looks(four.cookies)).toBe(false);
  });

  it('never shares a page it saw with visitors, nor the other way round', async () => {
    const { cookies } = await visitor();
    for (let i = 0; i < 2; i += 1) {
      expect((await house.ask(HOST, '/', { cookies })).body).toContain('class="visit"');
      expect((await house.ask(HOST, '/')).body).not.toContain('class="visit"');
    }
  });
});
