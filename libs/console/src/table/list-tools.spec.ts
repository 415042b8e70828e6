import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const FILES = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.tsx'));

describe('what the tools of a list ask', () => {
  const documents = FILES.flatMap((name) => [...read(name).matchAll(/graphql\(`([^`]+)`\)/g)]).map(([, text]) =>
    parse(text!),
  );
  const troubles = (schema: GraphQLSchema): string[] =>
    documents.flatMap((document) => validate(schema, document).map(({ message }) => message));

  it('is answered by the API of tenants and by that of operators', () => {
    expect(documents.length).toBeGreaterThanOrEqual(5);
    for (const name of ['schema', 'operator'])
      expect([name, troubles(buildSchema(read(`../../../../docs/api/${name}.graphql`)))]).toEqual([name, []]);
    expect(troubles(buildSchema('type Query { other: Int }'))).not.toEqual([]);
  });
});
