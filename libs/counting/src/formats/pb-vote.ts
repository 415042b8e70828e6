import { CountingRefusal } from '../errors.js';
import { gcd, ratio, type Rational } from '../exact/rational.js';
import type { BudgetBallot, BudgetVote } from '../budgets/vote.js';
import type { PbElection } from './pb.js';

/** A budget vote read from a file. `unit`: money of the vote per unit of the file (100 where cents occur). */
export interface PbBudgetVote {
  readonly vote: BudgetVote;
  readonly unit: number;
}

/**
 * Turns a `.pb` election into a vote that can be counted. Costs become whole numbers by the smallest factor that does
 * it exactly. Points are scores; ordinal ballots give the first place `max_length` points, the next one less, and so
 * on (the count behind the `score` column of the files). Categories and districts of a project become categories.
 */
export function pbBudgetVote(election: PbElection): PbBudgetVote {
  const amounts = [election.budget, ...election.projects.map(({ cost }) => cost)];
  const unit = amounts.reduce((all, { d }) => (all * d) / gcd(all, d), 1n);
  const whole = ({ n, d }: Rational): number => {
    const value = Number((n * unit) / d);
    if (!Number.isSafeInteger(value)) throw new CountingRefusal('an amount beyond 2^53 of the smallest unit');
    return value;
  };
  const points = election.votes.flatMap((vote) => vote.points ?? []);
  const factor = points.reduce((all, { d }) => (all * d) / gcd(all, d), 1n);
  const longest = election.votes.reduce((most, { projects }) => Math.max(most, projects.length), 0);
  const top = Number(election.meta.max_length ?? longest) || longest;
  const ballots = election.votes.map((vote): BudgetBallot => {
    const { projects } = vote;
    if (vote.points)
      return { projects, scores: vote.points.map(({ n, d }) => Number(ratio(n * factor, d).n)), count: 1 };
    if (election.voteType !== 'ordinal') return { projects, count: 1 };
    return { projects, scores: projects.map((_, place) => Math.max(1, top - place)), count: 1 };
  });
  const projects = election.projects.map(({ id, cost, fields }) => {
    const categories = [fields.category, fields.district].flatMap((cell) => (cell ? cell.split(',') : []));
    return { id, cost: whole(cost), categories: categories.map((name) => name.trim()) };
  });
  return { vote: { budget: whole(election.budget), projects, ballots }, unit: Number(unit) };
}
