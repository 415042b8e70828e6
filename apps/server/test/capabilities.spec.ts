import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashSecret, newId, newSecret } from '@madang/kernel';
import { readTenantFolder } from '@madang/commons-site';
import { provisionFolder, tenantFolders } from '../src/demo/demo.js';
import { openHouse, type House } from './kit/yard.js';
import { planted, readTree, ROOT, type Tree } from './rules/tree.js';

const PAGE = 'docs/capabilities.md';
// The highest number of each letter in the list of capabilities that the product is measured by.
const MOST: Record<string, number> = {
  ...{ T: 22, U: 27, G: 18, P: 35, A: 23, D: 27, V: 31, S: 15, M: 12, R: 14 },
  ...{ N: 23, X: 15, O: 14, C: 17, K: 5, Z: 7, B: 13 },
};

/** What is wrong with the tables of a page: forms of rows, IDs, folders, specs and names of tests. */
function rowProblems(page: string): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  let letter = '';
  for (const line of page.split('\n')) {
    letter = /^## ([A-Z]) · /.exec(line)?.[1] ?? letter;
    if (!line.startsWith('|') || /^\| (ID|---) \|/.test(line)) continue;
    const row = /^\| ([A-Z])([1-9]\d?) \| ([^|]{5,}) \| `([\w/.-]+)` \| `([\w/.-]+\.spec\.ts)` — ([^|]+) \|$/.exec(
      line,
    );
    if (!row) {
      problems.push(`no row of the known form: ${line}`);
      continue;
    }
    const [, kind, number, , folder, spec, test] = row as unknown as string[];
    const id = `${kind}${number}`;
    if (Number(number) > (MOST[kind!] ?? 0)) problems.push(`${id}: no capability has this ID`);
    if (kind !== letter) problems.push(`${id}: stands under ${letter}`);
    if (seen.has(id)) problems.push(`${id}: stands twice`);
    seen.add(id);
    if (!statSync(join(ROOT, folder!), { throwIfNoEntry: false })?.isDirectory())
      problems.push(`${id}: there is no folder ${folder}`);
    if (!existsSync(join(ROOT, spec!))) problems.push(`${id}: there is no spec ${spec}`);
    else if (!readFileSync(join(ROOT, spec!), 'utf8').includes(test!.trim()))
      problems.push(`${id}: ${spec} has no test "${test!.trim()}"`);
  }
  return seen.size === 0 ? [...problems, 'no row at all'] : problems;
}

