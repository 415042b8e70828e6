import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
  type IntrospectionQuery,
} from 'graphql';
import { newId } from '@madang/kernel';
import { limitsBut, OwnDocuments } from '../src/graphql/own-documents.js';
import { CONSOLE_DIST } from '../src/http/console.js';
import { openHouse, type House } from './kit/yard.js';

const SDL = fileURLToPath(new URL('../../../docs/api/schema.graphql', import.meta.url));

describe('the API', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({ slug: 'grove', name: { ko: 'grove' }, locales: ['ko', 'en'] });
  });
  afterAll(() => house.close());

  const introspected = async (): Promise<string> => {
    const answer = await house.gql('grove.localhost', getIntrospectionQuery());
    return `${printSchema(lexicographicSortSchema(buildClientSchema(answer.data as unknown as IntrospectionQuery)))}\n`;
  };

  it('is the one that is committed (UPDATE_SDL=1 writes it anew)', async () => {
    const sdl = await introspected();
    if (process.env['UPDATE_SDL'] === '1') writeFileSync(SDL, sdl);
    expect(readFileSync(SDL, 'utf8')).toBe(sdl);
  });

  it('explains every type, field and argument of ours', async () => {
    const answer = await house.gql('grove.localhost', getIntrospectionQuery());
    const schema = buildClientSchema(answer.data as unknown as IntrospectionQuery);
    const mute: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      if (!isObjectType(type) || ['Query', 'Mutation', 'Subscription'].includes(type.name)) {
        if (isObjectType(type))
          for (const field of Object.values(type.getFields()))
            if (!field.description) mute.push(`${type.name}.${field.name}`);
        continue;
      }
      if (!type.description) mute.push(type.name);
      for (const field of Object.values(type.getFields()))
        if (!field.description) mute.push(`${type.name}.${field.name}`);
    }
    expect(mute).toEqual([]);
  });

  it('speaks GraphQL over HTTP as its specification asks', async () => {
    const audits = serverAudits({
      url: `http://127.0.0.1:${house.port}/graphql`,
      fetchFn: async (url: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) => {
        const { pathname, search } = new URL(url);
        const answer = await house.ask('grove.localhost', `${pathname}${search}`, {
          method: (init.method ?? 'GET') as 'GET' | 'POST',
          headers: { ...init.headers, 'apollo-require-preflight': '1' },
          body: init.body,
        });
        return new Response(answer.status === 204 ? null : answer.body, {
          status: answer.status,
          headers: Object.entries(answer.headers).filter((e): e is [string, string] => typeof e[1] === 'string'),
        });
      },
    });
    const failed: string[] = [];
    for (const audit of audits) {
      const result = await audit.fn();
      if (result.status === 'error') failed.push(`${audit.id} ${audit.name}: ${result.reason}`);
    }
    expect(failed).toEqual([]);
  }, 60_000);

  it('refuses what is too deep, too wide or too dear, and says which', async () => {
    const code = async (query: string): Promise<string | undefined> =>
      (await house.gql('grove.localhost', query)).errors?.[0]?.extensions.code;
    expect(await code('{ proposals(first: 100) { nodes { title } } }')).toBeUndefined();
    expect(
      await code(
        `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: proposals(first: 100) { nodes { title } }`).join(' ')} }`,
      ),
    ).toBe('query_too_dear');
    expect(await code('{ proposals(first: 101) { nodes { title } } }')).toBe('invalid_input');
    expect(await code('{ proposals(after: "nonsense") { nodes { title } } }')).toBe('bad_cursor');
    expect(
      await code(`query { ${'proposals { edges { node { title } } } '.repeat(1)} ...F } fragment F on Query { ...F }`),
    ).toBeDefined();
  });

  it('says in the reader’s language what is wrong, and never where in our code', async () => {
    const answer = await house.gql(
      'grove.localhost',
      'mutation { supportProposal(id: "0190a000-0000-7000-8000-000000000000") { id } }',
      {},
      { 'accept-language': 'en' },
    );
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Sign in to do this.',
      extensions: { code: 'sign_in_first', status: 403 },
    });
    expect(JSON.stringify(answer)).not.toMatch(/stack|node_modules|\.ts:/);
  });

  it.each([
    ['ko', '값이 너무 커요.'],
    ['en', 'Too large.'],
  ])('says beside each field what is wrong with it (%s)', async (language, message) => {
    const answer = await house.gql(
      'grove.localhost',
      '{ proposals(first: 101) { nodes { title } } }',
      {},
      { 'accept-language': language },
    );
    expect(answer.errors?.[0]?.extensions).toMatchObject({ fields: [{ field: 'first', message }] });
  });

  it('refuses requests that a page elsewhere could send', async () => {
    const answer = await house.ask('grove.localhost', `/graphql?query=${encodeURIComponent('{__typename}')}`);
    expect(answer.status).toBe(400);
    const form = await house.ask('grove.localhost', '/graphql', { form: { query: '{__typename}' } });
    expect(form.status).toBeGreaterThanOrEqual(400);
  });

  it('answers at once what it knows as the server answers in full', async () => {
    const space =
      'query ($slug: String!) { proposals(first: 3, filter: { space: $slug }) { nodes { id } pageInfo { endCursor } } }';
    const asked: { query: string; variables?: object | null; operationName?: string }[] = [
      { query: '{ proposals { nodes { id title } } __typename }' },
      { query: space, variables: { slug: 'all' } },
      { query: space, variables: {} },
      { query: space, variables: { slug: ['x'] } },
      { query: space },
      { query: '{ proposal(space: "all", number: 1) { title } }' },
      { query: '{ a: proposals(first: 1) { nodes { id } } b: proposals(first: 101) { nodes { id } } }' },
      { query: 'query A { __typename } query B { proposals { nodes { id } } }', operationName: 'B' },
      { query: 'query A { __typename } query B { proposals { nodes { id } } }', operationName: 'C' },
      { query: '{ proposals { nodes { id title } } __typename }', operationName: '' },
      { query: 'mutation { supportProposal(id: "0190a000-0000-7000-8000-000000000000") { id } }' },
      { query: 'mutation { supportProposal(id: "nobody") { id } }', variables: null },
    ];
    const ask = async (json: object, accept: string | undefined): Promise<object> => {
      const headers: Record<string, string> = accept === undefined ? {} : { accept };
      const { status, headers: given, body } = await house.ask('grove.localhost', '/graphql', { json, headers });
      return { status, type: given['content-type'], length: given['content-length'], body };
    };
    const known = async (): Promise<number> => {
      const text = await house.program.metrics.registry.getSingleMetricAsString('madang_graphql_operations_total');
      return Number(/how="known"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const before = await known();
    for (const json of asked) {
      // Asked for in so many words, the answer is the server's; the first of them makes the operation known.
      const inFull = await ask(json, 'application/json; charset=utf-8');
      for (const accept of ['*/*', 'application/json', undefined])
        expect([json, await ask(json, accept)]).toEqual([json, inFull]);
    }
    // All but what does not fit its variables or its names.
    expect((await known()) - before).toBe(3 * 7);
    expect(await ask({ query: '{ __typename }' }, 'text/html')).toMatchObject({ status: 406 });
    expect(await ask({ query: '{ __typename }', extensions: { a: 1 } }, '*/*')).toMatchObject({ status: 200 });
  });

  it('answers documents of our own builds by id, each where it belongs, and learns none from outside', async () => {
    const idsOf = (area: string): Map<string, string> =>
      new Map(
        Object.entries(
          JSON.parse(readFileSync(join(CONSOLE_DIST, area, 'operations.json'), 'utf8')) as Record<string, string>,
        ).map(([id, text]) => [/\w+ (\w+)/.exec(text)![1]!, id]),
      );
    const [tenants, operators] = [idsOf('tenant'), idsOf('operator')];
    const ask = async (host: string, json: object): Promise<string | undefined> => {
      const { body } = await house.ask(host, '/graphql', { json });
      const { errors } = JSON.parse(body) as { errors?: { extensions: { code: string } }[] };
      return errors?.[0]?.extensions.code;
    };
    const variables = { first: 5 };
    const own = tenants.get('PersonSheet')!;
    const [theirs] = [...operators.values()].filter((id) => ![...tenants.values()].includes(id));
    // What one may is asked as ever: a visitor may not read these, and hears why.
    expect(await ask('grove.localhost', { documentId: own, variables: { id: newId() } })).toBe('sign_in_first');
    expect(await ask('grove.localhost', { documentId: theirs, variables })).toBe('document_unknown');
    expect(await ask('localhost', { documentId: own, variables })).toBe('document_unknown');
    expect(await ask('localhost', { documentId: theirs, variables })).not.toBe('document_unknown');
    const text = '{ __typename }';
    for (const json of [
      { documentId: 'x' },
      { documentId: 'constructor' },
      { documentId: 7 },
      { documentId: own, query: text },
    ])
      expect([json, await ask('grove.localhost', json)]).toEqual([json, 'document_unknown']);
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') };
    expect(await ask('grove.localhost', { query: text, extensions: { persistedQuery } })).toBe(
      'PERSISTED_QUERY_NOT_SUPPORTED',
    );
  });

  it('trusts what is written down by a build, whenever it was made, and weighs everything else', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'madang-documents-')), 'operations.json');
    const documents = new OwnDocuments(path);
    const dear = `{ ${Array.from({ length: 600 }, (_, at) => `a${at}: __typename`).join(' ')} }`;
    const schema = buildSchema('type Query { a: Int }');
    const problems = (): number => validate(schema, parse(dear), [limitsBut(documents)]).length;
    expect([documents.textOf('a'), documents.has(dear), problems()]).toEqual([undefined, false, 1]);
    writeFileSync(path, JSON.stringify({ a: dear }));
    expect([documents.textOf('a'), documents.has(dear), problems()]).toEqual([dear, true, 0]);
  });

  it('knows no token that was never given', async () => {
    const answer = await house.ask('grove.localhost', '/graphql', {
      json: { query: '{ __typename }' },
      headers: { authorization: `Bearer ${'x'.repeat(43)}` },
    });
    expect([answer.status, JSON.parse(answer.body).errors[0].extensions.code]).toEqual([401, 'token_unknown']);
  });
});
