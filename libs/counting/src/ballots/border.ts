import { CountingRefusal } from '../errors.js';
import {
  ceilOf,
  compare,
  exact,
  floorOf,
  minus,
  plus,
  ratio,
  show,
  times,
  ONE,
  type Exact,
  type Rational,
} from '../exact/rational.js';

/**
 * A border that a number of votes must meet: a share of a base. `over` means strictly more than the share (a majority
 * of 100 is 51), otherwise the share itself is enough (two thirds of 99 is 66).
 */
export interface Border {
  readonly share: Exact;
  readonly over?: boolean;
  /** `cast`: all ballots · `valid`: without blank and spoilt · `expressed`: without abstentions too · `eligible`: the roll. */
  readonly of: 'cast' | 'valid' | 'expressed' | 'eligible';
}

/** Numbers that borders and quorums are taken of. */
export interface Turnout {
  readonly cast: number;
  readonly valid: number;
  readonly expressed: number;
  readonly eligible?: number;
}

export const SIMPLE_MAJORITY: Border = { share: '1/2', over: true, of: 'expressed' };
export const ABSOLUTE_MAJORITY: Border = { share: '1/2', over: true, of: 'eligible' };
export const TWO_THIRDS: Border = { share: '2/3', of: 'expressed' };

/** A border applied: what it demanded, what there was, and what lacked. All numbers exact. */
export interface BorderCheck {
  readonly met: boolean;
  readonly votes: string;
  /** Least whole number of votes that meets the border. */
  readonly needed: string;
  /** Votes missing, 0 when met. */
  readonly lacked: string;
  readonly base: number;
  readonly border: string;
}

function baseOf(of: Border['of'], turnout: Turnout): number {
  const base = of === 'eligible' ? turnout.eligible : turnout[of];
  if (base === undefined) throw new CountingRefusal('a share of the eligible needs the size of the roll');
  return base;
}

/** The least whole number of votes that meets the border of a base. */
export function votesNeeded(border: Border, base: number): bigint {
  const share = exact(border.share);
  const mark = times(share, ratio(base));
  return border.over ? floorOf(mark) + 1n : ceilOf(mark);
}

/**
 * Checks votes (a whole number, or a fraction for weighted votes) against a border, exactly: no rounding anywhere.
 * A base of 0 is never met: nobody decided.
 */
export function checkBorder(votes: number | Rational, border: Border, turnout: Turnout): BorderCheck {
  const base = baseOf(border.of, turnout);
  const share = exact(border.share);
  if (share.n < 0n || compare(share, ONE) > 0) throw new CountingRefusal('a share lies between 0 and 1');
  const have = typeof votes === 'number' ? ratio(votes) : votes;
  const side = compare(have, times(share, ratio(base)));
  const met = base > 0 && (border.over ? side > 0 : side >= 0);
  const needed = ratio(votesNeeded(border, base));
  const lacked = minus(needed, have);
  return {
    met,
    votes: show(have),
    needed: show(needed),
    lacked: met || lacked.n < 0n ? '0' : show(lacked),
    base,
    border: `${border.over ? 'more than' : 'at least'} ${show(share)} of ${border.of}`,
  };
}

/** Who must take part, or support, before a result counts: a share of the roll, a number of people, or both. */
export interface Quorum {
  readonly share?: Exact;
  readonly atLeast?: number;
  /** What is measured: ballots cast (default), or the votes for the option (approval quorum). */
  readonly measure?: 'cast' | 'support';
}

/** A quorum applied. It is met from exactly the needed number on, not one ballot earlier. */
export function checkQuorum(
  quorum: Quorum,
  turnout: Turnout,
  support = 0,
): { met: boolean; have: number; needed: number } {
  const have = quorum.measure === 'support' ? support : turnout.cast;
  let needed = quorum.atLeast ?? 0;
  if (quorum.share !== undefined) {
    const share = Number(ceilOf(times(exact(quorum.share), ratio(baseOf('eligible', turnout)))));
    needed = Math.max(needed, share);
  }
  return { met: have >= needed, have, needed };
}

/** Sum of exact numbers. */
export const total = (values: readonly Rational[]): Rational =>
  values.reduce((sum, value) => plus(sum, value), ratio(0));
