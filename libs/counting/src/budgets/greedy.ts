import { approximate, compare, exact, ratio, show, type Exact, type Rational } from '../exact/rational.js';
import type { TieBreaker } from '../ties/tie-order.js';
import { breakBudgetTie, type Obstacle, type Purse } from './purse.js';
import type { BudgetTieStep, CompiledVote, Purchase } from './vote.js';

/**
 * Greedy counting as cities use it: projects by support from the top, each funded if it fits.
 * Source: Pabulib rules `greedy`, `greedy-no-skip`, `greedy-threshold`; Poznań's rule for the last project.
 */
export interface GreedyRule {
  readonly method: 'greedy';
  /** What projects are sorted by. `votes` (default): supporters; `score`: points; the other two divide by the cost. */
  readonly by?: 'votes' | 'score' | 'votes-per-cost' | 'score-per-cost';
  /** A project that does not fit is passed over (`skip`, default) or ends the count (`stop`). */
  readonly onMisfit?: 'skip' | 'stop';
  /** Only projects whose votes (or score, as sorted by) are at least this take part. */
  readonly threshold?: Exact;
  /** The first project that does not fit is funded and ends the count if the rest covers this share of its cost. */
  readonly lastProjectShare?: Exact;
}

/** What a counting pass leaves behind; the caller joins passes into a result. */
export interface Pass {
  readonly bought: readonly number[];
  readonly purchases: readonly Purchase[];
  readonly obstacles: ReadonlyMap<number, Obstacle>;
  readonly notes: readonly string[];
}

const covers = (left: number, cost: number, share: Rational): boolean =>
  compare(ratio(left), ratio(BigInt(cost) * share.n, share.d)) >= 0;

/** Runs the greedy rule over `among` with the money of `purse`, which it spends. */
export function greedyPass(
  vote: CompiledVote,
  among: readonly number[],
  rule: GreedyRule,
  purse: Purse,
  steps: readonly BudgetTieStep[],
  breaker: TieBreaker,
  by = 'greedy',
): Pass {
  const sortBy = rule.by ?? 'votes';
  const amount = sortBy.startsWith('votes') ? vote.votes : vote.score;
  // A free project has infinitely many votes per cost; one above every finite figure keeps the order exact.
  const free = ratio(Number.MAX_SAFE_INTEGER, 1);
  const figure = (project: number): Rational => {
    const value = amount[project]!;
    if (!sortBy.endsWith('cost')) return ratio(value);
    return vote.cost[project] ? ratio(value, vote.cost[project]) : value > 0 ? free : ratio(0);
  };
  const bought: number[] = [];
  const purchases: Purchase[] = [];
  const obstacles = new Map<number, Obstacle>();
  const notes: string[] = [];
  const threshold = rule.threshold === undefined ? undefined : exact(rule.threshold);
  const lastShare = rule.lastProjectShare === undefined ? undefined : exact(rule.lastProjectShare);
  const figures = new Map(among.map((project) => [project, figure(project)]));
  const near = new Map(among.map((project) => [project, approximate(figures.get(project)!)]));
  let waiting = among.filter((project) => {
    const below = threshold && compare(ratio(amount[project]!), threshold) < 0;
    if (below)
      obstacles.set(project, {
        reason: 'threshold',
        lacked: 0,
        detail: `${amount[project]} of the ${show(threshold)} needed`,
      });
    return !below;
  });
  waiting.sort((a, b) => near.get(b)! - near.get(a)! || compare(figures.get(b)!, figures.get(a)!));
  const buy = (project: number, detail = by): void => {
    purse.buy(project);
    bought.push(project);
    const cost = vote.cost[project]!;
    purchases.push({
      project: vote.ids[project]!,
      cost,
      by: detail,
      votes: show(figures.get(project)!),
      leftAfter: purse.left,
    });
  };
  const end = (from: readonly number[], detail: string): void =>
    from.forEach((project) => obstacles.set(project, { reason: 'stopped', lacked: 0, detail }));
  // The order inside a tie only decides while some of the tied fit and not all of them do together.
  const orderMatters = (tied: readonly number[]): boolean => {
    const trial = purse.copy();
    if (tied.every((project) => !trial.obstacle(project) && (trial.buy(project), true))) return false;
    return rule.onMisfit === 'stop' || lastShare !== undefined || tied.some((project) => !purse.obstacle(project));
  };
  while (waiting.length > 0) {
    const top = figures.get(waiting[0]!)!;
    const tied = waiting.filter((project) => compare(figures.get(project)!, top) === 0);
    const project = orderMatters(tied)
      ? breakBudgetTie(vote, tied, steps, breaker, 'next project')
      : tied.reduce((first, other) => (vote.ids[other]! < vote.ids[first]! ? other : first));
    waiting = waiting.filter((other) => other !== project);
    const obstacle = purse.obstacle(project);
    if (!obstacle) {
      buy(project);
      continue;
    }
    obstacles.set(project, obstacle);
    if (obstacle.reason !== 'money') continue;
    if (lastShare && covers(purse.left, vote.cost[project]!, lastShare)) {
      obstacles.delete(project);
      buy(project, `${by}: last project, ${show(lastShare)} of its cost covered`);
      notes.push(`project ${vote.ids[project]} is funded with ${-purse.left} beyond the budget`);
      end(waiting, 'the last project closed the count');
      break;
    }
    if (rule.onMisfit === 'stop' || lastShare) {
      end(waiting, `the count stopped at ${vote.ids[project]}`);
      break;
    }
  }
  return { bought, purchases, obstacles, notes };
}
