import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import {
  approximate,
  ceilOf,
  compare,
  decimal,
  exact,
  floorOf,
  minus,
  over,
  plus,
  ratio,
  show,
  times,
} from './rational.js';

const rationals = fc
  .tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 20n))
  .map(([n, d]) => ratio(n, d));

describe('exact fractions', () => {
  it('keep what doubles lose', () => {
    const summed = Array.from({ length: 61 }, () => 150000 / 61).reduce((sum, part) => sum + part, 0);
    expect(summed).toBeLessThan(150000);
    expect(show(times(ratio(61), ratio(150000, 61)))).toBe('150000');
  });

  it('obey the laws of a field and read back what they show', () => {
    fc.assert(
      fc.property(rationals, rationals, rationals, (a, b, c) => {
        expect(show(times(a, plus(b, c)))).toBe(show(plus(times(a, b), times(a, c))));
        expect(show(minus(plus(a, b), b))).toBe(show(a));
        if (b.n !== 0n) expect(show(times(over(a, b), b))).toBe(show(a));
        expect(show(exact(show(a)))).toBe(show(a));
        expect(compare(a, b)).toBe(-compare(b, a) || 0);
      }),
    );
  });

  it('round to whole numbers on the right side of zero', () => {
    expect([floorOf(ratio(-7, 2)), ceilOf(ratio(-7, 2)), floorOf(ratio(7, 2)), ceilOf(ratio(7, 2))]).toEqual([
      -4n,
      -3n,
      3n,
      4n,
    ]);
    expect([floorOf(ratio(4)), ceilOf(ratio(4))]).toEqual([4n, 4n]);
  });

  it('read integers, decimals and fractions, and refuse doubles and other text', () => {
    expect([exact(3), exact('0.05'), exact('2/3'), exact('-1.5')].map(show)).toEqual(['3', '1/20', '2/3', '-3/2']);
    for (const bad of [0.1, NaN, 2 ** 60, '', '1/0x', '1e3', 'ten']) expect(() => exact(bad)).toThrow(RangeError);
    expect(() => exact('1/0')).toThrow(RangeError);
  });

  it('print decimals cut off, never rounded up', () => {
    expect([decimal(ratio(2, 3), 4), decimal(ratio(-1, 8), 2), decimal(ratio(199, 100), 0)]).toEqual([
      '0.6666',
      '-0.12',
      '1',
    ]);
  });

  it('approximate numbers far beyond the range of doubles', () => {
    expect(approximate(ratio(3n * 10n ** 400n, 2n * 10n ** 400n))).toBe(1.5);
    expect(approximate(ratio(10n ** 400n, 3n * 10n ** 400n + 1n))).toBeCloseTo(1 / 3, 12);
  });
});
