import type { Arithmetic } from './arithmetic.js';
import type { StvState } from './stv-state.js';

/** The piles of ballots of a Gregory count: every ballot lies with one option and carries a weight. */
export interface Piles<T> {
  /** First preferences into the state's votes. */
  deal(): void;
  /**
   * Moves the whole pile of `option` to the next option on each ballot that `accepts`, at `weightOf` its weight
   * (same weight when omitted), and adds it to the votes there or to the exhausted.
   */
  move(option: number, accepts: (option: number) => boolean, weightOf?: (weight: T) => T): void;
}

/** Lays out the piles of a count. Groups of identical ballots move together. */
export function layPiles<T>(state: StvState<T>): Piles<T> {
  const { profile, math, votes } = state;
  const { count, start, ranked } = profile;
  const groups = count.length;
  const at = Int32Array.from(start.subarray(0, groups));
  const weight: T[] = Array.from({ length: groups }, () => math.one);
  const piles: number[][] = profile.options.map(() => []);
  return {
    deal() {
      for (let g = 0; g < groups; g++) {
        const option = ranked[at[g]!]!;
        piles[option]!.push(g);
        votes[option] = math.add(votes[option]!, math.of(count[g]!));
      }
    },
    move(option, accepts, weightOf) {
      const pile = piles[option]!;
      piles[option] = [];
      // Few different weights lie in a pile: each new one is computed once. Fractions are objects and have no such key.
      const known = new Map<T, T>();
      const reweigh = (old: T): T => {
        const found = typeof old === 'object' ? undefined : known.get(old);
        if (found !== undefined) return found;
        const next = weightOf!(old);
        if (typeof old !== 'object') known.set(old, next);
        return next;
      };
      for (const g of pile) {
        if (weightOf) weight[g] = reweigh(weight[g]!);
        let place = at[g]! + 1;
        const end = start[g + 1]!;
        while (place < end && !accepts(ranked[place]!)) place++;
        at[g] = place;
        const value = math.scale(weight[g]!, count[g]!);
        if (place < end) {
          const to = ranked[place]!;
          piles[to]!.push(g);
          votes[to] = math.add(votes[to]!, value);
        } else state.exhausted = math.add(state.exhausted, value);
      }
    },
  };
}

/** Votes / (seats + 1), with the smallest step added where the division was cut off: no more than `seats` can reach it. */
export function droopShare<T>(math: Arithmetic<T>, votes: T, seats: number): T {
  return math.add(math.div(votes, math.of(seats + 1)), math.step);
}

/** Whole-number Droop quota: floor(ballots / (seats + 1)) + 1. */
export const droopWhole = (ballots: number, seats: number): number => Math.floor(ballots / (seats + 1)) + 1;

/** Has the option a quota? Exact arithmetic needs more than the quota, cut-off arithmetic has it rounded up already. */
export function hasQuota<T>({ votes, math, quota }: StvState<T>, option: number): boolean {
  const side = math.compare(votes[option]!, quota);
  return math.exact ? side > 0 : side >= 0;
}

/** The surplus of an option, never below zero. */
export function surplusOf<T>({ votes, math, quota }: StvState<T>, option: number): T {
  const over = math.sub(votes[option]!, quota);
  return math.compare(over, math.zero) < 0 ? math.zero : over;
}
