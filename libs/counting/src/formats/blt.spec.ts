import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { CountingRefusal, FormatRefusal } from '../errors.js';
import { countStv } from '../ranked/stv.js';
import { bltNames, bltVote, readBlt, writeBlt } from './blt.js';

const file = `4 2
[tie 3 1 2 4]
-2
# a comment of its own line
3 1 3=4 0
(b-17) 4 3 2 1 0 /* beside
   and over lines */
2 4 - 1 0
1 0
0
"Aki ""the Baker""" "Green List"
Bea O'Neil (Ind)
"Cho"
"Dee"
"Garden council"
First note
`;

describe('BLT files', () => {
  it('are read whole: quotes, parties, equal and empty places, withdrawn, comments, ties, notes', () => {
    const election = readBlt('\uFEFF' + file.replaceAll('\n', '\r\n'));
    expect(election).toMatchObject({
      title: 'Garden council',
      seats: 2,
      options: [
        { name: 'Aki "the Baker"', party: 'Green List' },
        { name: "Bea O'Neil (Ind)" },
        { name: 'Cho' },
        { name: 'Dee' },
      ],
      withdrawn: [1],
      tieOrder: [2, 0, 1, 3],
      ballots: [
        { count: 3, places: [0, [2, 3]] },
        { count: 4, places: [2, 1, 0] },
        { count: 2, places: [3, null, 0] },
        { count: 1, places: [] },
      ],
    });
    expect(election.notes).toEqual(['a comment of its own line', 'First note']);
    expect(bltNames(election)[0]).toBe('Aki "the Baker" (Green List)');
    expect(() => countStv(bltVote(election), { rule: 'scottish', seats: 2 })).toThrow(CountingRefusal);
    expect(countStv(bltVote(election), { rule: 'meek', seats: 2 }, { seed: 's' }).elected).toHaveLength(2);
  });

  it('come back the same when written', () => {
    const { notes: _notes, ...election } = readBlt(file);
    expect(readBlt(writeBlt(election))).toEqual({ ...election, notes: [] });
  });

  it('give names on one line, and keep two candidates of one name apart', () => {
    const election = readBlt('2 1\n3 1 0\n1 2 0\n0\n"Kim" "Kim" "Chair"\n');
    expect(bltNames(election)).toEqual(['Kim #1', 'Kim #2']);
    expect(election.title).toBe('Chair');
  });

  it.each([
    ['4 2', 'four 2', 1],
    ['4 2', '4 0', 1],
    ['-2', '-9', 3],
    ['[tie 3 1 2 4]', '[tie 3 1 2]', 2],
    ['[tie 3 1 2 4]', '[colour 3]', 2],
    ['3 1 3=4 0', '3 1 3=9 0', 5],
    ['3 1 3=4 0', '3 1 3=1 0', 5],
    ['3 1 3=4 0', '3.5 1 3=4 0', 5],
    ['3 1 3=4 0', '3 1 x 0', 5],
    ['3 1 3=4 0', '0 1 3=4 0', 5],
    ['"Cho"', '"Cho', 13],
    ['and over lines */', 'and over lines', 6],
    ['"Dee"\n', '', 15],
    ['1 0\n0\n', '1 0\n', 10],
  ])('are refused with the line when %j becomes %j', (from, to, line) => {
    // A lost name is only noticed by the missing title, so there the notes go too.
    const broken = file.replace(from, to).replace(to === '' ? 'First note\n' : '\0', '');
    let refused: unknown;
    try {
      readBlt(broken);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(FormatRefusal);
    expect((refused as FormatRefusal).reason).not.toBe('');
    expect((refused as FormatRefusal).line).toBe(line);
  });

  it('are read or refused, never anything else, whatever is cut or changed', () => {
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(8), fc.string({ maxLength: 6 }), (at, drop, insert) => {
        try {
          const election = readBlt(file.slice(0, at) + insert + file.slice(at + drop));
          for (const { places } of election.ballots)
            for (const option of places.flat()) if (option !== null) expect(election.options[option]).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(FormatRefusal);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
