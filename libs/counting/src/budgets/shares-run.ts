import { approximate, compare, over, ratio, type Rational } from '../exact/rational.js';
import type { TieBreaker, TieDecision } from '../ties/tie-order.js';
import { breakBudgetTie, type Obstacle, type Purse } from './purse.js';
import { exactMoney, type ExactMoney } from './shares-exact.js';
import type { BudgetTieStep, CompiledVote } from './vote.js';

/** What a project is worth to its supporters: its cost (times the score) or 1 (times the score). */
export type SharesUtility = 'cost' | 'cardinality';

/** One run of equal shares with a fixed sum a voter: purchases in order, and what stopped the others. */
export interface SharesRun {
  readonly bought: readonly number[];
  readonly cost: number;
  readonly obstacles: ReadonlyMap<number, Obstacle>;
  readonly ties: readonly TieDecision[];
  readonly purse: Purse;
  /** Payment per score point of each purchase, as the doubles saw it. */
  readonly levels: readonly number[];
  /** The same exactly, with the exact money that is left; computed when asked for. */
  certify(): { readonly levels: readonly Rational[]; readonly money: ExactMoney };
}

/** What stays the same from run to run while a completion raises the money a voter gets. */
export interface SharesSetting {
  readonly vote: CompiledVote;
  readonly among: readonly number[];
  readonly utility: SharesUtility;
  readonly steps: readonly BudgetTieStep[];
  readonly newBreaker: () => TieBreaker;
  readonly newPurse: () => Purse;
  /** The budget itself is not a limit while money beyond it is simulated (add1). */
  readonly unlimited: boolean;
  readonly twin: readonly number[];
}

// Doubles decide only where they differ by more than CLOSE; the certificate proves that they erred by less than DRIFT.
const CLOSE = 1e-9;
const DRIFT = 1e-10;

/** For each project the first one that is the same to every voter, so that exact ties of twins need no arithmetic. */
export function twinsOf(vote: CompiledVote): number[] {
  const first = new Map<string, number>();
  return vote.ids.map((_, project) => {
    const key = `${vote.cost[project]}|${vote.supporters[project]!.join()}|${vote.scores[project]?.join() ?? ''}`;
    const found = first.get(key);
    if (found === undefined) first.set(key, project);
    return found ?? project;
  });
}

// Numbers that mean "cannot be paid"; a module constant, because globals are slow to reach inside test realms.
const NEVER = Number.POSITIVE_INFINITY;

// Smallest payment per point at which the supporters raise the cost: those who cannot pay it give all they have, the
// others share the rest. `from` is a lower bound (an earlier answer: prices only rise), so few rounds are needed.
// Whether money within `close` of the cost is enough is left to `payable`.
function levelOf(
  vote: CompiledVote,
  project: number,
  money: Float64Array,
  from: number,
  close: number,
  payable: () => boolean,
): number {
  const groups = vote.supporters[project]!;
  const scores = vote.scores[project];
  const counts = vote.counts[project]!;
  const cost = vote.cost[project]!;
  let level = from;
  let units = -1;
  for (;;) {
    let given = 0;
    let kept = 0;
    let rich = 0;
    if (scores) {
      for (let i = 0; i < groups.length; i++) {
        const held = money[groups[i]!]!;
        const count = counts[i]!;
        if (held < level * scores[i]!) given += held * count;
        else {
          kept += held * count;
          rich += count * scores[i]!;
        }
      }
    } else {
      for (let i = 0; i < groups.length; i++) {
        const held = money[groups[i]!]!;
        const count = counts[i]!;
        if (held < level) given += held * count;
        else {
          kept += held * count;
          rich += count;
        }
      }
    }
    if (units < 0) {
      const held = given + kept;
      if (held < cost * (1 - close) || (held <= cost * (1 + close) && !payable())) return NEVER;
    }
    if (rich === 0 || rich === units) return level;
    units = rich;
    const next = (cost - given) / rich;
    if (next <= level) return level;
    level = next;
  }
}

/**
 * Method of equal shares without completion (Peters, Pierczyński, Skowron 2021). Every voter starts with `perVoter`;
 * again and again the project is bought for which supporters pay the least per unit of utility, each in proportion to
 * the score and never more than is left to them. The loop runs in doubles over groups of identical ballots; where two
 * prices, or a price and a border, are closer than `close` the exact fractions decide.
 */
