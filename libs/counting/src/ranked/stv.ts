import type { TieBreaking } from '../ties/tie-order.js';
import { fixed, fixedInDoubles, fractions, guarded, type Arithmetic } from './arithmetic.js';
import { strictProfile, type RankedVote } from './profile.js';
import { countCfer } from './stv-cfer.js';
import { countMeek } from './stv-meek.js';
import { countMinneapolis } from './stv-minneapolis.js';
import { countQpq } from './stv-qpq.js';
import { countScottish } from './stv-scottish.js';
import { openCount, type StvState } from './stv-state.js';
import type { StvResult } from './stv-trace.js';
import { countWigm } from './stv-wigm.js';

/**
 * Rules of a transferable vote. `scottish` SSI 2007/42 · `meek` and `warren` model rules · `meek-prf`, `wigm-prf`,
 * `wigm-prf-batch` PR Foundation reference rules · `wigm` model rule · `cfer`, `cfer-batch` California draft ·
 * `minneapolis` ordinance 167 · `qpq` Woodall's quotients.
 */
export type StvRuleName =
  | 'scottish'
  | 'meek'
  | 'meek-prf'
  | 'warren'
  | 'wigm'
  | 'wigm-prf'
  | 'wigm-prf-batch'
  | 'cfer'
  | 'cfer-batch'
  | 'minneapolis'
  | 'qpq';

/** How to count: the rule, the seats, and what the rule leaves open. */
export interface StvRule {
  readonly rule: StvRuleName;
  readonly seats: number;
  /** `meek`, `warren`, `wigm`: guarded decimals (default, 18 + 9) or exact fractions (slow on many ballots). */
  readonly arithmetic?: 'guarded' | 'fractions';
  /** `minneapolis`: options that are undeclared write-ins. */
  readonly undeclared?: readonly number[];
}

const DECIMALS: Partial<Record<StvRuleName, number>> = {
  scottish: 5,
  cfer: 5,
  'cfer-batch': 5,
  minneapolis: 4,
  'wigm-prf': 4,
  'wigm-prf-batch': 4,
  'meek-prf': 9,
};

function run<T>(state: StvState<T>, rule: StvRule): void {
  const { math } = state;
  // Settled at 10^-9 of a vote with 18 guarded decimals, 10^-10 with fractions, 10^-6 in the PR Foundation's rule.
  const small = (digits: number): T => math.div(math.one, math.of(10 ** digits));
  const omega = (): T => small(rule.arithmetic === 'fractions' ? 10 : 9);
  switch (rule.rule) {
    case 'scottish':
      return countScottish(state);
    case 'meek':
      return countMeek(state, { keeping: 'meek', omega: omega(), variant: 'model' });
    case 'warren':
      return countMeek(state, { keeping: 'warren', omega: omega(), variant: 'model' });
    case 'meek-prf':
      return countMeek(state, { keeping: 'meek-up', omega: small(6), variant: 'reference' });
    case 'wigm':
    case 'wigm-prf':
    case 'wigm-prf-batch':
      return countWigm(state, rule.rule === 'wigm-prf-batch');
    case 'cfer':
    case 'cfer-batch':
      return countCfer(state, rule.rule === 'cfer-batch');
    case 'minneapolis':
      return countMinneapolis(state, new Set(rule.undeclared ?? []));
    case 'qpq':
      return countQpq(state);
  }
}

/**
 * Counts a transferable vote by a rule, with the arithmetic that the rule prescribes. The trace holds every stage with
 * all votes as text, so that a result page (or a recount by hand) can follow it.
 * @throws CountingRefusal, BallotRefusal (equal places are taken by `meek` and `warren` only), UndecidedTie.
 */
export function countStv(vote: RankedVote, rule: StvRule, ties: TieBreaking = {}): StvResult {
  const profile = strictProfile(vote, rule.rule === 'meek' || rule.rule === 'warren');
  const count = <T>(math: Arithmetic<T>): StvResult => {
    const state = openCount(profile, rule.seats, math, ties);
    run(state, rule);
    return state.result(rule.rule);
  };
  const decimals = DECIMALS[rule.rule];
  if (decimals !== undefined) {
    const fast = fixedInDoubles(decimals, profile.total);
    return fast ? count(fast) : count(fixed(decimals));
  }
  if (rule.rule === 'qpq') return count(guarded(9, 9));
  return rule.arithmetic === 'fractions' ? count(fractions()) : count(guarded(18, 9));
}
