import { BallotRefusal, CountingRefusal } from '../errors.js';
import { tieBreaker, tieOrder, type TieBreaking, type TieDecision, type TieOrder } from '../ties/tie-order.js';
import type { Place } from './profile.js';

/** `count` identical ballots; `'overvote'` marks a place that names several options not recorded one by one. */
export interface IrvBallot {
  readonly count: number;
  readonly places: readonly (Place | 'overvote')[];
}

/** Options of the rule that change results and stand in laws; each is stated before the vote. */
export interface IrvRule {
  /** A place with several options: ends the ballot (`exhaust`, default), is passed over (`skip`), or ends it only if several of them still stand (`exhaust-if-standing`). */
  readonly overvotes?: 'exhaust' | 'skip' | 'exhaust-if-standing';
  /** More empty places in a row than this end the ballot; default: any number is passed over. */
  readonly maxSkipped?: number;
  /** An option named again ends the ballot (`exhaust`) or is passed over (`skip`, default). */
  readonly repeated?: 'skip' | 'exhaust';
  /** Excludes together all who cannot catch up any more. Default false: one at a time. */
  readonly batch?: boolean;
  /** Counts on until two are left, although one already has a majority. Default false. */
  readonly untilTwo?: boolean;
  /** The majority is of the ballots that still count (`continuing`, default) or of those of the first round. */
  readonly majorityOf?: 'continuing' | 'first-round';
  /** Options with fewer first choices than this are excluded together before the first round goes on. */
  readonly minimum?: number;
  /** Undeclared write-ins: excluded first, as soon as they hold votes. */
  readonly undeclared?: readonly number[];
  /** Ties for exclusion look back to the last round in which the tied differed, before the order decides. */
  readonly lookBack?: boolean;
}

/** Ballots that count for nobody any more, by cause. */
export interface Inactive {
  readonly choices: number;
  readonly overvotes: number;
  readonly repeated: number;
  readonly skipped: number;
}

/** One round: votes, what a majority needed, and what happened. */
export interface IrvRound {
  readonly round: number;
  readonly votes: Readonly<Record<string, number>>;
  readonly needed: number;
  readonly inactive: Inactive;
  readonly excluded: readonly {
    readonly option: string;
    readonly transfers: Readonly<Record<string, number>>;
    readonly lacked: number;
  }[];
  readonly elected?: string;
}

/** Result and trace of an instant runoff. `winner` is absent when no ballot counts for anyone. */
export interface IrvResult {
  readonly winner?: string;
  readonly rounds: readonly IrvRound[];
  /** Ballots without any mark: cast, never counted. */
  readonly blank: number;
  readonly ballots: number;
  readonly ties: readonly TieDecision[];
  readonly tieOrder: TieOrder;
}

type Cause = keyof Inactive;

/**
 * Instant runoff: the option with more than half of the counting ballots wins; otherwise the lowest is excluded and its
 * ballots move to the next option on them. Source of the options: the rules that RCTab implements for United States
 * jurisdictions (Maine, Minneapolis 167.60). Integers only.
 * @throws CountingRefusal, BallotRefusal, UndecidedTie.
 */
