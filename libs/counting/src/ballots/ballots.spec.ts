import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { BallotRefusal, CountingRefusal, UndecidedTie } from '../errors.js';
import { compare, exact, ratio, show } from '../exact/rational.js';
import { checkBorder, checkQuorum, TWO_THIRDS, votesNeeded, type Border } from './border.js';
import { mergeChannels } from './channels.js';
import { decide } from './decide.js';
import { countBorda, countMarks, quadraticPrice, refusalOf, showTotals, type MarkedBallot } from './marks.js';
import { decideStances, decideYesNo } from './stances.js';

const options = ['garden', 'bench', 'lamp'];
const choose = (...counts: number[]): MarkedBallot[] =>
  counts.flatMap((count, i) => (count ? [{ marks: { [options[i]!]: 1 }, count }] : []));

describe('borders', () => {
  it.each([
    ['1/2', true, 100, 51n],
    ['1/2', true, 101, 51n],
    ['1/2', false, 100, 50n],
    ['2/3', false, 99, 66n],
    ['2/3', false, 100, 67n],
    ['2/3', true, 99, 67n],
    ['0.7', false, 10, 7n],
    ['3/4', false, 0, 0n],
  ])('%s (over: %s) of %d needs %d', (share, over, base, needed) => {
    expect(votesNeeded({ share, over, of: 'cast' }, base)).toBe(needed);
  });

  it('are met from exactly the needed number on, whatever the base', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 6 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 61, max: 97 }),
        fc.boolean(),
        (base, n, d, over) => {
          const border: Border = { share: `${n}/${d}`, over, of: 'cast' };
          const turnout = { cast: base, valid: base, expressed: base };
          const needed = Number(votesNeeded(border, base));
          expect(checkBorder(needed, border, turnout)).toMatchObject({ met: true, lacked: '0' });
          if (needed > 0) expect(checkBorder(needed - 1, border, turnout)).toMatchObject({ met: false, lacked: '1' });
        },
      ),
    );
  });

  it('take two thirds of 3 × 10^15 exactly, where doubles cannot', () => {
    const base = 3 * 10 ** 15;
    const turnout = { cast: base, valid: base, expressed: base };
    expect(checkBorder(2 * 10 ** 15, TWO_THIRDS, turnout).met).toBe(true);
    expect(checkBorder(2 * 10 ** 15 - 1, TWO_THIRDS, turnout).met).toBe(false);
  });

  it('measure a quorum at its exact border', () => {
    const turnout = (cast: number) => ({ cast, valid: cast, expressed: cast, eligible: 301 });
    expect(checkQuorum({ share: '1/3' }, turnout(101))).toEqual({ met: true, have: 101, needed: 101 });
    expect(checkQuorum({ share: '1/3' }, turnout(100)).met).toBe(false);
    expect(checkQuorum({ share: '1/3', atLeast: 150 }, turnout(149)).met).toBe(false);
    expect(checkQuorum({ atLeast: 10, measure: 'support' }, turnout(150), 9).met).toBe(false);
    expect(() => checkQuorum({ share: '1/3' }, { cast: 1, valid: 1, expressed: 1 })).toThrow(CountingRefusal);
  });
});

