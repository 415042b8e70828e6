import type { Column, Value } from './data-table.js';

/** Rows of which a column says these words. */
export function holding<Row>(all: readonly Row[], columns: readonly Column<Row>[], words: string): readonly Row[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return all;
  return all.filter((row) =>
    columns.some(({ value }) => {
      const said = value?.(row);
      return typeof said === 'string' && said.toLowerCase().includes(wanted);
    }),
  );
}

/** Rows by one column, `-column` for the largest first; rows that say nothing there come last. */
export function inOrder<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: string,
  locale: string,
): readonly Row[] {
  const down = sort.startsWith('-');
  const column = columns.find((one) => one.sortable && one.id === (down ? sort.slice(1) : sort));
  const { value } = column ?? {};
  if (!value) return rows;
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return rows
    .map((row) => ({ row, said: value(row) }))
    .sort((one, other) => {
      const [a, b] = [empty(one.said), empty(other.said)];
      if (a || b) return Number(a) - Number(b);
      const order =
        typeof one.said === 'string' && typeof other.said === 'string'
          ? compare(one.said, other.said)
          : Number(one.said) - Number(other.said);
      return down ? -order : order;
    })
    .map(({ row }) => row);
}

const empty = (value: Value): boolean => value === null || value === undefined || value === '';
