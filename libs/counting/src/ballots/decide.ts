import { CountingRefusal } from '../errors.js';
import { compare, minus, show, type Rational } from '../exact/rational.js';
import { tieBreaker, tieOrder, type TieBreaking, type TieDecision, type TieOrder } from '../ties/tie-order.js';
import { checkBorder, checkQuorum, type Border, type BorderCheck, type Quorum } from './border.js';
import type { Totals } from './marks.js';

/** What turns totals into an outcome. */
export interface DecisionRule {
  /** How many options win, default 1. */
  readonly seats?: number;
  /** A winner must also meet this border (its marks as votes for choose-one and approval, its ballots otherwise). */
  readonly border?: Border;
  readonly quorum?: Quorum;
  readonly ties?: TieBreaking;
}

/** One option of the outcome, in its place. */
export interface Placed {
  readonly option: string;
  /** 1 = first; tied options share a place. */
  readonly place: number;
  readonly sum: string;
  readonly won: boolean;
  /** Why it did not win: behind the last winner, below the border, without a quorum, or by lot. */
  readonly reason?: 'fewer' | 'border' | 'quorum' | 'tie';
  /** How much it lacked to pull level with the last winner, or to the border. */
  readonly lacked?: string;
}

/** Outcome of a vote with its trace. */
export interface Decision {
  readonly winners: readonly string[];
  readonly places: readonly Placed[];
  readonly quorum?: { readonly met: boolean; readonly have: number; readonly needed: number };
  readonly borders: Readonly<Record<string, BorderCheck>>;
  readonly ties: readonly TieDecision[];
  readonly tieOrder: TieOrder;
}

/**
 * Decides by the highest totals. An option with a total of 0 never wins. A tie at the last seat is broken by the
 * declared order or seed; without one it is refused, because a count must not invent a preference.
 * @throws UndecidedTie, CountingRefusal.
 */
export function decide(totals: Totals, rule: DecisionRule = {}): Decision {
  const { options, sums, turnout } = totals;
  const seats = rule.seats ?? 1;
  if (!Number.isInteger(seats) || seats < 1) throw new CountingRefusal('seats must be a whole number > 0');
  const order = tieOrder(options, rule.ties);
  const breaker = tieBreaker(options, order);
  const votesOf = (option: number): number | Rational =>
    totals.kind === 'choose-one' || totals.kind === 'approval' ? sums[option]! : totals.marked[option]!;
  const quorums = options.map((_, option) => checkQuorum(rule.quorum ?? {}, turnout, totals.marked[option]));
  const borders = new Map<number, BorderCheck>();
  if (rule.border)
    options.forEach((_, option) => borders.set(option, checkBorder(votesOf(option), rule.border!, turnout)));
  const able = (option: number): boolean =>
    sums[option]!.n > 0n && quorums[option]!.met && (borders.get(option)?.met ?? true);
  const ranked = options
    .map((_, i) => i)
    .sort((a, b) => compare(sums[b]!, sums[a]!) || (options[a]! < options[b]! ? -1 : 1));
  const winners: number[] = [];
  let waiting = ranked.filter(able);
  let drawn: number[] = [];
  while (winners.length < seats && waiting.length > 0) {
    const top = waiting.filter((option) => compare(sums[option]!, sums[waiting[0]!]!) === 0);
    if (top.length <= seats - winners.length) winners.push(...top);
    else {
      drawn = top;
      winners.push(breaker.take(drawn, 'last seat'));
    }
    waiting = waiting.filter((option) => !winners.includes(option));
  }
  const last = winners.at(-1);
  const places = ranked.map((option): Placed => {
    const place = 1 + ranked.filter((other) => compare(sums[other]!, sums[option]!) > 0).length;
    const base = { option: options[option]!, place, sum: show(sums[option]!) };
    if (winners.includes(option)) return { ...base, won: true };
    if (!quorums[option]!.met) {
      const { needed, have } = quorums[option]!;
      return { ...base, won: false, reason: 'quorum', lacked: String(needed - have) };
    }
    const check = borders.get(option);
    if (check && !check.met) return { ...base, won: false, reason: 'border', lacked: check.lacked };
    const behind = last === undefined ? undefined : minus(sums[last]!, sums[option]!);
    if (behind?.n === 0n) return { ...base, won: false, reason: 'tie', lacked: '0' };
    return { ...base, won: false, reason: 'fewer', ...(behind ? { lacked: show(behind) } : {}) };
  });
  return {
    winners: winners.map((option) => options[option]!),
    places,
    ...(rule.quorum ? { quorum: quorums.reduce((a, b) => (b.have > a.have ? b : a)) } : {}),
    borders: Object.fromEntries([...borders].map(([option, check]) => [options[option]!, check])),
    ties: breaker.decisions,
    tieOrder: order,
  };
}
