import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { BallotRefusal, CountingRefusal, UndecidedTie } from '../errors.js';
import { exact, compare, show } from '../exact/rational.js';
import { countBudget, type BudgetRule } from './count-budget.js';
import { measureBudget } from './measures.js';
import { countTracks } from './tracks.js';
import type { BudgetVote } from './vote.js';

const vote = (
  budget: number,
  costs: Record<string, number>,
  ballots: [string, number][],
  more: Partial<BudgetVote> = {},
): BudgetVote => ({
  budget,
  projects: Object.entries(costs).map(([id, cost]) => ({ id, cost })),
  ballots: ballots.map(([projects, count]) => ({ projects: [...projects], count })),
  ...more,
});
const votes = fc.record({
  budget: fc.integer({ min: 1, max: 400 }),
  costs: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 }),
  ballots: fc.array(fc.record({ mask: fc.nat(63), count: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 9,
  }),
});
const build = ({
  budget,
  costs,
  ballots,
}: {
  budget: number;
  costs: number[];
  ballots: { mask: number; count: number }[];
}): BudgetVote => ({
  budget,
  projects: costs.map((cost, i) => ({ id: `p${i}`, cost })),
  ballots: ballots.map(({ mask, count }) => ({
    projects: costs.flatMap((_, i) => (mask & (1 << i) ? [`p${i}`] : [])),
    count,
  })),
});
const rules: [string, BudgetRule][] = [
  ['greedy', { method: 'greedy' }],
  ['greedy, stop', { method: 'greedy', onMisfit: 'stop' }],
  ['greedy by votes per cost', { method: 'greedy', by: 'votes-per-cost' }],
  ['equal shares', { method: 'equal-shares' }],
  ['equal shares, cardinality', { method: 'equal-shares', utility: 'cardinality' }],
  ['equal shares, add1', { method: 'equal-shares', completion: 'add1' }],
  ['equal shares, add1u', { method: 'equal-shares', completion: 'add1u', comparison: true }],
  ['equal shares, utilitarian', { method: 'equal-shares', completion: 'utilitarian' }],
  ['equal shares, epsilon', { method: 'equal-shares', completion: 'epsilon' }],
  ['Phragmén', { method: 'phragmen' }],
];

describe.each(rules)('%s', (_name, rule) => {
  it('keeps to the budget, adds up, explains every project, and ignores the order of ballots and projects', () => {
    fc.assert(
      fc.property(votes, fc.string(), (drawn, seed) => {
        const election = build(drawn);
        const result = countBudget(election, rule, { seed });
        expect(result.cost).toBeLessThanOrEqual(election.budget);
        expect(result.purchases.map(({ project }) => project)).toEqual(result.winners);
        expect(result.cost).toBe(result.purchases.reduce((sum, { cost }) => sum + cost, 0));
        expect(result.winners.length + result.unfunded.length).toBe(election.projects.length);
        const turned = {
          ...election,
          projects: [...election.projects].reverse(),
          ballots: [...election.ballots]
            .reverse()
            .flatMap((b) => Array.from({ length: b.count }, () => ({ projects: [...b.projects].reverse(), count: 1 }))),
        };
        expect(new Set(countBudget(turned, rule, { seed }).winners)).toEqual(new Set(result.winners));
      }),
      { numRuns: 150 },
    );
  });

  it('funds what everyone wants if it fits, and nothing from no ballots', () => {
    const all = vote(100, { a: 60, b: 40, c: 50 }, [['ab', 10]]);
    expect(new Set(countBudget(all, rule).winners)).toEqual(new Set(['a', 'b']));
    const nobody = countBudget({ ...all, ballots: [] }, rule, { seed: 's' });
    if (rule.method !== 'greedy') expect(nobody.winners).toEqual([]);
    expect(nobody.cost).toBeLessThanOrEqual(100);
  });
});

