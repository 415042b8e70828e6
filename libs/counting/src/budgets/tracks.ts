import { CountingRefusal } from '../errors.js';
import { countBudget, type BudgetRule } from './count-budget.js';
import type { BudgetResult, BudgetTies, BudgetVote } from './vote.js';

/** One track of a budget (a district, small projects, the green budget): its own money, projects and ballots. */
export interface Track {
  readonly name: string;
  readonly vote: BudgetVote;
  readonly rule: BudgetRule;
  readonly ties?: BudgetTies;
  /** Track that receives what is left here; it must stand later in the list. */
  readonly leftoverTo?: string;
}

/** The result of one track, with the money that came from earlier ones. */
export interface TrackResult extends BudgetResult {
  readonly track: string;
  readonly received: number;
  readonly left: number;
}

/** Counts tracks in order. What a track leaves goes where it was declared to go, or stays unspent. */
export function countTracks(tracks: readonly Track[]): TrackResult[] {
  const names = tracks.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw new CountingRefusal('a track is listed twice');
  const received = new Map<string, number>();
  return tracks.map(({ name, vote, rule, ties, leftoverTo }, i) => {
    if (leftoverTo !== undefined && names.indexOf(leftoverTo) <= i)
      throw new CountingRefusal(`what track ${name} leaves must go to a later track`);
    const more = received.get(name) ?? 0;
    const result = countBudget({ ...vote, budget: vote.budget + more }, rule, ties);
    const left = vote.budget + more - result.cost;
    if (leftoverTo !== undefined) received.set(leftoverTo, (received.get(leftoverTo) ?? 0) + Math.max(0, left));
    return { track: name, received: more, left, ...result };
  });
}
