import { describe, expect, it } from '@jest/globals';
import { effortSince } from '../../../test/effort.js';
import fc from 'fast-check';
import { threeWay } from './lines.js';

const text = (...lines: string[]): string => lines.join('\n');

describe('threeWay', () => {
  it('merges changes of both sides in different places', () => {
    const { hunks, merged } = threeWay(
      text('a', 'b', 'c', 'd', 'e'),
      text('a', 'B', 'c', 'd', 'e'),
      text('a', 'b', 'c', 'd', 'E', 'f'),
    );
    expect(merged).toBe(text('a', 'B', 'c', 'd', 'E', 'f'));
    expect(hunks.map(({ kind }) => kind)).toEqual(['same', 'mine', 'same', 'theirs']);
    expect(hunks[1]).toEqual({ kind: 'mine', base: ['b'], mine: ['B'], theirs: ['b'] });
  });
  it('shows conflicts and does not merge them', () => {
    const { hunks, merged } = threeWay(text('a', 'b', 'c'), text('a', 'mine', 'c'), text('a', 'theirs', 'c'));
    expect(merged).toBeUndefined();
    expect(hunks.find(({ kind }) => kind === 'conflict')).toEqual({
      kind: 'conflict',
      base: ['b'],
      mine: ['mine'],
      theirs: ['theirs'],
    });
  });
  it('takes the same change of both once', () => {
    expect(threeWay(text('a', 'b'), text('a', 'x'), text('a', 'x')).merged).toBe(text('a', 'x'));
  });
  it('knows insertions and deletions', () => {
    expect(threeWay(text('a', 'b', 'c'), text('a', 'c'), text('a', 'b', 'c', 'd')).merged).toBe(text('a', 'c', 'd'));
    expect(threeWay('', 'x', '').merged).toBe('x');
    expect(threeWay('x', 'x', 'x')).toEqual({
      hunks: [{ kind: 'same', base: ['x'], mine: ['x'], theirs: ['x'] }],
      merged: 'x',
    });
  });
  it('gives back each version whole, and the one that changed where only one did', () => {
    const version = fc
      .array(fc.constantFrom('a', 'b', 'c', '', 'd'), { maxLength: 8 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(version, version, version, (base, mine, theirs) => {
        const { hunks } = threeWay(base, mine, theirs);
        const joined = (side: 'base' | 'mine' | 'theirs'): string => hunks.flatMap((hunk) => hunk[side]).join('\n');
        expect([joined('base'), joined('mine'), joined('theirs')]).toEqual([base, mine, theirs]);
        expect(threeWay(base, mine, base).merged).toBe(mine);
        expect(threeWay(base, base, theirs).merged).toBe(theirs);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
  it('stays bounded on very long texts', () => {
    const long = (mark: string): string => Array.from({ length: 20_000 }, (_, at) => `${mark}${at}`).join('\n');
    const start = process.cpuUsage();
    expect(threeWay(long('a'), long('b'), long('a')).merged).toBe(long('b'));
    expect(effortSince(start)).toBeLessThan(3000);
  });
});
