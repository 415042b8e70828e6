import type { Arithmetic } from './arithmetic.js';
import type { StrictProfile } from './profile.js';

/** How a ballot's weight is divided between the option it reaches and the ones after it. */
export type Keeping = 'meek' | 'meek-up' | 'warren';

/** Distributes all ballots by keep values; votes of the same beginning are handled once. */
export interface KeepTree<T> {
  /** Votes by option for these keep values (0 = excluded). Everything not kept is exhausted. */
  distribute(keep: readonly T[]): T[];
}

/**
 * Joins rankings with the same beginning into a tree: what passes a node depends on the way to it alone, so one
 * multiplication serves thousands of ballots and gives exactly the sums that ballot by ballot gives.
 * `meek`: keep w·k and pass w·(1-k), both cut off (OpenSTV) · `meek-up`: keep w·k rounded up, pass the rest
 * (PR Foundation B.2.a) · `warren`: keep min(k, w), pass the rest.
 */
export function keepTree<T>(profile: StrictProfile, math: Arithmetic<T>, keeping: Keeping): KeepTree<T> {
  const option: number[] = [-1];
  const passing: number[] = [0];
  const child: number[] = [-1];
  const sibling: number[] = [-1];
  const { start, ranked, count } = profile;
  for (let g = 0; g < count.length; g++) {
    let node = 0;
    for (let i = start[g]!; i < start[g + 1]!; i++) {
      let next = child[node]!;
      while (next >= 0 && option[next] !== ranked[i]) next = sibling[next]!;
      if (next < 0) {
        next = option.push(ranked[i]!) - 1;
        passing.push(0);
        child.push(-1);
        sibling.push(child[node]!);
        child[node] = next;
      }
      passing[next]! += count[g]!;
      node = next;
    }
  }
  const split = (keep: T, weight: T): [T, T] => {
    if (keeping === 'warren') {
      const kept = math.compare(keep, weight) < 0 ? keep : weight;
      return [kept, math.sub(weight, kept)];
    }
    if (keeping === 'meek-up') {
      const kept = math.mul(weight, keep, 'up');
      return [kept, math.sub(weight, kept)];
    }
    return [math.mul(weight, keep), math.mul(weight, math.sub(math.one, keep))];
  };
  return {
    distribute(keep) {
      const votes = keep.map(() => math.zero);
      const credit = (to: number, amount: T, ballots: number): void => {
        votes[to] = math.add(votes[to]!, math.scale(amount, ballots));
      };
      const walk = (node: number, weight: T): void => {
        for (let next = child[node]!; next >= 0; next = sibling[next]!) {
          const to = option[next]!;
          if (math.isZero(keep[to]!)) {
            walk(next, weight);
            continue;
          }
          const [kept, rest] = split(keep[to]!, weight);
          credit(to, kept, passing[next]!);
          if (math.compare(rest, math.zero) > 0) walk(next, rest);
        }
      };
      walk(0, math.one);
      // Equal places share the weight evenly; each part then goes its own way down the ballot.
      for (const { count: ballots, places } of profile.equal) {
        const share = (place: number, weight: T): void => {
          if (place >= places.length || math.isZero(weight)) return;
          const here = places[place]!.filter((to) => !math.isZero(keep[to]!));
          if (here.length === 0) return share(place + 1, weight);
          const part = math.div(weight, math.of(here.length));
          for (const to of here) {
            const [kept, rest] = split(keep[to]!, part);
            credit(to, kept, ballots);
            share(place + 1, rest);
          }
        };
        share(0, math.one);
      }
      return votes;
    },
  };
}
