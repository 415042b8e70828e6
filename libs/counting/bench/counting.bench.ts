import { pathToFileURL } from 'node:url';
import highsLoader from 'highs';
import {
  bltVote,
  compileVote,
  countBudget,
  countIrv,
  countStv,
  leximin,
  mapOpinions,
  openOpinionMap,
  pbBudgetVote,
  readBlt,
  readDelimited,
  readPb,
  seededDraw,
  type Conversation,
  type IrvBallot,
  type ProgrammeSolver,
} from '@madang/counting';
import { strictProfile } from '../src/ranked/profile.js';
import { dataSet, readJson, readText } from './data-sets.js';
import { plainAddOne, plainOpinions, plainRunoff, plainScottish } from './plain-floats.js';

/** One measurement: medians of interleaved rounds, ratio = limit ÷ ours, so more is better and 1 is the plain loop. */
export interface BenchRow {
  readonly name: string;
  readonly ms: number;
  readonly limitMs: number;
  readonly ratio: number;
  /** What the time must stay under. */
  readonly target: string;
  readonly met: boolean;
}

const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1]!;
const time = (work: () => unknown): number => {
  const begin = performance.now();
  work();
  return performance.now() - begin;
};

function measure(name: string, targetMs: number, ours: () => unknown, limit: () => unknown, rounds: number): BenchRow {
  const times: number[] = [];
  const limits: number[] = [];
  ours();
  limit();
  for (let round = 0; round < rounds; round++) {
    times.push(time(ours));
    limits.push(time(limit));
  }
  const [ms, limitMs] = [median(times), median(limits)];
  return { name, ms, limitMs, ratio: limitMs / ms, target: `≤ ${targetMs} ms`, met: ms <= targetMs };
}

function budgets(rounds: number): BenchRow[] {
  const folder = dataSet('pabulib');
  if (!folder) return [];
  const files: [string, string, number][] = [
    ['equal shares add1, Wieliczka', 'Poland_Wieliczka_2023_Green_Budget.pb', 500],
    ['equal shares add1, Świecie', 'Poland_Swiecie_2023.pb', 1500],
  ];
  return files.map(([name, file, target]) => {
    const { vote } = pbBudgetVote(readPb(readText(`${folder}/${file}`)));
    const order = vote.projects.map(({ id }) => id);
    const ours = (): unknown => countBudget(vote, { method: 'equal-shares', completion: 'add1' }, { order });
    return measure(name, target, ours, () => plainAddOne(compileVote(vote)), rounds);
  });
}

function wards(rounds: number): BenchRow[] {
  const folder = dataSet('stv_scottish');
  if (!folder) return [];
  const text = readText(`${folder}/blt/11_cands/glasgow_2017_ward16.blt`);
  const election = readBlt(text);
  const vote = bltVote(election);
  const ours = (): unknown => countStv(vote, { rule: 'scottish', seats: election.seats }, { order: vote.options });
  const plain = (): unknown => plainScottish(strictProfile(vote), election.seats);
  return [
    measure('a Scottish ward', 20, ours, plain, 3 * rounds),
    measure(
      'a Scottish ward, file included',
      20,
      () => (readBlt(text), ours()),
      () => (readBlt(text), plain()),
      3 * rounds,
    ),
  ];
}

function runoff(rounds: number): BenchRow[] {
  const folder = dataSet('irv_rctab');
  if (!folder) return [];
  const file = readJson(`${folder}/2017_minneapolis_mayor.ballots.json`);
  const options: string[] = [...file.candidates.map((candidate: { name: string }) => candidate.name), 'UWI'];
  const number = new Map(options.map((option, i) => [option, i]));
  const ballots: IrvBallot[] = [];
  const plain: number[][] = [];
  for (const { count, ranks } of file.ballots as { count: number; ranks: string[] }[]) {
    const places = ranks.map((rank) => (rank === 'overvote' ? ('overvote' as const) : (number.get(rank) ?? null)));
    for (let i = 0; i < count; i++) {
      ballots.push({ count: 1, places });
      plain.push(places.map((place) => (typeof place === 'number' ? place : -1)));
    }
  }
  const rule = { overvotes: 'skip', maxSkipped: 1, batch: true, undeclared: [options.length - 1] } as const;
  const ours = (): unknown => countIrv(options, ballots, rule, { order: options });
  const name = `instant runoff, ${ballots.length} ballots one by one`;
  return [measure(name, 500, ours, () => plainRunoff(options.length, plain), rounds)];
}

