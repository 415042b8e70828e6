import { BallotRefusal, CountingRefusal } from '../errors.js';
import { plus, ratio, show, type Rational } from '../exact/rational.js';
import type { Turnout } from './border.js';

/** `count` identical ballots. An empty list of marks is a blank ballot: cast, but not valid for any option. */
export interface MarkedBallot {
  readonly marks: Readonly<Record<string, number>>;
  readonly count: number;
}

/** `count` identical rankings, best first; options not listed are unranked. */
export interface RankedMarks {
  readonly ranking: readonly string[];
  readonly count: number;
}

/**
 * How marks count. `choose-one`: one option, mark 1 · `approval`: any options, mark 1, at most `max` · `score`: whole
 * numbers `min`…`max` · `cumulative`: whole points ≥ 0, together at most `points` · `quadratic`: whole votes, also
 * negative if `negative`, each option costs votes², together at most `credits`.
 */
export type MarkRule =
  | { readonly kind: 'choose-one' }
  | { readonly kind: 'approval'; readonly max?: number; readonly min?: number }
  | { readonly kind: 'score'; readonly min: number; readonly max: number }
  | { readonly kind: 'cumulative'; readonly points: number; readonly maxPerOption?: number }
  | { readonly kind: 'quadratic'; readonly credits: number; readonly negative?: boolean };

/** Totals of a vote: exact sums by option, and the numbers that borders refer to. */
export interface Totals {
  readonly kind: string;
  readonly options: readonly string[];
  readonly sums: readonly Rational[];
  /** Ballots that gave the option any mark other than 0. */
  readonly marked: readonly number[];
  readonly turnout: Turnout;
}

const whole = (value: number): boolean => Number.isSafeInteger(value);

/** What `votes` votes on one option cost, and what the next one would cost: 2·votes + 1. */
export function quadraticPrice(votes: number): { readonly cost: number; readonly next: number } {
  return { cost: votes * votes, next: 2 * Math.abs(votes) + 1 };
}

/** Why a ballot breaks the rule, or null. The reason speaks of numbers, so a page can word it. */
export function refusalOf(marks: Readonly<Record<string, number>>, rule: MarkRule): string | null {
  const values = Object.values(marks);
  if (!values.every(whole)) return 'marks must be whole numbers';
  const given = values.filter((value) => value !== 0).length;
  const sum = values.reduce((a, b) => a + b, 0);
  switch (rule.kind) {
    case 'choose-one':
      return values.some((value) => value !== 1) || values.length > 1 ? 'exactly one option, marked 1' : null;
    case 'approval':
      if (values.some((value) => value !== 1 && value !== 0)) return 'options are approved (1) or not';
      if (given > (rule.max ?? Infinity)) return `${given} options approved, at most ${rule.max} allowed`;
      return given > 0 && given < (rule.min ?? 0) ? `${given} options approved, at least ${rule.min} needed` : null;
    case 'score': {
      const out = values.find((value) => value < rule.min || value > rule.max);
      return out === undefined ? null : `score ${out} is not within ${rule.min} to ${rule.max}`;
    }
    case 'cumulative':
      if (values.some((value) => value < 0 || value > (rule.maxPerOption ?? Infinity)))
        return `points of an option lie between 0 and ${rule.maxPerOption ?? rule.points}`;
      return sum > rule.points ? `${sum} points given, ${rule.points} allowed` : null;
    case 'quadratic': {
      if (!rule.negative && values.some((value) => value < 0)) return 'votes against are not allowed';
      const cost = values.reduce((all, value) => all + quadraticPrice(value).cost, 0);
      return cost > rule.credits ? `${cost} credits spent, ${rule.credits} allowed` : null;
    }
  }
}

function checkOptions(options: readonly string[]): Map<string, number> {
  const index = new Map(options.map((id, i) => [id, i]));
  if (index.size !== options.length) throw new CountingRefusal('an option is listed twice');
  return index;
}

function checkCount(count: number, at: number): void {
  if (!whole(count) || count < 1) throw new BallotRefusal(at, 'the count must be a whole number > 0');
}

