import { CountingRefusal } from '../errors.js';
import { compare, exact, ratio, times, type Exact } from '../exact/rational.js';
import { tieBreaker, tieOrder, type TieBreaking, type TieDecision, type TieOrder } from '../ties/tie-order.js';
import { pairwise, type Pairwise } from './pairwise.js';
import type { RankedVote } from './profile.js';

/** How strong a pairwise victory is: the votes for it, or the votes for it minus those against it. */
export type Strength = 'winning-votes' | 'margins';

/** What every method returns: tiers of the order (options in one tier are tied), winner, and the numbers behind. */
export interface CondorcetResult {
  readonly method: string;
  /** Best tier first. */
  readonly order: readonly (readonly string[])[];
  /** The first option; a tie in the first tier is broken by the declared order or seed, absent without one. */
  readonly winner?: string;
  /** The option that beats every other, where there is one. */
  readonly condorcetWinner?: string;
  readonly pairwise: Pairwise;
  /** Schulze: strongest paths. Ranked pairs: 1 where a pair was locked. Minimax: the worst defeat in each row. */
  readonly strengths: readonly (readonly number[])[];
  /** Options dropped before the count, and why. */
  readonly dropped: readonly { readonly option: string; readonly reason: 'quorum' | 'majority' }[];
  readonly ties: readonly TieDecision[];
  readonly tieOrder: TieOrder;
}

/** A requirement against a default option (Debian constitution A.5): quorum and majority of each option against it. */
export interface AgainstDefault {
  readonly option: number;
  /** Least number of ballots that put an option above the default. */
  readonly quorum?: number;
  /** Votes above must be at least ratio × votes below, and more than them. Default 1. */
  readonly ratio?: Exact;
}

/** Settings shared by the methods. */
export interface CondorcetRule {
  readonly method: 'schulze' | 'ranked-pairs' | 'minimax';
  readonly strength?: Strength;
  readonly against?: AgainstDefault;
}

const victory = (d: Pairwise, a: number, b: number, strength: Strength): number => {
  const gain = d[a]![b]! - d[b]![a]!;
  return gain <= 0 ? 0 : strength === 'margins' ? gain : d[a]![b]!;
};

/** Strongest paths (Schulze, Social Choice and Welfare 36, 2011): the best over all paths of their weakest victory. */
export function strongestPaths(d: Pairwise, strength: Strength = 'winning-votes'): number[][] {
  const p = d.map((row, a) => row.map((_, b) => (a === b ? 0 : victory(d, a, b, strength))));
  for (let via = 0; via < p.length; via++)
    for (let from = 0; from < p.length; from++) {
      const first = p[from]![via]!;
      if (from === via || first === 0) continue;
      for (let to = 0; to < p.length; to++) {
        const path = Math.min(first, p[via]![to]!);
        if (to !== from && path > p[from]![to]!) p[from]![to] = path;
      }
    }
  return p;
}

// Tiers of a strict partial order: those that nothing left beats, again and again.
function tiers(options: readonly number[], beats: (a: number, b: number) => boolean): number[][] {
  const result: number[][] = [];
  let left = [...options];
  while (left.length > 0) {
    const top = left.filter((option) => !left.some((other) => beats(other, option)));
    if (top.length === 0) throw new CountingRefusal('the order is not acyclic');
    result.push(top);
    left = left.filter((option) => !top.includes(option));
  }
  return result;
}

/**
 * Counts a ranked vote by pairs. Unranked options are tied last (without that, Debian 2006 elects someone else).
 * `schulze`: a before b if the strongest path from a to b is stronger than back · `ranked-pairs` (Tideman): victories
 * are locked from the strongest down unless they close a circle, equally strong ones in the order of the tie rule ·
 * `minimax`: the smallest worst defeat first.
 */
