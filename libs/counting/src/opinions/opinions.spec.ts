import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { CountingRefusal } from '../errors.js';
import { groupClusters, kMeans, silhouette, smoothK, type KMemory } from './clusters.js';
import {
  groupAwareConsensus,
  groupAwareDisagreement,
  priority,
  proportionTest,
  twoProportionTest,
} from './group-measures.js';
import { nextStatement } from './next-statement.js';
import { mapOpinions, type OpinionMap } from './opinion-map.js';
import { principalDirections, type Point } from './principal.js';
import { recomputeOpinions } from './recompute.js';
import { adjustedRand, wilson } from './uncertainty.js';
import { openOpinionMap } from './updating.js';
import type { Conversation, OpinionVote } from './votes.js';

// Two camps of 20 people each; statements 0-3 divide them, 4 and 5 are liked by all, 6 is disliked by all.
function camps(size = 20): Conversation {
  const votes: OpinionVote[] = [];
  for (let person = 0; person < 2 * size; person++)
    for (let s = 0; s < 8; s++) {
      const camp = person % 2 === 0 ? 1 : -1;
      if (s === 7 && person % 3 > 0) continue;
      const own = s < 4 ? ((person * 7 + s) % 11 === 0 ? 0 : camp * (s % 2 === 0 ? 1 : -1)) : s === 6 ? -1 : 1;
      votes.push({ participant: `p${person}`, statement: `s${s}`, vote: own as 1 | 0 | -1 });
    }
  return { statements: Array.from({ length: 8 }, (_, s) => ({ id: `s${s}` })), votes };
}