describe('marks', () => {
  it('refuse ballots that break their rule, with the ballot and the reason', () => {
    const cases: [Record<string, number>, Parameters<typeof refusalOf>[1]][] = [
      [{ garden: 1, bench: 1 }, { kind: 'choose-one' }],
      [{ garden: 2 }, { kind: 'choose-one' }],
      [
        { garden: 1, bench: 1, lamp: 1 },
        { kind: 'approval', max: 2 },
      ],
      [{ garden: 1 }, { kind: 'approval', min: 2 }],
      [{ garden: 6 }, { kind: 'score', min: 0, max: 5 }],
      [{ garden: 0.5 }, { kind: 'score', min: 0, max: 5 }],
      [
        { garden: 6, bench: 5 },
        { kind: 'cumulative', points: 10 },
      ],
      [{ garden: -1 }, { kind: 'cumulative', points: 10 }],
      [{ garden: 10 }, { kind: 'quadratic', credits: 99 }],
      [{ garden: -1 }, { kind: 'quadratic', credits: 99 }],
    ];
    for (const [marks, rule] of cases) {
      expect(refusalOf(marks, rule)).toEqual(expect.any(String));
      expect(() =>
        countMarks(
          options,
          [
            { marks: {}, count: 3 },
            { marks, count: 1 },
          ],
          rule,
        ),
      ).toThrow(/^ballot 2: /);
    }
    expect(() => countMarks(options, [{ marks: { tree: 1 }, count: 1 }], { kind: 'choose-one' })).toThrow(
      BallotRefusal,
    );
    expect(() => countMarks(options, [{ marks: { bench: 1 }, count: 0 }], { kind: 'choose-one' })).toThrow(
      BallotRefusal,
    );
    expect(() => countMarks(options, choose(5), { kind: 'choose-one' }, 4)).toThrow(CountingRefusal);
  });

  it('price quadratic votes: k votes cost k², the next 2k + 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (k) => {
        expect(quadraticPrice(k)).toEqual({ cost: k * k, next: (k + 1) ** 2 - k * k });
        expect(refusalOf({ a: k }, { kind: 'quadratic', credits: k * k })).toBeNull();
        if (k) expect(refusalOf({ a: k }, { kind: 'quadratic', credits: k * k - 1 })).not.toBeNull();
      }),
    );
    const totals = countMarks(options, [{ marks: { garden: 9, bench: -4, lamp: 1 }, count: 2 }], {
      kind: 'quadratic',
      credits: 98,
      negative: true,
    });
    expect(showTotals(totals)).toEqual({ garden: '18', bench: '-8', lamp: '2' });
  });

  it('give the same totals for ballots in any order and any grouping', () => {
    const ballot = fc.record({
      marks: fc.dictionary(fc.constantFrom(...options), fc.integer({ min: 0, max: 5 }), { minKeys: 1 }),
      count: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(ballot, { maxLength: 20 }), (ballots) => {
        const rule = { kind: 'score', min: 0, max: 5 } as const;
        const totals = countMarks(options, ballots, rule);
        const single = [...ballots]
          .reverse()
          .flatMap(({ marks, count }) => Array.from({ length: count }, () => ({ marks, count: 1 })));
        expect(countMarks(options, single, rule)).toEqual(totals);
        const sum = ballots.reduce(
          (all, { marks, count }) => all + count * Object.values(marks).reduce((a, b) => a + b, 0),
          0,
        );
        expect(totals.sums.reduce((all, { n }) => all + Number(n), 0)).toBe(sum);
        expect(totals.turnout.valid).toBe(ballots.reduce((all, { count }) => all + count, 0));
      }),
    );
  });

  it('count Borda on every scale and share the places of the unranked', () => {
    const ballots = [
      { ranking: ['garden', 'bench', 'lamp'], count: 3 },
      { ranking: ['lamp'], count: 2 },
      { ranking: [], count: 1 },
    ];
    expect(showTotals(countBorda(options, ballots))).toEqual({ garden: '7', bench: '4', lamp: '4' });
    expect(showTotals(countBorda(options, ballots, 'from-one'))).toEqual({ garden: '12', bench: '9', lamp: '9' });
    expect(showTotals(countBorda(options, ballots, 'dowdall'))).toEqual({ garden: '23/6', bench: '7/3', lamp: '3' });
    expect(showTotals(countBorda(options, ballots, 'from-zero', 'nothing'))).toEqual({
      garden: '6',
      bench: '3',
      lamp: '4',
    });
    expect(countBorda(options, ballots).turnout).toEqual({ cast: 6, valid: 5, expressed: 5 });
    expect(() => countBorda(options, [{ ranking: ['garden', 'garden'], count: 1 }])).toThrow(BallotRefusal);
  });
});

