import { BallotRefusal, CountingRefusal } from '../errors.js';
import type { Exact } from '../exact/rational.js';
import type { TieBreaking, TieDecision, TieOrder } from '../ties/tie-order.js';

/** A project on the ballot. `cost` is in the smallest unit of the money (cents, won), a whole number. */
export interface BudgetProject {
  readonly id: string;
  readonly cost: number;
  /** Categories, districts, themes: what ceilings and floors speak of. */
  readonly categories?: readonly string[];
}

/** `count` identical ballots. `scores` (whole numbers > 0) stand beside `projects`; without them each counts 1. */
export interface BudgetBallot {
  readonly projects: readonly string[];
  readonly scores?: readonly number[];
  readonly count: number;
}

/** At most `atMost` money for the projects of a category. */
export interface Ceiling {
  readonly category: string;
  readonly atMost: number;
}

/** Money that is first offered to the projects of a category alone: an amount, or an exact share of the budget. */
export interface Floor {
  readonly category: string;
  readonly atLeast?: number;
  /** `'1/5'` of the budget, rounded down; the larger of the two where both are given. */
  readonly share?: Exact;
}

/** Of these projects at most `atMost` (default 1) may be funded, for example two designs of one square. */
export interface ExclusiveGroup {
  readonly projects: readonly string[];
  readonly atMost?: number;
}

/** Everything that a budget count needs. */
export interface BudgetVote {
  readonly budget: number;
  readonly projects: readonly BudgetProject[];
  readonly ballots: readonly BudgetBallot[];
  readonly ceilings?: readonly Ceiling[];
  readonly floors?: readonly Floor[];
  readonly exclusive?: readonly ExclusiveGroup[];
}

/** A step of the declared tie rule; the published order or seed follows when all steps leave the tie. */
export type BudgetTieStep = 'lower-cost' | 'higher-cost' | 'more-votes' | 'higher-score';

/** The tie rule of a budget: steps in order (default: lower cost, then more votes), then the order or seed. */
export interface BudgetTies extends TieBreaking {
  readonly steps?: readonly BudgetTieStep[];
}

/** One purchase, in the order of the count. */
export interface Purchase {
  readonly project: string;
  readonly cost: number;
  /** What bought it: the method, a completion, or the pass for a floor. */
  readonly by: string;
  /** Votes (greedy: the figure it was sorted by), exact: a whole number or `n/d`. */
  readonly votes: string;
  /** Equal shares: effective votes (cost utilities) or the share a full supporter paid (cardinality), exact. */
  readonly effectiveVotes?: string;
  /** Equal shares: the most that one supporter paid; Phragmén: the supporters' load after the purchase. Exact. */
  readonly share?: string;
  readonly leftAfter: number;
}

/** Why a project was not funded and what it lacked. */
export interface Unfunded {
  readonly project: string;
  readonly reason: 'money' | 'ceiling' | 'exclusive' | 'threshold' | 'supporters' | 'stopped';
  /** Money missing: in the budget (greedy, Phragmén) or with its supporters (equal shares), rounded up. */
  readonly lacked: number;
  /** Further supporters with a full share that it would have needed at the end (equal shares). */
  readonly votesLacked?: number;
  readonly detail: string;
}

/** Outcome and trace of a budget count. */
export interface BudgetResult {
  readonly winners: readonly string[];
  readonly cost: number;
  readonly purchases: readonly Purchase[];
  readonly unfunded: readonly Unfunded[];
  readonly ties: readonly TieDecision[];
  readonly tieOrder: TieOrder;
  /** What the method did beside buying: money a voter, runs of a completion, the comparison. */
  readonly notes: readonly string[];
}

