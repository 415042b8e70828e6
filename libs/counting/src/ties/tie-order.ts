import { CountingRefusal, UndecidedTie } from '../errors.js';
import { seededDraw, shuffled } from './seed.js';

/**
 * How a tie is broken when the rule's own steps (an earlier stage, the cheaper project …) leave it open:
 * by an order declared before the vote, or by lot from a seed published after it closed.
 */
export interface TieBreaking {
  /** Option ids, first = preferred. Must list every option once. */
  readonly order?: readonly string[];
  /** Published seed, for example SHA-256(final ballot set ‖ a public random number named before closing). */
  readonly seed?: string;
  /** Which end of the order an exclusion takes: `last` (default, the order lists the preferred first) or `first`. */
  readonly exclude?: 'first' | 'last';
}

/** The order that a count uses, part of its trace. */
export interface TieOrder {
  readonly source: 'declared' | 'seed' | 'none';
  readonly seed?: string;
  /** Option ids, first = preferred (elected, funded, transferred first). */
  readonly order: readonly string[];
  readonly exclude: 'first' | 'last';
}

/** One tie that was met: who was tied, who was taken, and what decided. */
export interface TieDecision {
  readonly purpose: string;
  readonly tied: readonly string[];
  readonly chosen: string;
  /** The rule's step that decided (`earlier stage 2`, `lower cost`) or `declared order` / `seed`. */
  readonly by: string;
}

/**
 * Fixes the tie order of a vote before it is counted. With a seed the ids are sorted by code unit first and then
 * shuffled (Fisher–Yates), so the order in which options were typed in can never matter.
 * @throws CountingRefusal when a declared order does not list every option exactly once.
 */
export function tieOrder(ids: readonly string[], how: TieBreaking = {}): TieOrder {
  const exclude = how.exclude ?? 'last';
  if (how.order) {
    const listed = new Set(how.order);
    if (listed.size !== how.order.length || listed.size !== ids.length || ids.some((id) => !listed.has(id)))
      throw new CountingRefusal('the declared tie order must list every option exactly once');
    return { source: 'declared', order: [...how.order], exclude };
  }
  if (how.seed === undefined) return { source: 'none', order: [], exclude };
  const sorted = [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { source: 'seed', seed: how.seed, order: shuffled(sorted, seededDraw(how.seed)), exclude };
}

/** Breaks ties between option numbers by a fixed order and writes each decision down. */
export interface TieBreaker {
  readonly decisions: TieDecision[];
  /** Takes one of `tied` by the order, `out` for an exclusion. @throws UndecidedTie without an order. */
  take(tied: readonly number[], purpose: string, direction?: 'in' | 'out'): number;
  /** Records a tie that a step of the rule itself decided. */
  settle(tied: readonly number[], chosen: number, purpose: string, by: string): number;
}

/** A breaker over options numbered as in `ids`. */
export function tieBreaker(ids: readonly string[], order: TieOrder): TieBreaker {
  const place = new Map(order.order.map((id, i) => [id, i]));
  const decisions: TieDecision[] = [];
  const settle: TieBreaker['settle'] = (tied, chosen, purpose, by) => {
    const names = tied.map((option) => ids[option]!).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    decisions.push({ purpose, tied: names, chosen: ids[chosen]!, by });
    return chosen;
  };
  return {
    decisions,
    settle,
    take(tied, purpose, direction = 'in') {
      if (tied.length === 1) return tied[0]!;
      if (order.source === 'none') throw new UndecidedTie(purpose, tied.map((option) => ids[option]!).sort());
      const sign = direction === 'out' && order.exclude === 'last' ? -1 : 1;
      const sorted = [...tied].sort((a, b) => sign * (place.get(ids[a]!)! - place.get(ids[b]!)!));
      return settle(tied, sorted[0]!, purpose, order.source === 'seed' ? 'seed' : 'declared order');
    },
  };
}
