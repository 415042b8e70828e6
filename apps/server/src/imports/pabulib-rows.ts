import { linesOf, type Source } from './lines.js';
import type { Problems } from './problems.js';

/** One row of a `.pb` file (pabulib.org/format), in the order of the file. */
export type PbRow =
  | { section: 'META'; line: number; key: string; value: string }
  | { section: 'PROJECTS' | 'VOTES'; line: number; fields: Record<string, string> };

const SECTIONS = ['META', 'PROJECTS', 'VOTES'] as const;
const NEEDED = { META: ['key', 'value'], PROJECTS: ['project_id', 'cost'], VOTES: ['voter_id', 'vote'] } as const;

/**
 * Reads a participatory budget row by row. Sections must come in order, each with its header; what a single row gets
 * wrong is noted and the row left out.
 */
export async function* pbRowsOf(source: Source, problems: Problems): AsyncGenerator<PbRow> {
  let at = -1;
  let columns: string[] | undefined;
  for await (const { line, text } of linesOf(source, problems)) {
    const word = text.trim();
    if (word === '') continue;
    const next = SECTIONS.indexOf(word as (typeof SECTIONS)[number]);
    if (next >= 0) {
      if (next !== at + 1) problems.add(source.name, line, `section ${word} is repeated or out of order`);
      at = next;
      columns = undefined;
      continue;
    }
    const section = SECTIONS[at];
    if (!section) {
      problems.add(source.name, line, 'the file does not begin with META');
      at = 0;
      continue;
    }
    const cells = splitCells(text);
    if (!columns) {
      columns = cells.map((cell) => cell.trim());
      const lacking = NEEDED[section].filter((name) => !columns!.includes(name));
      if (lacking.length > 0) problems.add(source.name, line, `${section} has no column ${lacking.join(', ')}`);
    } else if (section === 'META') {
      // A value may hold the delimiter: descriptions do.
      yield { section, line, key: cells[0]!.trim(), value: cells.slice(1).join(';').trim() };
    } else if (cells.length > columns.length) {
      problems.add(source.name, line, `${cells.length} cells, but ${columns.length} columns`);
    } else {
      yield {
        section,
        line,
        fields: Object.fromEntries(columns.map((name, index) => [name, (cells[index] ?? '').trim()])),
      };
    }
  }
  if (at < 2 || !columns) problems.add(source.name, 0, `section ${SECTIONS[Math.min(at + 1, 2)]} is missing`);
}

/** Quotes enclose a cell only where they open and close it: names in real files hold single ones. */
function splitCells(text: string): string[] {
  if (!text.includes('"')) return text.split(';');
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"(?=;|$)|([^;]*))(?:;|$)/y;
  while (cell.lastIndex <= text.length) {
    const begin = cell.lastIndex;
    const found = cell.exec(text);
    if (!found) break;
    cells.push(found[1] === undefined ? found[2]! : found[1].replaceAll('""', '"'));
    if (cell.lastIndex === text.length && !text.endsWith(';')) break;
    if (cell.lastIndex === begin) break;
  }
  return cells;
}
