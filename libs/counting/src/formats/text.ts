import { FormatRefusal } from '../errors.js';

/** Lines of a text file without the byte order mark; CRLF, LF and a lone CR at the end of a line are accepted. */
export function textLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  return lines.map((line) => line.replace(/\r+$/, ''));
}

/** One record of a delimited file and the 1-based line it starts on. */
export interface DelimitedRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads delimited text (RFC 4180: a cell may be quoted, quotes are doubled, quoted cells may span lines).
 * Blank lines are skipped. A quote inside an unquoted cell is text, as real exports contain it.
 * @throws FormatRefusal for a quoted cell that is never closed or is followed by text.
 */
export function readDelimited(text: string, format: string, delimiter = ','): DelimitedRow[] {
  const rows: DelimitedRow[] = [];
  const source = text.replace(/^\uFEFF/, '');
  let line = 1;
  let at = 0;
  while (at < source.length) {
    const start = line;
    const cells: string[] = [];
    for (;;) {
      let cell = '';
      if (source[at] === '"') {
        const opened = line;
        for (at++; ; at++) {
          if (at >= source.length) throw new FormatRefusal(format, opened, 'a quoted cell is never closed');
          if (source[at] === '"' && source[at + 1] === '"') at++;
          else if (source[at] === '"') break;
          if (source[at] === '\n') line++;
          cell += source[at];
        }
        at++;
        if (at < source.length && source[at] !== delimiter && !/^\r*(\n|$)/.test(source.slice(at, at + 3)))
          throw new FormatRefusal(format, line, 'text follows a closing quote');
        while (source[at] === '\r') at++;
      } else {
        let end = at;
        while (end < source.length && source[end] !== delimiter && source[end] !== '\n') end++;
        cell = source.slice(at, end).replace(/\r+$/, '');
        at = end;
      }
      cells.push(cell);
      if (source[at] !== delimiter) break;
      at++;
    }
    at++;
    line++;
    if (cells.length > 1 || cells[0]!.trim() !== '') rows.push({ line: start, cells });
  }
  return rows;
}

/** A cell as RFC 4180 writes it: quoted only where it must be. */
export function writeCell(value: string, delimiter = ','): string {
  const risky = value.includes(delimiter) || /["\r\n]/.test(value) || value !== value.trim();
  return risky ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A whole number in a cell, 0 … 2^53-1. @throws FormatRefusal otherwise. */
export function wholeNumber(cell: string | undefined, what: string, format: string, line: number): number {
  const text = (cell ?? '').trim();
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new FormatRefusal(format, line, `${what} must be a whole number, not "${text}"`);
  return value;
}
