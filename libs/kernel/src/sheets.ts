import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { ListColumn } from './desk.js';

/** A row as readers give it. */
export type ListRow = Readonly<Record<string, unknown>>;

/** Whose words and clocks a file is written in: the languages of its headings, the first that fits, and a time zone. */
export interface Manner {
  locales: readonly string[];
  timeZone: string;
}

/** What browsers are told of each form of file. */
export const SHEET_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const BOM = '\uFEFF';
// What a spreadsheet would take for a formula; full-width forms are read as one too.
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** The heading of a CSV file. The mark in front makes spreadsheets read Korean as what it is. */
export const csvHead = (columns: readonly ListColumn[], manner: Manner): string =>
  BOM + stringify([columns.map((column) => called(column.words, manner))], { record_delimiter: 'windows' });

/** Rows as CSV; a text that would be run as a formula is led by an apostrophe. */
export const csvRows = (columns: readonly ListColumn[], rows: readonly ListRow[], manner: Manner): string =>
  stringify(rows.map(cellsBy(columns, manner, clockOf(manner))), { record_delimiter: 'windows' });

const cellsBy =
  (columns: readonly ListColumn[], manner: Manner, clock: Clock) =>
  (row: ListRow): string[] =>
    columns.map((column) => csvCell(column, row[column.name], manner, clock));

function csvCell(column: ListColumn, value: unknown, manner: Manner, clock: Clock): string {
  const text = textOf(column, value, manner, clock);
  return typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
}

/** A list as CSV while its pages are read. */
export function csvOf(
  columns: readonly ListColumn[],
  pages: AsyncIterable<readonly ListRow[]>,
  manner: Manner,
): Readable {
  async function* lines(): AsyncGenerator<string> {
    yield csvHead(columns, manner);
    for await (const page of pages) if (page.length > 0) yield csvRows(columns, page, manner);
  }
  return Readable.from(lines(), { objectMode: false });
}

/** A value as a cell says it. */
export function textOf(column: ListColumn, value: unknown, manner: Manner, clock: Clock): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return clock(value).slice(0, column.kind === 'day' ? 10 : undefined);
  if (Array.isArray(value)) return value.map((one) => textOf(column, one, manner, clock)).join(', ');
  const name = typeof value === 'string' ? column.values?.[value] : undefined;
  if (name) return called(name, manner);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text in the language of a file. */
export function called(words: Readonly<Record<string, string>>, { locales }: Manner): string {
  return locales.map((locale) => words[locale]).find(Boolean) ?? words['ko'] ?? '';
}

/** Says an instant as the clocks there show it: 2026-11-23 12:00. */
export type Clock = (at: Date) => string;

/** A clock for many instants: making one takes longer than asking it. */
export function clockOf({ timeZone }: Manner): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => format.format(at);
}
