import { approximate, compare, ratio, show, type Rational } from '../exact/rational.js';
import type { TieBreaker } from '../ties/tie-order.js';
import type { Pass } from './greedy.js';
import { breakBudgetTie, type Obstacle, type Purse } from './purse.js';
import type { BudgetTieStep, CompiledVote, Purchase } from './vote.js';

/**
 * Sequential Phragmén (Los, Christoff, Grossi 2022): every voter earns one unit of money per unit of time; a project
 * is bought as soon as its supporters hold its cost, and they then start again from zero.
 */
export interface PhragmenRule {
  readonly method: 'phragmen';
  /** A project that the budget no longer allows ends the count (`stop`, default) or is passed over (`skip`). */
  readonly onMisfit?: 'stop' | 'skip';
}

const CLOSE = 1e-9;

/**
 * Runs the rule over `among`. In loads: a project's supporters would carry (Σ load + cost) / supporters after its
 * purchase; the least is bought. Doubles sort, and whatever is closer than 1e-9 is compared as fractions; the loads
 * themselves are kept as fractions per group of identical ballots, so no error grows. Scores above 0 count as support.
 */
export function phragmenPass(
  vote: CompiledVote,
  among: readonly number[],
  rule: PhragmenRule,
  purse: Purse,
  steps: readonly BudgetTieStep[],
  breaker: TieBreaker,
): Pass {
  const near = new Float64Array(vote.weight.length);
  // Loads are values of purchases: each group points at the purchase that set it, -1 for the load 0.
  const setBy = new Int32Array(vote.weight.length).fill(-1);
  const loads: Rational[] = [];
  const bought: number[] = [];
  const purchases: Purchase[] = [];
  const obstacles = new Map<number, Obstacle>();
  const notes: string[] = [];
  const exactLoad = (project: number): Rational => {
    const carried = new Map<number, bigint>();
    for (const group of vote.supporters[project]!) {
      const by = setBy[group]!;
      if (by >= 0) carried.set(by, (carried.get(by) ?? 0n) + BigInt(vote.weight[group]!));
    }
    let sum = ratio(vote.cost[project]!);
    for (const [by, count] of carried) {
      const load = loads[by]!;
      sum = ratio(sum.n * load.d + load.n * count * sum.d, sum.d * load.d);
    }
    return ratio(sum.n, sum.d * BigInt(vote.votes[project]!));
  };
  const nearLoad = (project: number): number => {
    let sum = vote.cost[project]!;
    for (const group of vote.supporters[project]!) sum += near[group]! * vote.weight[group]!;
    return sum / vote.votes[project]!;
  };
  let open = among.filter((project) => {
    if (vote.votes[project]! > 0) return true;
    obstacles.set(project, { reason: 'supporters', lacked: vote.cost[project]!, detail: 'no supporter' });
    return false;
  });
  while (open.length > 0) {
    // Projects that a ceiling or an exclusive group bars can never be bought again.
    const barred = open.filter((project) => {
      const obstacle = purse.obstacle(project, rule.onMisfit !== 'skip');
      if (obstacle) obstacles.set(project, obstacle);
      return obstacle;
    });
    open = open.filter((project) => !barred.includes(project));
    if (open.length === 0) break;
    const values = open.map(nearLoad);
    const least = Math.min(...values);
    const close = open.filter((_, i) => values[i]! <= least * (1 + CLOSE));
    const exactValues = close.map(exactLoad);
    const load = exactValues.reduce((low, value) => (compare(value, low) < 0 ? value : low));
    const tied = close.filter((_, i) => compare(exactValues[i]!, load) === 0);
    const misfit = tied.find((project) => purse.obstacle(project));
    if (misfit !== undefined) {
      for (const project of open)
        obstacles.set(
          project,
          purse.obstacle(project) ?? {
            reason: 'stopped',
            lacked: 0,
            detail: `the count stopped at ${vote.ids[misfit]}`,
          },
        );
      notes.push(`stopped: ${vote.ids[misfit]} was next and did not fit`);
      break;
    }
    const project = tied.length > 1 ? breakBudgetTie(vote, tied, steps, breaker, 'next purchase') : tied[0]!;
    const carried = approximate(load);
    for (const group of vote.supporters[project]!) {
      setBy[group] = loads.length;
      near[group] = carried;
    }
    loads.push(load);
    purse.buy(project);
    bought.push(project);
    const cost = vote.cost[project]!;
    const votes = String(vote.votes[project]);
    purchases.push({
      project: vote.ids[project]!,
      cost,
      by: 'Phragmén',
      votes,
      share: show(load),
      leftAfter: purse.left,
    });
    open = open.filter((other) => other !== project);
  }
  return { bought, purchases, obstacles, notes };
}
