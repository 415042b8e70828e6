import { stringify } from 'csv-stringify/sync';
import { inLanguage, tenant, type ListColumn } from '@madang/kernel';

/** A row as readers give it. */
export type ListRow = Readonly<Record<string, unknown>>;

/** What browsers are told of each form of file. */
export const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const BOM = '\uFEFF';
// What a spreadsheet would take for a formula; full-width forms are read as one too.
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** The heading of a CSV file. The mark in front makes spreadsheets read Korean as what it is. */
export const csvHead = (columns: readonly ListColumn[]): string =>
  BOM + stringify([columns.map((column) => inLanguage(column.words))], { record_delimiter: 'windows' });

/** Rows as CSV; a text that would be run as a formula is led by an apostrophe. */
export const csvRows = (columns: readonly ListColumn[], rows: readonly ListRow[]): string =>
  stringify(rows.map(cellsBy(columns, siteClock())), { record_delimiter: 'windows' });

const cellsBy =
  (columns: readonly ListColumn[], clock: Clock) =>
  (row: ListRow): string[] =>
    columns.map((column) => csvCell(column, row[column.name], clock));

function csvCell(column: ListColumn, value: unknown, clock: Clock): string {
  const text = textOf(column, value, clock);
  return typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
}

/** A value as a cell says it. */
export function textOf(column: ListColumn, value: unknown, clock: Clock): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return column.kind === 'day' ? clock(value).slice(0, 10) : clock(value);
  const called = typeof value === 'string' ? column.values?.[value] : undefined;
  if (called) return inLanguage(called);
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Says an instant as the clocks of the site show it: 2026-11-23 12:00. */
export type Clock = (at: Date) => string;

/** The clock of the current site; made once for many instants, since making one takes longer than asking it. */
export function siteClock(): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: tenant().timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (at) => format.format(at);
}
