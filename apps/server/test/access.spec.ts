import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, getNamedType, isObjectType, type IntrospectionQuery } from 'graphql';
import { hashSecret, newId, newSecret, type Tenant } from '@madang/kernel';
import { CountFollower } from '@madang/commons-subjects';
import { provisionDemo, tenantFolders } from '../src/demo/demo.js';
import { ARGUMENTS, type Fixture } from './kit/attempts.js';
import { listsOf, readList } from './kit/read-lists.js';
import { plantDraft, plantProcesses } from './kit/processes.js';
import { plantLists } from './kit/plant-lists.js';
import { openHouse, tokenIn, type House } from './kit/yard.js';

const TABLE = fileURLToPath(new URL('./access-matrix.json', import.meta.url));
// `keeper` is a member with a role of the site's own: people.manage and comments.moderate, everywhere.
// `guide` is one with a role for the one space most of this is about: comments.moderate and proposals.moderate.
// `stranger` has the same role for another space.
const ROLES = [
  'visitor',
  'member',
  'stranger',
  'guide',
  'organiser',
  'officer',
  'otherOfficer',
  'keeper',
  'administrator',
] as const;
type Role = (typeof ROLES)[number];
const REFUSED = new Set(['denied', 'sign_in_first', 'members_only', 'tokens_need_session']);

/** Acts of the portal that only some may do, as forms: the page face of the same services. */
const FORMS: { name: string; operation: string; path: (f: Fixture) => string; form: Record<string, string> }[] = [
  {
    name: 'POST hide',
    operation: 'hideProposal',
    path: (f) => `/${f.space}/proposals/${f.collectingNumber}/hide`,
    form: { reason: '시험' },
  },
  {
    name: 'POST comment hide',
    operation: 'hideComment',
    path: (f) => `/comments/${f.comment}/hide`,
    form: { reason: '시험' },
  },
  {
    name: 'POST member',
    operation: 'decideMembership',
    path: (f) => `/${f.space}/members/${f.person}`,
    form: { to: 'organiser' },
  },
];

