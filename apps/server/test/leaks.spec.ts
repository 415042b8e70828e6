import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { hashSecret, newId, newSecret, type Tenant } from '@madang/kernel';
import { pagesOf } from '@madang/portal';
import { parts } from '../src/parts.js';
import { openHouse, type House } from './kit/yard.js';

/** A word that stands in every text of a tenant and nowhere else. */
const CANARY = { a: 'kanarienvogelalpha', b: 'kanarienvogelbravo' } as const;

interface Planted {
  tenant: Tenant;
  host: string;
  ids: Record<string, string>;
  session: string;
  token: string;
}

/** Puts the same kinds of rows into a tenant, every text with its canary. */
async function plant(house: House, slug: string, canary: string): Promise<Planted> {
  await house.program.provisioning.create({ slug, name: { ko: canary, en: canary }, locales: ['ko', 'en'] });
  const tenant = (await house.program.registry.get({ slug }))!;
  const ids = Object.fromEntries(
    [
      'person',
      'space',
      'activity',
      'subject',
      'comment',
      'media',
      'category',
      'department',
      'session',
      'token',
      'upload',
    ].map((name) => [name, newId()]),
  );
  const [session, token] = [newSecret(), newSecret()];
  const words = JSON.stringify({ ko: canary, en: canary });
  await house.program.provisioning.withAdmin(async (client) => {
    await client.query('BEGIN');
    await client.query(`SET LOCAL search_path = ${tenant.schema}, ext`);
    const run = (sql: string, values: unknown[]): Promise<unknown> => client.query(sql, values);
    await run(
      `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, $2, $3, 'administrator', 'email', now())`,
      [ids['person'], `${canary}@spec.example`, canary],
    );
    await run(
      `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
      [ids['session'], ids['person'], hashSecret(session)],
    );
    await run(
      `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at) VALUES ($1, $2, 'x', $3, '{read,write,manage}', now())`,
      [ids['token'], ids['person'], hashSecret(token)],
    );
    await run(
      `INSERT INTO spaces (id, slug, kind, name, summary, created_at) VALUES ($1, 'gu', 'site', $2, $2, now())`,
      [ids['space'], words],
    );
    await run(`INSERT INTO departments (id, slug, name) VALUES ($1, 'roads', $2)`, [ids['department'], words]);
    await run(`INSERT INTO categories (id, slug, name) VALUES ($1, 'safety', $2)`, [ids['category'], words]);
    await run(
      `INSERT INTO activities (id, space_id, method, slug, title, created_at) VALUES ($1, $2, 'proposals', 'proposals', $3, now())`,
      [ids['activity'], ids['space'], words],
    );
    await run(
      `INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{submit,comment,relate,support}')`,
      [newId(), ids['activity']],
    );
    await run(
      `INSERT INTO subjects (id, kind, space_id, activity_id, number, author_id, title, summary, locale, state, state_since, search, search_text, created_at, published_at, active_at)
       VALUES ($1, 'proposal', $2, $3, 1, $4, $5, $5, 'ko', 'collecting', now(), array_to_tsvector(ARRAY['ka','an']), $5, now(), now(), now())`,
      [ids['subject'], ids['space'], ids['activity'], ids['person'], canary],
    );
    await run(`INSERT INTO proposals (id, content, threshold, answer_days) VALUES ($1, $2, 10, 20)`, [
      ids['subject'],
      canary,
    ]);
    await run(
      `INSERT INTO comments (id, subject_id, root_id, depth, path, author_id, body, created_at) VALUES ($1, $2, $1, 0, $3, $4, $5, now())`,
      [ids['comment'], ids['subject'], `/${ids['comment']!}`, ids['person'], canary],
    );
    await run(
      `INSERT INTO media (id, owner_id, subject_id, alt, mime, width, height, bytes, sha256, created_at) VALUES ($1, $2, $3, $4, 'image/webp', 1, 1, 1, 'ab', now())`,
      [ids['media'], ids['person'], ids['subject'], canary],
    );
    await run(
      `INSERT INTO uploads (id, owner_id, width, height, bytes, sha256, created_at, expires_at) VALUES ($1, $2, 1, 1, 1, 'cd', now(), now() + interval '1 day')`,
      [ids['upload'], ids['person']],
    );
    await client.query('COMMIT');
  });
  await house.program.registry.changed(tenant.id);
  return {
    tenant: (await house.program.registry.get({ slug }))!,
    host: `${slug}.localhost`,
    ids: ids,
    session,
    token,
  };
}

