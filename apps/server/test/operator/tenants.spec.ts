import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OperatorBrowser, PLATFORM, signedInOperator } from '../kit/operators.js';
import { openHouse, type House } from '../kit/yard.js';

interface Op {
  state: string;
  error: string | null;
  result: string;
  steps: { name: string; state: string; detail: string | null }[];
}

describe('tenants in the operators’ hands', () => {
  let house: House;
  let owner: OperatorBrowser;
  let reader: OperatorBrowser;

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.stock(1);
    owner = await signedInOperator(house);
    reader = await signedInOperator(house, 'reader');
  });
  afterAll(() => house.close());

  const code = (asked: { errors?: { extensions: { code: string } }[] }): string | undefined =>
    asked.errors?.[0]?.extensions.code;
  const ran = async (id: string): Promise<Op> => {
    await house.server.operations.drain();
    const asked = await owner.ask<{ operation: Op }>(
      'query ($id: ID!) { operation(id: $id) { state error result steps { name state detail } } }',
      { id },
    );
    return asked.data.operation;
  };
  const start = async (field: string, args: string): Promise<string> =>
    (await owner.ask<Record<string, string>>(`mutation { ${field}(${args}) }`)).data[field]!;
  const status = async (host: string): Promise<number> => (await house.ask(host, '/')).status;
  const provision = (slug: string, more = ''): Promise<string> =>
    start('provisionTenant', `input: { slug: "${slug}", name: "솔숲마을", nameEn: "Pine Village" ${more} }`);

  it('are made with preset, look and a first administrator, step by step, from a spare in about a second', async () => {
    const id = await provision(
      'pine',
      'preset: "ngo", brand: "#0a5c8a", host: "www.pine.example", ownerEmail: "kim@pine.example"',
    );
    const started = Date.now();
    const done = await ran(id);
    expect(done).toMatchObject({ state: 'done', error: null });
    expect(done.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(
      ['schema', 'preset', 'look', 'owner', 'check'].map((name) => `${name} done`),
    );
    expect(done.steps.find(({ name }) => name === 'look')!.detail).toMatch(/^(\d+)\/\1$/);
    expect(Date.now() - started).toBeLessThan(5000);
    expect(await status('pine.localhost')).toBe(200);
    expect((await house.ask('www.pine.example', '/')).body).toContain('솔숲마을');
    await house.server.worker.drain();
    const letters = await house.program.platform.rows(
      `SELECT 1 AS one FROM platform.mailbox WHERE recipient = 'kim@pine.example'`,
    );
    expect(letters).toHaveLength(1);
  });

  it('are refused before anything begins when the name or host is taken, and by who may not', async () => {
    const ask = (who: OperatorBrowser, slug: string, more = ''): Promise<string | undefined> =>
      who
        .ask(`mutation { provisionTenant(input: { slug: "${slug}", name: "다른 곳" ${more} }) }`)
        .then((asked) => code(asked));
    expect(await ask(owner, 'pine')).toBe('tenancy_slug_taken');
    expect(await ask(owner, 'x--y')).toBe('tenancy_slug_invalid');
    expect(await ask(owner, 'other', 'host: "www.pine.example"')).toBe('tenancy_host_taken');
    expect(await ask(owner, 'other', 'preset: "castle"')).toBe('invalid_input');
    expect(await ask(reader, 'other')).toBe('operator_denied');
  });

  it('fail whole and say where, and leave nothing of the tenant behind', async () => {
    const [one, two] = [await provision('twice'), await provision('twice')];
    await house.server.operations.drain();
    const second = await ran(two);
    expect(await ran(one)).toMatchObject({ state: 'done', error: null });
    expect(second.state).toBe('failed');
    expect(second.steps.at(-1)).toMatchObject({ name: 'schema', state: 'failed' });
    expect(second.error).toContain('twice');
  });

  it('are listed by state, words, plan and order, page by page', async () => {
    type List = {
      tenants: {
        nodes: { slug: string; state: string; health: string; figures: { people: number } }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    };
    const list = async (args: string): Promise<List['tenants']> =>
      (
        await reader.ask<List>(
          `{ tenants(${args}) { nodes { slug state health figures { people } } pageInfo { endCursor hasNextPage } } }`,
        )
      ).data.tenants;
    for (const sort of ['slug', 'name', '-createdAt', '-activeAt', '-people', '-databaseBytes']) {
      const first = await list(`sort: "${sort}", first: 1`);
      const second = await list(`sort: "${sort}", first: 1, after: "${first.pageInfo.endCursor}"`);
      expect([first.nodes[0]!.slug, second.nodes[0]!.slug].sort()).toEqual(['pine', 'twice']);
      expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    }
    expect((await list('words: "www.pine"')).nodes.map(({ slug }) => slug)).toEqual(['pine']);
    expect((await list('words: "솔숲", states: ["suspended"]')).nodes).toEqual([]);
    expect((await list('words: "pine"')).nodes[0]).toMatchObject({ state: 'active', health: 'good' });
    expect(code(await reader.ask('{ tenants(sort: "password") { nodes { slug } } }'))).toBe('invalid_input');
  });

  it('are suspended, resumed and renamed at once', async () => {
    await owner.ask('mutation { suspendTenant(slug: "twice", reason: "점검") { state } }');
    expect(await status('twice.localhost')).toBe(503);
    await owner.ask('mutation { resumeTenant(slug: "twice") { state } }');
    expect(await status('twice.localhost')).toBe(200);
    await owner.ask('mutation { renameTenant(slug: "twice", to: "thrice", keepHost: true) { slug } }');
    expect([await status('thrice.localhost'), await status('twice.localhost')]).toEqual([200, 200]);
    expect(code(await reader.ask('mutation { suspendTenant(slug: "thrice", reason: "x") { state } }'))).toBe(
      'operator_denied',
    );
  });

  it('are not changed over somebody else’s change', async () => {
    type One = { tenant: { revision: number; name: string } };
    const { tenant } = (await owner.ask<One>('{ tenant(slug: "pine") { revision name } }')).data;
    const save = (revision: number, name: string): ReturnType<OperatorBrowser['ask']> =>
      owner.ask(
        `mutation { describeTenant(input: { slug: "pine", revision: ${revision}, name: "${name}" }) { name } }`,
      );
    expect((await save(tenant.revision, '솔숲')).data).toEqual({ describeTenant: { name: '솔숲' } });
    expect(code(await save(tenant.revision, '다른 이름'))).toBe('changed_meanwhile');
  });

  it('leave in one file that can be fetched by who may, and come back from it', async () => {
    const done = await ran(await start('exportTenant', 'slug: "pine"'));
    expect(done.state).toBe('done');
    const { file, bytes } = JSON.parse(done.result) as { file: string; bytes: number };
    const cookies = (who: OperatorBrowser): Record<string, string> => ({ madang_operator_session: who.cookie! });
    const fetched = await house.ask(PLATFORM, file, { cookies: cookies(owner) });
    expect([fetched.status, fetched.bytes.length]).toEqual([200, bytes]);
    expect((await house.ask(PLATFORM, file, { cookies: cookies(reader) })).status).toBe(403);
    expect((await house.ask(PLATFORM, file)).status).toBe(403);
    expect((await house.ask('pine.localhost', file, { cookies: cookies(owner) })).status).toBe(404);

    const boundary = 'xxspecxx';
    const body = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="pine.madang"\r\ncontent-type: application/gzip\r\n\r\n`,
      ),
      fetched.bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const send = (who: OperatorBrowser): ReturnType<House['ask']> =>
      house.ask(PLATFORM, '/operator/uploads', {
        method: 'POST',
        body,
        cookies: cookies(who),
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      });
    expect((await send(reader)).status).toBe(403);
    const { upload } = JSON.parse((await send(owner)).body) as { upload: string };
    const back = await ran(
      await start('importTenant', `input: { upload: "${upload}", slug: "pine-copy", copy: true }`),
    );
    expect(back).toMatchObject({ state: 'done', error: null });
    expect(await status('pine-copy.localhost')).toBe(200);
    const broken = await ran(
      await start('importTenant', `input: { upload: "00000000-0000-4000-8000-000000000000", slug: "nope" }`),
    );
    expect(broken.state).toBe('failed');
  });

  it('are cloned without their people', async () => {
    const done = await ran(await start('cloneTenant', 'input: { slug: "pine", to: "pine-two", name: "둘째 솔숲" }'));
    expect(done.state).toBe('done');
    expect((await house.ask('pine-two.localhost', '/')).body).toContain('솔숲');
  });

  it('are erased only by typing the name, after 30 days in which they can be restored', async () => {
    type Erasure = { erasure: { people: number; rows: number; hosts: string[]; days: number } };
    const told = (await owner.ask<Erasure>('{ erasure(slug: "pine") { people rows hosts days } }')).data.erasure;
    expect(told).toMatchObject({ days: 30, hosts: ['pine.localhost', 'www.pine.example'] });
    const erase = (typed: string): ReturnType<OperatorBrowser['ask']> =>
      owner.ask(`mutation { eraseTenant(slug: "pine", typed: "${typed}", reason: "계약 종료") { state eraseAfter } }`);
    expect(code(await erase('Pine'))).toBe('invalid_input');
    expect((await erase('pine')).errors).toBeUndefined();
    expect(await status('pine.localhost')).toBe(410);
    await owner.ask('mutation { resumeTenant(slug: "pine") { state } }');
    expect(await status('pine.localhost')).toBe(200);
    const due = (days: number): Promise<number> =>
      house.server.chores.run('erase', new Date(Date.now() + days * 86_400_000));
    expect(await due(31)).toBe(0);

    await erase('pine');
    expect(await due(29)).toBe(0);
    expect(await status('pine.localhost')).toBe(410);
    expect(await due(31)).toBe(1);
    const id = (
      await house.program.platform.rows<{ id: string }>(`SELECT id FROM platform.operations WHERE kind = 'erase'`)
    )[0]!.id;
    const done = await ran(id);
    expect(done).toMatchObject({ state: 'done' });
    expect(JSON.parse(done.result)).toMatchObject({ clean: true });
    expect(await status('pine.localhost')).toBe(404);
    const left = JSON.stringify(
      await house.program.platform.rows(
        'SELECT * FROM platform.operations o JOIN platform.operation_steps s ON s.operation_id = o.id',
      ),
    );
    expect(left).not.toContain('www.pine.example');
  });

  it('find the operations of a process that died marked as failed', async () => {
    await house.program.platform.run(
      `INSERT INTO platform.operations (id, kind, asked_by, state, started_at, beat_at)
       VALUES ('0190a000-0000-7000-8000-00000000dead', 'measure', 'system', 'running', now() - interval '2 minutes', now() - interval '1 minute')`,
    );
    expect(await ran('0190a000-0000-7000-8000-00000000dead')).toMatchObject({ state: 'failed', error: 'interrupted' });
  });

  it('keep a log of it all', async () => {
    type Log = { log: { nodes: { act: string; actor: string }[] } };
    const { nodes } = (await owner.ask<Log>('{ log(act: "tenant", first: 100) { nodes { act actor } } }')).data.log;
    expect(new Set(nodes.map(({ act }) => act))).toEqual(
      new Set([
        'tenant.asked_for', 'tenant.created', 'tenant.suspended', 'tenant.resumed', 'tenant.renamed', 'tenant.described',
        'tenant.export_asked', 'tenant.export_fetched', 'tenant.import_asked', 'tenant.imported', 'tenant.clone_asked',
        'tenant.erase_asked', 'tenant.erased',
      ]), // prettier-ignore
    );
    expect(nodes.find(({ act }) => act === 'tenant.created')!.actor).toBe('운영 owner');
  });
});
