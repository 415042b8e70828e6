import { ceilOf, compare, minus, over, ratio, show, times, type Rational } from '../exact/rational.js';
import type { TieBreaker, TieDecision } from '../ties/tie-order.js';
import { greedyPass, type Pass } from './greedy.js';
import { breakBudgetTie, type Obstacle, type Purse } from './purse.js';
import type { ExactMoney } from './shares-exact.js';
import { certified, sharesRun, twinsOf, type SharesRun, type SharesSetting, type SharesUtility } from './shares-run.js';
import type { BudgetTieStep, CompiledVote, Purchase } from './vote.js';

/**
 * Method of equal shares as cities use it (equalshares.net; Peters, Pierczyński, Skowron, NeurIPS 2021).
 * Completions, each stated before the vote:
 * `none` · `add1` raise the money of every voter by `increment` while the result fits into the budget, keep the last
 * that fits · `add1u` the same, then greedy on the rest · `utilitarian` equal shares, then greedy on the rest ·
 * `epsilon` non-supporters help where supporters alone cannot pay, with the smallest equal extra payment first.
 */
export interface SharesRule {
  readonly method: 'equal-shares';
  /** What a project is worth to a supporter: `cost` (default) or `cardinality` (each project the same). */
  readonly utility?: SharesUtility;
  readonly completion?: 'none' | 'add1' | 'add1u' | 'utilitarian' | 'epsilon';
  /** Money that add1 gives every voter from run to run, default 1 (in the smallest unit of the vote's costs). */
  readonly increment?: number;
  /** add1 also stops as soon as no unfunded project fits into what is left. Changes results; default false. */
  readonly stopWhenExhaustive?: boolean;
  /** Takes the greedy result instead if more voters have strictly more approved winners there. Default false. */
  readonly comparison?: boolean;
}

/** A pass of equal shares with what the unfunded lacked. */
export interface SharesPass extends Pass {
  readonly ties: readonly TieDecision[];
  readonly perVoter: Rational;
  /** Money that the supporters of a project held at the end of the last plain run. */
  held(project: number): Rational;
}

const exhaustive = (run: SharesRun, setting: SharesSetting): boolean =>
  setting.among.every((project) => run.bought.includes(project) || run.purse.obstacle(project) !== undefined);

function addOne(
  setting: SharesSetting,
  rule: SharesRule,
  budget: number,
): { run: SharesRun; perVoter: number; runs: number } {
  const { vote } = setting;
  const increment = rule.increment ?? 1;
  let perVoter = Math.floor(budget / vote.voters);
  let run = sharesRun(setting, ratio(perVoter));
  let runs = 1;
  const supported = setting.among.filter((project) => vote.score[project]! > 0);
  // Beyond the most a single voter could ever have to pay, more money changes nothing: all supported are bought.
  const enough = supported.reduce((sum, project) => sum + vote.cost[project]!, 0);
  while (run.bought.length < supported.length && perVoter <= enough) {
    if (rule.stopWhenExhaustive && exhaustive(run, setting)) break;
    const next = sharesRun(setting, ratio(perVoter + increment));
    runs++;
    if (next.cost > budget) break;
    run = next;
    perVoter += increment;
  }
  return { run, perVoter, runs };
}

// One purchase of the epsilon completion: least extra payment (per worth) of the non-supporters, exactly.
function epsilonStep(setting: SharesSetting, money: ExactMoney, open: number[], purse: Purse, breaker: TieBreaker) {
  const { vote, utility } = setting;
  const priced = open.flatMap((project) => {
    const extra = purse.obstacle(project) ? null : money.priceWithExtra(project);
    if (!extra) return [];
    return [{ project, rho: utility === 'cost' ? over(extra, ratio(vote.cost[project]! || 1)) : extra }];
  });
  if (priced.length === 0) return undefined;
  const least = priced.reduce((low, { rho }) => (compare(rho, low) < 0 ? rho : low), priced[0]!.rho);
  const tied = priced.filter(({ rho }) => compare(rho, least) === 0).map(({ project }) => project);
  const project = tied.length > 1 ? breakBudgetTie(vote, tied, setting.steps, breaker, 'next purchase') : tied[0]!;
  return { project, extra: money.payWithExtra(project) };
}