/** Everything in a tenant's tables, as one hash: what nobody may change from outside. */
async function fingerprint(house: House, tenant: Tenant): Promise<string> {
  return house.program.provisioning.withAdmin(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT relname AS name FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = $2 ORDER BY 1',
      [tenant.schema, 'r'],
    );
    const parts_: string[] = [];
    for (const { name } of rows) {
      const found = await client.query<{ h: string }>(
        `SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS h FROM ${tenant.schema}.${name} t`,
      );
      parts_.push(`${name}:${found.rows[0]!.h}`);
    }
    return parts_.join('\n');
  });
}

const scalars: Record<string, unknown> = {
  String: 'gu',
  Int: 1,
  Float: 1,
  Boolean: true,
  DateTime: '2026-11-23T00:00:00Z',
};

/** Values for an argument: every id is one of the other tenant's. */
function value(name: string, type: GraphQLInputType, ids: Record<string, string>, depth = 0): unknown {
  if (isNonNullType(type)) return value(name, type.ofType, ids, depth);
  if (isListType(type)) return [value(name, type.ofType, ids, depth)];
  if (isInputObjectType(type)) {
    if (depth > 3 || name === 'filter') return undefined;
    const fields: GraphQLInputField[] = Object.values(type.getFields());
    return Object.fromEntries(fields.map((f) => [f.name, value(f.name, f.type, ids, depth + 1)]));
  }
  if (isEnumType(type)) return type.getValues()[0]!.value;
  if (type.name === 'ID') {
    const key = Object.keys(ids).find((k) => name.toLowerCase().startsWith(k));
    return key ? ids[key] : ids['subject'];
  }
  if (name === 'body' || name === 'content' || name === 'title' || name === 'reason') return 'a text from the outside';
  if (name === 'sort') return 'new';
  return scalars[type.name] ?? 'x';
}

/** A selection of all scalars, two levels deep. */
function selection(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields())
    .filter((field) => !field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined))
    .map((field) =>
      isObjectType(getNamedType(field.type))
        ? depth < 2
          ? `${field.name} ${selection(field.type, depth + 1)}`
          : ''
        : field.name,
    )
    .filter((text) => text.trim() !== '' && !/\{\s*\}$/.test(text));
  return `{ ${fields.join(' ') || '__typename'} }`;
}

