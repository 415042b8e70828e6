import { FormatRefusal } from '../errors.js';
import { exact, type Rational } from '../exact/rational.js';
import { textLines, wholeNumber, writeCell } from './text.js';

/** A project of a participatory budget file; `fields` keeps every column of the file as text. */
export interface PbProject {
  readonly id: string;
  readonly cost: Rational;
  readonly fields: Readonly<Record<string, string>>;
}

/** One ballot: project ids in the order given, points beside them for score and cumulative votes. */
export interface PbVote {
  readonly voter: string;
  readonly projects: readonly string[];
  readonly points?: readonly Rational[];
  readonly fields: Readonly<Record<string, string>>;
}

export type PbVoteType = 'approval' | 'choose-1' | 'cumulative' | 'ordinal' | 'scoring';

/** A Pabulib `.pb` election (pabulib.org/format), nothing dropped: unknown META keys and columns are kept. */
export interface PbElection {
  readonly meta: Readonly<Record<string, string>>;
  readonly budget: Rational;
  readonly voteType: PbVoteType;
  readonly projectColumns: readonly string[];
  readonly voteColumns: readonly string[];
  readonly projects: readonly PbProject[];
  readonly votes: readonly PbVote[];
}

const FORMAT = '.pb';
const TYPES: ReadonlySet<string> = new Set(['approval', 'choose-1', 'cumulative', 'ordinal', 'scoring']);
const SECTIONS = ['META', 'PROJECTS', 'VOTES'] as const;
type Section = (typeof SECTIONS)[number];
interface Row {
  readonly line: number;
  readonly cells: string[];
}

const refuse = (line: number, reason: string): never => {
  throw new FormatRefusal(FORMAT, line, reason);
};

// Quotes are only special at the start of a cell and only when they close it: free text in real files contains them.
function splitRow(text: string): string[] {
  if (!text.includes('"')) return text.split(';');
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    const quoted = text[at] === '"' ? /^"((?:[^"]|"")*)"(?=;|$)/.exec(text.slice(at)) : null;
    if (quoted) {
      cells.push(quoted[1]!.replaceAll('""', '"'));
      at += quoted[0].length + 1;
    } else {
      const end = text.indexOf(';', at);
      cells.push(text.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? text.length + 1 : end + 1;
    }
  }
  return cells;
}

function sectionsOf(text: string): { head: Record<Section, Row>; rows: Record<Section, Row[]> } {
  const rows: Record<Section, Row[]> = { META: [], PROJECTS: [], VOTES: [] };
  const head: Partial<Record<Section, Row>> = {};
  let current = -1;
  textLines(text).forEach((source, i) => {
    const line = i + 1;
    if (source.trim() === '') return;
    const name = SECTIONS.indexOf(source.trim() as Section);
    if (name >= 0) {
      if (name !== current + 1) refuse(line, `section ${SECTIONS[name]} is out of order or repeated`);
      current = name;
      return;
    }
    if (current < 0) refuse(line, 'the file must start with META');
    const section = SECTIONS[current]!;
    const cells = splitRow(source);
    if (!head[section]) head[section] = { line, cells: cells.map((cell) => cell.trim()) };
    else rows[section].push({ line, cells });
  });
  for (const section of SECTIONS) if (!head[section]) refuse(0, `section ${section} is missing`);
  return { head: head as Record<Section, Row>, rows };
}

function fieldsOf(columns: readonly string[], row: Row): Record<string, string> {
  if (row.cells.length > columns.length) refuse(row.line, `${row.cells.length} cells, but ${columns.length} columns`);
  return Object.fromEntries(columns.map((column, i) => [column, row.cells[i] ?? '']));
}

function amount(cell: string, what: string, line: number): Rational {
  try {
    const value = exact(cell.trim().replace(',', '.'));
    if (value.n >= 0n) return value;
  } catch {
    // The refusal below names the line, which the number reader cannot know.
  }
  return refuse(line, `${what} must be a number of at least 0, not "${cell}"`);
}

function readMeta(head: Row, rows: readonly Row[]): Record<string, string> {
  if (head.cells[0] !== 'key' || head.cells[1] !== 'value') refuse(head.line, 'META must have the columns key;value');
  const meta: Record<string, string> = {};
  for (const { line, cells } of rows) {
    const key = cells[0]!.trim();
    if (cells.length < 2 || key === '') refuse(line, 'META rows are key;value');
    if (Object.hasOwn(meta, key)) refuse(line, `META key ${key} is given twice`);
    meta[key] = cells.slice(1).join(';').trim();
  }
  return meta;
}

