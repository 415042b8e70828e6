import { useMemo } from 'react';
import { useSearch, type Query } from '../frame/navigation.js';

/** What one looks at in a list: everything in it stands in the address, so a view is a link. */
export interface View {
  words: string;
  /** Chosen filters by their id. */
  filters: Readonly<Record<string, string>>;
  /** `column` or `-column` (largest first); empty: the list's own order. */
  sort: string;
  /** Columns shown; undefined: those shown at first. */
  columns: readonly string[] | undefined;
  after: string | undefined;
}

/** Keys of the address that are the table's own; all others are filters. */
const OWN = new Set(['q', 'sort', 'cols', 'after', 'open']);

/** Reads a view from a query. */
export function viewOf(query: Query): View {
  const filters = Object.entries(query).filter((pair): pair is [string, string] => !OWN.has(pair[0]) && !!pair[1]);
  return {
    words: query['q'] ?? '',
    filters: Object.fromEntries(filters),
    sort: query['sort'] ?? '',
    columns: query['cols']?.split(','),
    after: query['after'],
  };
}

/** The view in the address, and how to change it. Changing what is looked for goes back to the first page. */
export function useView(): [view: View, change: (patch: Query) => void] {
  const [query, change] = useSearch();
  const view = useMemo(() => viewOf(query), [query]);
  return [view, (patch) => change('after' in patch ? patch : { after: undefined, ...patch })];
}