describe('equal shares', () => {
  it('charges supporters equally and never more than they have', () => {
    const result = countBudget(
      vote(100, { a: 50, b: 30, c: 40 }, [
        ['a', 5],
        ['ab', 1],
        ['b', 2],
        ['c', 2],
      ]),
      { method: 'equal-shares' },
    );
    expect(result.purchases).toMatchObject([
      { project: 'a', effectiveVotes: '6', share: '25/3' },
      // The voter of both has 5/3 left and gives all of it; the others share the rest of 30 = 2 × 85/6 > 10: not paid.
    ]);
    expect(result.unfunded).toContainEqual(
      expect.objectContaining({ project: 'b', reason: 'supporters', lacked: 9, votesLacked: 1 }),
    );
    expect(result.unfunded).toContainEqual(expect.objectContaining({ project: 'c', lacked: 20, votesLacked: 2 }));
  });

  it('funds a project at its exact border: 61 voters of 150000 / 61 each pay 150000', () => {
    const rule: BudgetRule = { method: 'equal-shares' };
    expect(countBudget(vote(150000, { a: 150000 }, [['a', 61]]), rule).winners).toEqual(['a']);
    expect(
      countBudget(
        vote(150000, { a: 150000 }, [
          ['a', 60],
          ['', 1],
        ]),
        rule,
      ).winners,
    ).toEqual([]);
  });

  it('gives every group the share of the budget it can pay for (proportionality), where greedy gives nothing', () => {
    const split = vote(300, { a: 100, b: 100, c: 100, d: 100 }, [
      ['abc', 20],
      ['d', 10],
    ]);
    expect(countBudget(split, { method: 'greedy' }).winners).not.toContain('d');
    expect(countBudget(split, { method: 'equal-shares' }, { seed: '1' }).winners).toContain('d');
  });

  it('does not depend on doubles: the fractions decide prices that differ by less than 1e-9', () => {
    // Effective votes 10^9 + 1 against 10^9: 1e-9 apart, equal to the loop, not to the count.
    const close = vote(2_000_000_000, { a: 500_000_000, b: 499_999_999 }, [
      ['a', 1_000_000_001],
      ['b', 1_000_000_000],
    ]);
    expect(countBudget(close, { method: 'equal-shares' }, { steps: ['lower-cost'] }).winners[0]).toBe('a');
  });

  it('takes score ballots in proportion to the scores', () => {
    const scored: BudgetVote = {
      budget: 90,
      projects: [{ id: 'a', cost: 60 }],
      ballots: [
        { projects: ['a'], scores: [2], count: 2 },
        { projects: ['a'], scores: [1], count: 1 },
      ],
    };
    expect(countBudget(scored, { method: 'equal-shares' }).purchases[0]!.share).toBe('24');
  });

  it('completes with epsilon: non-supporters help as little as possible', () => {
    const short = vote(100, { a: 60, b: 70 }, [
      ['a', 5],
      ['b', 5],
    ]);
    expect(countBudget(short, { method: 'equal-shares' }).winners).toEqual([]);
    const completed = countBudget(short, { method: 'equal-shares', completion: 'epsilon' });
    expect(completed.purchases).toMatchObject([{ project: 'a', by: 'epsilon completion', share: '2' }]);
  });

  it('raises the money one by one (add1) and stops at the last result that fits', () => {
    const short = vote(100, { a: 60, b: 70 }, [
      ['a', 6],
      ['b', 4],
    ]);
    const added = countBudget(short, { method: 'equal-shares', completion: 'add1' });
    expect(added.winners).toEqual(['a']);
    expect(added.notes[0]).toMatch(/the last that fitted gave every voter 17$/);
  });

  it('compares with greedy by voters who gain, a voter without winners counting 0', () => {
    // Equal shares funds only b (5 voters hold 10/3); greedy funds a for 6 voters, who had nothing before.
    const election = vote(10, { a: 10, b: 3 }, [
      ['a', 6],
      ['b', 5],
      ['', 4],
    ]);
    const rule: BudgetRule = { method: 'equal-shares' };
    expect(countBudget(election, rule).winners).toEqual(['b']);
    const compared = countBudget(election, { ...rule, comparison: true });
    expect(compared.winners).toEqual(['a']);
    expect(compared.notes.join()).toContain(
      'comparison: 5 voters have more approved winners by equal shares, 6 by greedy',
    );
    const even = { ...election, ballots: [...election.ballots, { projects: ['b'], count: 1 }] };
    expect(countBudget(even, { ...rule, comparison: true }).winners).toEqual(['b']);
  });

  it('is monotone for one more supporter of a winner in a single-project vote, border included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        (cost, yes, no) => {
          const election = (supporters: number) =>
            vote(500, { a: cost }, [['a', supporters], ...(no ? [['', no] as [string, number]] : [])]);
          const won = (supporters: number) =>
            countBudget(election(supporters), { method: 'equal-shares' }).winners.length === 1;
          expect(won(yes)).toBe(500 * yes >= cost * (yes + no));
          if (won(yes)) expect(won(yes + 1)).toBe(true);
        },
      ),
    );
  });
});

