import { byVotes, type StvState } from './stv-state.js';

/**
 * The largest set of hopeful options that certainly lose: enough stay for the seats, tied options stay together, and
 * all votes of the set plus every surplus still to come are fewer than the votes of the next option above.
 * `groups`: `sum` joins options that the surplus could still reorder (PR Foundation), `equal` only equal votes
 * (Minneapolis 167.20).
 */
export function sureLosers<T>(state: StvState<T>, surplus: T, groups: 'sum' | 'equal'): number[] {
  const { math, votes } = state;
  const sorted = byVotes(state, state.hopeful()).reverse();
  const joined: number[][] = [];
  // PR Foundation's groups start from 0 votes, so that options without votes and a surplus to come stay together.
  let mark = math.zero;
  for (const option of sorted) {
    const reach = groups === 'sum' ? math.add(mark, surplus) : mark;
    const same =
      groups === 'sum' ? math.compare(reach, votes[option]!) >= 0 : math.compare(reach, votes[option]!) === 0;
    if (same && joined.length > 0) joined.at(-1)!.push(option);
    else {
      joined.push([option]);
      if (!same) mark = votes[option]!;
    }
  }
  const most = sorted.length - state.seatsLeft();
  let sum = math.zero;
  let counted = 0;
  let losers: number[] = [];
  for (let g = 0; g + 1 < joined.length; g++) {
    counted += joined[g]!.length;
    if (counted > most) break;
    for (const option of joined[g]!) sum = math.add(sum, votes[option]!);
    const next = votes[joined[g + 1]![0]!]!;
    if (math.compare(math.add(sum, surplus), next) < 0) losers = joined.slice(0, g + 1).flat();
  }
  return losers.sort((a, b) => a - b);
}
