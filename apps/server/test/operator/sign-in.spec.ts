import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { inviteOperator, newLink } from '@madang/platform-operators';
import { openHouse, type House } from '../kit/yard.js';
import { OPERATOR_PASSWORD, OperatorBrowser, PLATFORM, signedInOperator } from '../kit/operators.js';

const VIEWER = '{ viewer { stage name email role rules } }';
type Viewer = { viewer: { stage: string; name: string | null; role: string | null; rules: string } };

describe('signing in as an operator', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({ slug: 'grove', name: { ko: 'grove' } });
  });
  afterAll(() => house.close());

  const invited = (email: string): Promise<string> =>
    house.program.platform.transaction(async (client) =>
      newLink(client, await inviteOperator(client, { email, name: '새 운영자', role: 'owner' }), new Date()),
    );
  const setUp = (
    browser: OperatorBrowser,
    token: string,
    password = OPERATOR_PASSWORD,
  ): ReturnType<OperatorBrowser['ask']> =>
    browser.ask('mutation ($input: OperatorSetUpInput!) { setUpOperator(input: $input) { stage } }', {
      input: { token, name: '하늘', password },
    });
  const code = (asked: { errors?: { extensions: { code: string } }[] }): string | undefined =>
    asked.errors?.[0]?.extensions.code;

  it('goes from a link over a password and a second factor to all rights, and no step can be left out', async () => {
    const browser = new OperatorBrowser(house);
    const token = await invited('first@operators.example');
    expect(code(await browser.ask('{ operators { id } }'))).toBe('operator_sign_in_first');
    expect((await setUp(browser, token)).data).toEqual({ setUpOperator: { stage: 'enrolling' } });
    expect(code(await setUp(new OperatorBrowser(house), token))).toBe('operator_link_dead');
    // The password alone opens nothing.
    expect(code(await browser.ask('{ operators { id } }'))).toBe('operator_sign_in_first');
    expect((await browser.ask<Viewer>(VIEWER)).data.viewer).toMatchObject({
      stage: 'enrolling',
      role: null,
      rules: '[]',
    });

    const begun = await browser.ask<{ beginEnrolment: { secret: string; uri: string; qr: string } }>(
      'mutation { beginEnrolment { secret uri qr } }',
    );
    browser.secret = begun.data.beginEnrolment.secret;
    expect(begun.data.beginEnrolment.uri).toContain('otpauth://totp/');
    expect(begun.data.beginEnrolment.qr).toMatch(/^<svg/);
    expect(code(await browser.ask('mutation { finishEnrolment(code: "000000") }'))).toBe('operator_code_wrong');
    const before = browser.cookie;
    const used = browser.code();
    const enrolled = await browser.ask<{ finishEnrolment: string[] }>(
      'mutation ($code: String!) { finishEnrolment(code: $code) }',
      { code: used },
    );
    expect(new Set(enrolled.data.finishEnrolment).size).toBe(10);
    expect((await browser.ask<Viewer>(VIEWER)).data.viewer).toMatchObject({
      stage: 'full',
      name: '하늘',
      role: 'owner',
    });
    // The session that knew only the password is another one, and dead.
    expect(browser.cookie).not.toBe(before);
    const old = new OperatorBrowser(house);
    old.cookie = before;
    expect((await old.ask<Viewer>(VIEWER)).data.viewer.stage).toBe('nobody');

    // A second time: password, then a code; the code that was used is refused, and so is a new seed.
    const again = new OperatorBrowser(house);
    again.secret = browser.secret;
    expect(await again.signIn('first@operators.example')).toBe('password');
    expect(code(await again.ask('mutation { beginEnrolment { secret } }'))).toBe('operator_sign_in_first');
    const enter = (given: string): ReturnType<OperatorBrowser['ask']> =>
      again.ask('mutation ($code: String!) { secondFactor(code: $code) { stage } }', { code: given });
    expect(code(await enter(used))).toBe('operator_code_wrong');
    expect((await enter(browser.code())).data).toEqual({ secondFactor: { stage: 'full' } });

    // A recovery code opens once.
    const recover = async (): Promise<unknown> => {
      const third = new OperatorBrowser(house);
      await third.signIn('first@operators.example');
      const asked = await third.ask('mutation ($code: String!) { useRecoveryCode(code: $code) }', {
        code: enrolled.data.finishEnrolment[3]!.toLowerCase().replace('-', ' '),
      });
      return code(asked) ?? (asked.data as unknown as { useRecoveryCode: number }).useRecoveryCode;
    };
    expect([await recover(), await recover()]).toEqual([9, 'operator_code_wrong']);
  });

  it('lets one of several requests with the same code through', async () => {
    const owner = await signedInOperator(house);
    const email = (await owner.ask<{ viewer: { email: string } }>(VIEWER)).data.viewer.email;
    const browsers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const one = new OperatorBrowser(house);
        await one.signIn(email);
        return one;
      }),
    );
    const given = owner.code();
    const stages = await Promise.all(
      browsers.map(async (one) =>
        code(await one.ask('mutation ($code: String!) { secondFactor(code: $code) { stage } }', { code: given })),
      ),
    );
    expect(stages.filter((stage) => stage === undefined)).toHaveLength(1);
  });

  it('locks an account after wrong passwords, known or not, and says the same of both', async () => {
    await signedInOperator(house);
    for (const email of ['nobody@operators.example', 'first@operators.example']) {
      const said: string[] = [];
      for (let i = 0; i < 10; i += 1) said.push(await new OperatorBrowser(house).signIn(email, 'wrong wrong wrong'));
      expect(said.slice(0, 8)).toEqual(Array(8).fill('operator_sign_in_failed'));
      expect(said.slice(8)).toEqual(['too_many', 'too_many']);
    }
  });

  it('locks codes too, so that a million of them cannot be tried', async () => {
    const owner = await signedInOperator(house);
    const email = (await owner.ask<{ viewer: { email: string } }>(VIEWER)).data.viewer.email;
    const thief = new OperatorBrowser(house);
    await thief.signIn(email);
    const said = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        code(
          await thief.ask('mutation ($code: String!) { secondFactor(code: $code) { stage } }', {
            code: String(100000 + i),
          }),
        ),
      ),
    );
    expect(said.filter((one) => one === 'too_many').length).toBeGreaterThanOrEqual(12);
    expect(said.filter((one) => one === undefined)).toHaveLength(0);
  });

  it('ends a session for good: signed out, left alone, or closed by an owner', async () => {
    const owner = await signedInOperator(house);
    const other = await signedInOperator(house, 'operator');
    type List = { operators: { id: string; role: string; revision: number; name: string; state: string }[] };
    const { operators } = (await owner.ask<List>('{ operators { id role revision name state } }')).data;
    const them = operators.find((one) => one.role === 'operator')!;
    const close = (by: OperatorBrowser): ReturnType<OperatorBrowser['ask']> =>
      by.ask('mutation ($id: ID!, $revision: Int!) { closeOperator(id: $id, revision: $revision) { state } }', {
        id: them.id,
        revision: them.revision,
      });
    expect(code(await close(other))).toBe('operator_not_oneself');
    expect((await close(owner)).data).toEqual({ closeOperator: { state: 'closed' } });
    expect(code(await close(owner))).toBe('changed_meanwhile');
    expect((await other.ask<Viewer>(VIEWER)).data.viewer.stage).toBe('nobody');

    const idle = await signedInOperator(house, 'reader');
    await house.program.platform.run(
      `UPDATE platform.operator_sessions SET last_seen_at = now() - interval '61 minutes' WHERE operator_id =
         (SELECT id FROM platform.operators WHERE role = 'reader')`,
    );
    expect((await idle.ask<Viewer>(VIEWER)).data.viewer.stage).toBe('nobody');

    const kept = owner.cookie;
    await owner.ask('mutation { signOut }');
    owner.cookie = kept;
    expect((await owner.ask<Viewer>(VIEWER)).data.viewer.stage).toBe('nobody');
  });

  it('keeps the cookie from scripts and other sites, and answers only its own host and origin', async () => {
    const owner = await signedInOperator(house);
    const fresh = new OperatorBrowser(house);
    const { answer } = await fresh.ask('mutation { signOut }');
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Strict/i);
    const elsewhere = await owner.ask(VIEWER, {}, { origin: 'http://evil.example' });
    expect([elsewhere.answer.status, code(elsewhere)]).toEqual([403, 'form_expired']);
    // A tenant's host has its own API at the same path, and nothing at the inner one; and the other way round.
    const cookies = { madang_operator_session: owner.cookie! };
    const ask = (host: string, path: string): Promise<string> =>
      house.ask(host, path, { json: { query: '{ viewer { stage } }' }, cookies }).then(({ body }) => body);
    expect(await ask(PLATFORM, '/graphql')).toContain('"full"');
    for (const path of ['/operator/graphql', '/%6fperator/graphql', '/en/operator/graphql', '/operator/graphql/'])
      expect((await house.ask('grove.localhost', path, { json: { query: '{ __typename }' }, cookies })).status).toBe(
        404,
      );
    expect(await ask('grove.localhost', '/graphql')).not.toContain('"full"');
    expect((await house.ask('nowhere.localhost', '/graphql', { json: { query: VIEWER }, cookies })).status).toBe(404);
    for (const name of ['proposals', 'people', 'audit'])
      expect(code(await owner.ask(`{ ${name} { nodes { id } } }`))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('gives each role what it may do, and keeps one owner', async () => {
    const may = async (role: 'owner' | 'operator' | 'support' | 'reader'): Promise<string | undefined> =>
      code(
        await (
          await signedInOperator(house, role)
        ).ask('mutation { inviteOperator(input: { email: "new@operators.example", name: "새", role: reader }) }'),
      );
    expect([await may('owner'), await may('operator'), await may('support'), await may('reader')]).toEqual([
      undefined,
      'operator_denied',
      'operator_denied',
      'operator_denied',
    ]);
    const mails = await house.program.platform.rows<{ message: string }>(
      `SELECT message FROM platform.mailbox WHERE recipient = 'new@operators.example' AND tenant_id IS NULL`,
    );
    expect(mails).toHaveLength(1);
  });

  it('writes everything down where nobody can change it, and no secret among it', async () => {
    const owner = await signedInOperator(house);
    type Log = { log: { nodes: { act: string; actor: string; details: string }[] } };
    const { nodes } = (await owner.ask<Log>('{ log(first: 100) { nodes { act actor details } } }')).data.log;
    expect(nodes.map((one) => one.act)).toEqual(
      expect.arrayContaining(['operator.enrolled', 'operator.closed', 'operator.invited']),
    );
    expect(JSON.stringify(nodes)).not.toContain(owner.secret);
    for (const sql of [
      `UPDATE platform.audit SET actor = 'x'`,
      'DELETE FROM platform.audit',
      'TRUNCATE platform.audit',
    ])
      await expect(house.program.platform.run(sql)).rejects.toThrow('permission denied');
    const tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    await expect(house.program.platform.run('SELECT platform.forget_in_audit($1)', [tenant.id])).rejects.toThrow(
      'not gone',
    );
    const stored = JSON.stringify(await house.program.platform.rows('SELECT * FROM platform.operators'));
    expect(stored).not.toContain(owner.secret);
    expect(generateSync({ secret: owner.secret })).toMatch(/^\d{6}$/);
  });
});
