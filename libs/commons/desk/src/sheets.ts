import { stringify } from 'csv-stringify/sync';
import type { Cell, SheetData } from 'write-excel-file/node';
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
  stringify(
    rows.map((row) => columns.map((column) => csvCell(column, row[column.name]))),
    { record_delimiter: 'windows' },
  );

function csvCell(column: ListColumn, value: unknown): string {
  const text = textOf(column, value);
  return typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
}

/** A workbook with one sheet, its heading kept in sight. Texts are texts in it, whatever they begin with. */
export async function workbook(
  name: string,
  columns: readonly ListColumn[],
  rows: readonly ListRow[],
): Promise<Buffer> {
  const head = columns.map((column): Cell => ({ value: inLanguage(column.words), type: String, fontWeight: 'bold' }));
  const body = rows.map((row) => columns.map((column) => cellOf(column, row[column.name])));
  const sheet: SheetData = [head, ...body];
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile(sheet, {
    sheet: name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'list',
    stickyRowsCount: 1,
    columns: columns.map(({ kind }) => ({ width: kind === 'number' ? 12 : kind ? 18 : 28 })),
  }).toBuffer();
}

function cellOf(column: ListColumn, value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return { value, type: Number };
  if (column.kind === 'instant' && value instanceof Date)
    return { value: new Date(`${wallClock(value).replace(' ', 'T')}:00Z`), type: Date, format: 'yyyy-mm-dd hh:mm' };
  return { value: textOf(column, value).slice(0, 32_767), type: String };
}

function textOf(column: ListColumn, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return column.kind === 'day' ? wallClock(value).slice(0, 10) : wallClock(value);
  if (Array.isArray(value)) return value.map((one) => textOf(column, one)).join(', ');
  const called = typeof value === 'string' ? column.values?.[value] : undefined;
  if (called) return inLanguage(called);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An instant as the clocks of the site show it: 2026-11-23 12:00. */
function wallClock(at: Date): string {
  return at.toLocaleString('sv-SE', { timeZone: tenant().timeZone, dateStyle: 'short', timeStyle: 'short' });
}
