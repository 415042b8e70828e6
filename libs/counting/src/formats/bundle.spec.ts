import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { CountingRefusal, FormatRefusal, UndecidedTie } from '../errors.js';
import { readBundle, type RecountBundle } from './bundle.js';
import { readLinedJson } from './json-lines.js';
import { recount, writeBundle } from './recount.js';

const head = { format: 'madang-recount', version: 1, roll: 100 } as const;
const options = ['garden', 'bench', 'lamp'];
const ranked = [
  { places: [['garden'], ['bench']], count: 5 },
  { places: [['bench'], [], ['lamp']], count: 4 },
  { places: [['lamp'], ['bench']], count: 3 },
];
const bundles: RecountBundle[] = [
  {
    ...head,
    method: 'marks',
    options,
    rule: { kind: 'choose-one' },
    merge: {
      channels: [
        { name: 'advance', weight: 70 },
        { name: 'assembly', weight: '30' },
      ],
      empty: 'zero',
    },
    ballots: [
      { marks: { garden: 1 }, channel: 'advance', count: 6 },
      { marks: { bench: 1 }, channel: 'advance', count: 4 },
      { marks: { bench: 1 }, channel: 'assembly', count: 5 },
    ],
  },
  {
    ...head,
    method: 'marks',
    options,
    rule: { kind: 'score', min: 0, max: 5 },
    decision: { seats: 2, quorum: { share: '1/10' } },
    ballots: [
      { marks: { garden: 5, bench: 3 }, count: 6 },
      { marks: { lamp: 4 }, count: 7 },
    ],
  },
  {
    ...head,
    method: 'borda',
    options,
    rule: { scale: 'dowdall' },
    ballots: [{ ranking: ['bench', 'lamp'], count: 3 }],
  },
  {
    ...head,
    method: 'yes-no',
    rule: { border: { share: '2/3', of: 'expressed' } },
    ballots: [
      { answer: 'yes', count: 8 },
      { answer: 'no', count: 4 },
      { answer: 'abstain', count: 2 },
    ],
  },
  {
    ...head,
    method: 'stances',
    rule: { kind: 'consent' },
    ballots: [
      { answer: 'agree', count: 8 },
      { answer: 'object', count: 1 },
    ],
  },
  {
    ...head,
    method: 'irv',
    options,
    rule: { maxSkipped: 1 },
    ballots: [...ranked, { places: ['overvote', ['lamp']], count: 1 }],
  },
  {
    ...head,
    method: 'stv',
    options,
    rule: { rule: 'scottish', seats: 2 },
    ties: { seed: 'published' },
    ballots: ranked,
  },
  {
    ...head,
    method: 'condorcet',
    options,
    rule: { method: 'schulze' },
    ballots: [...ranked, { places: [['garden', 'lamp']], count: 2 }],
  },
  {
    ...head,
    method: 'budget',
    budget: 100,
    projects: [
      { id: 'a', cost: 60 },
      { id: 'b', cost: 50 },
    ],
    rule: { method: 'equal-shares', completion: 'utilitarian' },
    ballots: [
      { projects: ['a', 'b'], count: 4 },
      { projects: ['b'], count: 3 },
    ],
  },
];

describe.each(bundles.map((bundle) => [bundle.method, bundle] as const))('a bundle of %s', (_method, bundle) => {
  it('is counted again by anyone to the same result, and a changed ballot or result is found', () => {
    const text = writeBundle(bundle);
    const back = readBundle(text);
    expect(recount(back)).toMatchObject({ matches: true, differences: [] });
    expect(writeBundle(back)).toBe(text);
    const more = { ...back, ballots: [...back.ballots, { ...back.ballots[0], count: 9 }] } as RecountBundle;
    expect(recount(more).matches).toBe(false);
    const { result: _gone, ...silent } = back;
    expect(recount(silent as RecountBundle).matches).toBeUndefined();
    const forged = { ...back, result: { ...(back.result as object), forged: 1 } } as RecountBundle;
    expect(recount(forged).differences).toEqual(['/forged']);
  });
});

