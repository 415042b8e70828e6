import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import '../../bench/property-seed.js';
import { compare, lower, minus, over, plus, ratio, times, type Rational } from '../exact/rational.js';
import { countBudget } from './count-budget.js';
import type { BudgetVote } from './vote.js';

/**
 * The textbook definitions, voter by voter, in fractions only: slow, short, and written without looking at the fast
 * loops. Ties: lower cost, more supporters, then the smaller id.
 */
interface Naive {
  readonly voters: readonly ReadonlyMap<string, number>[];
  readonly cost: ReadonlyMap<string, number>;
}

const naive = (vote: BudgetVote): Naive => ({
  voters: vote.ballots.flatMap(({ projects, scores, count }) =>
    Array.from({ length: count }, () => new Map(projects.map((id, i) => [id, scores?.[i] ?? 1] as const))),
  ),
  cost: new Map(vote.projects.map(({ id, cost }) => [id, cost])),
});

function pick({ voters, cost }: Naive, candidates: readonly { id: string; price: Rational }[]): string | undefined {
  const supporters = (id: string): number => voters.filter((voter) => voter.has(id)).length;
  const sorted = [...candidates].sort(
    (a, b) =>
      compare(a.price, b.price) ||
      cost.get(a.id)! - cost.get(b.id)! ||
      supporters(b.id) - supporters(a.id) ||
      (a.id < b.id ? -1 : 1),
  );
  return sorted[0]?.id;
}

function naiveShares(vote: BudgetVote, byCost: boolean): string[] {
  const data = naive(vote);
  let money = data.voters.map(() => ratio(vote.budget, data.voters.length));
  const bought: string[] = [];
  for (;;) {
    const candidates = [...data.cost].flatMap(([id, cost]) => {
      if (bought.includes(id)) return [];
      const worth = (voter: ReadonlyMap<string, number>): Rational => ratio((voter.get(id) ?? 0) * (byCost ? cost : 1));
      // Every possible price is one at which some voter runs out, or the rest of the cost shared by those who do not.
      const inside = data.voters.flatMap((voter, i) =>
        voter.has(id) ? [{ own: money[i]!, worth: worth(voter) }] : [],
      );
      const raised = (price: Rational): Rational =>
        inside.reduce((sum, { own, worth: unit }) => plus(sum, lower(own, times(price, unit))), ratio(0));
      const limits = inside.map(({ own, worth: unit }) => over(own, unit)).sort(compare);
      for (const limit of limits) {
        if (compare(raised(limit), ratio(cost)) < 0) continue;
        const rich = inside.filter(({ own, worth: unit }) => compare(over(own, unit), limit) >= 0);
        const poor = inside.filter(({ own, worth: unit }) => compare(over(own, unit), limit) < 0);
        const rest = poor.reduce((left, { own }) => minus(left, own), ratio(cost));
        const units = rich.reduce((sum, { worth: unit }) => plus(sum, unit), ratio(0));
        return [{ id, price: over(rest, units) }];
      }
      return [];
    });
    const id = pick(data, candidates);
    if (id === undefined) return bought;
    const { price } = candidates.find((candidate) => candidate.id === id)!;
    const cost = data.cost.get(id)!;
    money = data.voters.map((voter, i) =>
      minus(money[i]!, lower(money[i]!, times(price, ratio((voter.get(id) ?? 0) * (byCost ? cost : 1))))),
    );
    bought.push(id);
  }
}

function naivePhragmen(vote: BudgetVote): string[] {
  const data = naive(vote);
  let load = data.voters.map(() => ratio(0));
  const bought: string[] = [];
  for (;;) {
    const candidates = [...data.cost].flatMap(([id, cost]) => {
      const inside = data.voters.flatMap((voter, i) => (voter.has(id) ? [load[i]!] : []));
      if (bought.includes(id) || inside.length === 0) return [];
      return [
        {
          id,
          price: over(
            inside.reduce((sum, own) => plus(sum, own), ratio(cost)),
            ratio(inside.length),
          ),
        },
      ];
    });
    const least = candidates.reduce<Rational | undefined>(
      (low, { price }) => (low ? lower(low, price) : price),
      undefined,
    );
    const spent = bought.reduce((sum, id) => sum + data.cost.get(id)!, 0);
    const minimal = candidates.filter(({ price }) => compare(price, least!) === 0);
    if (minimal.length === 0 || minimal.some(({ id }) => spent + data.cost.get(id)! > vote.budget)) return bought;
    const id = pick(data, minimal)!;
    load = data.voters.map((voter, i) => (voter.has(id) ? least! : load[i]!));
    bought.push(id);
  }
}

const votes = (scored: boolean): fc.Arbitrary<BudgetVote> =>
  fc
    .record({
      budget: fc.integer({ min: 10, max: 600 }),
      // Few different costs make exact ties, near ones make close calls.
      costs: fc.array(fc.constantFrom(30, 60, 90, 91, 89, 120, 7), { minLength: 2, maxLength: 6 }),
      ballots: fc.array(
        fc.record({ mask: fc.nat(63), score: fc.integer({ min: 1, max: 3 }), count: fc.integer({ min: 1, max: 4 }) }),
        {
          minLength: 1,
          maxLength: 8,
        },
      ),
    })
    .map(({ budget, costs, ballots }) => ({
      budget,
      projects: costs.map((cost, i) => ({ id: `p${i}`, cost })),
      ballots: ballots.map(({ mask, score, count }) => {
        const projects = costs.flatMap((_, i) => (mask & (1 << i) ? [`p${i}`] : []));
        return scored
          ? { projects, scores: projects.map((_, i) => 1 + ((score + i) % 3)), count }
          : { projects, count };
      }),
    }));

describe('the fast loops buy what the textbook buys, in the same order', () => {
  const order = (vote: BudgetVote): string[] => vote.projects.map(({ id }) => id).sort();

  it.each([
    ['approvals', 'cost', false],
    ['approvals', 'cardinality', false],
    ['scores', 'cost', true],
    ['scores', 'cardinality', true],
  ] as const)('equal shares, %s, %s', (_ballots, utility, scored) => {
    fc.assert(
      fc.property(votes(scored), (vote) => {
        const { winners } = countBudget(vote, { method: 'equal-shares', utility }, { order: order(vote) });
        expect(winners).toEqual(naiveShares(vote, utility === 'cost'));
      }),
      { numRuns: 300 },
    );
  });

  it('Phragmén', () => {
    fc.assert(
      fc.property(votes(false), (vote) => {
        const { winners } = countBudget(vote, { method: 'phragmen' }, { order: order(vote) });
        expect(winners).toEqual(naivePhragmen(vote));
      }),
      { numRuns: 300 },
    );
  });
});
