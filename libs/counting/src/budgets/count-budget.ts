import { CountingRefusal } from '../errors.js';
import { ceilOf, exact, floorOf, minus, ratio, times } from '../exact/rational.js';
import { tieBreaker, tieOrder, type TieBreaker, type TieDecision } from '../ties/tie-order.js';
import { sharesPass, votesLacked, type SharesRule } from './equal-shares.js';
import { greedyPass, type GreedyRule, type Pass } from './greedy.js';
import { phragmenPass, type PhragmenRule } from './phragmen.js';
import { DEFAULT_STEPS, openPurse, type Purse } from './purse.js';
import {
  compileVote,
  type BudgetResult,
  type BudgetTies,
  type BudgetVote,
  type CompiledVote,
  type Unfunded,
} from './vote.js';

/** Any rule by which a budget can be counted. */
export type BudgetRule = GreedyRule | SharesRule | PhragmenRule;

/** Voters who have strictly more approved winners in one outcome than in the other. A voter with none has 0. */
export function preferences(vote: CompiledVote, a: readonly number[], b: readonly number[]): { a: number; b: number } {
  const balance = new Int32Array(vote.weight.length);
  for (const project of a) for (const group of vote.supporters[project]!) balance[group]! += 1;
  for (const project of b) for (const group of vote.supporters[project]!) balance[group]! -= 1;
  const sum = (sign: number): number =>
    vote.weight.reduce((n, w, g) => (Math.sign(balance[g]!) === sign ? n + w : n), 0);
  return { a: sum(1), b: sum(-1) };
}

interface Counted extends Pass {
  readonly lacked?: (project: number) => Pick<Unfunded, 'lacked' | 'votesLacked'>;
}

/**
 * Counts a participatory budget. Floors come first: for each, the rule runs over its category alone with the floor's
 * money; what that funds is fixed, and the rule then runs over the rest with the rest of the budget. Ceilings and
 * exclusive groups hold throughout: a project that would break one is out at that moment, with its reason.
 * Ties: the declared steps (default lower cost, then more votes), then the declared order or the published seed.
 * @throws CountingRefusal, BallotRefusal for a vote that makes no sense; UndecidedTie when a tie decides without an order.
 */
export function countBudget(vote: BudgetVote, rule: BudgetRule, ties: BudgetTies = {}): BudgetResult {
  const compiled = compileVote(vote);
  const order = tieOrder(compiled.ids, ties);
  const steps = ties.steps ?? DEFAULT_STEPS;
  const newBreaker = (): TieBreaker => tieBreaker(compiled.ids, order);
  const decisions: TieDecision[] = [];
  const notes: string[] = [];
  const count = (among: readonly number[], purse: Purse): Counted => {
    if (rule.method === 'equal-shares') {
      const pass = sharesPass(compiled, among, rule, purse, steps, newBreaker);
      decisions.push(...pass.ties);
      const lacked = (project: number): Pick<Unfunded, 'lacked' | 'votesLacked'> => {
        const missing = minus(ratio(compiled.cost[project]!), pass.held(project));
        const votes = votesLacked(compiled.cost[project]!, pass.held(project), pass.perVoter);
        return { lacked: missing.n > 0n ? Number(ceilOf(missing)) : 0, votesLacked: votes };
      };
      return { ...pass, lacked };
    }
    const breaker = newBreaker();
    const pass =
      rule.method === 'greedy'
        ? greedyPass(compiled, among, rule, purse, steps, breaker)
        : phragmenPass(compiled, among, rule, purse, steps, breaker);
    decisions.push(...breaker.decisions);
    return pass;
  };

  const purse = openPurse(vote, compiled);
  const everything = compiled.ids.map((_, project) => project);
  const passes: Counted[] = [];
  const funded = new Set<number>();
  for (const { category, atLeast = 0, share = 0 } of vote.floors ?? []) {
    if (!Number.isSafeInteger(atLeast) || atLeast < 0) throw new CountingRefusal('a floor must be a whole number');
    const part = Number(floorOf(times(exact(share), ratio(vote.budget))));
    const floor = Math.max(atLeast, part);
    const inside = everything.filter((p) => compiled.categories[p]!.includes(category) && !funded.has(p));
    const reserved = openPurse({ ...vote, budget: Math.min(floor, purse.left) }, compiled);
    const pass = count(inside, reserved);
    notes.push(`floor of ${category}: ${Math.min(floor, purse.left) - reserved.left} of ${floor} spent`);
    passes.push({
      ...pass,
      purchases: pass.purchases.map((bought) => ({ ...bought, by: `${bought.by}, floor of ${category}` })),
    });
    for (const project of pass.bought) {
      funded.add(project);
      purse.buy(project);
    }
  }
  const start = purse.copy();
  let main = count(
    everything.filter((project) => !funded.has(project)),
    purse,
  );
  if (rule.method === 'equal-shares' && rule.comparison) {
    const breaker = newBreaker();
    const rest = everything.filter((project) => !funded.has(project));
    const greedy = greedyPass(compiled, rest, { method: 'greedy' }, start, steps, breaker);
    const { a, b } = preferences(compiled, greedy.bought, main.bought);
    notes.push(`comparison: ${b} voters have more approved winners by equal shares, ${a} by greedy`);
    if (a > b) {
      main = greedy;
      decisions.push(...breaker.decisions);
    }
  }
  passes.push(main);
  const purchases = passes.flatMap((pass) => pass.purchases);
  const winners = passes.flatMap((pass) => pass.bought).map((project) => compiled.ids[project]!);
  const won = new Set(winners);
  const unfunded = everything
    .filter((project) => !won.has(compiled.ids[project]!))
    .map((project): Unfunded => {
      const obstacle = main.obstacles.get(project) ?? { reason: 'stopped', lacked: 0, detail: 'not reached' };
      const lacked = obstacle.reason === 'supporters' ? main.lacked?.(project) : undefined;
      return { project: compiled.ids[project]!, ...obstacle, ...lacked };
    });
  const cost = purchases.reduce((sum, purchase) => sum + purchase.cost, 0);
  return { winners, cost, purchases, unfunded, ties: decisions, tieOrder: order, notes: [...notes, ...main.notes] };
}