describe('limits', () => {
  const parks = vote(100, { a: 40, b: 40, c: 20, d: 30 }, [
    ['ab', 5],
    ['abc', 3],
    ['d', 2],
  ]);
  const projects = parks.projects.map((p) => ({ ...p, categories: p.id === 'd' ? ['south'] : ['north'] }));

  it.each(rules)('%s respects ceilings and exclusive groups', (_name, rule) => {
    const capped = countBudget({ ...parks, projects, ceilings: [{ category: 'north', atMost: 60 }] }, rule, {
      seed: 's',
    });
    expect(measureBudget({ ...parks, projects }, capped.winners).costByCategory.north ?? 0).toBeLessThanOrEqual(60);
    const either = countBudget({ ...parks, exclusive: [{ projects: ['a', 'b'] }] }, rule, { seed: 's' });
    expect(either.winners.filter((id) => id === 'a' || id === 'b').length).toBeLessThanOrEqual(1);
  });

  it('spend a floor on its category first', () => {
    const floored = { ...parks, projects, floors: [{ category: 'south', atLeast: 30 }] };
    const shared = { ...parks, projects, floors: [{ category: 'south', share: '3/10' }] };
    const result = countBudget(floored, { method: 'greedy' }, { seed: 's' });
    expect(countBudget(shared, { method: 'greedy' }, { seed: 's' }).winners).toEqual(result.winners);
    const short = { ...parks, projects, floors: [{ category: 'south', share: '29/100' }] };
    expect(countBudget(short, { method: 'greedy' }, { seed: 's' }).purchases[0]!.project).not.toBe('d');
    expect(result.purchases[0]).toMatchObject({ project: 'd', by: 'greedy, floor of south' });
    expect(result.cost).toBeLessThanOrEqual(100);
    expect(countBudget({ ...parks, projects }, { method: 'greedy' }, { seed: 's' }).winners).not.toContain('d');
  });

  it('count tracks apart and pass on what is left only where declared', () => {
    const small = vote(50, { x: 30 }, [['x', 3]]);
    const large = vote(70, { y: 85 }, [['y', 3]]);
    const rule: BudgetRule = { method: 'greedy' };
    const tracks = countTracks([
      { name: 'small', vote: small, rule, leftoverTo: 'large' },
      { name: 'large', vote: large, rule },
    ]);
    expect(tracks.map(({ winners, received, left }) => ({ winners, received, left }))).toEqual([
      { winners: ['x'], received: 0, left: 20 },
      { winners: ['y'], received: 20, left: 5 },
    ]);
    expect(countTracks([{ name: 'large', vote: large, rule }])[0]!.winners).toEqual([]);
    expect(() => countTracks([{ name: 'small', vote: small, rule, leftoverTo: 'small' }])).toThrow(CountingRefusal);
  });
});