export function countIrv(
  options: readonly string[],
  ballots: readonly IrvBallot[],
  rule: IrvRule = {},
  ties: TieBreaking = {},
): IrvResult {
  if (new Set(options).size !== options.length) throw new CountingRefusal('an option is listed twice');
  const order = tieOrder(options, ties);
  const breaker = tieBreaker(options, order);
  const standing = options.map(() => true);
  const votes = options.map(() => 0);
  const piles: number[][] = options.map(() => []);
  const inactive: Record<Cause, number> = { choices: 0, overvotes: 0, repeated: 0, skipped: 0 };
  const { count, places, blank } = groupIrv(options.length, ballots);
  const at = new Int32Array(count.length);
  const maxSkipped = rule.maxSkipped ?? Infinity;

  // The next standing option of a group from its present place on, or why there is none.
  const seek = (g: number): number | Cause => {
    const list = places[g]!;
    let skipped = 0;
    for (; at[g]! < list.length; at[g]! += 1) {
      const place = list[at[g]!]!;
      if (place === null) {
        skipped++;
        continue;
      }
      if (skipped > maxSkipped) return 'skipped';
      skipped = 0;
      if (rule.repeated === 'exhaust' && typeof place === 'number' && namedBefore(list, at[g]!, place))
        return 'repeated';
      if (typeof place === 'number') {
        if (standing[place]) return place;
        continue;
      }
      if (rule.overvotes === 'skip') continue;
      if (rule.overvotes !== 'exhaust-if-standing' || place === 'overvote') return 'overvotes';
      const left = place.filter((option) => standing[option]);
      if (left.length > 1) return 'overvotes';
      if (left.length === 1) return left[0]!;
    }
    return 'choices';
  };
  const assign = (g: number): number | Cause => {
    const found = seek(g);
    if (typeof found === 'number') {
      votes[found]! += count[g]!;
      piles[found]!.push(g);
    } else inactive[found] += count[g]!;
    return found;
  };
  for (let g = 0; g < count.length; g++) assign(g);

  const rounds: IrvRound[] = [];
  const history: number[][] = [];
  const undeclared = new Set(rule.undeclared ?? []);
  const first = votes.reduce((sum, n) => sum + n, 0);
  let winner: string | undefined;
  for (let round = 1; ; round++) {
    const left = options.map((_, option) => option).filter((option) => standing[option]);
    const counting = left.reduce((sum, option) => sum + votes[option]!, 0);
    if (left.length === 0 || counting === 0) break;
    const needed = Math.floor((rule.majorityOf === 'first-round' ? first : counting) / 2) + 1;
    const shown = Object.fromEntries(left.map((option) => [options[option]!, votes[option]!]));
    const open = { round, votes: shown, needed, inactive: { ...inactive } };
    const best = left.reduce((top, option) => (votes[option]! > votes[top]! ? option : top));
    const majority = votes[best]! >= needed && (!rule.untilTwo || left.length <= 2);
    if (majority || left.length === 1) {
      winner = options[best]!;
      rounds.push({ ...open, excluded: [], elected: winner });
      break;
    }
    history.push([...votes]);
    const out = toExclude(left);
    const staying = left.filter((option) => !out.includes(option));
    for (const option of out) standing[option] = false;
    const excluded = out.map((option) => {
      const above = staying.map((other) => votes[other]!).filter((n) => n >= votes[option]!);
      const lacked = above.length > 0 ? Math.min(...above) - votes[option]! : 0;
      return { option: options[option]!, transfers: move(option), lacked };
    });
    rounds.push({ ...open, excluded });
  }
  const total = count.reduce((sum, n) => sum + n, 0) + blank;
  return {
    ...(winner === undefined ? {} : { winner }),
    rounds,
    blank,
    ballots: total,
    ties: breaker.decisions,
    tieOrder: order,
  };

  function move(option: number): Record<string, number> {
    const transfers: Record<string, number> = {};
    for (const g of piles[option]!.splice(0)) {
      const found = assign(g);
      if (typeof found === 'number') transfers[options[found]!] = (transfers[options[found]!] ?? 0) + count[g]!;
    }
    votes[option] = 0;
    return transfers;
  }

  function toExclude(left: readonly number[]): number[] {
    const writeIns = left.filter((option) => undeclared.has(option));
    if (writeIns.length < left.length && writeIns.some((option) => votes[option]! > 0)) return writeIns;
    const few = left.filter((option) => votes[option]! < (rule.minimum ?? 0));
    if (history.length === 1 && few.length > 0 && few.length < left.length) return few;
    const sorted = [...left].sort((a, b) => votes[a]! - votes[b]! || a - b);
    if (rule.batch) {
      // The largest set at the bottom whose votes together are fewer than those of the next option above.
      let sum = 0;
      let together: number[] = [];
      for (let i = 0; i + 1 < sorted.length; i++) {
        sum += votes[sorted[i]!]!;
        const leaves = rule.untilTwo ? sorted.length - i - 1 >= 2 : true;
        if (leaves && sum < votes[sorted[i + 1]!]!) together = sorted.slice(0, i + 1);
      }
      if (together.length > 1) return together.sort((a, b) => a - b);
    }
    const tied = sorted.filter((option) => votes[option] === votes[sorted[0]!]);
    let rest = tied;
    for (let r = history.length - 1; rule.lookBack && r >= 0 && rest.length > 1; r--) {
      const low = Math.min(...rest.map((option) => history[r]![option]!));
      rest = rest.filter((option) => history[r]![option] === low);
      if (rest.length === 1 && tied.length > 1)
        return [breaker.settle(tied, rest[0]!, 'exclusion', `earlier round ${r + 1}`)];
    }
    return [breaker.take(rest, 'exclusion', 'out')];
  }
}

const namedBefore = (list: IrvBallot['places'], end: number, option: number): boolean =>
  list.slice(0, end).some((place) => place === option || (typeof place === 'object' && place?.includes(option)));

// Identical ballots become one group; ballots without any mark are set aside.
function groupIrv(options: number, ballots: readonly IrvBallot[]) {
  const groups = new Map<string, number>();
  const count: number[] = [];
  const places: IrvBallot['places'][] = [];
  let blank = 0;
  ballots.forEach((ballot, i) => {
    if (!Number.isSafeInteger(ballot.count) || ballot.count < 1)
      throw new BallotRefusal(i, 'the count must be a whole number > 0');
    let key = '';
    let marked = false;
    for (const place of ballot.places) {
      const named = typeof place === 'number' ? [place] : place === null || place === 'overvote' ? [] : place;
      if (named.some((option) => !(option >= 0 && option < options))) throw new BallotRefusal(i, 'unknown option');
      if (place !== null) marked = true;
      key += `${typeof place === 'object' && place ? place.join('=') : place};`;
    }
    if (!marked) {
      blank += ballot.count;
      return;
    }
    const g = groups.get(key);
    if (g !== undefined) count[g]! += ballot.count;
    else {
      groups.set(key, count.length);
      count.push(ballot.count);
      places.push(ballot.places);
    }
  });
  return { count, places, blank };
}
