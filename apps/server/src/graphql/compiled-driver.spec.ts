import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { DomainError } from '@madang/kernel';
import { executorOf } from './compiled-driver.js';

type Executor = ReturnType<typeof executorOf>;

const TYPES = `
  enum Kind { idea report }
  input Filter { words: String! kind: Kind = idea }
  interface Thing { id: ID! }
  type Item implements Thing { id: ID! title(upper: Boolean = false): String kind: Kind must: String! next: Item }
  type Query { items(first: Int = 2, filter: Filter): [Item!]! one(id: ID!): Item thing: Thing fails: Item }
  type Mutation { add(title: String!): Int! }
`;

const OPERATIONS: { what: string; text: string; variables?: object }[] = [
  { what: 'lists with defaults', text: '{ items { id title } }' },
  {
    what: 'arguments and aliases',
    text: '{ a: items(first: 1) { id } b: items(first: 3, filter: { words: "x", kind: report }) { id kind } }',
  },
  {
    what: 'variables',
    text: 'query ($n: Int!, $f: Filter) { items(first: $n, filter: $f) { id title(upper: true) } }',
    variables: { n: 1, f: { words: 'y' } },
  },
  {
    what: 'fragments and types',
    text: '{ thing { __typename ...on Item { ...F } } } fragment F on Item { id next { id next { id } } }',
  },
  {
    what: 'directives',
    text: 'query ($y: Boolean!) { items { id @skip(if: $y) title @include(if: $y) } }',
    variables: { y: true },
  },
  { what: 'an error of ours', text: '{ fails { id } one(id: "1") { id } }' },
  { what: 'what must not be null', text: '{ one(id: "9") { id must } items { id } }' },
  { what: 'variables that do not fit', text: 'query ($n: Int!) { items(first: $n) { id } }', variables: { n: 'many' } },
  {
    what: 'a variable that is missing',
    text: 'query ($f: Filter!) { items(filter: $f) { id } }',
    variables: { f: { kind: 'idea' } },
  },
  { what: 'acts, one after the other', text: 'mutation { a: add(title: "a") b: add(title: "b") c: add(title: "c") }' },
];

describe('operations that come again', () => {
  let schema: GraphQLSchema;
  let added: string[];
  beforeAll(() => {
    const item = (id: string): object => ({
      id,
      kind: 'report',
      must: id === '9' ? null : 'there',
    });
    schema = buildSchema(TYPES);
    const resolvers: Record<string, Record<string, (parent: never, args: never) => unknown>> = {
      Query: {
        items: (_: unknown, { first, filter }: { first: number; filter?: { words: string; kind: string } }) =>
          Promise.resolve(
            Array.from({ length: first }, (__, n) => item(`${n}${filter?.words ?? ''}${filter?.kind ?? ''}`)),
          ),
        one: (_: unknown, { id }: { id: string }) => item(id),
        thing: () => ({ __typename: 'Item', ...item('7') }),
        fails: () => Promise.reject(new DomainError('denied', 'sign_in_first')),
      },
      Item: {
        title: ({ id }: { id: string }, { upper }: { upper: boolean }) => (upper ? `TITLE ${id}` : `title ${id}`),
        next: ({ id }: { id: string }) => (id.length < 4 ? item(`${id}0`) : null),
      },
      Mutation: {
        add: async (_: unknown, { title }: { title: string }) => {
          await Promise.resolve();
          return added.push(title);
        },
      },
    };
    for (const [type, fields] of Object.entries(resolvers))
      for (const [name, resolve] of Object.entries(fields))
        (schema.getType(type) as GraphQLObjectType).getFields()[name]!.resolve = resolve as never;
  });

  const run = async (executor: Executor, text: string, variables?: object): Promise<unknown> => {
    added = [];
    const document = parse(text);
    const answers: unknown[] = [];
    for (let times = 0; times < 3; times += 1) {
      const { data, errors } = await executor({
        document,
        operationName: null,
        context: {},
        request: { query: text, variables },
      } as unknown as Parameters<Executor>[0]);
      const told = errors?.map((error) => [
        JSON.parse(JSON.stringify(error)),
        error.originalError instanceof DomainError && error.originalError.code,
      ]);
      answers.push({ data: JSON.parse(JSON.stringify(data ?? null)) as unknown, told });
    }
    return { answers, added };
  };

  it.each(OPERATIONS)('give compiled what they gave before: $what', async ({ text, variables }) => {
    const compiledAt = (times: number): Promise<unknown> =>
      run(
        executorOf(schema, () => times),
        text,
        variables,
      );
    const usual = await compiledAt(Number.POSITIVE_INFINITY);
    expect(JSON.stringify(usual)).toMatch(/"data":\{|"message"/);
    expect(await compiledAt(1)).toEqual(usual);
    // Compiled in between: the first time as usual, from the second on as a function.
    expect(await compiledAt(2)).toEqual(usual);
  });
});
