import { FormatRefusal } from '../errors.js';
import type { Conversation, OpinionVote, Statement } from '../opinions/votes.js';
import { readDelimited, wholeNumber, writeCell } from './text.js';

/** The texts of a Polis export; only `comments` and `votes` are needed to draw a map. */
export interface PolisFiles {
  readonly comments: string;
  readonly votes: string;
  readonly participants?: string;
  readonly summary?: string;
}

/** A statement with what the export says about it. */
export interface PolisStatement extends Statement {
  readonly author: string;
  readonly text: string;
  readonly created: number;
  readonly agrees: number;
  readonly disagrees: number;
}

/** A vote with its time in milliseconds. */
export interface PolisVote extends OpinionVote {
  readonly time: number;
}

/** A Polis export: statements by id, votes by time, published groups, and the summary's keys. */
export interface PolisExport extends Conversation {
  readonly statements: readonly PolisStatement[];
  readonly votes: readonly PolisVote[];
  readonly groups: ReadonlyMap<string, number>;
  readonly summary: Readonly<Record<string, string>>;
}

interface Row {
  readonly line: number;
  get(column: string): string;
}

function table(text: string, format: string, needed: readonly string[]): Row[] {
  const [head, ...rows] = readDelimited(text, format);
  if (!head) throw new FormatRefusal(format, 0, 'the file is empty');
  const columns = new Map(head.cells.map((name, i) => [name.trim(), i]));
  for (const name of needed)
    if (!columns.has(name)) throw new FormatRefusal(format, head.line, `the column ${name} is missing`);
  return rows.map(({ line, cells }): Row => {
    if (cells.length > head.cells.length)
      throw new FormatRefusal(format, line, `${cells.length} cells, but ${head.cells.length} columns`);
    return { line, get: (column) => cells[columns.get(column) ?? -1] ?? '' };
  });
}

const oneOf = (cell: string, what: string, format: string, line: number): -1 | 0 | 1 => {
  if (cell !== '1' && cell !== '0' && cell !== '-1')
    throw new FormatRefusal(format, line, `${what} is 1, 0 or -1, not "${cell}"`);
  return Number(cell) as -1 | 0 | 1;
};

/**
 * Reads a Polis export (comments.csv, votes.csv, and if given participants-votes.csv and summary.csv). Votes are put
 * in the order of time, so that the last one on a statement counts; votes on statements that the export does not list
 * are refused.
 * @throws FormatRefusal with the file, the line and the reason.
 */
export function readPolis(files: PolisFiles): PolisExport {
  const seen = new Set<string>();
  const statements = table(files.comments, 'comments.csv', ['comment-id', 'agrees', 'disagrees', 'moderated']).map(
    (row): PolisStatement => {
      const number = (column: string): number => wholeNumber(row.get(column), column, 'comments.csv', row.line);
      const id = String(number('comment-id'));
      if (seen.size === seen.add(id).size)
        throw new FormatRefusal('comments.csv', row.line, `statement ${id} is listed twice`);
      return {
        id,
        moderated: oneOf(row.get('moderated'), 'moderated', 'comments.csv', row.line),
        author: row.get('author-id'),
        text: row.get('comment-body'),
        created: row.get('timestamp') === '' ? 0 : number('timestamp'),
        agrees: number('agrees'),
        disagrees: number('disagrees'),
      };
    },
  );
  statements.sort((a, b) => Number(a.id) - Number(b.id));
  const votes = table(files.votes, 'votes.csv', ['timestamp', 'comment-id', 'voter-id', 'vote']).map(
    (row): PolisVote => {
      const statement = row.get('comment-id').trim();
      if (!seen.has(statement))
        throw new FormatRefusal('votes.csv', row.line, `vote on the unknown statement "${statement}"`);
      const participant = row.get('voter-id').trim();
      if (participant === '') throw new FormatRefusal('votes.csv', row.line, 'a vote without a voter');
      const vote = oneOf(row.get('vote').trim(), 'a vote', 'votes.csv', row.line);
      return {
        participant,
        statement,
        vote,
        time: wholeNumber(row.get('timestamp'), 'timestamp', 'votes.csv', row.line),
      };
    },
  );
  votes.sort((a, b) => a.time - b.time);
  const groups = new Map<string, number>();
  if (files.participants !== undefined)
    for (const row of table(files.participants, 'participants-votes.csv', ['participant', 'group-id'])) {
      const group = row.get('group-id').trim();
      if (group === '') continue;
      groups.set(row.get('participant').trim(), wholeNumber(group, 'group-id', 'participants-votes.csv', row.line));
    }
  const summary: Record<string, string> = {};
  for (const { cells } of readDelimited(files.summary ?? '', 'summary.csv'))
    summary[cells[0]!] = cells.slice(1).join(',');
  return { statements, votes, groups, summary };
}

/** Writes an export; `readPolis(writePolis(e))` equals `e`. Dates are written as ISO text beside the timestamps. */
export function writePolis(data: PolisExport): Required<PolisFiles> {
  const lines = (rows: readonly (readonly (string | number)[])[]): string =>
    rows.map((row) => row.map((cell) => writeCell(String(cell))).join(',')).join('\n') + '\n';
  const iso = (time: number): string => new Date(time).toISOString();
  const comments = data.statements.map(({ created, id, author, agrees, disagrees, moderated, text }) => [
    created,
    iso(created),
    id,
    author,
    agrees,
    disagrees,
    moderated ?? 0,
    text,
  ]);
  const votes = data.votes.map(({ time, statement, participant, vote }) => [
    time,
    iso(time),
    statement,
    participant,
    vote,
  ]);
  const last = new Map<string, Map<string, number>>();
  for (const { participant, statement, vote } of data.votes) {
    const own = last.get(participant) ?? new Map<string, number>();
    last.set(participant, own.set(statement, vote));
  }
  const people = [...last.keys(), ...[...data.groups.keys()].filter((id) => !last.has(id))];
  const participants = people.map((id) => {
    const own = last.get(id) ?? new Map<string, number>();
    const count = (vote: number): number => [...own.values()].filter((value) => value === vote).length;
    const comments = data.statements.filter(({ author }) => author === id).length;
    const cells = data.statements.map(({ id: statement }) => own.get(statement) ?? '');
    return [id, data.groups.get(id) ?? '', comments, own.size, count(1), count(-1), ...cells];
  });
  const ids = data.statements.map(({ id }) => id);
  return {
    comments: lines([
      ['timestamp', 'datetime', 'comment-id', 'author-id', 'agrees', 'disagrees', 'moderated', 'comment-body'],
      ...comments,
    ]),
    votes: lines([['timestamp', 'datetime', 'comment-id', 'voter-id', 'vote'], ...votes]),
    participants: lines([
      ['participant', 'group-id', 'n-comments', 'n-votes', 'n-agree', 'n-disagree', ...ids],
      ...participants,
    ]),
    summary: lines(Object.entries(data.summary)),
  };
}
