import { ratio, show } from '../exact/rational.js';
import { compileVote, type BudgetVote } from './vote.js';

/** How an outcome served the voters. Shares are exact (`n/d`), money in the smallest unit. */
export interface BudgetMeasures {
  readonly voters: number;
  /** Voters with no approved winner (exclusion), as a number and as a share. */
  readonly excluded: number;
  readonly exclusionRatio: string;
  /** Approved winners of the average voter. */
  readonly meanApprovedWinners: string;
  /** Money spent on approved winners of the average voter. */
  readonly meanApprovedCost: string;
  readonly cost: number;
  readonly costShare: string;
  readonly costByCategory: Readonly<Record<string, number>>;
  /** Voters by the number of approved winners: index 0 = none. */
  readonly votersByWinners: readonly number[];
}

/** Measures any set of winners, so that two rules can be laid side by side. */
export function measureBudget(vote: BudgetVote, winners: readonly string[]): BudgetMeasures {
  const compiled = compileVote(vote);
  const won = new Set(winners);
  const counts = new Int32Array(compiled.weight.length);
  const costByCategory: Record<string, number> = {};
  let cost = 0;
  let approvals = 0;
  let approvedCost = 0n;
  compiled.ids.forEach((id, project) => {
    if (!won.has(id)) return;
    cost += compiled.cost[project]!;
    approvals += compiled.votes[project]!;
    approvedCost += BigInt(compiled.votes[project]!) * BigInt(compiled.cost[project]!);
    for (const category of compiled.categories[project]!)
      costByCategory[category] = (costByCategory[category] ?? 0) + compiled.cost[project]!;
    for (const group of compiled.supporters[project]!) counts[group]! += 1;
  });
  const votersByWinners: number[] = [0];
  counts.forEach((n, group) => {
    while (votersByWinners.length <= n) votersByWinners.push(0);
    votersByWinners[n]! += compiled.weight[group]!;
  });
  const share = (n: number | bigint, d: number): string => show(d === 0 ? ratio(0) : ratio(n, d));
  return {
    voters: compiled.voters,
    excluded: votersByWinners[0]!,
    exclusionRatio: share(votersByWinners[0]!, compiled.voters),
    meanApprovedWinners: share(approvals, compiled.voters),
    meanApprovedCost: share(approvedCost, compiled.voters),
    cost,
    costShare: share(cost, vote.budget),
    costByCategory,
    votersByWinners,
  };
}