describe(PAGE, () => {
  const page = readFileSync(join(ROOT, PAGE), 'utf8');

  it('names folders, specs and tests that exist, each ID once', () => {
    expect(rowProblems(page)).toEqual([]);
  });

  it('is seen where it is wrong (planted faults)', () => {
    const fault = (from: string | RegExp, to: string): string => rowProblems(page.replace(from, to)).join('\n');
    expect(fault('| T2 |', '| T1 |')).toBe('T1: stands twice');
    expect(fault('| T2 |', '| U2 |')).toMatch(/U2: stands under T\nU2: stands twice/);
    expect(fault('| T2 |', '| T23 |')).toBe('T23: no capability has this ID');
    expect(fault('| T2 |', '| TT |')).toMatch(/^no row of the known form: \| TT/);
    expect(fault('`libs/platform/tenancy`', '`libs/platform/tenant`')).toMatch(/no folder libs\/platform\/tenant$/);
    expect(fault('test/doors.spec.ts', 'test/door.spec.ts')).toBe('T1: there is no spec apps/server/test/door.spec.ts');
    expect(fault('and nobody else', 'and somebody else')).toMatch(/has no test "knows tenants by host and somebody/);
    expect(rowProblems('# empty')).toEqual(['no row at all']);
  });
});

/** Links of pages that lead to no file of the tree. */
const deadLinks = (tree: Tree): string[] =>
  [...tree]
    .filter(([path]) => path.endsWith('.md') && !path.includes('/pages/'))
    .flatMap(([path, text]) =>
      [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .filter(([, to]) => !/^[a-z]+:/.test(to!) && !existsSync(join(ROOT, normalize(join(dirname(path), to!)))))
        .map(([, to]) => `${path}: ${to}`),
    );

describe('links of the docs', () => {
  it('lead somewhere, and a dead one is seen', () => {
    const tree = readTree();
    expect(deadLinks(tree)).toEqual([]);
    const fault = planted(tree, { 'docs/x.md': '[one](adr/README.md) [two](nowhere.md#x) [three](https://x.example)' });
    expect(deadLinks(fault)).toEqual(['docs/x.md: nowhere.md']);
  });
});

describe('what no other spec shows', () => {
  let house: House;
  let spaces: { open: string; asking: string };
  const slug = tenantFolders().at(-1)!;
  const host = `${slug}.localhost`;
  const tokens = new Map<string, string>();
  const ids = new Map<string, string>();

  const sql = <T extends object>(statement: string, values: unknown[] = []): Promise<T[]> =>
    house.program.provisioning.withAdmin(async (client) => {
      const { schema } = (await house.program.registry.get({ slug }))!;
      return (await client.query(statement.replaceAll('@', `${schema}.`), values)).rows as T[];
    });
  const attempt = (who: string, query: string, variables: object = {}): ReturnType<House['gql']> =>
    house.gql(host, query, variables, tokens.has(who) ? { authorization: `Bearer ${tokens.get(who)}` } : {});
  const ask = async <T>(who: string, query: string, variables: object = {}): Promise<T> => {
    const answer = await attempt(who, query, variables);
    expect(answer.errors).toBeUndefined();
    return answer.data as T;
  };
  const propose = async (title: string, more: object = {}): Promise<{ id: string; number: number }> => {
    const input = { space: spaces.open, title, content: '저녁에 걷기 무서운 골목이 세 곳 있어요.', ...more };
    return (
      await ask<{ submitProposal: { id: string; number: number } }>(
        'member',
        'mutation ($input: SubmitProposalInput!) { submitProposal(input: $input) { id number } }',
        { input },
      )
    ).submitProposal;
  };

  beforeAll(async () => {
    house = await openHouse();
    await provisionFolder(house.program, house.server, await readTenantFolder(join(ROOT, 'tenants', slug)));
    const find = async (condition: string): Promise<string> =>
      (await sql<{ slug: string }>(`SELECT slug FROM @spaces WHERE ${condition} ORDER BY position LIMIT 1`))[0]!.slug;
    spaces = { open: await find(`kind = 'site'`), asking: await find(`joining = 'approval'`) };
    for (const [name, role] of Object.entries({
      member: 'member',
      shy: 'member',
      keeper: 'member',
      officer: 'officer',
      admin: 'administrator',
    })) {
      const [id, secret] = [newId(), newSecret()];
      await sql(
        `INSERT INTO @people (id, email, display_name, role, assurance, created_at) VALUES ($1, $2, $3, $4, 'email', now())`,
        [id, `${name}@spec.example`, `시험 ${name}`, role],
      );
      await sql(
        `INSERT INTO @api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, 'x', $3, '{read,write,manage}', now())`,
        [newId(), id, hashSecret(secret)],
      );
      ids.set(name, id);
      tokens.set(name, secret);
    }
    await sql(
      `INSERT INTO @memberships (space_id, person_id, state, requested_at) SELECT id, $1, 'organiser', now() FROM @spaces WHERE slug = $2`,
      [ids.get('keeper'), spaces.asking],
    );
  }, 60_000);
  afterAll(() => house.close());

  it('lets supporters hide their name, and lists the others with their day', async () => {
    const { id, number } = await propose('가로등을 더 밝게 해 주세요');
    const support =
      'mutation ($id: ID!, $hidden: Boolean!) { supportProposal(id: $id, nameHidden: $hidden) { supports } }';
    await ask('member', support, { id, hidden: false });
    expect(await ask('shy', support, { id, hidden: true })).toEqual({ supportProposal: { supports: 2 } });
    const { supporters } = await ask<{ supporters: { nodes: { name: string | null; at: string }[] } }>(
      'nobody',
      'query ($id: ID!) { supporters(id: $id) { nodes { name at } } }',
      { id },
    );
    expect(supporters.nodes.map(({ name }) => name)).toEqual([null, '시험 member']);
    const { body } = await house.ask(host, `/${spaces.open}/proposals/${number}/supporters`);
    expect([body.includes('시험 member'), body.includes('시험 shy')]).toEqual([true, false]);
    expect(body).toMatch(/<time datetime="\d{4}-/);
  });

  it('lets organisers admit who asks to join', async () => {
    const join = `mutation { joinSpace(slug: "${spaces.asking}", message: "함께하고 싶어요") { state } }`;
    expect(await ask('member', join)).toEqual({ joinSpace: { state: 'requested' } });
    const decide = (to: string): string =>
      `mutation { decideMembership(slug: "${spaces.asking}", personId: "${ids.get('member')}", to: "${to}") { state } }`;
    expect((await attempt('shy', decide('member'))).errors).toHaveLength(1);
    const standing = async (): Promise<unknown> =>
      (await sql('SELECT state FROM @memberships WHERE person_id = $1', [ids.get('member')]))[0];
    for (const to of ['member', 'organiser', 'member', 'left'] as const) {
      await ask('keeper', decide(to));
      expect(await standing()).toEqual({ state: to });
    }
  });

  it('finds a proposal by its category and stage, and its author edits it', async () => {
    const [category] = await sql<{ id: string; slug: string }>('SELECT id, slug FROM @categories WHERE active LIMIT 1');
    const { id } = await propose('놀이터에 그늘을 만들어 주세요', { categoryId: category!.id });
    const list = (filter: object): Promise<{ proposals: { nodes: { id: string }[] } }> =>
      ask('nobody', 'query ($filter: ProposalFilter) { proposals(filter: $filter) { nodes { id } } }', { filter });
    const found = { proposals: { nodes: [{ id }] } };
    expect(await list({ category: category!.slug, group: 'collecting' })).toEqual(found);
    expect(await list({ category: category!.slug, group: 'answered' })).toEqual({ proposals: { nodes: [] } });
    const edit = 'mutation ($input: EditProposalInput!) { editProposal(input: $input) { title mine } }';
    const input = { id, title: '놀이터에 나무를 심어 주세요', content: '여름에는 앉을 그늘이 하나도 없어요.' };
    expect((await attempt('shy', edit, { input })).errors?.[0]?.extensions.code).toBe('denied');
    expect(await ask('member', edit, { input })).toEqual({ editProposal: { title: input.title, mine: true } });
    expect(await list({ q: '나무를' })).toEqual(found);
  });

  it('counts who relates, and takes it back', async () => {
    const { id, number } = await propose('의자를 하나 더 놓아 주세요');
    const relate = (who: string, on: boolean): Promise<unknown> =>
      ask(who, `mutation { relateToProposal(id: "${id}", on: ${on}) { relates supports } }`);
    await relate('member', true);
    await relate('shy', true);
    expect(await relate('shy', true)).toEqual({ relateToProposal: { relates: 2, supports: 0 } });
    expect(await relate('shy', false)).toEqual({ relateToProposal: { relates: 1, supports: 0 } });
    const { body } = await house.ask(host, `/${spaces.open}/proposals/${number}`);
    expect(body).toMatch(/1명이 [^<]*공감/);
  });

  it('shows similar proposals to whoever begins to write one', async () => {
    const { number } = await propose('횡단보도 신호를 길게 해 주세요');
    const form = (title: string): Promise<{ body: string }> =>
      house.ask(host, `/${spaces.open}/proposals/new?title=${encodeURIComponent(title)}`);
    const link = `href="/${spaces.open}/proposals/${number}"`;
    expect((await form('횡단보도 신호를 늘려 주세요')).body).toContain(link);
    expect((await form('도서관을 늦게까지 열어 주세요')).body).not.toContain(link);
  });

  it('keeps a stance and an official mark beside comments', async () => {
    const { id } = await propose('자전거 보관대를 고쳐 주세요');
    const write = 'mutation ($input: WriteCommentInput!) { writeComment(input: $input) { id } }';
    await ask('shy', write, { input: { subjectId: id, body: '찬성해요.', stance: 'for' } });
    await ask('officer', write, { input: { subjectId: id, body: '살펴보고 있어요.' } });
    const { comments } = await ask<{ comments: { nodes: unknown[] } }>(
      'nobody',
      'query ($id: ID!) { comments(subjectId: $id, sort: "old") { nodes { stance official } } }',
      { id },
    );
    expect(comments.nodes).toEqual([
      { stance: 'for', official: false },
      { stance: null, official: true },
    ]);
  });

  it('puts nobody in charge after the answer', async () => {
    const { id } = await propose('버스 시간표를 붙여 주세요');
    await sql('UPDATE @proposals SET threshold = 1 WHERE id = $1', [id]);
    await ask('shy', 'mutation ($id: ID!) { supportProposal(id: $id) { state } }', { id });
    const assign = 'mutation ($input: AssignInput!) { assignProposal(input: $input) { state } }';
    const charge = { input: { subjectId: id, officerId: ids.get('officer') } };
    expect(await ask('admin', assign, charge)).toEqual({ assignProposal: { state: 'awaiting_answer' } });
    const answer = { input: { subjectId: id, kind: 'accepted', body: '붙이겠습니다.' } };
    await ask('officer', 'mutation ($input: AnswerInput!) { answerProposal(input: $input) { state } }', answer);
    expect((await attempt('admin', assign, charge)).errors?.[0]?.extensions.code).toBe('already_moved');
  });

  it('has a manifest, a site map and pictures to share', async () => {
    const { number } = await propose('나눔 책장을 놓아 주세요');
    const path = `/${spaces.open}/proposals/${number}`;
    const manifest = JSON.parse((await house.ask(host, '/manifest.webmanifest')).body) as { icons: { src: string }[] };
    for (const { src } of manifest.icons) expect([src, (await house.ask(host, src)).status]).toEqual([src, 200]);
    expect((await house.ask(host, '/robots.txt')).body).toContain('/sitemap.xml');
    expect((await house.ask(host, '/sitemap.xml')).body).toContain(path);
    const { body } = await house.ask(host, path);
    expect(body).toContain('<meta property="og:title" content="나눔 책장을 놓아 주세요">');
    expect(body).toMatch(new RegExp(`<link rel="canonical" href="http://${host}:?\\d*${path}"`));
    expect(body).toMatch(new RegExp(`<meta property="og:image" content="[^"]*${path}/share.png"`));
    for (const picture of [`${path}/share.png`, '/share/site.png']) {
      const { bytes } = await house.ask(host, picture);
      expect([picture, bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([picture, 1200, 630]);
    }
  });

  it('shows a process with its purpose, its phases and what it decides', async () => {
    const [process] = await sql<{ slug: string; space: string; purpose: string; decides: string }>(
      `SELECT p.slug, s.slug AS space, p.purpose ->> 'ko' AS purpose, p.decides ->> 'ko' AS decides FROM @processes p
         JOIN @spaces s ON s.id = p.space_id WHERE p.state = 'open' AND p.decides ->> 'ko' <> '' LIMIT 1`,
    );
    const look = async (): Promise<{ open: string[][]; phases: { standing: string }[] }> => {
      const found = await ask<{ process: { activities: { open: string[] }[]; phases: { standing: string }[] } }>(
        'nobody',
        `{ process(space: "${process!.space}", slug: "${process!.slug}") { activities { open } phases { standing } } }`,
      );
      return { open: found.process.activities.map(({ open }) => open), phases: found.process.phases };
    };
    const { open, phases } = await look();
    expect(open.flat().length).toBeGreaterThan(0);
    expect(phases.filter(({ standing }) => standing === 'current')).toHaveLength(1);
    const { body } = await house.ask(host, `/${process!.space}/processes/${process!.slug}`);
    for (const said of [process!.purpose, process!.decides]) expect(body).toContain(said.slice(0, 12));
    // Nothing but time: with the phase over, what its windows opened is closed.
    await sql(`UPDATE @phases SET ends_on = '2001-01-01', starts_on = '2000-01-01'`);
    expect((await look()).open.flat().length).toBeLessThan(open.flat().length);
  });
});
