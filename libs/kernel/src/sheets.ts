import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { Cell, SheetData } from 'write-excel-file/node';
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
  stringify(
    rows.map((row) => columns.map((column) => csvCell(column, row[column.name], manner))),
    { record_delimiter: 'windows' },
  );

function csvCell(column: ListColumn, value: unknown, manner: Manner): string {
  const text = textOf(column, value, manner);
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

/** A workbook with one sheet, its heading kept in sight. Texts are texts in it, whatever they begin with. */
export async function workbook(
  name: string,
  columns: readonly ListColumn[],
  rows: readonly ListRow[],
  manner: Manner,
): Promise<Buffer> {
  const head = columns.map((column): Cell => ({
    value: called(column.words, manner),
    type: String,
    fontWeight: 'bold',
  }));
  const body = rows.map((row) => columns.map((column) => cellOf(column, row[column.name], manner)));
  const sheet: SheetData = [head, ...body];
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile(sheet, {
    sheet: name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'list',
    stickyRowsCount: 1,
    columns: columns.map(({ kind }) => ({ width: kind === 'number' ? 12 : kind ? 18 : 28 })),
  }).toBuffer();
}

function cellOf(column: ListColumn, value: unknown, manner: Manner): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return { value, type: Number };
  if (column.kind === 'instant' && value instanceof Date)
    return {
      value: new Date(`${wallClock(value, manner).replace(' ', 'T')}:00Z`),
      type: Date,
      format: 'yyyy-mm-dd hh:mm',
    };
  return { value: textOf(column, value, manner).slice(0, 32_767), type: String };
}

function textOf(column: ListColumn, value: unknown, manner: Manner): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return wallClock(value, manner).slice(0, column.kind === 'day' ? 10 : undefined);
  if (Array.isArray(value)) return value.map((one) => textOf(column, one, manner)).join(', ');
  const name = typeof value === 'string' ? column.values?.[value] : undefined;
  if (name) return called(name, manner);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function called(words: Readonly<Record<string, string>>, { locales }: Manner): string {
  return locales.map((locale) => words[locale]).find(Boolean) ?? words['ko'] ?? '';
}

/** An instant as the clocks there show it: 2026-11-23 12:00. */
function wallClock(at: Date, { timeZone }: Manner): string {
  return at.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
