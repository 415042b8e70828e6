import { useMemo } from 'react';
import { useWords } from '../words.js';
import type { Column } from './data-table.js';
import { holding, inOrder } from './rows.js';
import { useView } from './view.js';

/**
 * A list that is here whole, as the address wants it: the rows that hold its words, in its order. The words are looked for in
 * what the columns say, so a column needs a `value` to be found or put in order by.
 */
export function useWhole<Row>(
  all: readonly Row[] | undefined,
  columns: readonly Column<Row>[],
): readonly Row[] | undefined {
  const [{ words, sort }] = useView();
  const { locale } = useWords();
  return useMemo(() => all && inOrder(holding(all, columns, words), columns, sort, locale), [all, words, sort, locale]);
}