/** A made conversation with three camps; the same on every machine. */
export function madeConversation(people: number, statements: number, share: number): Conversation {
  const draw = seededDraw(`${people} × ${statements}`);
  const lean = Array.from({ length: statements }, () => [draw.unit(), draw.unit(), draw.unit()]);
  const votes: Conversation['votes'][number][] = [];
  for (let person = 0; person < people; person++) {
    const camp = draw.below(3);
    for (let s = 0; s < statements; s++) {
      if (draw.unit() >= share) continue;
      const mood = draw.unit();
      votes.push({
        participant: `p${person}`,
        statement: `s${s}`,
        vote: mood < 0.9 * lean[s]![camp]! ? 1 : mood < 0.95 ? -1 : 0,
      });
    }
  }
  return { statements: lean.map((_, s) => ({ id: `s${s}` })), votes };
}

function opinions(rounds: number): BenchRow[] {
  const sizes: [number, number, number, number][] = [
    [2000, 200, 0.25, 1000],
    [10_000, 500, 0.2, 10_000],
  ];
  return sizes.flatMap(([people, statements, share, target]) => {
    const conversation = madeConversation(people, statements, share);
    const flat = conversation.votes.map(({ participant, statement, vote }) => ({
      person: Number(participant.slice(1)),
      statement: Number(statement.slice(1)),
      vote,
    }));
    const plain = (): unknown => plainOpinions(people, statements, flat);
    const size = `${people} × ${statements}, ${flat.length} votes`;
    const open = openOpinionMap(conversation);
    open.map();
    let next = 0;
    const update = (): unknown => {
      open.add(
        Array.from({ length: 20 }, () => ({
          participant: `p${next++ % people}`,
          statement: `s${(next * 7) % statements}`,
          vote: 1 as const,
        })),
      );
      return open.map();
    };
    const fewer = people > 5000 ? Math.max(1, rounds - 3) : rounds;
    return [
      measure(`opinion groups ${size}`, target, () => mapOpinions(conversation), plain, fewer),
      measure(`opinion groups ${size}, 20 votes more`, target / 4, update, () => mapOpinions(conversation), fewer),
    ];
  });
}

async function lots(): Promise<BenchRow[]> {
  const folder = dataSet('sortition');
  if (!folder) return [];
  const highs = await (highsLoader as unknown as () => Promise<ProgrammeSolver>)();
  const table = (file: string): Record<string, string>[] => {
    const [head, ...rows] = readDelimited(readText(`${folder}/sortition-algorithms/${file}`), file);
    return rows.map(({ cells }) => Object.fromEntries(head!.cells.map((name, i) => [name, cells[i]!])));
  };
  const request = {
    pool: table('candidates.csv').map((features) => ({ id: features.nationbuilder_id!, features })),
    quotas: table('features.csv').map(({ feature, value, min, max }) => ({
      feature: feature!,
      value: value!,
      min: Number(min),
      max: Number(max),
    })),
    size: 22,
  };
  // The limit is the time inside the solver: what is left over is ours.
  let inside = 0;
  const solver: ProgrammeSolver = {
    solve(problem, options) {
      const begin = performance.now();
      const solved = highs.solve(problem, options);
      inside += performance.now() - begin;
      return solved;
    },
  };
  const ms = time(() => leximin(request, solver));
  const row = {
    name: 'LEXIMIN, 150 people, 22 seats (limit: the solver alone)',
    ms,
    limitMs: inside,
    ratio: inside / ms,
  };
  return [{ ...row, target: '≤ 20000 ms', met: ms <= 20_000 }];
}

/** Runs all benches of the library. Sets that are not there are left out, in one line each. */
export async function countingBench({ rounds = 5 }: { rounds?: number } = {}): Promise<BenchRow[]> {
  return [...budgets(rounds), ...wards(rounds), ...runoff(rounds), ...opinions(rounds), ...(await lots())];
}

const shown = (rows: readonly BenchRow[]): string[][] =>
  rows.map(({ name, ms, limitMs, ratio, target, met }) => [
    name,
    ms.toFixed(1),
    limitMs.toFixed(1),
    ratio.toFixed(2),
    `${target}${met ? '' : ' MISSED'}`,
  ]);
const HEAD = ['count', 'ms', 'plain floats, ms', 'limit ÷ ours', 'target'];

/** Entry of `npm run bench`: prints the rows and puts them into docs/performance.md. */
export async function bench(context: {
  readonly rounds: number;
  log(line: string): void;
  table(header: readonly string[], rows: readonly (readonly string[])[]): string;
  write(section: string, markdown: string): void;
}): Promise<void> {
  const markdown = context.table(HEAD, shown(await countingBench({ rounds: context.rounds })));
  for (const line of markdown.split('\n')) context.log(line);
  context.write('counting', markdown);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const row of [HEAD, ...shown(await countingBench())]) process.stdout.write(`${row.join(' | ')}\n`);
