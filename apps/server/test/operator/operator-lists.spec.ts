import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { Chores } from '@madang/platform-operators';
import { PLATFORM, signedInOperator, type OperatorBrowser } from '../kit/operators.js';
import { openHouse, type Answer, type House } from '../kit/yard.js';

describe('lists of the operators’ console', () => {
  let house: House;
  let owner: OperatorBrowser;
  let support: OperatorBrowser;
  let reader: OperatorBrowser;

  beforeAll(async () => {
    house = await openHouse();
    for (const [slug, name] of [
      ['birch', '=자작나무'],
      ['aspen', '사시나무'],
      ['cedar', '삼나무'],
    ] as const)
      await house.program.provisioning.create({ slug, name: { ko: name } });
    [owner, support, reader] = [
      await signedInOperator(house),
      await signedInOperator(house, 'support'),
      await signedInOperator(house, 'reader'),
    ];
    await owner.ask('mutation { suspendTenant(slug: "cedar", reason: "점검") { state } }');
  }, 60_000);
  afterAll(() => house.close());

  const code = (asked: { errors?: { extensions: { code: string } }[] }): string | undefined =>
    asked.errors?.[0]?.extensions.code;
  const wish = (list: string, columns: string[], filter: object = {}, format = 'csv'): object => ({
    list,
    columns,
    format,
    filter: JSON.stringify(filter),
  });
  const ask = (who: OperatorBrowser, input: object): ReturnType<OperatorBrowser['ask']> =>
    who.ask(
      'mutation ($input: ExportListInput!) { exportList(input: $input) { url file } }',
      { input },
      { 'accept-language': 'ko' },
    );
  const prepared = async (who: OperatorBrowser, input: object): Promise<string> => {
    const { data, errors } = (await ask(who, input)) as unknown as {
      data: { exportList: { url: string } };
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    return data.exportList.url;
  };
  const fetchAs = (who: OperatorBrowser | undefined, url: string, host = PLATFORM): Promise<Answer> =>
    house.ask(host, url, {
      cookies: who ? { madang_operator_session: who.cookie! } : {},
      headers: { 'accept-language': 'en' },
    });

  it('leave as exactly the view that was looked at, in its order, once, to who asked for them', async () => {
    const url = await prepared(owner, wish('tenants', ['name', 'slug', 'state'], { state: 'active', sort: 'name' }));
    expect((await fetchAs(support, url)).status).toBe(404);
    expect((await fetchAs(undefined, url)).status).toBe(403);
    expect((await fetchAs(owner, url, 'birch.localhost')).status).toBe(404);
    const file = await fetchAs(owner, url);
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="tenants-\d{4}-\d\d-\d\d\.csv"$/);
    // What a spreadsheet would run as a formula is led by an apostrophe.
    expect(file.bytes.toString('utf8')).toBe(
      '\uFEFF기관,짧은 이름,상태\r\n' + "'=자작나무,birch,열림\r\n사시나무,aspen,열림\r\n",
    );
    expect((await fetchAs(owner, url)).status).toBe(410);
  });

  it('leave as workbooks too', async () => {
    const file = await fetchAs(owner, await prepared(owner, wish('tenants', ['name', 'createdAt'], {}, 'xlsx')));
    const text = Object.values(unzipSync(new Uint8Array(file.bytes)))
      .map((part) => strFromU8(part))
      .join('\n');
    expect(text).toContain('=자작나무');
    expect(text).toContain('만든 때');
    expect(text).not.toContain('<f>');
  });

  it('are written page by page, without gaps or repeats', async () => {
    await house.program.platform.run(
      `INSERT INTO platform.audit (id, actor, act, details) SELECT gen_random_uuid(), 'system', 'spec.noted', jsonb_build_object('n', n) FROM generate_series(1, 1203) n`,
    );
    const file = await fetchAs(owner, await prepared(owner, wish('log', ['details'], { act: 'spec' })));
    const lines = file.bytes.toString('utf8').trim().split('\r\n').slice(1);
    expect([lines.length, new Set(lines).size]).toEqual([1203, 1203]);
  });

  it('each leave with every column they offer, and the log says who took what', async () => {
    const { data } = await owner.ask<{ exportLists: { name: string; columns: { name: string; label: string }[] }[] }>(
      '{ exportLists { name columns { name label } } }',
      {},
      { 'accept-language': 'en' },
    );
    expect(data.exportLists.map(({ name }) => name).sort()).toEqual(
      ['invoices', 'log', 'operations', 'operators', 'plans', 'tenants', 'visits'].sort(),
    );
    for (const { name, columns } of data.exportLists) {
      const asked = columns.map((column) => column.name);
      const file = await fetchAs(owner, await prepared(owner, wish(name, asked)));
      expect([name, file.status]).toEqual([name, 200]);
      expect(file.bytes.toString('utf8').split('\r\n')[0]!.split(',')).toHaveLength(columns.length);
    }
    const plans = await fetchAs(owner, await prepared(owner, wish('plans', ['id', 'features', 'state'])));
    expect(plans.bytes.toString('utf8')).toMatch(/^free,"[^"]*API 토큰[^"]*",고를 수 있음\r$/m);
    const log = await owner.ask<{ log: { nodes: { act: string; details: string }[] } }>(
      '{ log(act: "list", first: 100) { nodes { act details } } }',
    );
    const taken = log.data.log.nodes.map(({ details }) => (JSON.parse(details) as { list: string }).list);
    expect(new Set(taken)).toEqual(new Set(data.exportLists.map(({ name }) => name)));
  });

  it('are refused to who only reads, and what is not a list, a column or a filter', async () => {
    expect(code(await ask(reader, wish('tenants', ['name'])))).toBe('operator_denied');
    expect(code(await reader.ask('{ exportLists { name } }'))).toBe('operator_denied');
    expect(code(await ask(owner, wish('people', ['name'])))).toBe('list_missing');
    expect(code(await ask(owner, wish('tenants', ['password'])))).toBe('invalid_input');
    expect(code(await ask(owner, wish('tenants', ['name'], { secret: 1 })))).toBe('invalid_input');
  });

  it('lose what nobody can fetch any more', async () => {
    await prepared(owner, wish('tenants', ['name']));
    const chores = house.server.app.get(Chores);
    await chores.run('lists', new Date(Date.now() + 11 * 60_000));
    const left = await house.program.platform.rows('SELECT 1 AS one FROM platform.operator_lists');
    expect(left).toEqual([]);
  });

  it('keep views: one’s own and those shared, which only their maker removes', async () => {
    const save = (who: OperatorBrowser, name: string, shared: boolean): ReturnType<OperatorBrowser['ask']> =>
      who.ask('mutation ($input: SavedViewInput!) { saveView(input: $input) }', {
        input: { screen: 'tenants', name, search: 'state=suspended', shared },
      });
    const views = async (who: OperatorBrowser): Promise<unknown> =>
      (await who.ask<{ savedViews: unknown }>('{ savedViews(screen: "tenants") { name search shared mine } }')).data
        .savedViews;
    const made = (await save(owner, '멈춘 곳', true)) as unknown as { data: { saveView: string } };
    await save(owner, '멈춘 곳', true);
    await save(reader, '나만', false);
    expect(await views(owner)).toEqual([{ name: '멈춘 곳', search: 'state=suspended', shared: true, mine: true }]);
    expect(await views(reader)).toEqual([
      { name: '나만', search: 'state=suspended', shared: false, mine: true },
      { name: '멈춘 곳', search: 'state=suspended', shared: true, mine: false },
    ]);
    const remove = 'mutation ($id: ID!) { removeView(id: $id) }';
    expect(code(await reader.ask(remove, { id: made.data.saveView }))).toBe('view_missing');
    expect(code(await reader.ask(remove, { id: 'nothing' }))).toBe('view_missing');
    await owner.ask(remove, { id: made.data.saveView });
    expect(await views(owner)).toEqual([]);
    const nobody = await house.ask(PLATFORM, '/graphql', {
      method: 'POST',
      json: { query: '{ savedViews(screen: "tenants") { id } }' },
    });
    expect(nobody.body).toContain('operator_sign_in_first');
  });

  type Foreseen = { slug: string; name: string; able: boolean; why: string | null };
  const foresee = async (who: OperatorBrowser, input: object): Promise<Foreseen[] | string | undefined> => {
    const asked = await who.ask<{ bulkPreview: Foreseen[] }>(
      'query ($input: BulkTenantsInput!) { bulkPreview(input: $input) { slug name able why } }',
      { input },
      { 'accept-language': 'en' },
    );
    return code(asked) ?? asked.data.bulkPreview;
  };
  interface Op {
    state: string;
    error: string | null;
    steps: { name: string; state: string; detail: string | null }[];
  }
  const run = async (who: OperatorBrowser, input: object): Promise<Op | string | undefined> => {
    const asked = await who.ask<{ bulkTenants: string }>(
      'mutation ($input: BulkTenantsInput!) { bulkTenants(input: $input) }',
      { input },
      { 'accept-language': 'en' },
    );
    if (asked.errors) return code(asked);
    await house.server.operations.drain();
    const { data } = await owner.ask<{ operation: Op }>(
      'query ($id: ID!) { operation(id: $id) { state error steps { name state detail } } }',
      { id: asked.data.bulkTenants },
    );
    return data.operation;
  };
  const told = (op: Op | string | undefined): unknown =>
    typeof op === 'object' ? op.steps.map(({ name, state, detail }) => [name, state, detail]) : op;

  it('have acts on many: foreseen name by name, done row by row, what one refuses stops no other', async () => {
    const suspend = { act: 'suspend', slugs: ['cedar', 'birch', 'nowhere', 'aspen'], reason: '점검' };
    expect(await foresee(owner, suspend)).toEqual([
      { slug: 'cedar', name: '삼나무', able: false, why: 'cedar is suspended already.' },
      { slug: 'birch', name: '=자작나무', able: true, why: null },
      { slug: 'nowhere', name: 'nowhere', able: false, why: 'There is no such organisation: nowhere' },
      { slug: 'aspen', name: '사시나무', able: true, why: null },
    ]);
    const op = await run(owner, suspend);
    expect(op).toMatchObject({ state: 'failed', error: '2 / 4' });
    expect(told(op)).toEqual([
      ['cedar', 'failed', 'cedar is suspended already.'],
      ['birch', 'done', null],
      ['nowhere', 'failed', 'There is no such organisation: nowhere'],
      ['aspen', 'done', null],
    ]);
    const status = (slug: string): Promise<number> =>
      house.ask(`${slug}.localhost`, '/').then((answer) => answer.status);
    expect([await status('birch'), await status('aspen')]).toEqual([503, 503]);
    const resumed = await run(owner, { act: 'resume', slugs: ['aspen', 'birch', 'cedar'] });
    expect(resumed).toMatchObject({ state: 'done', error: null });
    expect([await status('birch'), await status('cedar')]).toEqual([200, 200]);
    const log = await owner.ask<{ log: { nodes: { act: string; actor: string; details: string }[] } }>(
      '{ log(slug: "birch", first: 10) { nodes { act actor details } } }',
    );
    expect(log.data.log.nodes.map(({ act, actor }) => [act, actor])).toEqual(
      expect.arrayContaining([
        ['tenant.suspended', '운영 owner'],
        ['tenant.resumed', '운영 owner'],
      ]),
    );
    expect(log.data.log.nodes.find(({ act }) => act === 'tenant.suspended')!.details).toContain('점검');
  });

  it('measure, export and put on a plan many at once, each as the single act does', async () => {
    const slugs = ['aspen', 'birch'];
    expect(await run(owner, { act: 'measure', slugs })).toMatchObject({ state: 'done' });
    expect(await run(owner, { act: 'export', slugs })).toMatchObject({ state: 'done' });
    const { data } = await owner.ask<{ operations: { nodes: { slug: string; state: string; result: string }[] } }>(
      '{ operations(kind: "export", first: 10) { nodes { slug state result } } }',
    );
    expect(data.operations.nodes.map(({ slug, state }) => [slug, state]).sort()).toEqual([
      ['aspen', 'done'],
      ['birch', 'done'],
    ]);
    const { file } = JSON.parse(data.operations.nodes[0]!.result) as { file: string };
    expect((await fetchAs(owner, file)).status).toBe(200);
    expect(await run(owner, { act: 'plan', slugs: ['aspen'], to: 'standard' })).toMatchObject({ state: 'done' });
    expect(told(await run(owner, { act: 'plan', slugs, to: 'standard' }))).toEqual([
      ['aspen', 'failed', 'aspen is on that plan already.'],
      ['birch', 'done', null],
    ]);
    const list = await owner.ask<{ tenants: { nodes: { slug: string }[] } }>(
      '{ tenants(plan: "standard") { nodes { slug } } }',
    );
    expect(list.data.tenants.nodes.map(({ slug }) => slug)).toEqual(slugs);
  });

  it('are read in every order they know, there and back, page by page', async () => {
    const due = '2030-01-31';
    for (const [slug, amount] of [
      ['aspen', 300],
      ['birch', 200],
      ['aspen', 200],
    ] as const) {
      const input = { slug, amount, what: '이용료', billedTo: slug, dueOn: due };
      const made = await owner.ask('mutation ($input: InvoiceInput!) { issueInvoice(input: $input) { id } }', {
        input,
      });
      expect(made.errors).toBeUndefined();
    }
    for (const slug of ['aspen', 'birch', 'aspen'])
      await owner.ask(
        `mutation { openVisit(input: { slug: "${slug}", reason: "메뉴를 못 찾겠대요", minutes: 5, mayWrite: false }) { id } }`,
      );
    const ORDERS = {
      tenants: ['slug', 'name', 'state', 'plan', 'createdAt', 'activeAt', 'people', 'databaseBytes'],
      operations: ['createdAt', 'kind', 'slug', 'state'],
      log: ['at'],
      visits: ['openedAt', 'slug', 'operator'],
      invoices: ['issuedOn', 'dueOn', 'number', 'slug', 'total'],
    };
    type Page = { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const read = async (list: string, sort: string, first: number): Promise<string[]> => {
      const ids: string[] = [];
      for (let after: string | null = null, more = true; more && ids.length < 200;) {
        const query = `query ($after: String) { ${list}(first: ${first}, sort: "${sort}", after: $after${list === 'log' ? ', act: "tenant"' : ''}) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
        const asked: { data: Record<string, Page> } = await owner.ask<Record<string, Page>>(query, { after });
        const { nodes, pageInfo } = asked.data[list]!;
        ids.push(...nodes.map(({ id }) => id));
        [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
      }
      return ids;
    };
    for (const [list, sorts] of Object.entries(ORDERS))
      for (const sort of sorts) {
        const [whole, pages] = [await read(list, sort, 100), await read(list, sort, 2)];
        expect([list, sort, whole.length > 2, pages]).toEqual([list, sort, true, whole]);
        expect([list, sort, await read(list, `-${sort}`, 2)]).toEqual([list, sort, [...whole].reverse()]);
      }
    type All = { operators: { email: string }[] };
    const emails = async (args: string): Promise<string[]> =>
      (await owner.ask<All>(`{ operators${args} { email } }`)).data.operators.map(({ email }) => email);
    const sorted = await emails('(sort: "email")');
    expect(sorted).toEqual([...sorted].sort());
    expect(await emails('(sort: "-email")')).toEqual([...sorted].reverse());
    expect(await emails('(words: "SUPPORT-")')).toEqual(sorted.filter((email) => email.startsWith('support-')));
    for (const list of Object.keys(ORDERS))
      expect([list, code(await owner.ask(`{ ${list}(sort: "secret") { nodes { id } } }`))]).toEqual([
        list,
        'invalid_input',
      ]);
  });

  it('refuse acts on many to who may not do the single one, and what makes no sense', async () => {
    const slugs = ['aspen'];
    for (const act of ['suspend', 'resume', 'measure', 'export', 'plan'])
      for (const ask of [foresee, run])
        expect([act, await ask(support, { act, slugs, reason: 'x', to: 'free' })]).toEqual([act, 'operator_denied']);
    for (const wrong of [
      { act: 'erase', slugs },
      { act: 'suspend', slugs },
      { act: 'suspend', slugs: [], reason: 'x' },
      { act: 'plan', slugs, to: 'gold' },
      { act: 'move', slugs, to: 'elsewhere' },
      { act: 'resume', slugs: Array.from({ length: 101 }, (_, n) => `t${n}`) },
    ])
      expect([wrong, await run(owner, wrong)]).toEqual([wrong, 'invalid_input']);
  });
});
