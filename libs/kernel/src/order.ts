import { invalid } from './errors.js';
import { decodeCursor, encodeCursor, type Slice } from './graphql.js';

/** What a list is put in order by: an expression of its statement that is never null, and its type. */
export type OrderBy = readonly [expression: string, type: 'text' | 'timestamptz' | 'bigint' | 'boolean'];

/** Where a row stands in its order, as the statement gives it. */
export interface Placed {
  placed: string[];
}

/** One order of a list, from one place on. */
export interface Order {
  /** Column of the statement that says where a row stands. */
  column: string;
  /** What the list is ordered by. */
  by: string;
  /** Condition that leaves out what came before; its values stand from `$first` on. */
  past(first: number): string;
  values: (string | null)[];
  /** Cuts a list read with one row too many into a page. */
  slice<T extends Placed>(rows: T[], first: number): Slice<T>;
}

/**
 * Orders in which a list can be read, by the names of its columns: `-name` is the largest first. Each is a statement of its
 * own, put together from these constants alone, and pages by keyset. `ids` make every place the only one; `usual` is the
 * order of a list that nobody ordered.
 */
export function orders(
  ways: Readonly<Record<string, OrderBy | readonly OrderBy[]>>,
  ids: readonly string[],
  usual: string,
): (sort: string | null | undefined, after: string | null | undefined) => Order {
  return (sort, after) => {
    const wanted = sort || usual;
    const down = wanted.startsWith('-');
    const way = Object.hasOwn(ways, wanted.replace(/^-/, '')) ? ways[wanted.replace(/^-/, '')] : undefined;
    if (!way) throw invalid('invalid_input', [{ field: 'sort', code: 'choice' }]);
    const by = typeof way[0] === 'string' ? [way as OrderBy] : (way as readonly OrderBy[]);
    const keys = [...by.map(([expression]) => expression), ...ids];
    const types = [...by.map(([, type]) => type), ...ids.map(() => 'uuid')];
    return {
      column: `ARRAY[${keys.map((key) => `(${key})::text`).join(', ')}] AS placed`,
      by: keys.map((key) => `${key} ${down ? 'DESC' : 'ASC'}`).join(', '),
      past: (first) => {
        const place = types.map((one, index) => `$${first + index}::${one}`);
        return `(${place[0]} IS NULL OR (${keys.join(', ')}) ${down ? '<' : '>'} (${place.join(', ')}))`;
      },
      values: after ? decodeCursor(after, keys.length).map(String) : keys.map(() => null),
      slice: (rows, first) => {
        const nodes = rows.slice(0, first);
        return { nodes, cursors: nodes.map((row) => encodeCursor(row.placed)), hasNextPage: rows.length > first };
      },
    };
  };
}
