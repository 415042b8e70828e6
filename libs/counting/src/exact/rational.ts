/**
 * Exact fractions of BigInt. Every discrete outcome of this library (elected or not, funded or not, border met or
 * not) is decided on integers or on these, because doubles lose real projects: 150000 / 61 added up 61 times is less than 150000.
 */
export interface Rational {
  /** Numerator, carries the sign. */
  readonly n: bigint;
  /** Denominator, always positive; numerator and denominator have no common factor. */
  readonly d: bigint;
}

/** Anything that reads as an exact number: an integer, a BigInt, a fraction, or text such as `2/3` or `0.05`. */
export type Exact = number | bigint | string | Rational;

export const ZERO: Rational = { n: 0n, d: 1n };
export const ONE: Rational = { n: 1n, d: 1n };

/** Greatest common divisor of two non-negative integers (Euclid). */
export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/**
 * The fraction `n / d` in lowest terms.
 * @throws RangeError when `d` is zero.
 */
export function ratio(n: bigint | number, d: bigint | number = 1n): Rational {
  let top = BigInt(n);
  let bottom = BigInt(d);
  if (bottom === 0n) throw new RangeError('a fraction with the denominator 0');
  if (bottom < 0n) {
    top = -top;
    bottom = -bottom;
  }
  const common = gcd(top < 0n ? -top : top, bottom);
  return common > 1n ? { n: top / common, d: bottom / common } : { n: top, d: bottom };
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
const FRACTION = /^([+-]?\d+)\s*\/\s*(\d+)$/;

/**
 * Reads an exact number. Numbers must be safe integers: a double such as 0.1 is not the tenth that was meant, so a
 * share is written as text (`'0.1'`, `'1/10'`) or as a fraction.
 * @throws RangeError when the value is not exact or not a number.
 */
export function exact(value: Exact): Rational {
  if (typeof value === 'bigint') return { n: value, d: 1n };
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not exact: write it as text or as a fraction`);
    return { n: BigInt(value), d: 1n };
  }
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const fraction = FRACTION.exec(text);
  if (fraction) return ratio(BigInt(fraction[1]!), BigInt(fraction[2]!));
  const decimal = DECIMAL.exec(text);
  if (!decimal) throw new RangeError(`"${value}" is not a number`);
  const digits = decimal[3] ?? '';
  const whole = ratio(BigInt(decimal[2]! + digits), 10n ** BigInt(digits.length));
  return decimal[1] === '-' ? { n: -whole.n, d: whole.d } : whole;
}

export const plus = (a: Rational, b: Rational): Rational =>
  a.d === b.d ? ratio(a.n + b.n, a.d) : ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Rational, b: Rational): Rational => plus(a, { n: -b.n, d: b.d });
export const times = (a: Rational, b: Rational): Rational => ratio(a.n * b.n, a.d * b.d);
/** `a / b`; throws RangeError when `b` is zero. */
export const over = (a: Rational, b: Rational): Rational => ratio(a.n * b.d, a.d * b.n);

/** Negative, zero or positive as `a` is below, equal to or above `b`. Exact. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export const equal = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d;
export const lower = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b);

/** The largest integer not above `a`. */
export function floorOf(a: Rational): bigint {
  const whole = a.n / a.d;
  return a.n % a.d < 0n ? whole - 1n : whole;
}

/** The smallest integer not below `a`. */
export const ceilOf = (a: Rational): bigint => -floorOf({ n: -a.n, d: a.d });

/** The nearest double, for drawing and sorting aids only; never for a decision. */
export function approximate(a: Rational): number {
  const direct = Number(a.n) / Number(a.d);
  if (Number.isFinite(direct) && (direct !== 0 || a.n === 0n)) return direct;
  const bits = Math.max(a.n.toString(2).length, a.d.toString(2).length) - 1000;
  return Number(a.n >> BigInt(bits)) / Number(a.d >> BigInt(bits));
}

/** Decimal text with exactly `places` digits after the point, cut off (never rounded up past a border). */
export function decimal(a: Rational, places: number): string {
  const scale = 10n ** BigInt(places);
  const scaled = (a.n * scale) / a.d;
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** `n` or `n/d`: the form in which traces and bundles carry exact numbers; `exact` reads it back. */
export const show = (a: Rational): string => (a.d === 1n ? a.n.toString() : `${a.n}/${a.d}`);