describe('opinion maps', () => {
  it('find the camps, what divides them, and what everyone shares on both sides', () => {
    const map = mapOpinions(camps(), { stabilityRuns: 10, seed: 'check' });
    expect(map.groups.map(({ members }) => members.length)).toEqual([20, 20]);
    expect(new Set(map.groups[0]!.members.map((id) => Number(id.slice(1)) % 2)).size).toBe(1);
    const best = (list: readonly number[]): number => list.indexOf(Math.max(...list));
    expect([4, 5]).toContain(best(map.consensus));
    expect(best(map.dissent.product)).toBe(6);
    expect(map.dissent.leastAgree[4]).toBeGreaterThan(0.9);
    for (const group of map.groups) expect(group.representative.every(({ statement }) => statement < 4)).toBe(true);
    expect(
      map.overall.agree
        .map(({ statement }) => statement)
        .slice(0, 2)
        .sort(),
    ).toEqual([4, 5]);
    expect(map.overall.disagree.map(({ statement }) => statement)).toEqual([6]);
    expect(map.stability).toBeGreaterThan(0.95);
    expect(map).toMatchObject({
      version: 1,
      settings: { seed: 'check' },
      inputs: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('are the same to the bit when recomputed, and the inputs have one fingerprint in any order', () => {
    const conversation = camps();
    const settings = { stabilityRuns: 5, seed: 'x' };
    expect(mapOpinions(conversation, settings)).toEqual(mapOpinions(conversation, settings));
    const later = { ...conversation, votes: [...conversation.votes].reverse() };
    expect(mapOpinions(later).inputs).toBe(mapOpinions(conversation).inputs);
    const changed = {
      ...conversation,
      votes: [...conversation.votes, { participant: 'p2', statement: 's0', vote: 0 as const }],
    };
    expect(mapOpinions(changed).inputs).not.toBe(mapOpinions(conversation).inputs);
  });

  it('can be recomputed from what a stored report says, its start included', () => {
    const conversation = camps();
    const earlier = mapOpinions({ ...conversation, votes: conversation.votes.slice(0, 150) });
    const report = mapOpinions(conversation, { stabilityRuns: 3, seed: 'r' }, earlier.memory);
    const stored = JSON.parse(JSON.stringify(report)) as OpinionMap;
    expect(recomputeOpinions(conversation, stored)).toMatchObject({ matches: true, differences: [] });
    const changed = { ...conversation, votes: conversation.votes.slice(1) };
    expect(recomputeOpinions(changed, stored).differences).toContain('inputs');
    expect(() => recomputeOpinions(conversation, { ...stored, version: 0 })).toThrow(CountingRefusal);
  });

  it('count the last vote, leave moderated statements without influence, and refuse what is no vote', () => {
    const conversation = camps();
    const twice = {
      ...conversation,
      votes: [{ participant: 'p1', statement: 's0', vote: 1 as const }, ...conversation.votes],
    };
    expect(mapOpinions(twice).groups.map(({ votes }) => votes.agree)).toEqual(
      mapOpinions({
        ...conversation,
        votes: [
          ...conversation.votes.filter((v) => v.participant === 'p1'),
          ...conversation.votes.filter((v) => v.participant !== 'p1'),
        ],
      }).groups.map(({ votes }) => votes.agree),
    );
    const muted = {
      ...conversation,
      statements: conversation.statements.map((s, i) => (i === 0 ? { ...s, moderated: -1 as const } : s)),
    };
    const map = mapOpinions(muted);
    expect(map.principal.center[0]).toBe(0);
    expect(map.principal.components[0][0]).toBeCloseTo(0, 15);
    expect(map.groups.flatMap(({ representative }) => representative).some(({ statement }) => statement === 0)).toBe(
      false,
    );
    expect(() => mapOpinions({ ...conversation, votes: [{ participant: 'a', statement: 'zz', vote: 1 }] })).toThrow(
      CountingRefusal,
    );
    expect(() =>
      mapOpinions({ ...conversation, votes: [{ participant: 'a', statement: 's0', vote: 2 as 1 }] }),
    ).toThrow(CountingRefusal);
  });

  it('are drawn without people, votes or agreement', () => {
    expect(mapOpinions({ statements: [], votes: [] })).toMatchObject({ groups: [], consensus: [], participants: [] });
    const same = Array.from({ length: 20 }, (_, p) => ({ participant: `p${p}`, statement: 's', vote: 1 as const }));
    const unanimous = mapOpinions({ statements: [{ id: 's' }], votes: same });
    expect(unanimous.groups).toHaveLength(1);
    expect(unanimous.points.every(([x, y]) => x === 0 && y === 0)).toBe(true);
  });

  it('follow a conversation: updated maps equal maps drawn anew', () => {
    const vote = fc.record({ person: fc.nat(11), statement: fc.nat(5), vote: fc.constantFrom<1 | 0 | -1>(1, 0, -1) });
    const build = (list: { person: number; statement: number; vote: 1 | 0 | -1 }[]): OpinionVote[] =>
      list.map(({ person, statement, vote }) => ({ participant: `p${person}`, statement: `s${statement}`, vote }));
    const statements = Array.from({ length: 6 }, (_, s) => ({
      id: `s${s}`,
      moderated: s === 5 ? (-1 as const) : (0 as const),
    }));
    fc.assert(
      fc.property(
        fc.array(vote, { minLength: 1, maxLength: 40 }),
        fc.array(vote, { minLength: 1, maxLength: 20 }),
        (first, more) => {
          const open = openOpinionMap({ statements, votes: build(first) });
          open.map();
          open.add(build(more));
          const updated = open.map(true);
          const fresh = mapOpinions({ statements, votes: build([...first, ...more]) });
          expect(updated.inputs).toBe(fresh.inputs);
          expect([...updated.principal.center]).toEqual([...fresh.principal.center]);
          expect(updated.participants).toEqual(fresh.participants);
          // Same scatter along both maps' directions, whatever their signs: the trace over the plane is unique.
          const spread = (points: readonly Point[]): number => points.reduce((sum, [x, y]) => sum + x * x + y * y, 0);
          expect(Number.isFinite(spread(updated.points))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
    const half = camps();
    const open = openOpinionMap({ ...half, votes: half.votes.slice(0, 200) });
    open.map();
    open.add(half.votes.slice(200));
    const updated = open.map();
    const fresh = mapOpinions(half);
    // The first direction is unique here; several are equally strong after it.
    const [first] = updated.principal.components;
    const along = first.reduce((sum, value, i) => sum + value * fresh.principal.components[0][i]!, 0);
    expect(Math.abs(along)).toBeCloseTo(1, 9);
    expect(updated.consensus).toEqual(fresh.consensus);
  });
});

describe('pieces of the map', () => {
  it('principal directions are eigenvectors, also where two are equally strong', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 36, maxLength: 36 }), (cells) => {
        const n = 6;
        const matrix = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++)
            for (let k = 0; k < n; k++) matrix[i * n + j]! += cells[k * n + i]! * cells[k * n + j]!;
        const trace = Array.from({ length: n }, (_, i) => matrix[i * n + i]!).reduce((a, b) => a + b, 0);
        let last = Infinity;
        for (const vector of principalDirections(matrix, n)) {
          const image = Array.from({ length: n }, (_, i) =>
            vector.reduce((sum, value, j) => sum + matrix[i * n + j]! * value, 0),
          );
          const size = image.reduce((sum, value, i) => sum + value * vector[i]!, 0);
          for (let i = 0; i < n; i++)
            expect(Math.abs(image[i]! - size * vector[i]!)).toBeLessThanOrEqual(1e-9 * (1 + trace));
          expect(size).toBeLessThanOrEqual(last + 1e-9 * (1 + trace));
          last = size;
        }
      }),
    );
    const twins = principalDirections(Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 1), 3);
    expect(twins.every((vector) => Math.abs(vector[2]!) < 1e-9)).toBe(true);
  });

  it('k-means ends with every point at its nearest centre, silhouettes prefer the true number', () => {
    const points = [0, 10, 20].flatMap((x) => [0, 1, 2, 3].flatMap((dx) => [[x + dx / 10, dx / 10] as Point]));
    const order = [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11].map((i) => points[i]!);
    const clusters = kMeans(order, order.slice(0, 3));
    expect(clusters.map(({ members }) => members.length)).toEqual([4, 4, 4]);
    expect(silhouette(order, clusters)).toBeGreaterThan(0.95);
    expect(
      groupClusters(
        order,
        order.map(() => 1),
      ).k,
    ).toBe(3);
    expect(
      silhouette(
        [
          [0, 0],
          [9, 9],
        ],
        kMeans(
          [
            [0, 0],
            [9, 9],
          ],
          [
            [0, 0],
            [9, 9],
          ],
        ),
      ),
    ).toBe(0);
  });

  it('the number of groups changes only after four wins running', () => {
    const play = (wins: number[]): number[] => {
      let memory: KMemory | undefined;
      return wins.map((k) => (memory = smoothK(memory, k)).k);
    };
    expect(play([3, 2, 2, 2, 2])).toEqual([3, 3, 3, 3, 2]);
    expect(play([3, 2, 2, 2, 3, 2, 2, 2])).toEqual([3, 3, 3, 3, 3, 3, 3, 3]);
    expect(play([3, 2, 2, 4, 2, 2, 2])).toEqual([3, 3, 3, 3, 3, 3, 3]);
  });

  it('measures have their closed forms', () => {
    expect(proportionTest(3, 8)).toBeCloseTo(2 * 3 * (4 / 9 - 0.5), 12);
    expect(twoProportionTest(0, 0, 0, 0)).toBe(0);
    expect(twoProportionTest(9, 1, 9, 9)).toBeCloseTo((1 - 0.2) / Math.sqrt(0.6 * 0.4 * 0.2), 12);
    const groups = [
      { members: 4, agree: [3], disagree: [0], seen: [4] },
      { members: 2, agree: [0], disagree: [2], seen: [2] },
    ];
    expect(groupAwareConsensus(groups)).toEqual([(4 / 6) * (1 / 4)]);
    expect(groupAwareDisagreement(groups)).toEqual({
      product: [(1 / 6) * (3 / 4)],
      leastAgree: [1 / 4],
      leastDisagree: [1 / 6],
    });
    expect(priority(0, 0, 0, 0, true)).toBe(49);
    expect(priority(4, 0, 4, 1)).toBeCloseTo(((1 - 1 / 6) * 2 * (5 / 6) * (1 + 8 * 2 ** -0.8)) ** 2, 12);
  });

  it('intervals hold the share, narrow with more votes, and say nothing without votes', () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, s) => {
        const success = Math.min(s, n);
        const [low, high] = wilson(success, n);
        expect(low).toBeLessThanOrEqual(success / n + 1e-12);
        expect(high).toBeGreaterThanOrEqual(success / n - 1e-12);
        const [low4, high4] = wilson(4 * success, 4 * n);
        expect(high4 - low4).toBeLessThan(high - low);
      }),
    );
  });

  it('the adjusted Rand index is 1 for the same groups under other names and near 0 by chance', () => {
    expect(adjustedRand([0, 0, 1, 1], [5, 5, 2, 2])).toBe(1);
    expect(adjustedRand([0, 0, 1, 1], [0, 1, 0, 1])).toBeLessThan(0.01);
  });

  it('the next statement follows the priorities and the seed', () => {
    const candidates = [{ statement: 'a', priority: 9 }, { statement: 'b' }, { statement: 'c', priority: 0 }];
    const drawn = Array.from({ length: 1000 }, (_, i) => nextStatement(candidates, `seed ${i}`));
    expect(drawn.filter((id) => id === 'a').length).toBeGreaterThan(850);
    expect(drawn).not.toContain('c');
    expect(nextStatement(candidates, 'same')).toBe(nextStatement(candidates, 'same'));
    expect(nextStatement([], 'x')).toBeUndefined();
  });
});