interface Deeds {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

describe('who may do what', () => {
  let house: House;
  let tenant: Tenant;
  let fixture: Fixture;
  const slug = tenantFolders().at(-1)!;
  const host = `${slug}.localhost`;
  const tokens = new Map<Role, string>();
  const sessions = new Map<Role, string>();
  const outcome: Record<string, Record<string, string>> = {};
  const nobody = newId();

  const sql = <T extends object>(statement: string, values: unknown[] = []): Promise<T[]> =>
    house.program.provisioning.withAdmin(async (client) => {
      await client.query('BEGIN');
      await client.query(`SET LOCAL search_path = ${tenant.schema}, ext`);
      const { rows } = await client.query<T>(statement, values);
      await client.query('COMMIT');
      return rows;
    });

  beforeAll(async () => {
    house = await openHouse();
    await provisionDemo(house.program, house.server, () => undefined, [slug]);
    tenant = (await house.program.registry.get({ slug }))!;
    const subject = async (
      state: string,
    ): Promise<{ id: string; number: number; space_id: string; activity_id: string; author_id: string }> =>
      (
        await sql<{ id: string; number: number; space_id: string; activity_id: string; author_id: string }>(
          `SELECT s.id, s.number, s.space_id, s.activity_id, s.author_id FROM subjects s JOIN spaces sp ON sp.id = s.space_id AND sp.visibility = 'public'
          WHERE s.kind = 'proposal' AND s.state = $1 AND s.hidden_at IS NULL AND (SELECT count(*) FROM activities a WHERE a.id = s.activity_id AND a.state = 'open') = 1
          ORDER BY (sp.kind = 'site') DESC, s.number DESC, sp.slug LIMIT 1`,
          [state],
        )
      )[0]!;
    const [collecting, missed] = [await subject('collecting'), await subject('missed')];
    const [charge] = await sql<{ id: string; department_id: string; officer_id: string }>(
      `SELECT subject_id AS id, department_id, officer_id FROM assignments WHERE ended_at IS NULL AND officer_id IS NOT NULL LIMIT 1`,
    );
    const [space] = await sql<{ slug: string }>('SELECT slug FROM spaces WHERE id = $1', [collecting.space_id]);
    const people: Record<Exclude<Role, 'visitor'>, string> = {
      member: newId(),
      organiser: newId(),
      officer: charge!.officer_id,
      otherOfficer: newId(),
      keeper: newId(),
      guide: newId(),
      stranger: newId(),
      administrator: newId(),
    };
    for (const role of ['member', 'stranger', 'guide', 'organiser', 'otherOfficer', 'keeper', 'administrator'] as const)
      await sql(
        `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, $2, $3, $4, 'email', now())`,
        [
          people[role],
          `${role.toLowerCase()}@spec.example`,
          `시험 ${role}`,
          role === 'otherOfficer' ? 'officer' : role === 'administrator' ? role : 'member',
        ],
      );
    // The organiser keeps order in every public space; the answered item is the officer's own.
    await sql(
      `INSERT INTO memberships (space_id, person_id, state, requested_at) SELECT id, $1, 'organiser', now() FROM spaces`,
      [people.organiser],
    );
    const role = newId();
    await sql(
      `WITH made AS (INSERT INTO roles (id, name, permissions, created_at, changed_at) VALUES ($1, '{"ko":"돌봄"}', '{people.manage,comments.moderate}', now(), now()) RETURNING id)
       INSERT INTO role_holders (id, role_id, person_id, given_at) SELECT $2, id, $3, now() FROM made`,
      [role, newId(), people.keeper],
    );
    await sql(
      `WITH made AS (INSERT INTO roles (id, name, permissions, created_at, changed_at) VALUES ($1, '{"ko":"길잡이"}', '{comments.moderate,proposals.moderate}', now(), now()) RETURNING id)
       INSERT INTO role_holders (id, role_id, person_id, space_id, given_at)
       SELECT gen_random_uuid(), made.id, who.person, who.space, now() FROM made,
         (VALUES ($2::uuid, $4::uuid), ($3::uuid, (SELECT id FROM spaces WHERE id <> $4 AND id <> $5 ORDER BY slug LIMIT 1))) AS who(person, space)`,
      [newId(), people.guide, people.stranger, collecting.space_id, missed.space_id],
    );
    const answered = await subject('answered');
    await sql('UPDATE assignments SET officer_id = $2, department_id = $3 WHERE subject_id = $1', [
      answered.id,
      charge!.officer_id,
      charge!.department_id,
    ]);
    for (const [role, id] of Object.entries(people) as [Role, string][]) {
      const [token, session] = [newSecret(), newSecret()];
      tokens.set(role, token);
      sessions.set(role, session);
      await sql(
        `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, 'x', $3, '{read,write,manage}', now())`,
        [newId(), id, hashSecret(token)],
      );
      await sql(
        `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
        [newId(), id, hashSecret(session)],
      );
    }
    const [comment] = await sql<{ id: string }>(
      `SELECT c.id FROM comments c JOIN subjects s ON s.id = c.subject_id WHERE c.state = 'visible' AND s.space_id = $1 LIMIT 1`,
      [collecting.space_id],
    );
    const [other] = await sql<{ id: string }>(
      `SELECT p.id FROM people p JOIN memberships m ON m.person_id = p.id WHERE m.space_id = $1 AND m.state = 'member' AND p.email IS NULL LIMIT 1`,
      [collecting.space_id],
    );
    const [post] = await sql<{ id: string; slug: string; space: string }>(
      `SELECT s.id, a.slug, sp.slug AS space FROM subjects s JOIN activities a ON a.id = s.activity_id JOIN spaces sp ON sp.id = s.space_id WHERE s.kind = 'post' AND s.space_id = $1 AND s.hidden_at IS NULL LIMIT 1`,
      [collecting.space_id],
    );
    fixture = {
      ...(await plantProcesses(sql, collecting.space_id)),
      ...(await plantDraft(sql, charge!.id)),
      proposals: collecting.activity_id,
      spaceId: collecting.space_id,
      space: space!.slug,
      closedSpace: null,
      collecting: collecting.id,
      collectingNumber: collecting.number,
      mine: collecting.id,
      awaitingAssignment: (await subject('awaiting_assignment')).id,
      awaitingAnswer: charge!.id,
      answered: answered.id,
      missed: missed.id,
      comment: comment!.id,
      myComment: comment!.id,
      department: charge!.department_id,
      officer: charge!.officer_id,
      person: other!.id,
      post: post!.id,
      board: post!.slug,
      role,
    };
  }, 120_000);
  afterAll(() => house.close());

  /** Tries an operation as a role and undoes it: a second field that fails rolls the whole operation back. */
  async function attempt(
    name: string,
    args: string,
    passed: string,
    selection: string,
    role: Role,
    variables: object,
  ): Promise<string> {
    const query = `mutation X${args ? `(${args})` : ''} { tried: ${name}${passed ? `(${passed})` : ''} ${selection} undo: hideProposal(id: "${nobody}", hidden: true, reason: "x") }`;
    const token = tokens.get(role);
    const answer = await house.gql(host, query, variables, token ? { authorization: `Bearer ${token}` } : {});
    const error = answer.errors?.find((e) => (e as unknown as { path?: string[] }).path?.[0] === 'tried');
    if (!error) return 'may';
    return REFUSED.has(error.extensions.code) ? 'refused' : error.extensions.code;
  }

  it('is the committed table, for every mutation and every role (UPDATE_MATRIX=1 writes it anew)', async () => {
    const answer = await house.gql(host, getIntrospectionQuery());
    const schema = buildClientSchema(answer.data as unknown as IntrospectionQuery);
    const mutations = Object.values(schema.getMutationType()!.getFields());
    expect(mutations.map((m) => m.name).filter((name) => !ARGUMENTS[name])).toEqual([]);
    for (const mutation of mutations) {
      const named = getNamedType(mutation.type);
      const selection = isObjectType(named) ? '{ __typename }' : '';
      const variables = ARGUMENTS[mutation.name]!(fixture);
      const given = mutation.args.filter((arg) => arg.name in variables);
      const declared = given.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
      const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
      outcome[mutation.name] = {};
      for (const role of ROLES)
        outcome[mutation.name]![role] = await attempt(mutation.name, declared, passed, selection, role, variables);
    }
    if (process.env['UPDATE_MATRIX'] === '1') writeFileSync(TABLE, `${JSON.stringify(outcome, null, 2)}\n`);
    expect(existsSync(TABLE) && JSON.parse(readFileSync(TABLE, 'utf8'))).toEqual(outcome);
  }, 120_000);

  it('lets each role do something that the one below may not, and a visitor nearly nothing', () => {
    const may = (role: Role): string[] => Object.keys(outcome).filter((name) => outcome[name]![role] === 'may');
    expect(may('visitor').sort()).toEqual(['register', 'requestSignInLink']);
    expect(may('member')).toEqual(expect.arrayContaining(['submitProposal', 'supportProposal', 'writeComment']));
    for (const name of ['hideProposal', 'hideComment', 'assignProposal'])
      expect([name, may('member').includes(name), may('organiser').includes(name)]).toEqual([name, false, true]);
    for (const name of ['answerProposal', 'reportProgress'])
      expect([name, may('otherOfficer').includes(name), may('officer').includes(name)]).toEqual([name, false, true]);
    for (const name of ['banPerson', 'hideComment', 'setRole'])
      expect([name, may('member').includes(name), may('keeper').includes(name)]).toEqual([
        name,
        false,
        name !== 'setRole',
      ]);
    for (const name of ['hideProposal', 'hideComment'])
      expect([name, may('stranger').includes(name), may('guide').includes(name)]).toEqual([name, false, true]);
    for (const name of ['assignProposal', 'banPerson', 'saveMenu', 'decideMembership', 'giveRole'])
      expect([name, may('guide').includes(name)]).toEqual([name, false]);
    for (const name of ['setRole', 'banPerson', 'setSiteValue', 'saveMenu'])
      expect([name, may('officer').includes(name), may('administrator').includes(name)]).toEqual([name, false, true]);
  });

  it('is the same on the portal: whoever the API refuses, the form refuses', async () => {
    for (const { name, operation, path, form } of FORMS)
      for (const role of ROLES) {
        if (outcome[operation]![role] !== 'refused') continue;
        const session = sessions.get(role);
        const cookies: Record<string, string> = session ? { madang_session: session } : {};
        const page = await house.ask(host, '/spaces', { cookies });
        const answer = await house.ask(host, path(fixture), { cookies, form: { ...form, _csrf: tokenIn(page.body) } });
        expect([name, role, answer.status]).toEqual([name, role, 403]);
      }
  }, 60_000);

  it('lists everything once, page by page, also what came in one millisecond', async () => {
    const admin = tokens.get('administrator')!;
    const [me] = await sql<{ id: string }>(`SELECT id FROM people WHERE email = 'administrator@spec.example'`);
    const [supported] = await sql<{ id: string }>(
      'SELECT subject_id AS id FROM supports GROUP BY subject_id ORDER BY count(*) DESC LIMIT 1',
    );
    // What sorts by counts moves once they have followed those who acted a moment ago.
    await house.server.app.get(CountFollower).flush();
    await plantLists(sql, me!.id, fixture.role);
    const [talked] = await sql<{ id: string }>(
      'SELECT subject_id AS id FROM comments GROUP BY subject_id ORDER BY count(*) FILTER (WHERE parent_id IS NULL) DESC LIMIT 1',
    );
    const [board] = await sql<{ space: string; board: string }>(
      `SELECT sp.slug AS space, a.slug AS board FROM subjects s JOIN activities a ON a.id = s.activity_id JOIN spaces sp ON sp.id = s.space_id
        WHERE s.kind = 'post' GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1`,
    );
    await house.program.platform.run(
      `INSERT INTO platform.designs (id, tenant_id, source_id, title, summary, design, published_at)
       SELECT gen_random_uuid(), $1, gen_random_uuid(), '{"ko":"틀"}', '{}', '{}', date_trunc('second', now()) + n * interval '1 microsecond' FROM generate_series(1, 7) n`,
      [tenant.id],
    );
    const answer = await house.gql(host, getIntrospectionQuery());
    const schema = buildClientSchema(answer.data as unknown as IntrospectionQuery);
    const ask = (query: string, variables: object): ReturnType<House['gql']> =>
      house.gql(host, query, variables, { authorization: `Bearer ${admin}` });
    const variants: Record<string, Record<string, unknown>[]> = {
      comments: ['new', 'old', 'relates'].map((sort) => ({ subjectId: talked!.id, sort })),
      inputs: ['new', 'active', 'due', 'supports', 'comments'].map((sort) => ({ filter: { sort } })),
      posts: [{ ...board! }],
      proposals: ['new', 'support', 'comments', 'closing'].map((sort) => ({ filter: { sort } })),
      search: [{ q: '요' }],
      siteMessages: [{ locale: 'ko' }],
      supporters: [{ id: supported!.id }],
    };
    const few: string[] = [];
    for (const name of listsOf(schema))
      for (const given of variants[name] ?? [{}]) {
        const { whole, paged } = await readList(schema, ask, name, given);
        expect([name, given, paged]).toEqual([name, given, whole]);
        if (whole.length < 5) few.push(`${name} ${whole.length}`);
      }
    // What somebody did themselves is a list below `viewer`.
    const deeds: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data } = await ask(
        'query ($after: String) { viewer { deeds(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }',
        { after },
      );
      const { nodes, pageInfo } = (data as unknown as { viewer: { deeds: Deeds } }).viewer.deeds;
      deeds.push(...nodes.map(({ id }) => id));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect([deeds.length, new Set(deeds).size]).toEqual([7, 7]);
    // A list with fewer rows than a page or two shows nothing.
    expect(few).toEqual([]);
  }, 120_000);
});