describe('decisions', () => {
  it('elect the most voted, and say what the others lacked', () => {
    const decision = decide(countMarks(options, choose(5, 3, 1), { kind: 'choose-one' }), { seats: 2 });
    expect(decision.winners).toEqual(['garden', 'bench']);
    expect(decision.places[2]).toEqual({
      option: 'lamp',
      place: 3,
      sum: '1',
      won: false,
      reason: 'fewer',
      lacked: '2',
    });
  });

  it('need an order for a tie at the last seat only', () => {
    const totals = countMarks(options, choose(4, 2, 2), { kind: 'choose-one' });
    expect(decide(totals).winners).toEqual(['garden']);
    expect(decide(totals, { seats: 3 }).ties).toEqual([]);
    expect(() => decide(totals, { seats: 2 })).toThrow(UndecidedTie);
    const broken = decide(totals, { seats: 2, ties: { order: ['lamp', 'garden', 'bench'] } });
    expect(broken.winners).toEqual(['garden', 'lamp']);
    expect(broken.places[1]).toMatchObject({ option: 'bench', place: 2, reason: 'tie', lacked: '0' });
    expect(broken.ties).toHaveLength(1);
  });

  it('hold back winners below a border or without a quorum, to the vote', () => {
    const border: Border = { share: '1/2', over: true, of: 'valid' };
    expect(decide(countMarks(options, choose(5, 3, 2), { kind: 'choose-one' }), { border }).winners).toEqual([]);
    expect(decide(countMarks(options, choose(6, 3, 2), { kind: 'choose-one' }), { border }).winners).toEqual([
      'garden',
    ]);
    const rule = { quorum: { share: '1/2' } };
    expect(decide(countMarks(options, choose(6, 3, 1), { kind: 'choose-one' }, 20), rule).winners).toEqual(['garden']);
    const short = decide(countMarks(options, choose(6, 3, 0), { kind: 'choose-one' }, 20), rule);
    expect(short.winners).toEqual([]);
    expect(short.places[0]).toMatchObject({ reason: 'quorum', lacked: '1' });
  });

  it('elect nobody from no votes, and the only one from unanimous votes', () => {
    expect(decide(countMarks(options, [], { kind: 'choose-one' })).winners).toEqual([]);
    expect(
      decide(countMarks(options, [{ marks: {}, count: 9 }], { kind: 'choose-one' }), { seats: 3 }).winners,
    ).toEqual([]);
    expect(decide(countMarks(options, choose(7), { kind: 'choose-one' }), { seats: 2 }).winners).toEqual(['garden']);
  });

  it('never make a winner lose by more votes for it (monotone) nor depend on the order of options', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 }),
        fc.string(),
        (counts, seed) => {
          const rule = { ties: { seed } };
          const [winner] = decide(countMarks(options, choose(...counts), { kind: 'choose-one' }), rule).winners;
          if (!winner) return;
          const more = [...choose(...counts), { marks: { [winner]: 1 }, count: 1 }];
          expect(decide(countMarks([...options].reverse(), more, { kind: 'choose-one' }), rule).winners).toEqual([
            winner,
          ]);
        },
      ),
    );
  });

  it('decide a question at its borders', () => {
    expect(decideYesNo({ yes: 50, no: 50 })).toMatchObject({
      accepted: false,
      reason: 'border',
      border: { lacked: '1' },
    });
    expect(decideYesNo({ yes: 51, no: 50, abstain: 400 }).accepted).toBe(true);
    expect(decideYesNo({ yes: 66, no: 33 }, TWO_THIRDS).accepted).toBe(true);
    expect(decideYesNo({ yes: 65, no: 33 }, TWO_THIRDS).accepted).toBe(false);
    expect(decideYesNo({ yes: 9, no: 0, blank: 1, eligible: 20 }, undefined, { share: '1/2' }).accepted).toBe(true);
    expect(decideYesNo({ yes: 9, no: 0, eligible: 20 }, undefined, { share: '1/2' }).reason).toBe('quorum');
    expect(decideYesNo({ yes: 0, no: 0 }).accepted).toBe(false);
    expect(() => decideYesNo({ yes: -1, no: 0 })).toThrow(CountingRefusal);
    expect(() => decideYesNo({ yes: 3, no: 0, eligible: 2 })).toThrow(CountingRefusal);
  });

  it('close a consent without objections and a consensus with enough agreement', () => {
    expect(decideStances({ agree: 1, standAside: 4 }, { kind: 'consent' })).toMatchObject({ passed: true });
    expect(decideStances({ agree: 9, object: 1 }, { kind: 'consent' })).toMatchObject({ reason: 'objections' });
    expect(decideStances({ agree: 9, object: 1 }, { kind: 'consent', objectionsAllowed: 1 }).passed).toBe(true);
    expect(
      decideStances({ agree: 8, reservation: 1, standAside: 1 }, { kind: 'consensus', share: '9/10' }).passed,
    ).toBe(true);
    expect(decideStances({ agree: 8, standAside: 1 }, { kind: 'consensus', share: '9/10' })).toMatchObject({
      reason: 'agreement',
      agreement: { lacked: '1' },
    });
    expect(decideStances({ agree: 0 }, { kind: 'consent' }).reason).toBe('nobody');
    expect(decideStances({ agree: 4 }, { kind: 'consent', quorum: { atLeast: 5 } }).reason).toBe('quorum');
  });
});

