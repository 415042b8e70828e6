import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { dataSet, readJson, readText, Tally } from '../../bench/data-sets.js';
import { CountingRefusal } from '../errors.js';
import { readPolis } from '../formats/polis.js';
import { readDelimited } from '../formats/text.js';
import { bridge, type Rating } from './bridge.js';
import { minimise } from './lbfgs.js';

/* eslint-disable @typescript-eslint/no-explicit-any */
const folder = dataSet('community_notes');
const open = dataSet('polis_opendata');

function compare(name: string, ratings: Rating[]): string[] {
  const expected = readJson(`${folder}/${name}.expected.json`);
  const result = bridge(ratings);
  const tally = new Tally(`community_notes ${name}`);
  const close = (a: number, b: number, within: number, what: string): boolean =>
    tally.check(Math.abs(a - b) <= within, what, `${a}, not ${b}`);
  tally.check(result.raters === expected.raters && result.ratings === expected.ratings, 'who counts');
  close(result.loss, expected.global_loss, 1e-6, 'loss');
  close(result.mean, expected.mu, 1e-3, 'mean');
  for (const loss of result.losses) close(loss, result.loss, 1e-6, 'loss of another start');
  const scores = new Map(result.notes.map((note) => [note.note, note]));
  const turn =
    expected.note.reduce(
      (sum: number, note: any) => sum + note.factor * (scores.get(String(note.id))?.factor ?? 0),
      0,
    ) < 0
      ? -1
      : 1;
  for (const note of expected.note) {
    const ours = scores.get(String(note.id))!;
    close(ours.intercept!, note.intercept, 1e-3, `intercept of ${note.id}`);
    close(turn * ours.factor!, note.factor, 1e-3, `factor of ${note.id}`);
    if (note.status) {
      const status =
        note.status === 'HELPFUL' ? 'helpful' : note.status === 'NOT_HELPFUL' ? 'not-helpful' : 'needs-ratings';
      tally.check(ours.status === status, `status of ${note.id}`, ours.status);
    }
  }
  return tally.print().misses;
}

(folder ? describe : describe.skip)('the unique optimum', () => {
  it('of two camps is found, and no partisan note is called helpful', () => {
    const ratings = readDelimited(readText(`${folder}/synthetic_two_camps.ratings.csv`), 'ratings')
      .slice(1)
      .map(({ cells }) => ({ rater: cells[0]!, note: cells[1]!, value: Number(cells[2]) }));
    expect(compare('synthetic_two_camps', ratings)).toEqual([]);
    const helpful = bridge(ratings)
      .notes.filter(({ status }) => status === 'helpful')
      .map(({ note }) => Number(note));
    expect(helpful.length).toBeGreaterThanOrEqual(11);
    expect(Math.max(...helpful)).toBeLessThan(12);
  });

  (open
    ? it.each(['vtaiwan.uberx', 'brexit-consensus', 'scoop-hivemind.biodiversity'])
    : it.skip.each(['no open conversations']))(
    'of %s is found',
    (name) => {
      const { votes } = readPolis({
        comments: readText(`${open}/${name}/comments.csv`),
        votes: readText(`${open}/${name}/votes.csv`),
      });
      const value = { 1: 1, 0: 0.5, [-1]: 0 } as Record<number, number>;
      expect(
        compare(
          `polis_${name}`,
          votes.map(({ participant, statement, vote }) => ({
            rater: participant,
            note: statement,
            value: value[vote]!,
          })),
        ),
      ).toEqual([]);
    },
    30_000,
  );
});

describe('bridging', () => {
  // Two camps of 12; note "shared" is liked by all, "mine" and "yours" by one camp each, "poor" by nobody.
  const camps = (raters = 24): Rating[] =>
    Array.from({ length: raters }, (_, r) =>
      ['shared', 'mine', 'yours', 'poor', ...Array.from({ length: 8 }, (__, i) => `filler${i}`)].map((note, i) => ({
        rater: `r${r}`,
        note,
        value:
          note === 'shared'
            ? 1
            : note === 'poor'
              ? 0
              : (note === 'mine' || (i > 3 && i % 2 === 0)) === (r % 2 === 0)
                ? 1
                : 0,
      })),
    ).flat();

  it('tells support across the divide from support on one side', () => {
    const { notes, losses } = bridge(camps());
    const of = (id: string) => notes.find(({ note }) => note === id)!;
    expect(of('shared').intercept!).toBeGreaterThan(of('mine').intercept! + 0.2);
    expect(Math.abs(of('shared').factor!)).toBeLessThan(0.1);
    expect(of('mine').factor! * of('yours').factor!).toBeLessThan(0);
    expect(of('poor').intercept!).toBeLessThan(of('yours').intercept!);
    expect(of('shared').helpfulSides).toEqual([12, 12]);
    expect(Math.max(...losses) - Math.min(...losses)).toBeLessThan(1e-9);
  });

  it('says "not enough raters yet" instead of a score, one rating short of the border', () => {
    const few = bridge(camps(5));
    expect(few.notes.every(({ status }) => status !== 'needs-raters')).toBe(true);
    const fewer = bridge(camps(4));
    expect(fewer.notes.every(({ status, intercept }) => status === 'needs-raters' && intercept === undefined)).toBe(
      true,
    );
    expect(fewer.notes[0]!.lacked).toBe(5);
    expect(bridge([])).toMatchObject({ notes: [], raters: 0, loss: 0 });
    const sided = bridge(camps(), { helpfulFrom: 0.2, helpfulPerSide: 13 }).notes.find(({ note }) => note === 'shared');
    expect(sided).toMatchObject({ status: 'needs-raters', lacked: 1 });
  });

  it('is the same for ratings in any order, and counts the last rating of a rater', () => {
    const ratings = camps();
    const changed = [{ rater: 'r0', note: 'poor', value: 1 }, ...ratings];
    expect(bridge(changed).notes).toEqual(bridge(ratings).notes);
    expect(bridge([...ratings].reverse())).toEqual(bridge(ratings));
    expect(() => bridge([{ rater: 'a', note: 'b', value: 2 }])).toThrow(CountingRefusal);
  });

  it('its optimiser finds the bottom of a bowl and of a bent valley', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 8 }), (target) => {
        const bowl = minimise(
          (x, g) =>
            x.reduce((sum, value, i) => {
              g[i] = 2 * (i + 1) * (value - target[i]!);
              return sum + (i + 1) * (value - target[i]!) ** 2;
            }, 0),
          new Float64Array(target.length),
        );
        bowl.x.forEach((value, i) => expect(value).toBeCloseTo(target[i]!, 6));
      }),
    );
    const valley = minimise(
      (x, g) => {
        const [a, b] = [x[0]!, x[1]!];
        g[0] = -2 * (1 - a) - 400 * a * (b - a * a);
        g[1] = 200 * (b - a * a);
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      },
      Float64Array.of(-1.2, 1),
    );
    expect([...valley.x].map((value) => value.toFixed(6))).toEqual(['1.000000', '1.000000']);
  });
});
