import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { features, hashSecret, newId, newSecret, type Tenant } from '@madang/kernel';
import { OperatorBrowser, signedInOperator } from '../kit/operators.js';
import { sqlOf, staffOf, type Staff } from '../kit/staff.js';
import { openHouse, tokenIn, type House } from '../kit/yard.js';

const HOST = 'grove.localhost';
const WITHHELD = 'feature_not_in_plan';

/** What each feature is needed for, and what may be done without it: taking back what there is. */
const NEEDED: Record<string, { makes: string[]; stays: string[] }> = {
  own_roles: {
    makes: [
      'mutation { saveRole(input: { name: [{ locale: "ko", text: "시험" }], permissions: ["people.read"] }) }',
      'mutation { giveRole(input: { roleId: "$ROLE", personId: "$PERSON" }) }',
    ],
    stays: ['{ roles { id } }', 'mutation { removeRole(id: "$ROLE") }'],
  },
  api: {
    makes: ['mutation { createApiToken(input: { name: "시험", scopes: ["read"] }) { secret } }'],
    stays: ['{ viewer { apiTokens { id } } }', 'mutation { revokeApiToken(id: "$TOKEN") }'],
  },
  own_host: {
    makes: ['mutation { addHost(input: { host: "participate.spec.example" }) { host } }'],
    stays: ['{ siteHosts { host } }', 'mutation { removeHost(input: { host: "gone.spec.example" }) }'],
  },
  own_templates: {
    makes: [
      'mutation { saveOwnTemplate(input: { slot: "footer", source: "<p>x</p>" }) { draft } }',
      'mutation { publishOwnTemplate(place: { slot: "footer" }) { published } }',
      'mutation { rollBackOwnTemplate(place: { slot: "footer" }, version: 1) { published } }',
    ],
    stays: ['{ ownSlots { slot } }', 'mutation { resetOwnTemplate(place: { slot: "footer" }) { published } }'],
  },
  mail_texts: {
    makes: [
      'mutation { saveOwnTemplate(input: { slot: "mail/answered", subject: "x", source: "<p>x</p>" }) { draft } }',
      'mutation { sendTestMail(input: { slot: "mail/answered", subject: "x", source: "<p>x</p>" }) }',
    ],
    stays: ['{ ownSlot(place: { slot: "mail/answered" }) { slot } }'],
  },
  exports: {
    makes: ['mutation { exportList(input: { list: "people", columns: ["displayName"], format: "csv" }) { url } }'],
    stays: ['{ exportLists { name } }', '{ people { nodes { id } } }'],
  },
  process_library: {
    makes: [
      'mutation { shareProcess(id: "$ROLE", summary: "잘된 과정이니 가져다 쓰세요.") }',
      'mutation { copySharedDesign(id: "$ROLE", space: "site") }',
    ],
    stays: ['{ sharedDesigns { nodes { id } } }', 'mutation { unshareProcess(id: "$ROLE") }'],
  },
};

/** Rolled back after it was tried, so that every try finds the same site. */
const undone = (operation: string): string =>
  operation.startsWith('mutation')
    ? `${operation.slice(0, -1)} undo: hideProposal(id: "${newId()}", hidden: true, reason: "x") }`
    : operation;

