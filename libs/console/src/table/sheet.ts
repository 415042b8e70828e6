import type { Cell, SheetData } from 'write-excel-file/browser';
import type { Column, Value } from './data-table.js';

/** What a file needs of a column. */
export type Said<Row> = Pick<Column<Row>, 'id' | 'label' | 'value'>;

/** A list as it is written: the columns that say something, and its rows. */
export interface Sheet<Row> {
  name: string;
  columns: readonly Said<Row>[];
  rows: readonly Row[];
  /** Time zone of the site, for moments. */
  zone: string;
}

// What a spreadsheet would take for a formula; full-width forms are read as one too. The server's own files do the same.
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const BOM = '\uFEFF';

/** A list as CSV that spreadsheets read as what it is; a text that would be run as a formula is led by an apostrophe. */
export function csvOf<Row>({ columns, rows, zone }: Sheet<Row>): string {
  const cell = (value: Value): string => {
    const text = textOf(value, zone);
    return quoted(typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text);
  };
  const lines = [
    columns.map(({ label }) => quoted(label)),
    ...rows.map((row) => columns.map(({ value }) => cell(value?.(row)))),
  ];
  return `${BOM}${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** A list as a workbook with one sheet, its heading kept in sight; texts are texts in it, whatever they begin with. */
export async function workbookOf<Row>({ name, columns, rows, zone }: Sheet<Row>): Promise<Blob> {
  const { default: writeXlsxFile } = await import('write-excel-file/browser');
  const cell = (value: Value): Cell => {
    if (typeof value === 'number') return { value, type: Number };
    if (value instanceof Date)
      return {
        value: new Date(`${wallClock(value, zone).replace(' ', 'T')}:00Z`),
        type: Date,
        format: 'yyyy-mm-dd hh:mm',
      };
    return value ? { value: value.slice(0, 32_767), type: String } : null;
  };
  const sheet: SheetData = [
    columns.map(({ label }): Cell => ({ value: label, type: String, fontWeight: 'bold' })),
    ...rows.map((row) => columns.map(({ value }) => cell(value?.(row)))),
  ];
  return writeXlsxFile(sheet, {
    sheet: name.slice(0, 31),
    stickyRowsCount: 1,
    columns: columns.map(() => ({ width: 28 })),
  }).toBlob();
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function textOf(value: Value, zone: string): string {
  if (value instanceof Date) return wallClock(value, zone);
  return value === null || value === undefined ? '' : String(value);
}

/** An instant as the clocks of the site show it: 2026-11-23 12:00. */
const wallClock = (at: Date, timeZone: string): string =>
  at.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