export function sharesRun(setting: SharesSetting, perVoter: Rational, close = CLOSE): SharesRun {
  const { vote, twin } = setting;
  const purse = setting.newPurse();
  const breaker = setting.newBreaker();
  const money = new Float64Array(vote.weight.length).fill(approximate(perVoter));
  const bought: number[] = [];
  const levels: number[] = [];
  const obstacles = new Map<number, Obstacle>();
  let state: { money: ExactMoney; levels: Rational[] } | undefined;
  const exactNow = (): { money: ExactMoney; levels: Rational[] } => {
    state ??= { money: exactMoney(vote, perVoter), levels: [] };
    while (state.levels.length < bought.length) state.levels.push(state.money.pay(bought[state.levels.length]!));
    return state;
  };
  const worth = (project: number): number => (setting.utility === 'cost' ? vote.cost[project]! || 1 : 1);
  const exactRho = (project: number): Rational => over(exactNow().money.price(project).rho!, ratio(worth(project)));
  const rho = new Float64Array(vote.ids.length);
  let open = setting.among.filter((project) => {
    if (vote.score[project]! > 0) return true;
    obstacles.set(project, { reason: 'supporters', lacked: vote.cost[project]!, detail: 'no supporter' });
    return false;
  });
  // Prices only rise while money is spent: the last known one is a lower bound, so most need no new look.
  for (const project of open) rho[project] = vote.cost[project]! / vote.score[project]! / worth(project);
  while (open.length > 0) {
    open.sort((a, b) => rho[a]! - rho[b]!);
    let best = NEVER;
    const seen: number[] = [];
    const gone = new Set<number>();
    for (const project of open) {
      if (rho[project]! > best * (1 + 2 * close)) break;
      const obstacle = purse.obstacle(project, setting.unlimited);
      const payable = (): boolean => exactNow().money.price(project).rho !== null;
      const from = rho[project]! * worth(project);
      const level = obstacle ? NEVER : levelOf(vote, project, money, from, close, payable);
      if (level === NEVER) {
        gone.add(project);
        obstacles.set(
          project,
          obstacle ?? { reason: 'supporters', lacked: 0, detail: 'too little left to its supporters' },
        );
        continue;
      }
      rho[project] = level / worth(project);
      if (rho[project] < best) best = rho[project]!;
      seen.push(project);
    }
    if (gone.size > 0) open = open.filter((project) => !gone.has(project));
    let tied = seen.filter((project) => rho[project]! <= best * (1 + close));
    if (tied.length === 0) break;
    if (tied.length > 1 && tied.some((project) => twin[project] !== twin[tied[0]!])) {
      const prices = new Map(tied.map((project) => [project, exactRho(project)]));
      const least = [...prices.values()].reduce((low, price) => (compare(price, low) < 0 ? price : low));
      tied = tied.filter((project) => compare(prices.get(project)!, least) === 0);
    }
    const project = tied.length > 1 ? breakBudgetTie(vote, tied, setting.steps, breaker, 'next purchase') : tied[0]!;
    const level = rho[project]! * worth(project);
    const groups = vote.supporters[project]!;
    const scores = vote.scores[project];
    for (let i = 0; i < groups.length; i++) {
      const left = money[groups[i]!]! - level * (scores ? scores[i]! : 1);
      money[groups[i]!] = left > 0 ? left : 0;
    }
    purse.buy(project);
    bought.push(project);
    levels.push(level);
    open = open.filter((other) => other !== project);
  }
  const cost = bought.reduce((sum, project) => sum + vote.cost[project]!, 0);
  return { bought, cost, obstacles, ties: breaker.decisions, purse, levels, certify: exactNow };
}

/**
 * Proves the doubles of a run right, or repeats it with wider exact checks: the exact fractions replay the purchases,
 * and a payment that drifted by more than 1e-10 of itself shows that 1e-9 was not wide enough to decide by doubles.
 */
export function certified(setting: SharesSetting, perVoter: Rational, run: SharesRun): SharesRun {
  let proven = run;
  for (let close = CLOSE; ; close *= 1000) {
    const exactLevels = proven.certify().levels;
    const drifted = proven.levels.some((level, i) => {
      const truth = approximate(exactLevels[i]!);
      return Math.abs(level - truth) > (close / CLOSE) * DRIFT * truth;
    });
    if (!drifted || close > 1) return proven;
    proven = sharesRun(setting, perVoter, close * 1000);
  }
}