const listOf = (cell: string | undefined): string[] =>
  (cell ?? '').trim() === '' ? [] : cell!.split(',').map((part) => part.trim());

/**
 * Reads a `.pb` file whole or not at all: sections in order, ids unique, every voted project known, no project twice
 * on one ballot, points beside every project where points are given, and the declared counts equal to the rows.
 * @throws FormatRefusal with the line and the reason.
 */
export function readPb(text: string): PbElection {
  const { head, rows } = sectionsOf(text);
  const meta = readMeta(head.META, rows.META);
  const metaLine = (key: string): number => rows.META.find((row) => row.cells[0]!.trim() === key)?.line ?? 0;
  for (const key of ['budget', 'vote_type', 'num_projects', 'num_votes'])
    if (!meta[key]) refuse(metaLine(key), `META key ${key} is missing`);
  const voteType = meta.vote_type!;
  if (!TYPES.has(voteType)) refuse(metaLine('vote_type'), `unknown vote_type "${voteType}"`);

  const projectColumns = head.PROJECTS.cells;
  if (!projectColumns.includes('project_id') || !projectColumns.includes('cost'))
    refuse(head.PROJECTS.line, 'PROJECTS must have the columns project_id and cost');
  const known = new Set<string>();
  const projects = rows.PROJECTS.map((row): PbProject => {
    const fields = fieldsOf(projectColumns, row);
    const id = fields.project_id!.trim();
    if (id === '') refuse(row.line, 'a project without an id');
    if (known.has(id)) refuse(row.line, `project ${id} is listed twice`);
    known.add(id);
    return { id, cost: amount(fields.cost!, `the cost of project ${id}`, row.line), fields };
  });

  const voteColumns = head.VOTES.cells;
  if (!voteColumns.includes('voter_id') || !voteColumns.includes('vote'))
    refuse(head.VOTES.line, 'VOTES must have the columns voter_id and vote');
  const votes = rows.VOTES.map((row): PbVote => {
    const fields = fieldsOf(voteColumns, row);
    const chosen = listOf(fields.vote);
    for (const id of chosen) if (!known.has(id)) refuse(row.line, `vote for the unknown project "${id}"`);
    if (new Set(chosen).size !== chosen.length) refuse(row.line, 'the same project twice on one ballot');
    if (voteType === 'choose-1' && chosen.length > 1) refuse(row.line, 'a choose-1 ballot with several projects');
    const voter = fields.voter_id!.trim();
    if (!voteColumns.includes('points')) return { voter, projects: chosen, fields };
    const points = listOf(fields.points).map((cell) => amount(cell, 'points', row.line));
    if (points.length !== chosen.length) refuse(row.line, `${chosen.length} projects, but ${points.length} points`);
    return { voter, projects: chosen, points, fields };
  });

  const declared = (key: string): number => wholeNumber(meta[key], key, FORMAT, metaLine(key));
  if (declared('num_projects') !== projects.length)
    refuse(metaLine('num_projects'), `num_projects is ${meta.num_projects}, but ${projects.length} are listed`);
  if (declared('num_votes') !== votes.length)
    refuse(metaLine('num_votes'), `num_votes is ${meta.num_votes}, but ${votes.length} are listed`);
  const budget = amount(meta.budget!, 'the budget', metaLine('budget'));
  return { meta, budget, voteType: voteType as PbVoteType, projectColumns, voteColumns, projects, votes };
}

/** Writes the election back; `readPb(writePb(e))` equals `e`. */
export function writePb(election: PbElection): string {
  const row = (cells: readonly string[]): string => cells.map((cell) => writeCell(cell, ';')).join(';');
  const rows = (columns: readonly string[], items: readonly { fields: Readonly<Record<string, string>> }[]): string[] =>
    items.map((item) => row(columns.map((column) => item.fields[column] ?? '')));
  return [
    'META',
    'key;value',
    ...Object.entries(election.meta).map(([key, value]) => `${key};${value}`),
    'PROJECTS',
    row(election.projectColumns),
    ...rows(election.projectColumns, election.projects),
    'VOTES',
    row(election.voteColumns),
    ...rows(election.voteColumns, election.votes),
    '',
  ].join('\n');
}