describe('features of a plan', () => {
  let house: House;
  let owner: OperatorBrowser;
  let tenant: Tenant;
  const people = new Map<string, Staff>();
  const ids = { ROLE: newId(), PERSON: newId(), TOKEN: newId() };

  beforeAll(async () => {
    house = await openHouse({}, { plans: 'shipped' });
    owner = await signedInOperator(house);
    await house.program.provisioning.create({
      slug: 'grove',
      name: { ko: '수풀' },
      hosts: ['old.spec.example', 'gone.spec.example'],
    });
    tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    for (const role of ['administrator', 'member']) people.set(role, await staffOf(house, tenant, role));
    const sql = sqlOf(house, tenant);
    await house.program.platform.run('UPDATE platform.hosts SET verified_at = now() WHERE tenant_id = $1', [tenant.id]);
    const admin = people.get('administrator')!.id;
    ids.PERSON = people.get('member')!.id;
    await sql(
      `INSERT INTO roles (id, name, permissions, created_at, changed_at) VALUES ($1, '{"ko":"돌봄"}', '{people.read}', now(), now())`,
      [ids.ROLE],
    );
    await sql(
      `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, 'old', $3, '{read}', now())`,
      [ids.TOKEN, admin, hashSecret(newSecret())],
    );
    await sql(
      `INSERT INTO own_templates (id, slot, locale, version, source, base_source, base_fingerprint, state, created_at, published_at)
       VALUES ($1, 'footer', '', 1, '<p>우리 발밑 글</p>', '', '', 'published', now(), now())`,
      [newId()],
    );
    await house.program.registry.changed(tenant.id);
  }, 60_000);
  afterAll(() => house.close());

  const plan = async (id: string, off: string[] = []): Promise<void> => {
    const { data } = await owner.ask<{ account: { revision: number } }>('{ account(slug: "grove") { revision } }');
    const done = await owner.ask(
      `mutation ($off: [String!]!) { assignPlan(input: { slug: "grove", plan: "${id}", method: "none", featuresOff: $off, revision: ${data.account.revision} }) { state } }`,
      { off },
    );
    expect(done.errors).toBeUndefined();
  };
  const bare = async (has: string[] = []): Promise<void> => {
    const { data } = await owner.ask<{ plans: { id: string; revision: number }[] }>('{ plans { id revision } }');
    const revision = data.plans.find(({ id }) => id === 'bare')?.revision;
    const done = await owner.ask('mutation ($input: PlanInput!) { savePlan(input: $input) { features } }', {
      input: { id: 'bare', nameKo: '맨몸', nameEn: 'Bare', features: has, graceDays: 3, revision },
    });
    expect(done.errors).toBeUndefined();
  };
  const as = async (role: string | null, operation: string): Promise<string> => {
    const query = undone(operation.replace(/\$(ROLE|PERSON|TOKEN)/g, (_, name: keyof typeof ids) => ids[name]));
    const cookies = role ? people.get(role)!.cookies : {};
    const answer = await house.ask(HOST, '/graphql', { method: 'POST', json: { query }, cookies });
    const { errors } = JSON.parse(answer.body) as {
      errors?: { path?: string[]; message: string; extensions: { code: string } }[];
    };
    const first = errors?.find(({ path }) => path?.[0] !== 'undo');
    if (first && /^(GRAPHQL|BAD|INTERNAL)/i.test(first.extensions.code)) throw new Error(JSON.stringify(first));
    return first?.extensions.code ?? 'may';
  };

  it('are those that parts declare, each with what it withholds', () => {
    expect([...features().keys()].sort()).toEqual(Object.keys(NEEDED).sort());
  });

  it('withhold making from whoever may, tell others nothing of the plan, and never withhold looking or taking back', async () => {
    await bare();
    await plan('bare');
    for (const [name, { makes, stays }] of Object.entries(NEEDED)) {
      for (const operation of makes) {
        expect([name, operation, await as(null, operation)]).toEqual([name, operation, 'sign_in_first']);
        expect([name, operation, await as('administrator', operation)]).toEqual([name, operation, WITHHELD]);
        // Everybody may make tokens of their own; for the rest a member lacks the right.
        const member = name === 'api' ? WITHHELD : 'denied';
        expect([name, operation, await as('member', operation)]).toEqual([name, operation, member]);
      }
      for (const operation of stays)
        expect([name, operation, await as('administrator', operation)]).not.toEqual([name, operation, WITHHELD]);
    }
  });

  it('are let go one by one, by the plan and not switched off', async () => {
    for (const [name, { makes }] of Object.entries(NEEDED)) {
      await bare([name]);
      await plan('bare');
      for (const operation of makes)
        expect([name, operation, await as('administrator', operation)]).not.toEqual([name, operation, WITHHELD]);
      await plan('bare', [name]);
      for (const operation of makes)
        expect([name, operation, await as('administrator', operation)]).toEqual([
          name,
          operation,
          'feature_switched_off',
        ]);
      const other = Object.keys(NEEDED).find((one) => one !== name)!;
      expect(await as('administrator', NEEDED[other]!.makes[0]!)).toBe(WITHHELD);
    }
  });

  it('are told to whoever works here, with the plans that have them', async () => {
    await bare();
    await plan('bare');
    const { cookies } = people.get('administrator')!;
    const query = '{ features { name label has switchedOff plans } }';
    const answer = await house.ask(HOST, '/graphql', { method: 'POST', json: { query }, cookies });
    const found = (JSON.parse(answer.body) as { data: { features: { name: string }[] } }).data.features;
    expect(found.find(({ name }) => name === 'api')).toEqual({
      name: 'api',
      label: 'API 토큰',
      has: false,
      switchedOff: false,
      plans: ['표준', '지자체'],
    });
    expect(await as('member', query)).toBe('denied');
    const refused = await house.ask(HOST, '/graphql', {
      method: 'POST',
      json: { query: NEEDED['own_host']!.makes[0] },
      cookies,
    });
    expect(refused.body).toContain('‘우리 주소 쓰기’는 지금 요금제(맨몸)에 없어요.');
  });

  it('are the same on the portal: no form for a token, and none made by a form that was open', async () => {
    const { cookies } = people.get('member')!;
    const page = async (): Promise<string> => (await house.ask(HOST, '/me/security', { cookies })).body;
    await plan('district');
    const open = await page();
    expect(open).toContain('action="/me/security/tokens"');
    const form = { name: '시험', scope_read: 'yes', _csrf: tokenIn(open) };
    await plan('bare');
    expect(await page()).not.toContain('action="/me/security/tokens"');
    const posted = await house.ask(HOST, '/me/security/tokens', { cookies, form });
    expect(posted.status).toBe(403);
    expect(posted.body).toContain('지금 요금제(맨몸)에 없어요');
    await plan('district');
    expect((await house.ask(HOST, '/me/security/tokens', { cookies, form })).status).toBe(200);
  });

  it('let what was published stand, and programs rest until the plan has room for them again', async () => {
    const program = async (): Promise<string> => {
      const { headers } = people.get('administrator')!;
      const answer = await house.gql(HOST, '{ viewer { id } }', {}, headers);
      return answer.errors?.[0]?.extensions.code ?? 'may';
    };
    await plan('district');
    expect(await program()).toBe('may');
    await plan('bare');
    expect(await program()).toBe(WITHHELD);
    const home = await house.ask(HOST, '/');
    expect([home.status, home.body.includes('우리 발밑 글')]).toEqual([200, true]);
    expect((await house.ask('old.spec.example', '/')).status).toBe(200);
    await plan('district');
    expect(await program()).toBe('may');
  });

  it('can only be those there are', async () => {
    const saved = await owner.ask(
      'mutation { savePlan(input: { id: "odd", nameKo: "이상", nameEn: "Odd", features: ["teleport"], graceDays: 3 }) { id } }',
    );
    expect(saved.errors?.[0]?.extensions.code).toBe('invalid_input');
    const { data } = await owner.ask<{ planFeatures: { name: string; label: string }[] }>(
      '{ planFeatures { name label } }',
    );
    expect(data.planFeatures.map(({ name }) => name).sort()).toEqual(Object.keys(NEEDED).sort());
  });
});