describe('one tenant never meets another', () => {
  let house: House;
  let a: Planted;
  let b: Planted;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    house = await openHouse();
    a = await plant(house, 'alpha', CANARY.a);
    b = await plant(house, 'bravo', CANARY.b);
    const answer = await house.gql(a.host, getIntrospectionQuery());
    schema = buildClientSchema(answer.data as unknown as IntrospectionQuery);
  }, 60_000);
  afterAll(() => house.close());

  const operations = (): {
    kind: 'query' | 'mutation';
    name: string;
    args: readonly GraphQLArgument[];
    type: GraphQLOutputType;
  }[] =>
    (['query', 'mutation'] as const).flatMap((kind) => {
      const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
      return Object.values(root?.getFields() ?? {}).map((field) => ({
        kind,
        name: field.name,
        args: field.args,
        type: field.type,
      }));
    });

  async function ask(
    on: Planted,
    as: Planted,
    ids: Record<string, string>,
    operation: ReturnType<typeof operations>[number],
  ): Promise<string> {
    const declared = operation.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
    const passed = operation.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    const query = `${operation.kind} X${declared ? `(${declared})` : ''} { ${operation.name}${passed ? `(${passed})` : ''} ${selection(operation.type)} }`;
    const variables = Object.fromEntries(
      operation.args.map((arg) => [
        arg.name,
        arg.name === 'first' ? 5 : arg.name === 'after' ? null : value(arg.name, arg.type, ids),
      ]),
    );
    return (
      await house.ask(on.host, '/graphql', {
        json: { query, variables },
        headers: { authorization: `Bearer ${as.token}` },
      })
    ).body;
  }

  it('through no operation of the API, with the other’s ids and an administrator’s rights', async () => {
    const before = await fingerprint(house, b.tenant);
    const leaks: string[] = [];
    for (const operation of operations()) {
      if (operation.name === 'closeAccount') continue; // would close the very account that asks
      const body = await ask(a, a, b.ids, operation);
      if (body.includes(CANARY.b)) leaks.push(operation.name);
    }
    expect(leaks).toEqual([]);
    expect(await fingerprint(house, b.tenant)).toBe(before);
  }, 120_000);

  it('and the same questions do answer where they belong (positive control)', async () => {
    const seen: string[] = [];
    for (const operation of operations().filter((o) => o.kind === 'query'))
      if ((await ask(b, b, b.ids, operation)).includes(CANARY.b)) seen.push(operation.name);
    expect(seen).toEqual(expect.arrayContaining(['proposals', 'proposal', 'comments', 'spaces', 'space', 'viewer']));
  }, 60_000);

  it('by no page, with the other’s ids in every place of its address', async () => {
    const leaks: string[] = [];
    let control = 0;
    const specs = parts
      .flatMap((part) => part.pages ?? [])
      .flatMap((type) => pagesOf(type).filter((spec) => spec.verb === 'GET'));
    expect(specs.length).toBeGreaterThan(20);
    for (const { path } of specs)
      for (const [name, id] of [...Object.entries(b.ids), ['number', '1']] as const) {
        const address = path.replace(/:(\w+)/g, (_, part: string) =>
          part === 'space' ? 'gu' : part === 'number' ? '1' : name === 'number' ? '1' : id,
        );
        const body = (await house.ask(a.host, address, { cookies: { madang_session: a.session } })).body;
        if (body.includes(CANARY.b)) leaks.push(address);
        if (body.includes(CANARY.a)) control += 1;
        if (!path.includes(':')) break;
      }
    expect(leaks).toEqual([]);
    expect(control).toBeGreaterThan(10);
  }, 120_000);

  it('by no session, token or form of the other', async () => {
    const name = async (on: Planted, cookie: string): Promise<string | undefined> =>
      ((
        await house.ask(on.host, '/graphql', {
          json: { query: '{ viewer { displayName } }' },
          cookies: { madang_session: cookie },
        })
      ).body.match(/kanarienvogel\w+/) ?? [])[0];
    expect(await name(a, b.session)).toBeUndefined();
    expect(await name(b, b.session)).toBe(CANARY.b);
    expect(
      (
        await house.ask(a.host, '/graphql', {
          json: { query: '{ __typename }' },
          headers: { authorization: `Bearer ${b.token}` },
        })
      ).status,
    ).toBe(401);
    expect(
      (
        await house.ask(b.host, '/graphql', {
          json: { query: '{ __typename }' },
          headers: { authorization: `Bearer ${b.token}` },
        })
      ).status,
    ).toBe(200);
  });

  it('by no file, whose folder carries the tenant', async () => {
    expect((await house.ask(a.host, `/media/${b.ids['media']!}.webp`)).status).toBe(404);
    expect((await house.ask(a.host, `/media/..%2f${b.tenant.id}%2fab%2fab.webp`)).status).toBe(404);
  });

  it('by no shared page: the same path on two hosts is two pages', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, two] = await Promise.all([
        house.ask(a.host, '/gu/proposals/1'),
        house.ask(b.host, '/gu/proposals/1'),
      ]);
      expect([
        one.body.includes(CANARY.a),
        one.body.includes(CANARY.b),
        two.body.includes(CANARY.b),
        two.body.includes(CANARY.a),
      ]).toEqual([true, false, true, false]);
    }
  });
});
