import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Problems } from './problems.js';

/** A file that is read once from its beginning to its end, and how far that has come. */
export interface Source {
  path: string;
  name: string;
  /** Bytes read so far, and in all. */
  read: number;
  total: number;
}

/** @throws when there is no such file */
export const sourceOf = (path: string): Source => ({ path, name: basename(path), read: 0, total: statSync(path).size });

export interface Line {
  line: number;
  text: string;
}

const LONGEST_CELL_LINES = 500;

/** Lines of a UTF-8 file as they come, without byte order mark and line ends; never the whole file at once. */
export async function* linesOf(source: Source, problems: Problems): AsyncGenerator<Line> {
  let line = 0;
  let rest = '';
  const decoder = new TextDecoder('utf-8');
  const tell = (text: string): Line => {
    line += 1;
    const clean = (line === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r+$/, '');
    if (clean.includes('\uFFFD')) problems.add(source.name, line, 'not UTF-8');
    // PostgreSQL keeps no NUL in text.
    if (clean.includes('\0')) problems.add(source.name, line, 'holds a NUL character');
    return { line, text: clean };
  };
  for await (const chunk of createReadStream(source.path)) {
    source.read += (chunk as Buffer).length;
    const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield tell(part);
  }
  rest += decoder.decode();
  if (rest !== '') yield tell(rest);
}

/** A record of a comma-separated file by the names of its columns, and the line it begins on. */
export interface Row {
  line: number;
  fields: Record<string, string>;
  cells: readonly string[];
}

/**
 * Records of a comma-separated file with a header (RFC 4180: cells may be quoted, quotes doubled, quoted cells may
 * hold line ends). Rows with another number of cells than the header are bad rows; blank lines are skipped.
 */
export async function* recordsOf(source: Source, needed: readonly string[], problems: Problems): AsyncGenerator<Row> {
  let header: readonly string[] | undefined;
  let open: { line: number; text: string; lines: number } | undefined;
  for await (const { line, text } of linesOf(source, problems)) {
    if (!open && text.trim() === '') continue;
    const record: { line: number; text: string; lines: number } = open
      ? { ...open, text: `${open.text}\n${text}`, lines: open.lines + 1 }
      : { line, text, lines: 1 };
    const cells = record.lines > LONGEST_CELL_LINES ? 'bad' : cellsOf(record.text);
    open = cells === 'open' ? record : undefined;
    if (cells === 'open') continue;
    if (cells === 'bad') {
      problems.add(source.name, record.line, 'a quoted cell is not closed, or text follows it');
      continue;
    }
    if (!header) {
      header = cells.map((cell) => cell.trim());
      const lacking = needed.filter((name) => !header!.includes(name));
      if (lacking.length > 0) problems.add(source.name, line, `column ${lacking.join(', ')} is missing`);
      continue;
    }
    if (cells.length !== header.length) {
      problems.add(source.name, record.line, `${cells.length} cells, but ${header.length} columns`);
      continue;
    }
    yield { line: record.line, cells, fields: Object.fromEntries(header.map((name, index) => [name, cells[index]!])) };
  }
  if (open) problems.add(source.name, open.line, 'a quoted cell is not closed');
  if (!header) problems.add(source.name, 0, 'the file is empty');
}

/** Cells of a record, or why there are none: the last quoted cell is still open, or text follows its closing quote. */
function cellsOf(text: string): string[] | 'open' | 'bad' {
  if (!text.includes('"')) return text.split(',');
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    if (text[at] === '"') {
      const quoted = /"((?:[^"]|"")*)"(?!")/y;
      quoted.lastIndex = at;
      const found = quoted.exec(text);
      if (!found) return 'open';
      if (quoted.lastIndex < text.length && text[quoted.lastIndex] !== ',') return 'bad';
      cells.push(found[1]!.replaceAll('""', '"'));
      at = quoted.lastIndex + 1;
    } else {
      const end = text.indexOf(',', at);
      cells.push(text.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? text.length + 1 : end + 1;
    }
  }
  return cells;
}