export function countCondorcet(vote: RankedVote, rule: CondorcetRule, ties: TieBreaking = {}): CondorcetResult {
  const { options } = vote;
  const d = pairwise(vote);
  const strength = rule.strength ?? 'winning-votes';
  const order = tieOrder(options, ties);
  const breaker = tieBreaker(options, order);
  const dropped = rule.against ? dropAgainst(d, rule.against) : [];
  const out = new Set([...(vote.withdrawn ?? []), ...dropped.map(({ option }) => option)]);
  const left = options.map((_, option) => option).filter((option) => !out.has(option));
  // Dropped options leave the count: paths through them must not exist either.
  const among = d.map((row, a) => row.map((votes, b) => (out.has(a) || out.has(b) ? 0 : votes)));
  let strengths: number[][];
  let beats: (a: number, b: number) => boolean;
  if (rule.method === 'schulze') {
    const p = (strengths = strongestPaths(among, strength));
    beats = (a, b) => p[a]![b]! > p[b]![a]!;
  } else if (rule.method === 'minimax') {
    strengths =
      left.length > 0 ? among.map((_, b) => [Math.max(0, ...left.map((a) => victory(among, a, b, strength)))]) : [];
    beats = (a, b) => strengths[a]![0]! < strengths[b]![0]!;
  } else {
    const locked = (strengths = lockPairs(among, left, strength));
    beats = (a, b) => locked[a]![b] === 1;
  }
  const ordered = tiers(left, beats);
  const top = ordered[0] ?? [];
  const decided = top.length === 1 || (top.length > 1 && order.source !== 'none');
  const winner = decided ? options[breaker.take(top, 'winner')]! : undefined;
  const all = left.find((a) => left.every((b) => a === b || d[a]![b]! > d[b]![a]!));
  return {
    method: rule.method,
    order: ordered.map((tier) => tier.map((option) => options[option]!)),
    ...(winner === undefined ? {} : { winner }),
    ...(all === undefined ? {} : { condorcetWinner: options[all]! }),
    pairwise: d,
    strengths,
    dropped: dropped.map(({ option, reason }) => ({ option: options[option]!, reason })),
    ties: breaker.decisions,
    tieOrder: order,
  };

  // Equally strong victories: the pair with fewer votes against first, then the tie order of winner and loser.
  function lockPairs(matrix: Pairwise, among: readonly number[], how: Strength): number[][] {
    const place = new Map(order.order.map((id, i) => [id, i]));
    const rank = (option: number): number => place.get(options[option]!) ?? 0;
    const pairs = among.flatMap((a) => among.flatMap((b) => (victory(matrix, a, b, how) > 0 ? [{ a, b }] : [])));
    const strong = ({ a, b }: { a: number; b: number }): number => victory(matrix, a, b, how);
    const against = ({ a, b }: { a: number; b: number }): number => matrix[b]![a]!;
    pairs.sort(
      (x, y) => strong(y) - strong(x) || against(x) - against(y) || rank(x.a) - rank(y.a) || rank(y.b) - rank(x.b),
    );
    const locked = matrix.map((row) => row.map(() => 0));
    const reach = matrix.map((row) => row.map(() => false));
    for (let i = 0; i < pairs.length; i++) {
      const { a, b } = pairs[i]!;
      const before = pairs[i - 1];
      if (reach[b]![a]) {
        const equal = before && strong(before) === strong(pairs[i]!) && against(before) === against(pairs[i]!);
        // Without an order, a circle among equally strong victories would be cut where the ballot paper happens to.
        if (equal && order.source === 'none') throw new CountingRefusal('ranked pairs need a tie order here');
        continue;
      }
      locked[a]![b] = 1;
      for (let from = 0; from < reach.length; from++) {
        if (from !== a && !reach[from]![a]) continue;
        reach[from]![b] = true;
        for (let to = 0; to < reach.length; to++) if (reach[b]![to]) reach[from]![to] = true;
      }
    }
    return locked.map((row, a) => row.map((_, b) => (reach[a]![b] ? 1 : 0)));
  }
}

function dropAgainst(d: Pairwise, against: AgainstDefault): { option: number; reason: 'quorum' | 'majority' }[] {
  const share = exact(against.ratio ?? 1);
  return d.flatMap((row, option): { option: number; reason: 'quorum' | 'majority' }[] => {
    if (option === against.option) return [];
    const above = row[against.option]!;
    const below = d[against.option]![option]!;
    if (above < (against.quorum ?? 0)) return [{ option, reason: 'quorum' }];
    const enough = above > below && compare(ratio(above), times(share, ratio(below))) >= 0;
    return enough ? [] : [{ option, reason: 'majority' }];
  });
}
