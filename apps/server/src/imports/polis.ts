import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stableId, type Tenant } from '@madang/kernel';
import { addMarks, addMoves, addPeople, addProposals, addToTallies, type ImportedProposal, type Mark } from './bulk.js';
import { prepareGround, slugOf, type Ground } from './ground.js';
import { sourceOf, type Source } from './lines.js';
import { readStatements, readSummary, readVotes, type Statement, type VoteLog } from './polis-rows.js';
import { Problems } from './problems.js';
import {
  inOneUnit,
  shareOf,
  tenantOf,
  type ImportOptions,
  type ImportReport,
  type Progress,
  type Yard,
} from './report.js';
import { pseudonym } from './words.js';

/** The files of an exported conversation. Votes come from `votes`, or from the table of participants where that is absent. */
export interface PolisFiles {
  comments: string;
  votes?: string;
  participants?: string;
  summary?: string;
  /** What the process is called after; the folder's name where files were found in one. */
  name?: string;
}

const BATCH = 5000;
const TITLE = 200;

/**
 * Brings an open conversation of Polis (the CSV files of its export) into a tenant as a process: statements become
 * proposals, agreements become relations (공감) with exact counts; statements that were moderated out are hidden.
 * Disagreement and passing have no counterpart and are only counted. One transaction, safe to repeat.
 * @param from the folder of the export, or its files
 * @throws ImportRefused with the bad rows; the tenant is as it was
 */
export async function importPolis(
  program: Yard,
  from: string | PolisFiles,
  options: ImportOptions,
): Promise<ImportReport> {
  const tenant = await tenantOf(program, options.tenant);
  const files = typeof from === 'string' ? filesIn(from) : from;
  return inOneUnit(program, tenant, () => runImport(tenant, files, options));
}

function filesIn(folder: string): PolisFiles {
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
  const at = (name: string): string | undefined => (existsSync(join(folder, name)) ? join(folder, name) : undefined);
  const comments = at('comments.csv');
  if (!comments) throw new Error(`${folder} has no comments.csv`);
  return {
    comments,
    votes: at('votes.csv'),
    participants: at('participants-votes.csv'),
    summary: at('summary.csv'),
    name: basename(folder),
  };
}

async function runImport(tenant: Tenant, files: PolisFiles, options: ImportOptions): Promise<ImportReport> {
  const begun = Date.now();
  const marked = files.votes ?? files.participants;
  if (!marked) throw new Error('neither votes.csv nor participants-votes.csv was given');
  const [comments, votes] = [sourceOf(files.comments), sourceOf(marked)];
  const sources: Source[] = [comments, votes];
  const tell = (stage: Progress['stage'], rows: number): void =>
    options.onProgress?.({ stage, rows, share: shareOf(sources) });
  const problems = new Problems(options.allProblems);
  const statements = await readStatements(comments, problems);
  tell('statements', statements.size);
  const log = await readVotes(votes, files.votes !== undefined, statements, problems, (rows) => tell('votes', rows));
  if (files.votes) checkCounts(comments, statements, log, problems);
  problems.refuse();

  const summary = await readSummary(files.summary);
  const slug = options.process ?? slugOf(files.name ?? comments.name.replace(/\.csv$/i, ''));
  const title = summary['topic'] || slug;
  const ground = await prepareGround({
    source: 'polis',
    file: comments.name,
    space: options.space,
    slug,
    title: { ko: title, en: title },
    purpose: { ko: summary['url'] ?? '', en: summary['url'] ?? '' },
    decides: {},
    phases: [],
    always: ['comment', 'relate'],
    settings: { threshold: null, place: 'off', pictures: 0 },
  });
  const addedPeople = await addVoters(ground, tenant, statements, log);
  const added = await addStatements(ground, statements);
  const counted = new Map<string, number>();
  let marks = 0;
  const agreements = [...log.votes].filter(([, vote]) => vote.value === 1);
  for (let at = 0; at < agreements.length; at += BATCH) {
    const batch = agreements.slice(at, at + BATCH).map(([key, vote]): Mark => {
      const [statement, voter] = key.split(' ') as [string, string];
      return {
        subjectId: stableId(ground.key, 'statement', statement),
        personId: stableId(ground.key, 'voter', voter),
        at: vote.at ?? statements.get(statement)!.at,
      };
    });
    await addMarks('relate', batch, counted);
    tell('votes', (marks += batch.length));
  }
  tell('counts', statements.size);
  await addToTallies('relate', counted);
  return {
    tenant: tenant.slug,
    space: ground.spaceSlug,
    process: slug,
    path: `/${ground.spaceSlug}/proposals?activity=${slug}`,
    found: { proposals: statements.size, people: peopleOf(statements, log).length, marks: agreements.length },
    added: { proposals: added.length, people: addedPeople, marks: [...counted.values()].reduce((a, b) => a + b, 0) },
    left: {
      disagreed: [...log.votes.values()].filter((v) => v.value === -1).length,
      emptied: statements.emptied.size,
      passed: [...log.votes.values()].filter((v) => v.value === 0).length,
    },
    milliseconds: Date.now() - begun,
  };
}

const peopleOf = (statements: ReadonlyMap<string, Statement>, log: VoteLog): string[] => [
  ...new Set([...log.voters, ...[...statements.values()].map(({ author }) => author).filter(Boolean)]),
];

async function addVoters(
  ground: Ground,
  tenant: Tenant,
  statements: ReadonlyMap<string, Statement>,
  log: VoteLog,
): Promise<number> {
  const first = new Date(Math.min(...[...statements.values()].map(({ at }) => at.getTime())));
  const people = peopleOf(statements, log).map((voter) => {
    const id = stableId(ground.key, 'voter', voter);
    return { id, name: pseudonym(tenant.locale, id), birthYear: null, sex: null };
  });
  return addPeople(people, 'none', first);
}

async function addStatements(ground: Ground, statements: ReadonlyMap<string, Statement>): Promise<string[]> {
  const inTime = [...statements.values()].sort((a, b) => a.at.getTime() - b.at.getTime() || a.line - b.line);
  const items = inTime.map((statement): ImportedProposal => {
    const line = statement.text.replace(/\s+/g, ' ').trim();
    return {
      id: stableId(ground.key, 'statement', statement.id),
      sourceKey: `${ground.key}:${statement.id}`,
      title: line.length > TITLE ? `${line.slice(0, TITLE - 1).trimEnd()}…` : line,
      content: statement.text,
      state: 'collecting',
      authorId: statement.author ? stableId(ground.key, 'voter', statement.author) : null,
      categoryId: null,
      cost: null,
      place: '',
      latitude: null,
      longitude: null,
      hidden: statement.moderated === -1,
      at: statement.at,
    };
  });
  const added = new Set(await addProposals(ground, items, 'und'));
  await addMoves(
    items
      .filter((item) => item.hidden && added.has(item.id))
      .map((item) => ({ subjectId: item.id, from: 'collecting', to: 'collecting', rule: 'hidden', at: item.at })),
  );
  return [...added];
}

/** The export states how many rows agree with each statement; another count means that rows are missing or doubled. */
function checkCounts(
  source: Source,
  statements: ReadonlyMap<string, Statement>,
  log: VoteLog,
  problems: Problems,
): void {
  for (const { id, line, agrees } of statements.values()) {
    const counted = log.agreeing.get(id) ?? 0;
    if (agrees !== null && agrees !== counted)
      problems.add(source.name, line, `statement ${id} states ${agrees} agreements, but the votes hold ${counted}`);
  }
}