function purchasesOf(setting: SharesSetting, run: SharesRun, levels: readonly Rational[], budget: number): Purchase[] {
  const { vote } = setting;
  let left = budget;
  return run.bought.map((project, i): Purchase => {
    const cost = vote.cost[project]!;
    left -= cost;
    const level = levels[i]!;
    const most = vote.scores[project]?.reduce((a, b) => Math.max(a, b)) ?? 1;
    const effective = level.n === 0n ? level : over(ratio(cost), level);
    return {
      project: vote.ids[project]!,
      cost,
      by: 'equal shares',
      votes: String(vote.votes[project]),
      effectiveVotes: show(effective),
      share: show(times(level, ratio(most))),
      leftAfter: left,
    };
  });
}

/** Counts one pass of equal shares over `among` with the money of `purse`, which it spends. */
export function sharesPass(
  vote: CompiledVote,
  among: readonly number[],
  rule: SharesRule,
  purse: Purse,
  steps: readonly BudgetTieStep[],
  newBreaker: () => TieBreaker,
): SharesPass {
  const budget = purse.left;
  const completion = rule.completion ?? 'none';
  const adds = completion === 'add1' || completion === 'add1u';
  const newPurse = (): Purse => purse.copy();
  const utility = rule.utility ?? 'cost';
  const setting: SharesSetting = {
    vote,
    among,
    utility,
    steps,
    newBreaker,
    newPurse,
    unlimited: adds,
    twin: twinsOf(vote),
  };
  if (vote.voters === 0) {
    const none: Obstacle = { reason: 'supporters', lacked: 0, detail: 'no ballot' };
    const obstacles = new Map(among.map((project) => [project, none]));
    return { bought: [], purchases: [], obstacles, notes: [], ties: [], perVoter: ratio(0), held: () => ratio(0) };
  }
  const notes: string[] = [];
  let perVoter = ratio(budget, vote.voters);
  let run: SharesRun;
  if (adds) {
    const added = addOne(setting, rule, budget);
    perVoter = ratio(added.perVoter);
    run = added.run;
    notes.push(`${added.runs} runs, the last that fitted gave every voter ${added.perVoter}`);
  } else {
    run = sharesRun(setting, perVoter);
    notes.push(`every voter started with ${show(perVoter)}`);
  }
  run = certified(setting, perVoter, run);
  const { levels, money } = run.certify();
  const purchases = purchasesOf(setting, run, levels, budget);
  const bought = [...run.bought];
  const obstacles = new Map(run.obstacles);
  const ties = [...run.ties];
  bought.forEach((project) => purse.buy(project));
  const heldAtEnd = new Map(among.map((project) => [project, money.price(project).held]));
  const rest = (): number[] => among.filter((project) => !bought.includes(project));
  if (completion === 'add1u' || completion === 'utilitarian') {
    const breaker = newBreaker();
    const greedy = greedyPass(vote, rest(), { method: 'greedy' }, purse, steps, breaker, 'greedy completion');
    bought.push(...greedy.bought);
    purchases.push(...greedy.purchases);
    greedy.bought.forEach((project) => obstacles.delete(project));
    for (const [project, obstacle] of greedy.obstacles) obstacles.set(project, obstacle);
    ties.push(...breaker.decisions);
  }
  if (completion === 'epsilon') {
    const breaker = newBreaker();
    for (;;) {
      const step = epsilonStep(setting, money, rest(), purse, breaker);
      if (!step) break;
      purse.buy(step.project);
      bought.push(step.project);
      obstacles.delete(step.project);
      const cost = vote.cost[step.project]!;
      const votes = String(vote.votes[step.project]);
      const by = 'epsilon completion';
      purchases.push({
        project: vote.ids[step.project]!,
        cost,
        by,
        votes,
        share: show(step.extra),
        leftAfter: purse.left,
      });
    }
    ties.push(...breaker.decisions);
  }
  return { bought, purchases, obstacles, notes, ties, perVoter, held: (project) => heldAtEnd.get(project)! };
}

/** Further supporters, each with the whole start money, that a project lacked: rounded up, 0 if it lacked none. */
export function votesLacked(cost: number, held: Rational, perVoter: Rational): number {
  if (perVoter.n === 0n) return 0;
  const missing = ceilOf(over(minus(ratio(cost), held), perVoter));
  return missing > 0n ? Number(missing) : 0;
}
