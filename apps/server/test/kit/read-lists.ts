import { getNamedType, isNonNullType, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';

type Asking = (query: string, variables: object) => Promise<{ data?: unknown; errors?: readonly object[] }>;

/** A list of an API as it was read. */
export interface ReadList {
  name: string;
  /** In one go. */
  whole: string[];
  /** Page by page. */
  paged: string[];
}

const MOST = 40;
const PAGE = 3;

/** What tells one row from another: its id, or everything plain it says. */
function naming(node: GraphQLObjectType): string {
  const fields = Object.values(node.getFields());
  if (fields.some(({ name }) => name === 'id')) return 'id';
  return fields
    .filter(({ type, args }) => args.length === 0 && !isObjectType(getNamedType(type)))
    .map(({ name }) => name)
    .join(' ');
}

/** The lists of an API that are read page by page, by name. */
export const listsOf = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getQueryType()!.getFields())
    .filter(({ type }) => getNamedType(type).name.endsWith('Connection'))
    .map(({ name }) => name);

/** Reads the beginning of a list in one go and in small pages, with these arguments. */
export async function readList(
  schema: GraphQLSchema,
  ask: Asking,
  name: string,
  given: Record<string, unknown> = {},
): Promise<ReadList> {
  const field = schema.getQueryType()!.getFields()[name]!;
  const nodes = (getNamedType(field.type) as GraphQLObjectType).getFields()['nodes']!;
  const row = naming(getNamedType(nodes.type) as GraphQLObjectType);
  const args = field.args.filter((arg) => arg.name in given || ['first', 'after'].includes(arg.name));
  const lacking = field.args.find((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
  if (lacking && !(lacking.name in given)) throw new Error(`${name} needs ${lacking.name}`);
  const query = `query (${args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')}) {
    list: ${name}(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')}) { nodes { ${row} } pageInfo { hasNextPage endCursor } } }`;
  const page = async (
    first: number,
    after: string | null,
  ): Promise<{ rows: string[]; next: string | null | undefined }> => {
    const { data, errors } = await ask(query, { ...given, first, after });
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    const { list } = data as {
      list: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    };
    return {
      rows: list.nodes.map((node) => JSON.stringify(node)),
      next: list.pageInfo.hasNextPage ? list.pageInfo.endCursor : undefined,
    };
  };
  const whole = (await page(MOST, null)).rows;
  const paged: string[] = [];
  for (let after: string | null | undefined = null; after !== undefined && paged.length < whole.length;) {
    const read: Awaited<ReturnType<typeof page>> = await page(PAGE, after);
    paged.push(...read.rows);
    after = read.next;
  }
  return { name, whole, paged: paged.slice(0, whole.length) };
}
