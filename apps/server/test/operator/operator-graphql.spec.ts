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
import { OperatorBrowser, PLATFORM } from '../kit/operators.js';
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
});
