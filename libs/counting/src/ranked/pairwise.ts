import type { RankedVote } from './profile.js';
import { strictProfile } from './profile.js';

/** `d[a][b]`: ballots that put a above b. Options left out of a ballot are tied last on it, below all it names. */
export type Pairwise = readonly (readonly number[])[];

/** Counts all pairs once per group of identical ballots. Withdrawn options beat nobody and lose to nobody. */
export function pairwise(vote: RankedVote): Pairwise {
  const profile = strictProfile(vote, true);
  const n = profile.options.length;
  const matrix = profile.options.map(() => new Array<number>(n).fill(0));
  const add = (count: number, places: readonly (readonly number[])[]): void => {
    const below = new Set<number>(profile.options.flatMap((_, option) => (profile.standing[option] ? [option] : [])));
    for (const place of places) {
      for (const option of place) below.delete(option);
      for (const option of place) for (const other of below) matrix[option]![other]! += count;
    }
  };
  for (let g = 0; g < profile.count.length; g++) {
    const places: number[][] = [];
    for (let i = profile.start[g]!; i < profile.start[g + 1]!; i++) places.push([profile.ranked[i]!]);
    add(profile.count[g]!, places);
  }
  for (const { count, places } of profile.equal) add(count, places);
  return matrix;
}