/**
 * Adds up marks. Blank ballots are cast but not valid. Every sum is an exact whole number.
 * @throws BallotRefusal for the first ballot that breaks the rule.
 */
export function countMarks(
  options: readonly string[],
  ballots: readonly MarkedBallot[],
  rule: MarkRule,
  eligible?: number,
): Totals {
  const index = checkOptions(options);
  const sums = options.map(() => 0n);
  const marked = options.map(() => 0);
  let cast = 0;
  let valid = 0;
  ballots.forEach(({ marks, count }, at) => {
    checkCount(count, at);
    const entries = Object.entries(marks);
    const refusal = entries.length === 0 ? null : refusalOf(marks, rule);
    if (refusal) throw new BallotRefusal(at, refusal);
    cast += count;
    // A score of 0 is an opinion; with the other kinds only marks other than 0 make a ballot valid.
    if (entries.some(([, value]) => value !== 0 || rule.kind === 'score')) valid += count;
    for (const [id, value] of entries) {
      const option = index.get(id);
      if (option === undefined) throw new BallotRefusal(at, `unknown option ${id}`);
      sums[option]! += BigInt(value) * BigInt(count);
      if (value !== 0) marked[option]! += count;
    }
  });
  if (eligible !== undefined && cast > eligible)
    throw new CountingRefusal(`${cast} ballots from a roll of ${eligible}`);
  const turnout = { cast, valid, expressed: valid, ...(eligible === undefined ? {} : { eligible }) };
  return { kind: rule.kind, options: [...options], sums: sums.map((n) => ratio(n)), marked, turnout };
}

/** Borda's points by place: `n-1 … 0`, `n … 1`, or Dowdall's `1, 1/2, 1/3 …` (Nauru). */
export type BordaScale = 'from-zero' | 'from-one' | 'dowdall';

/**
 * Borda count. Unranked options share the places that are left, each with their average (`average`, default: exactly
 * what all orders of the rest would give on average), or get nothing (`nothing`).
 */
export function countBorda(
  options: readonly string[],
  ballots: readonly RankedMarks[],
  scale: BordaScale = 'from-zero',
  unranked: 'average' | 'nothing' = 'average',
  eligible?: number,
): Totals {
  const index = checkOptions(options);
  const n = options.length;
  const points = options.map((_, place): Rational => {
    if (scale === 'dowdall') return ratio(1, place + 1);
    return ratio(scale === 'from-zero' ? n - 1 - place : n - place);
  });
  let sums = options.map(() => ratio(0));
  const marked = options.map(() => 0);
  let cast = 0;
  let valid = 0;
  ballots.forEach(({ ranking, count }, at) => {
    checkCount(count, at);
    cast += count;
    if (ranking.length === 0) return;
    valid += count;
    const places = new Map(ranking.map((id, place) => [id, place]));
    if (places.size !== ranking.length) throw new BallotRefusal(at, 'an option is ranked twice');
    const unknown = ranking.find((id) => !index.has(id));
    if (unknown !== undefined) throw new BallotRefusal(at, `unknown option ${unknown}`);
    const rest = points.slice(ranking.length).reduce((sum, p) => plus(sum, p), ratio(0));
    const left = n - ranking.length;
    sums = sums.map((sum, option) => {
      const place = places.get(options[option]!);
      if (place !== undefined) {
        marked[option]! += count;
        return plus(sum, ratio(points[place]!.n * BigInt(count), points[place]!.d));
      }
      return unranked === 'nothing' ? sum : plus(sum, ratio(rest.n * BigInt(count), rest.d * BigInt(left)));
    });
  });
  const turnout = { cast, valid, expressed: valid, ...(eligible === undefined ? {} : { eligible }) };
  return { kind: `borda ${scale}`, options: [...options], sums, marked, turnout };
}

/** Totals as text by option: `{ park: '120', bridge: '41/2' }`. */
export const showTotals = (totals: Totals): Record<string, string> =>
  Object.fromEntries(totals.options.map((id, i) => [id, show(totals.sums[i]!)]));