describe('bundles', () => {
  const text = writeBundle(bundles[6]!);

  it.each([
    ['"madang-recount"', '"other"', 2, '/format'],
    ['"version": 1', '"version": 2', 3, '/version'],
    ['"roll": 100', '"roll": 11', 4, '/roll'],
    ['"method": "stv"', '"method": "guess"', 5, '/method'],
    ['"rule":"scottish"', '"rule":"irish"', 7, '/rule/rule'],
    ['{"seed":"published"}', '{"seed":7}', 8, '/ties/seed'],
    ['"count":4', '"count":0', 11, '/ballots/1/count'],
    ['[["lamp"],["bench"]]', '["lamp"]', 12, '/ballots/2/places'],
    ['"count":4', '"count":4,"count":5', 11, 'given twice'],
    ['"options": [', '"options": ', 6, 'expected'],
  ])('are refused with line and path when %s becomes %s', (from, to, line, reason) => {
    expect(text).toContain(from);
    let refused: unknown;
    try {
      readBundle(text.replace(from, to));
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(FormatRefusal);
    expect(refused).toMatchObject({ line, reason: expect.stringContaining(reason) });
  });

  it('with ballots that break the rule, or a tie without a seed, are not counted', () => {
    const unknown = { ...bundles[6]!, ballots: [{ places: [['tree']], count: 1 }] } as RecountBundle;
    expect(() => recount(unknown)).toThrow(CountingRefusal);
    const tied = {
      ...head,
      method: 'marks',
      options,
      rule: { kind: 'choose-one' },
      ballots: [
        { marks: { bench: 1 }, count: 1 },
        { marks: { lamp: 1 }, count: 1 },
      ],
    } as RecountBundle;
    expect(() => recount(tied)).toThrow(UndecidedTie);
    expect(recount({ ...tied, ties: { seed: 'x' } }).result).toMatchObject({
      winners: [expect.any(String)],
    });
  });

  it('are read or refused, never anything else, whatever is cut or changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...bundles.map((bundle) => writeBundle(bundle))),
        fc.nat(900),
        fc.nat(8),
        fc.string({ maxLength: 6 }),
        (source, at, drop, insert) => {
          try {
            recount(readBundle(source.slice(0, at) + insert + source.slice(at + drop)));
          } catch (error) {
            expect(error).toBeInstanceOf(CountingRefusal);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('a merged bundle', () => {
  it('is decided by the weights of its channels, and each ballot names one', () => {
    // garden 0.7 · 0.6 = 0.42, bench 0.7 · 0.4 + 0.3 = 0.58, although more ballots name the garden in the larger channel.
    expect(recount(bundles[0]!).result).toMatchObject({
      winners: ['bench'],
      places: [{ sum: '29/50' }, { sum: '21/50' }, { sum: '0' }],
    });
    const text = writeBundle(bundles[0]!);
    expect(() => readBundle(text.replace('"channel":"assembly"', '"channel":"street"'))).toThrow('/ballots/2/channel');
    expect(() => readBundle(text.replace('"weight":70', '"wait":70'))).toThrow(
      '/merge/channels/0/wait is not known here',
    );
  });
});

describe('JSON with lines', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(readLinedJson(text, 'json').value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses, and keys given twice', () => {
    for (const bad of [
      '',
      '{',
      '[1,]',
      '{"a":1,}',
      '01',
      '1.',
      'nul',
      '"\n"',
      '"\\x"',
      '[1] 2',
      '{"a":1,"a":2}',
      '[1 2]',
      "{'a':1}",
      '['.repeat(100),
    ])
      expect(() => readLinedJson(bad, 'json')).toThrow(FormatRefusal);
    expect(Object.keys(readLinedJson('{"__proto__": 1}', 'json').value as object)).toEqual(['__proto__']);
  });
});