describe('channels', () => {
  const advance = (a: number, b: number) => {
    const ballots: MarkedBallot[] = [
      { marks: { a: 1 }, count: a },
      { marks: { b: 1 }, count: b },
    ];
    return countMarks(
      ['a', 'b'],
      ballots.filter(({ count }) => count),
      { kind: 'choose-one' },
    );
  };

  it('weigh advance 70 and assembly 30 exactly', () => {
    const merged = mergeChannels([
      { name: 'advance', weight: 70, totals: advance(600, 300) },
      { name: 'assembly', weight: 30, totals: advance(1, 6) },
    ]);
    expect(showTotals(merged.totals)).toEqual({
      a: show(ratio(7 * 2 * 7 + 3 * 3, 3 * 7 * 10)),
      b: show(ratio(7 * 7 + 3 * 6 * 3, 3 * 7 * 10)),
    });
    expect(merged.totals.sums.reduce((sum, share) => sum + Number(share.n) / Number(share.d), 0)).toBeCloseTo(1, 12);
    expect(merged.shares[0]).toMatchObject({ weight: '7/10', byOption: { a: '7/15' } });
    expect(decide(merged.totals).winners).toEqual(['a']);
  });

  it('drop or zero a channel in which nobody voted, as declared', () => {
    const channels = [
      { name: 'advance', weight: 70, totals: advance(2, 1) },
      { name: 'assembly', weight: 30, totals: advance(0, 0) },
    ];
    expect(showTotals(mergeChannels(channels).totals)).toEqual({ a: '2/3', b: '1/3' });
    expect(showTotals(mergeChannels(channels, { empty: 'zero' }).totals)).toEqual({ a: '7/15', b: '7/30' });
    expect(showTotals(mergeChannels(channels, { of: 'best' }).totals)).toEqual({ a: '1', b: '1/2' });
    expect(compare(exact('2/3'), mergeChannels(channels).totals.sums[0]!)).toBe(0);
    expect(() => mergeChannels([])).toThrow(CountingRefusal);
    expect(() => mergeChannels([{ ...channels[0]!, weight: -1 }])).toThrow(CountingRefusal);
  });
});