/** A vote in arrays, identical ballots grouped: what the counting loops run on. */
export interface CompiledVote {
  readonly budget: number;
  readonly voters: number;
  readonly ids: readonly string[];
  readonly cost: readonly number[];
  /** Ballots in each group of identical ballots. */
  readonly weight: Float64Array;
  /** For each project the groups that support it and their scores (undefined: all 1). */
  readonly supporters: readonly Int32Array[];
  /** Ballots of those groups, side by side with `supporters`: the loops read them in order. */
  readonly counts: readonly Float64Array[];
  readonly scores: readonly (Float64Array | undefined)[];
  readonly votes: readonly number[];
  readonly score: readonly number[];
  readonly categories: readonly (readonly string[])[];
}

const money = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * Checks a vote and groups identical ballots.
 * @throws CountingRefusal for projects or limits that make no sense, BallotRefusal for a ballot that breaks a rule.
 */
export function compileVote(vote: BudgetVote): CompiledVote {
  if (!money(vote.budget)) throw new CountingRefusal('the budget must be a whole number in the smallest money unit');
  const index = new Map<string, number>();
  for (const { id, cost } of vote.projects) {
    if (index.has(id)) throw new CountingRefusal(`project ${id} is listed twice`);
    if (!money(cost)) throw new CountingRefusal(`the cost of project ${id} must be a whole number of at least 0`);
    index.set(id, index.size);
  }
  for (const { projects } of vote.exclusive ?? [])
    for (const id of projects) if (!index.has(id)) throw new CountingRefusal(`unknown project ${id} in a group`);
  const groups = new Map<string, { projects: number[]; scores?: number[]; count: number }>();
  let voters = 0;
  vote.ballots.forEach((ballot, at) => {
    const { count, scores } = ballot;
    if (!Number.isSafeInteger(count) || count < 1) throw new BallotRefusal(at, 'the count must be a whole number > 0');
    voters += count;
    const projects = ballot.projects.map((id) => {
      const project = index.get(id);
      if (project === undefined) throw new BallotRefusal(at, `unknown project ${id}`);
      return project;
    });
    if (new Set(projects).size !== projects.length) throw new BallotRefusal(at, 'a project twice');
    if (scores && (scores.length !== projects.length || scores.some((s) => !Number.isSafeInteger(s) || s < 0)))
      throw new BallotRefusal(at, 'a whole-number score of at least 0 for every project');
    const entries = projects.map((project, i): [number, number] => [project, scores?.[i] ?? 1]);
    const counted = entries.filter(([, score]) => score > 0).sort((a, b) => a[0] - b[0]);
    const key = counted.map((entry) => (scores ? entry.join('*') : entry[0])).join();
    const group = groups.get(key);
    if (group) group.count += count;
    else groups.set(key, { projects: counted.map(([p]) => p), scores: scores && counted.map(([, s]) => s), count });
  });
  const supporters: number[][] = vote.projects.map(() => []);
  const points: number[][] = vote.projects.map(() => []);
  const list = [...groups.values()];
  list.forEach((group, g) =>
    group.projects.forEach((project, i) => {
      supporters[project]!.push(g);
      points[project]!.push(group.scores?.[i] ?? 1);
    }),
  );
  const weight = Float64Array.from(list, (group) => group.count);
  const sum = (project: number, value: (i: number) => number): number =>
    supporters[project]!.reduce((total, g, i) => total + weight[g]! * value(i), 0);
  const score = vote.projects.map((_, project) => sum(project, (i) => points[project]![i]!));
  const costs = vote.projects.reduce((total, { cost }) => total + cost, 0);
  if (![voters, costs, ...score].every(Number.isSafeInteger))
    throw new CountingRefusal('sums beyond 2^53 are not exact');
  return {
    budget: vote.budget,
    voters,
    ids: vote.projects.map(({ id }) => id),
    cost: vote.projects.map(({ cost }) => cost),
    weight,
    supporters: supporters.map((groupsOf) => Int32Array.from(groupsOf)),
    counts: supporters.map((groupsOf) => Float64Array.from(groupsOf, (g) => weight[g]!)),
    scores: points.map((list) => (list.every((score) => score === 1) ? undefined : Float64Array.from(list))),
    votes: vote.projects.map((_, project) => sum(project, () => 1)),
    score,
    categories: vote.projects.map(({ categories }) => categories ?? []),
  };
}
