import type { Type } from '@nestjs/common';
import { ArgsType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsOptional, Max, MaxLength, Min } from 'class-validator';
import { GraphQLError, GraphQLScalarType, Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { invalid } from './errors.js';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$/;

function instant(value: unknown): Date {
  const date = typeof value === 'string' && ISO.test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) throw new GraphQLError('DateTime must be an ISO 8601 instant with a zone');
  return date;
}

/** An instant, ISO 8601 with zone. Unlike the framework's own scalar it refuses everything else. */
export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  description: 'An instant: ISO 8601 with a zone, such as 2026-11-23T09:00:00Z.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : new Date(String(value)).toISOString()),
  parseValue: instant,
  parseLiteral: (node) => instant(node.kind === Kind.STRING ? node.value : undefined),
});

/**
 * Values a list is sorted by. An instant is given as PostgreSQL's own text (`at::text`): a Date has no microseconds, and rows
 * of one millisecond would be passed over at the end of a page.
 */
export type SortKey = readonly (string | number | null)[];

/** A row with the text of the instant it is sorted by. */
export interface Sorted {
  sortAt: string;
}

/** Position of a row in a list: the values of its sort key, opaque to clients. */
export function encodeCursor(key: SortKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws DomainError invalid when it is not a cursor of ours */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === length) return key as (string | number | null)[];
  } catch {
    // falls through to the one answer
  }
  throw invalid('bad_cursor');
}

@ObjectType({ description: 'A text in one language.' })
export class LocalisedText {
  @Field(() => String, { description: 'Language, BCP 47.' })
  locale!: string;

  @Field(() => String, { description: 'The text.' })
  text!: string;
}

@InputType({ description: 'A text in one language.' })
export class LocalisedTextInput {
  @Field(() => String, { description: 'Language, BCP 47.' })
  @MaxLength(20)
  locale!: string;

  @Field(() => String, { description: 'The text.' })
  @MaxLength(2000)
  text!: string;
}

/** A text in several languages as the API shows it. */
export const localised = (words: Record<string, string>): LocalisedText[] =>
  Object.entries(words).map(([locale, text]) => ({ locale, text }));

/** Languages to texts, without those left empty. */
export const fromLocalised = (texts: readonly LocalisedText[]): Record<string, string> =>
  Object.fromEntries(texts.map(({ locale, text }) => [locale, text.trim()]).filter(([, text]) => text));

@ObjectType({ description: 'Where a page of a list stands.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows.' })
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Pass as `after` to read on.' })
  endCursor!: string | null;
}

/** Relay arguments; a page has at most 100 rows. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'Rows wanted, 1 to 100.' })
  @Min(1)
  @Max(100)
  first: number = 20;

  @Field(() => String, { nullable: true, description: '`endCursor` of the page before.' })
  @IsOptional()
  @MaxLength(500)
  after?: string;
}

/** Relay arguments of a list that can be put in another order. */
@ArgsType()
export class SortedPageArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Column the list is ordered by, as the list names it; `-column` for the largest first.',
  })
  @IsOptional()
  @MaxLength(40)
  sort?: string;
}

/** A page of a list as readers return it. */
export interface Slice<T> {
  nodes: T[];
  cursors: string[];
  hasNextPage: boolean;
}

/** Cuts a list read with one row too many into a page with cursors. */
export function slice<T>(rows: T[], first: number, key: (row: T) => SortKey): Slice<T> {
  const nodes = rows.slice(0, first);
  return { nodes, cursors: nodes.map((row) => encodeCursor(key(row))), hasNextPage: rows.length > first };
}

/** The Relay shape of a slice. */
export function connection<T>(part: Slice<T>): {
  edges: { node: T; cursor: string }[];
  nodes: T[];
  pageInfo: PageInfo;
} {
  return {
    edges: part.nodes.map((node, index) => ({ node, cursor: part.cursors[index]! })),
    nodes: part.nodes,
    pageInfo: { hasNextPage: part.hasNextPage, endCursor: part.cursors.at(-1) ?? null },
  };
}

interface ConnectionType<T> {
  edges: { node: T; cursor: string }[];
  nodes: T[];
  pageInfo: PageInfo;
}

/** The Relay connection type of a node type: `class ProposalConnection extends connectionOf(Proposal) {}`. */
export function connectionOf<T>(node: Type<T>, name: string): Type<ConnectionType<T>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its position.` })
  class Edge {
    @Field(() => node, { description: 'The row.' })
    node!: T;

    @Field(() => String, { description: 'Its position, for `after`.' })
    cursor!: string;
  }

  @ObjectType({ isAbstract: true })
  abstract class Connection {
    @Field(() => [Edge], { description: 'Rows with their positions.' })
    edges!: Edge[];

    @Field(() => [node], { description: 'The rows alone.' })
    nodes!: T[];

    @Field(() => PageInfo, { description: 'Where this page of the list stands.' })
    pageInfo!: PageInfo;
  }
  return Connection as unknown as Type<ConnectionType<T>>;
}

/** Names of the fields an operation asks of the object that a resolver returns: what nobody reads need not be loaded. */
export function selectedFields({ fieldNodes, fragments }: GraphQLResolveInfo): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) note(selection.selectionSet);
      else note(fragments[selection.name.value]?.selectionSet);
    }
  };
  for (const node of fieldNodes) note(node.selectionSet);
  return names;
}
