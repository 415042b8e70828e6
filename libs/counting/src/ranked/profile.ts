import { BallotRefusal, CountingRefusal } from '../errors.js';

/** A place on a ballot: an option number, several options ranked equal, or null for a place left empty. */
export type Place = number | readonly number[] | null;

/** `count` identical rankings, best first. Options are numbers into `options`. */
export interface Ranking {
  readonly count: number;
  readonly places: readonly Place[];
}

/** A ranked vote: identical ballots grouped. */
export interface RankedVote {
  readonly options: readonly string[];
  readonly ballots: readonly Ranking[];
  /** Options that stand on ballots but no longer stand: passed over everywhere. */
  readonly withdrawn?: readonly number[];
}

/** Strict rankings in flat arrays, withdrawn options and empty places removed, empty ballots dropped. */
export interface StrictProfile {
  readonly options: readonly string[];
  readonly standing: readonly boolean[];
  readonly count: Float64Array;
  /** Ranking of group g: `ranked[start[g]] … ranked[start[g + 1] - 1]`. */
  readonly start: Int32Array;
  readonly ranked: Int32Array;
  /** Groups whose ranking has equal places, kept apart. */
  readonly equal: readonly { readonly count: number; readonly places: readonly (readonly number[])[] }[];
  /** Ballots that rank at least one standing option. */
  readonly total: number;
}

/**
 * Checks rankings and brings them into the form that counts run on; identical rankings become one group.
 * @throws CountingRefusal, BallotRefusal (unknown or repeated option, wrong count, equal places where not `allowEqual`).
 */
export function strictProfile(vote: RankedVote, allowEqual = false): StrictProfile {
  const { options } = vote;
  if (new Set(options).size !== options.length) throw new CountingRefusal('an option is listed twice');
  const standing = options.map(() => true);
  for (const option of vote.withdrawn ?? []) {
    if (standing[option] === undefined) throw new CountingRefusal(`withdrawn option ${option} does not exist`);
    standing[option] = false;
  }
  const groups = new Map<string, { count: number; places: number[] }>();
  const equal: { count: number; places: number[][] }[] = [];
  const seen = new Int32Array(options.length).fill(-1);
  let total = 0;
  vote.ballots.forEach(({ count, places }, at) => {
    if (!Number.isSafeInteger(count) || count < 1) throw new BallotRefusal(at, 'the count must be a whole number > 0');
    const use = (option: number): boolean => {
      if (!(option >= 0 && option < options.length)) throw new BallotRefusal(at, `unknown option ${option}`);
      if (seen[option] === at) throw new BallotRefusal(at, `option ${options[option]} is ranked twice`);
      seen[option] = at;
      return standing[option]!;
    };
    let strict = true;
    const kept: (number | number[])[] = [];
    for (const place of places) {
      if (place === null) continue;
      if (typeof place === 'number') {
        if (use(place)) kept.push(place);
        continue;
      }
      const together = place.filter(use);
      if (together.length === 1) kept.push(together[0]!);
      if (together.length < 2) continue;
      if (!allowEqual) throw new BallotRefusal(at, 'this rule takes no equal places');
      kept.push(together);
      strict = false;
    }
    if (kept.length === 0) return;
    total += count;
    if (!strict) {
      equal.push({ count, places: kept.map((place) => (typeof place === 'number' ? [place] : place)) });
      return;
    }
    const key = kept.join();
    const group = groups.get(key);
    if (group) group.count += count;
    else groups.set(key, { count, places: kept as number[] });
  });
  const list = [...groups.values()];
  const start = new Int32Array(list.length + 1);
  list.forEach(({ places }, g) => (start[g + 1] = start[g]! + places.length));
  const ranked = new Int32Array(start[list.length]!);
  list.forEach(({ places }, g) => ranked.set(places, start[g]));
  return { options, standing, count: Float64Array.from(list, ({ count }) => count), start, ranked, equal, total };
}
