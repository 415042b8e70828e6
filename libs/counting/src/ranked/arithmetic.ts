import { compare, floorOf, minus, over, plus, ratio, times, type Rational } from '../exact/rational.js';

/** Numbers of a count, as its rule prescribes them: cut off after some decimals, guarded, or exact fractions. */
export interface Arithmetic<T> {
  readonly name: string;
  /** True when a quota needs no rounding up: a vote must then exceed it. */
  readonly exact: boolean;
  readonly zero: T;
  readonly one: T;
  /** Smallest step above zero; zero where there is none. */
  readonly step: T;
  of(whole: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  /** `a × n` for a whole number n, exact in every arithmetic. */
  scale(a: T, n: number): T;
  mul(a: T, b: T, round?: 'up'): T;
  div(a: T, b: T, round?: 'up'): T;
  /** `a × b / c` with one rounding at the end. */
  muldiv(a: T, b: T, c: T): T;
  /** Order as the rule sees it (guarded numbers closer than half a unit are equal). */
  compare(a: T, b: T): number;
  /** Order of the stored values. */
  strict(a: T, b: T): number;
  isZero(a: T): boolean;
  show(a: T): string;
}

/** Decimal text of a whole number of 10^-places. */
function point(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}${places ? '.' : ''}${digits.slice(digits.length - places)}`;
}

const floorDiv = (a: bigint, b: bigint): bigint => (a < 0n !== b < 0n && a % b !== 0n ? a / b - 1n : a / b);

/** Decimals cut off after `places`: whole numbers of 10^-places in BigInt. */
export function fixed(places: number): Arithmetic<bigint> {
  const unit = 10n ** BigInt(places);
  const round = (n: bigint, d: bigint, how?: 'up'): bigint => {
    const low = floorDiv(n, d);
    return how === 'up' && low * d !== n ? low + 1n : low;
  };
  return {
    name: `fixed, ${places} decimals`,
    exact: false,
    zero: 0n,
    one: unit,
    step: 1n,
    of: (whole) => BigInt(whole) * unit,
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    scale: (a, n) => a * BigInt(n),
    mul: (a, b, how) => round(a * b, unit, how),
    div: (a, b, how) => round(a * unit, b, how),
    muldiv: (a, b, c) => floorDiv(a * b, c),
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    strict: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    isZero: (a) => a === 0n,
    show: (a) => point(a, places),
  };
}

/**
 * The same in doubles that hold whole numbers: exact as long as every product stays below 2^52, which `ballots` tells.
 * About ten times faster than BigInt; returns undefined when a product could be larger.
 */
export function fixedInDoubles(places: number, ballots: number): Arithmetic<number> | undefined {
  const unit = 10 ** places;
  if (ballots * unit * unit >= 2 ** 52) return undefined;
  // A correctly rounded quotient can only be off upwards by one, and only right below a whole number.
  const down = (n: number, d: number): number => {
    const low = Math.floor(n / d);
    return low * d > n ? low - 1 : low;
  };
  const round = (n: number, d: number, how?: 'up'): number => {
    const low = down(n, d);
    return how === 'up' && low * d !== n ? low + 1 : low;
  };
  return {
    name: `fixed, ${places} decimals`,
    exact: false,
    zero: 0,
    one: unit,
    step: 1,
    of: (whole) => whole * unit,
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    scale: (a, n) => a * n,
    mul: (a, b, how) => round(a * b, unit, how),
    div: (a, b, how) => round(a * unit, b, how),
    muldiv: (a, b, c) => down(a * b, c),
    compare: (a, b) => a - b,
    strict: (a, b) => a - b,
    isZero: (a) => a === 0,
    show: (a) => point(BigInt(a), places),
  };
}

/** Fixed decimals with guard digits: computed with all, equal when closer than half a unit without them. */
export function guarded(places: number, guard: number): Arithmetic<bigint> {
  const base = fixed(places + guard);
  const half = 10n ** BigInt(guard) / 2n;
  const cut = 10n ** BigInt(guard);
  return {
    ...base,
    name: `guarded, ${places}+${guard} decimals`,
    exact: true,
    step: 0n,
    mul: (a, b) => base.mul(a, b),
    div: (a, b) => base.div(a, b),
    compare: (a, b) => (a - b < half && b - a < half ? 0 : a < b ? -1 : 1),
    show: (a) => point(floorDiv(a + half, cut), places),
  };
}

/** Exact fractions; shown with `places` decimals, rounded half up. */
export function fractions(places = 12): Arithmetic<Rational> {
  const zero = ratio(0);
  return {
    name: 'exact fractions',
    exact: true,
    zero,
    one: ratio(1),
    step: zero,
    of: (whole) => ratio(whole),
    add: plus,
    sub: minus,
    scale: (a, n) => ratio(a.n * BigInt(n), a.d),
    mul: (a, b) => times(a, b),
    div: (a, b) => over(a, b),
    muldiv: (a, b, c) => over(times(a, b), c),
    compare,
    strict: compare,
    isZero: (a) => a.n === 0n,
    show: (a) => point(floorOf({ n: a.n * 10n ** BigInt(places) * 2n + a.d, d: a.d * 2n }), places),
  };
}
