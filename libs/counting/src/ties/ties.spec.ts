import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { CountingRefusal, UndecidedTie } from '../errors.js';
import { seededDraw, shuffled } from './seed.js';
import { sha256Hex } from './sha256.js';
import { tieBreaker, tieOrder } from './tie-order.js';

describe('ties', () => {
  it('hash as everyone else does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
    expect(sha256Hex('a'.repeat(1000))).toBe(createHash('sha256').update('a'.repeat(1000)).digest('hex'));
  });

  it('draw the same from the same seed, and every number about equally often', () => {
    const counts = new Array<number>(6).fill(0);
    const draw = seededDraw('dice');
    for (let i = 0; i < 6000; i++) counts[draw.below(6)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(880);
    const rolls = (seed: string): number[] => {
      const own = seededDraw(seed);
      return Array.from({ length: 20 }, () => own.below(6));
    };
    expect(rolls('dice')).toEqual(rolls('dice'));
    expect(rolls('dice')).not.toEqual(rolls('other'));
    expect(() => draw.below(0)).toThrow(RangeError);
  });

  it('order options by the seed alone, not by how they were typed in', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 12 }),
        fc.string(),
        (ids, seed) => {
          const order = tieOrder(ids, { seed }).order;
          expect(tieOrder([...ids].reverse(), { seed }).order).toEqual(order);
          expect([...order].sort()).toEqual([...ids].sort());
        },
      ),
    );
    expect(shuffled([1, 2, 3], seededDraw('x'))).toEqual(shuffled([1, 2, 3], seededDraw('x')));
  });

  it('take from the declared order and write it down', () => {
    const breaker = tieBreaker(['a', 'b', 'c'], tieOrder(['a', 'b', 'c'], { order: ['c', 'a', 'b'] }));
    expect(breaker.take([0, 1], 'seat')).toBe(0);
    expect(breaker.take([0, 1], 'exclusion', 'out')).toBe(1);
    expect(breaker.take([2], 'seat')).toBe(2);
    expect(breaker.decisions).toEqual([
      { purpose: 'seat', tied: ['a', 'b'], chosen: 'a', by: 'declared order' },
      { purpose: 'exclusion', tied: ['a', 'b'], chosen: 'b', by: 'declared order' },
    ]);
    const first = tieBreaker(['a', 'b'], tieOrder(['a', 'b'], { order: ['a', 'b'], exclude: 'first' }));
    expect(first.take([0, 1], 'exclusion', 'out')).toBe(0);
  });

  it('refuse to invent a preference', () => {
    expect(() => tieOrder(['a', 'b'], { order: ['a'] })).toThrow(CountingRefusal);
    expect(() => tieOrder(['a', 'b'], { order: ['a', 'a'] })).toThrow(CountingRefusal);
    expect(() => tieBreaker(['a', 'b'], tieOrder(['a', 'b'])).take([0, 1], 'seat')).toThrow(UndecidedTie);
  });
});