describe('greedy', () => {
  it('funds the last project when 80 % of it is covered, exactly', () => {
    const rule: BudgetRule = { method: 'greedy', lastProjectShare: '4/5' };
    expect(
      countBudget(
        vote(100, { a: 60, b: 50 }, [
          ['a', 2],
          ['b', 1],
        ]),
        rule,
      ).winners,
    ).toEqual(['a', 'b']);
    expect(
      countBudget(
        vote(100, { a: 61, b: 50 }, [
          ['a', 2],
          ['b', 1],
        ]),
        rule,
      ).winners,
    ).toEqual(['a']);
  });

  it('holds a threshold to the vote', () => {
    const rule: BudgetRule = { method: 'greedy', threshold: 3 };
    expect(
      countBudget(
        vote(9, { a: 1, b: 1 }, [
          ['a', 3],
          ['b', 2],
        ]),
        rule,
      ),
    ).toMatchObject({
      winners: ['a'],
      unfunded: [{ project: 'b', reason: 'threshold', detail: '2 of the 3 needed' }],
    });
  });

  it('asks for an order only when the tie decides', () => {
    const tied = vote(10, { a: 5, b: 5 }, [['ab', 3]]);
    expect(countBudget(tied, { method: 'greedy' }).ties).toEqual([]);
    expect(() => countBudget({ ...tied, budget: 9 }, { method: 'greedy' })).toThrow(UndecidedTie);
    const broken = countBudget({ ...tied, budget: 9 }, { method: 'greedy' }, { order: ['b', 'a'] });
    expect(broken).toMatchObject({ winners: ['b'], ties: [{ tied: ['a', 'b'], chosen: 'b', by: 'declared order' }] });
    const cheaper = countBudget(vote(9, { a: 5, b: 6 }, [['ab', 3]]), { method: 'greedy' });
    expect(cheaper.ties).toEqual([{ purpose: 'next project', tied: ['a', 'b'], chosen: 'a', by: 'lower-cost' }]);
  });
});

describe('Phragmén', () => {
  it('buys what the supporters can pay first and shares the load', () => {
    const result = countBudget(
      vote(100, { a: 30, b: 40, c: 20 }, [
        ['a', 3],
        ['b', 2],
        ['c', 1],
      ]),
      { method: 'phragmen' },
    );
    expect(result.purchases.map(({ project, share }) => [project, share])).toEqual([
      ['a', '10'],
      ['c', '20'],
      ['b', '20'],
    ]);
    expect(result.ties).toMatchObject([{ tied: ['b', 'c'], chosen: 'c', by: 'lower-cost' }]);
  });
});

describe('votes that make no sense', () => {
  it.each([
    [{ budget: -1 }, CountingRefusal],
    [{ budget: 1.5 }, CountingRefusal],
    [{ projects: [{ id: 'a', cost: 0.5 }] }, CountingRefusal],
    [{ ballots: [{ projects: ['z'], count: 1 }] }, BallotRefusal],
    [{ ballots: [{ projects: ['a', 'a'], count: 1 }] }, BallotRefusal],
    [{ ballots: [{ projects: ['a'], scores: [-1], count: 1 }] }, BallotRefusal],
    [{ exclusive: [{ projects: ['z'] }] }, CountingRefusal],
  ])('%j is refused', (change, refusal) => {
    expect(() => countBudget({ ...vote(10, { a: 5 }, [['a', 1]]), ...change }, { method: 'greedy' })).toThrow(refusal);
  });
});

describe('measures', () => {
  it('count voters without an approved winner exactly', () => {
    const measures = measureBudget(
      vote(10, { a: 5, b: 5 }, [
        ['a', 2],
        ['b', 1],
      ]),
      ['a'],
    );
    expect(measures).toMatchObject({
      excluded: 1,
      exclusionRatio: '1/3',
      meanApprovedWinners: '2/3',
      cost: 5,
      costShare: '1/2',
      votersByWinners: [1, 2],
    });
    expect(compare(exact(measures.exclusionRatio), exact('1/3'))).toBe(0);
    expect(show(exact(measures.meanApprovedCost))).toBe('10/3');
  });
});
