import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { recordsOf, type Source } from './lines.js';
import type { Problems } from './problems.js';

export interface Statement {
  id: string;
  author: string;
  text: string;
  /** -1 taken out by a moderator, 0 not looked at, 1 accepted. */
  moderated: number;
  /** Agreements as the export states them. */
  agrees: number | null;
  at: Date;
  line: number;
}

export interface VoteLog {
  /** By `<statement> <voter>`: 1 agrees, -1 disagrees, 0 passes; the latest of a voter counts. */
  votes: Map<string, { value: number; at: Date | null }>;
  voters: Set<string>;
  /** Rows that agree, by statement, changed minds included: what an export states; empty for the table of participants. */
  agreeing: Map<string, number>;
}

/** Statements of an export, and those that moderators emptied: nothing is left of them but their number. */
export interface Statements extends Map<string, Statement> {
  emptied: Set<string>;
}

/** Reads `comments.csv`. */
export async function readStatements(source: Source, problems: Problems): Promise<Statements> {
  const statements: Statements = Object.assign(new Map<string, Statement>(), { emptied: new Set<string>() });
  for await (const { line, fields } of recordsOf(
    source,
    ['timestamp', 'comment-id', 'author-id', 'moderated', 'comment-body'],
    problems,
  )) {
    const bad = (reason: string): void => problems.add(source.name, line, reason);
    const id = fields['comment-id']!.trim();
    const text = fields['comment-body']!.normalize('NFC').trim();
    const at = timeOf(fields['timestamp']);
    const moderated = fields['moderated']!.trim();
    if (!isWhole(id)) bad(`comment-id must be a whole number, not ${id || 'empty'}`);
    else if (statements.has(id)) bad(`statement ${id} is given twice`);
    else if (text === '' && moderated === '-1') statements.emptied.add(id);
    else if (text === '' || text.length > 20_000)
      bad(`statement ${id} has ${text === '' ? 'no text' : 'more than 20,000 letters'}`);
    else if (!at) bad(`timestamp must be milliseconds, not ${fields['timestamp']}`);
    else if (!['-1', '0', '1'].includes(moderated)) bad(`moderated must be -1, 0 or 1, not ${moderated}`);
    else {
      const agrees = fields['agrees']?.trim();
      statements.set(id, {
        id,
        author: fields['author-id']!.trim(),
        text,
        moderated: Number(moderated),
        agrees: agrees ? Number(agrees) : null,
        at,
        line,
      });
    }
  }
  return statements;
}

/** Reads `votes.csv` (one row a vote), or `participants-votes.csv` (one row a voter, one column a statement). */
export async function readVotes(
  source: Source,
  rows: boolean,
  statements: Statements,
  problems: Problems,
  tell: (rows: number) => void,
): Promise<VoteLog> {
  const log: VoteLog = { votes: new Map(), voters: new Set(), agreeing: new Map() };
  const needed = rows ? ['timestamp', 'comment-id', 'voter-id', 'vote'] : ['participant'];
  let read = 0;
  for await (const { line, fields } of recordsOf(source, needed, problems)) {
    const bad = (reason: string): void => problems.add(source.name, line, reason);
    if (rows) noteVote(log, fields, statements, bad);
    else noteVoter(log, fields, statements, bad);
    if (++read % 10_000 === 0) tell(read);
  }
  return log;
}

function noteVote(
  log: VoteLog,
  fields: Record<string, string>,
  statements: Statements,
  bad: (reason: string) => void,
): void {
  const [statement, voter, value] = [fields['comment-id']!.trim(), fields['voter-id']!.trim(), fields['vote']!.trim()];
  const at = timeOf(fields['timestamp']);
  if (!at) return bad(`timestamp must be milliseconds, not ${fields['timestamp']}`);
  if (!isWhole(voter)) return bad(`voter-id must be a whole number, not ${voter || 'empty'}`);
  if (!['-1', '0', '1'].includes(value)) return bad(`vote must be -1, 0 or 1, not ${value || 'empty'}`);
  if (statements.emptied.has(statement)) return;
  if (!statements.has(statement)) return bad(`vote on the unknown statement ${statement}`);
  log.voters.add(voter);
  if (value === '1') log.agreeing.set(statement, (log.agreeing.get(statement) ?? 0) + 1);
  const key = `${statement} ${voter}`;
  const before = log.votes.get(key);
  if (!before || before.at! <= at) log.votes.set(key, { value: Number(value), at });
}

function noteVoter(
  log: VoteLog,
  fields: Record<string, string>,
  statements: Statements,
  bad: (reason: string) => void,
): void {
  const voter = fields['participant']!.trim();
  if (!isWhole(voter)) return bad(`participant must be a whole number, not ${voter || 'empty'}`);
  if (log.voters.has(voter)) return bad(`participant ${voter} is given twice`);
  log.voters.add(voter);
  for (const [column, cell] of Object.entries(fields)) {
    const value = cell.trim();
    if (value === '' || !isWhole(column) || statements.emptied.has(column)) continue;
    if (!['-1', '0', '1'].includes(value)) bad(`vote must be -1, 0 or 1, not ${value}`);
    else if (!statements.has(column)) bad(`vote on the unknown statement ${column}`);
    else log.votes.set(`${column} ${voter}`, { value: Number(value), at: null });
  }
}

/** Reads `summary.csv`: a key, a comma and the rest of the line. */
export async function readSummary(path: string | undefined): Promise<Record<string, string>> {
  const summary: Record<string, string> = {};
  if (!path || !existsSync(path)) return summary;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    const comma = line.indexOf(',');
    if (comma > 0)
      summary[line.slice(0, comma)] = line
        .slice(comma + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .slice(0, 300);
  }
  return summary;
}

const isWhole = (text: string): boolean => /^\d{1,9}$/.test(text);

function timeOf(text: string | undefined): Date | null {
  if (!/^\d{12,13}$/.test(text?.trim() ?? '')) return null;
  return new Date(Number(text));
}
