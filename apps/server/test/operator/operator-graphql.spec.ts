import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  isInputObjectType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { listsOf, readList } from '../kit/read-lists.js';
import { OperatorBrowser, PLATFORM, signedInOperator } from '../kit/operators.js';
import { openHouse, type House } from '../kit/yard.js';

const SDL = fileURLToPath(new URL('../../../../docs/api/operator.graphql', import.meta.url));

describe('the operators’ API', () => {
  let house: House;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    house = await openHouse();
    const asked = await new OperatorBrowser(house).ask(getIntrospectionQuery());
    schema = lexicographicSortSchema(buildClientSchema(asked.data as unknown as IntrospectionQuery));
  });
  afterAll(() => house.close());

  it('is what docs/api/operator.graphql says (UPDATE_SDL=1 writes it)', () => {
    const printed = `${printSchema(schema)}\n`;
    if (process.env['UPDATE_SDL']) writeFileSync(SDL, printed);
    expect(readFileSync(SDL, 'utf8')).toBe(printed);
  });

  it('explains every type and field', () => {
    const silent: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || ['Query', 'Mutation'].includes(type.name)) continue;
      if (!type.description && (isObjectType(type) || isInputObjectType(type))) silent.push(type.name);
    }
    for (const type of Object.values(schema.getTypeMap()))
      if ((isObjectType(type) || isInputObjectType(type)) && !type.name.startsWith('__'))
        for (const field of Object.values(type.getFields()))
          if (!field.description) silent.push(`${type.name}.${field.name}`);
    expect(silent).toEqual([]);
  });

  it('is hardened like the tenants’: depth and cost, pages elsewhere, and nothing of our code in an error', async () => {
    const browser = new OperatorBrowser(house);
    const wide = `{ ${Array.from({ length: 60 }, (_, i) => `a${i}: log(first: 100) { nodes { id } }`).join(' ')} }`;
    expect((await browser.ask(wide)).errors?.[0]?.extensions.code).toBe('query_too_dear');
    const get = await house.ask(PLATFORM, `/graphql?query=${encodeURIComponent('{__typename}')}`);
    expect(get.status).toBe(400);
    const form = await house.ask(PLATFORM, '/graphql', { form: { query: '{__typename}' } });
    expect(form.status).toBeGreaterThanOrEqual(400);
    const denied = await browser.ask('{ operators { id } }', {}, { 'accept-language': 'en' });
    expect(denied.errors?.[0]).toMatchObject({ message: 'Sign in as an operator.', extensions: { status: 403 } });
    expect(JSON.stringify(denied.errors)).not.toMatch(/stack|node_modules|\.ts:/);
  });

  it('lists everything once, page by page, also what came in one millisecond', async () => {
    const owner = await signedInOperator(house);
    const at = `date_trunc('second', now()) - interval '1 minute' + n * interval '1 microsecond'`;
    const seven = 'FROM generate_series(1, 7) n';
    for (const statement of [
      `INSERT INTO platform.tenants (id, schema_name, slug, name, locale, locales, time_zone, state, schema_version, created_at)
         SELECT gen_random_uuid(), 't_90000' || n, 'planted' || n, '{"ko":"심은 곳"}', 'ko', '{ko}', 'Asia/Seoul', 'archived', 1, ${at} ${seven}`,
      `INSERT INTO platform.tenant_figures (tenant_id, active_at) SELECT id, created_at + interval '1 second' FROM platform.tenants WHERE slug LIKE 'planted%'`,
      `INSERT INTO platform.audit (id, actor, act, at) SELECT gen_random_uuid(), 'spec', 'spec.noted', ${at} ${seven}`,
      `INSERT INTO platform.operations (id, kind, asked_by, state, created_at) SELECT gen_random_uuid(), 'export', 'spec', 'done', ${at} ${seven}`,
      `INSERT INTO platform.visits (id, tenant_id, operator_id, reason, opened_at, expires_at)
         SELECT gen_random_uuid(), (SELECT id FROM platform.tenants LIMIT 1), (SELECT id FROM platform.operators LIMIT 1), '시험해 보기', ${at}, ${at} ${seven}`,
      `INSERT INTO platform.invoices (id, number, source, state, currency, total, billed_to, issued_on)
         SELECT gen_random_uuid(), 'spec ' || n, 'hand', 'open', 'KRW', 1, '누군가', current_date ${seven}`,
    ])
      await house.program.platform.run(statement);
    const sorts = ['slug', 'name', '-createdAt', '-activeAt', '-people', '-databaseBytes'].map((sort) => ({ sort }));
    for (const name of listsOf(schema))
      for (const given of name === 'tenants' ? sorts : [{}]) {
        const { whole, paged } = await readList(schema, (query, values) => owner.ask(query, values), name, given);
        expect([name, given, paged]).toEqual([name, given, whole]);
        expect([name, whole.length > 5]).toEqual([name, true]);
      }
  });
});
