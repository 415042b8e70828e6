import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { dataSet, readJson, readText, Tally } from '../../bench/data-sets.js';
import { readPb, writePb, type PbElection } from '../formats/pb.js';
import { pbBudgetVote } from '../formats/pb-vote.js';
import { countBudget, type BudgetRule } from './count-budget.js';
import type { BudgetTies } from './vote.js';

/* eslint-disable @typescript-eslint/no-explicit-any */
const folder = dataSet('pabulib');

// The rule that a city declared in its own file, in the words of the format.
function declaredRule(rule: string, election: PbElection): BudgetRule {
  if (rule.startsWith('equalshares'))
    return { method: 'equal-shares', completion: 'add1', comparison: rule.endsWith('comparison') };
  const by = election.projectColumns.includes('score') ? 'score' : 'votes';
  const threshold = election.meta.min_project_score_threshold ?? '0';
  // "greedy-custom" is described in the comments of the files: the last project is funded if 80 % of it is covered.
  if (rule === 'greedy-custom') return { method: 'greedy', by, threshold, lastProjectShare: '4/5' };
  return { method: 'greedy', by, threshold, onMisfit: rule === 'greedy-no-skip' ? 'stop' : 'skip' };
}

const references = (unit: number): Record<string, BudgetRule> => ({
  mes_cost_none: { method: 'equal-shares' },
  mes_cost_none_exact: { method: 'equal-shares' },
  mes_cost_add1: { method: 'equal-shares', completion: 'add1', increment: unit },
  mes_cost_add1_exhaustive_stop: {
    method: 'equal-shares',
    completion: 'add1',
    increment: unit,
    stopWhenExhaustive: true,
  },
  mes_cost_add1_then_greedy: { method: 'equal-shares', completion: 'add1u', increment: unit },
  mes_cost_greedy_completion: { method: 'equal-shares', completion: 'utilitarian' },
  mes_card: { method: 'equal-shares', utility: 'cardinality' },
  greedy_cost: { method: 'greedy' },
  greedy_card: { method: 'greedy', by: 'votes-per-cost' },
  phragmen: { method: 'phragmen' },
});
const same = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join();

(folder ? describe : describe.skip)('pabulib', () => {
  const expected = folder ? readJson(`${folder}/expected.json`) : {};
  const read = new Map<string, PbElection>();
  const load = (name: string): PbElection => {
    const election = read.get(name) ?? readPb(readText(`${folder}/${name}`));
    read.set(name, election);
    return election;
  };

  it('files come back the same when written', () => {
    const tally = new Tally('pabulib files read and written back');
    for (const name of Object.keys(expected)) {
      const election = load(name);
      // Not toEqual: it takes ten seconds for as many votes.
      tally.check(isDeepStrictEqual(readPb(writePb(election)), election), name, 'comes back otherwise');
      tally.check(election.votes.length === expected[name].num_votes, name, 'other number of votes');
    }
    expect(tally.print().misses).toEqual([]);
  });

  it('official outcomes are those of the declared rule', () => {
    const tally = new Tally('pabulib official outcomes');
    for (const [name, entry] of Object.entries<any>(expected)) {
      if (!entry.official) continue;
      const election = load(name);
      const { vote } = pbBudgetVote(election);
      const rule = declaredRule(entry.rule, election);
      // Where a city broke a tie at the last place, its file lists the project that won first.
      const ties: BudgetTies = {
        order: election.projects.map(({ id }) => id),
        ...(rule.method === 'greedy' ? { steps: [] } : {}),
      };
      const { winners } = countBudget(vote, rule, ties);
      const withExtra = [...entry.official, ...(entry.official_extra_money ?? [])];
      tally.check(same(winners, entry.official) || same(winners, withExtra), name, `got ${winners.join()}`);
    }
    expect(tally.print().misses).toEqual([]);
  });

  it('reference outcomes of two other programs, or an argued miss', () => {
    const misses: string[] = [];
    for (const reference of Object.keys(references(1))) {
      const tally = new Tally(`pabulib ${reference}`);
      for (const [name, entry] of Object.entries<any>(expected)) {
        const theirs: string[] | undefined = entry.reference?.[reference];
        if (!theirs) continue;
        const { vote, unit } = pbBudgetVote(load(name));
        // References ignore points: every listed project counts as approved.
        const approvals = { ...vote, ballots: vote.ballots.map(({ projects, count }) => ({ projects, count })) };
        const order = vote.projects.map(({ id }) => id).sort();
        const { winners } = countBudget(approvals, references(unit)[reference]!, { order });
        const reason = `more ${winners.filter((id) => !theirs.includes(id)).join()}, less ${theirs.filter((id) => !winners.includes(id)).join()}`;
        if (!tally.check(same(winners, theirs), name, reason)) misses.push(`${reference} ${name}`);
      }
      tally.print();
    }
    // Argued with numbers in docs/counting.md: the reference breaks its own tie rule, or never finished its loop.
    expect(misses).toEqual([
      'mes_cost_add1 Poland_Wroclaw_2017_Rejon_nr_8_250.pb',
      'mes_cost_add1 Poland_Wroclaw_2018_Rejon_nr_8_250.pb',
      'mes_cost_add1_exhaustive_stop Poland_Wroclaw_2017_Rejon_nr_8_250.pb',
      'mes_cost_add1_exhaustive_stop Poland_Wroclaw_2018_Rejon_nr_8_250.pb',
      'mes_cost_greedy_completion Poland_Warszawa_2019_Okecie.pb',
    ]);
  }, 120_000);

  it('argued misses are what the argument says', () => {
    const okecie = pbBudgetVote(load('Poland_Warszawa_2019_Okecie.pb')).vote;
    const byNumber = okecie.projects.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
    // Without its "lower cost" step, ids in numeric order, the reference's own set appears.
    const rule: BudgetRule = { method: 'equal-shares', completion: 'utilitarian' };
    const loose = countBudget(okecie, rule, { order: byNumber, steps: [] }).winners;
    expect(same(loose, expected['Poland_Warszawa_2019_Okecie.pb'].reference.mes_cost_greedy_completion)).toBe(true);
    for (const name of ['Poland_Wroclaw_2017_Rejon_nr_8_250.pb', 'Poland_Wroclaw_2018_Rejon_nr_8_250.pb']) {
      const { vote } = pbBudgetVote(load(name));
      // All projects together cost exactly the budget, so the last run that fits funds them all, as the city did.
      expect(vote.projects.reduce((sum, { cost }) => sum + cost, 0)).toBe(vote.budget);
      expect(
        same(
          expected[name].official,
          vote.projects.map(({ id }) => id),
        ),
      ).toBe(true);
    }
  });
});
