import { CountingRefusal } from '../errors.js';
import { tieBreaker, tieOrder, type TieBreaker, type TieBreaking, type TieOrder } from '../ties/tie-order.js';
import type { Arithmetic } from './arithmetic.js';
import type { StrictProfile } from './profile.js';
import type { Standing, StvLoss, StvResult, StvStep } from './stv-trace.js';

/** A transferable count in progress: who stands where, with which votes, and the trace so far. */
export interface StvState<T> {
  readonly profile: StrictProfile;
  readonly math: Arithmetic<T>;
  readonly seats: number;
  readonly votes: T[];
  readonly standing: Standing[];
  readonly ties: TieBreaker;
  readonly order: TieOrder;
  stage: number;
  quota: T;
  exhausted: T;
  hopeful(): number[];
  elected(): number[];
  seatsLeft(): number;
  step(kind: StvStep['kind'], options: readonly number[], more?: { surplus?: T; note?: string }): void;
  elect(options: readonly number[], kind?: 'elect' | 'remaining'): void;
  exclude(options: readonly number[], note?: string): void;
  /** Makes the elected hopeful again (QPQ starts its elections anew after each exclusion). */
  reopen(): void;
  result(rule: string): StvResult;
}

/** Opens a count. @throws CountingRefusal when there are fewer standing options than seats would need (none at all). */
export function openCount<T>(
  profile: StrictProfile,
  seats: number,
  math: Arithmetic<T>,
  ties: TieBreaking,
): StvState<T> {
  if (!Number.isInteger(seats) || seats < 1) throw new CountingRefusal('seats must be a whole number > 0');
  const order = tieOrder(profile.options, ties);
  const steps: StvStep[] = [];
  const losses: StvLoss[] = [];
  const winners: number[] = [];
  const all = profile.options.map((_, option) => option);
  const names = (options: readonly number[]): string[] => options.map((option) => profile.options[option]!);
  const state: StvState<T> = {
    profile,
    math,
    seats,
    votes: all.map(() => math.zero),
    standing: all.map((option): Standing => (profile.standing[option] ? 'hopeful' : 'withdrawn')),
    ties: tieBreaker(profile.options, order),
    order,
    stage: 0,
    quota: math.zero,
    exhausted: math.zero,
    hopeful: () => all.filter((option) => state.standing[option] === 'hopeful'),
    elected: () => all.filter((option) => state.standing[option] === 'elected'),
    seatsLeft: () => seats - winners.length,
    step(kind, options, more = {}) {
      steps.push({
        stage: state.stage,
        kind,
        options: names(options),
        votes: state.votes.map(math.show),
        quota: math.show(state.quota),
        exhausted: math.show(state.exhausted),
        ...(more.surplus === undefined ? {} : { surplus: math.show(more.surplus) }),
        ...(more.note === undefined ? {} : { note: more.note }),
      });
    },
    elect(options, kind = 'elect') {
      if (options.length === 0) return;
      for (const option of options) {
        state.standing[option] = 'elected';
        winners.push(option);
      }
      state.step(kind, options);
    },
    exclude(options, note) {
      if (options.length === 0) return;
      const staying = state.hopeful().filter((option) => !options.includes(option));
      for (const option of options) {
        const above = staying.map((other) => math.sub(state.votes[other]!, state.votes[option]!));
        const least = above.reduce<T | undefined>(
          (low, gap) => (low === undefined || math.strict(gap, low) < 0 ? gap : low),
          undefined,
        );
        const lacked = least === undefined || math.strict(least, math.zero) < 0 ? math.zero : least;
        const votes = math.show(state.votes[option]!);
        losses.push({ option: profile.options[option]!, stage: state.stage, votes, lacked: math.show(lacked) });
        state.standing[option] = 'excluded';
      }
      state.step('exclude', options, { ...(note === undefined ? {} : { note }) });
    },
    reopen() {
      for (const option of winners.splice(0)) state.standing[option] = 'hopeful';
    },
    result: (rule) => ({
      rule,
      arithmetic: math.name,
      seats,
      ballots: profile.total,
      options: profile.options,
      elected: names(winners),
      quota: math.show(state.quota),
      stages: state.stage,
      steps,
      losses,
      ties: state.ties.decisions,
      tieOrder: order,
    }),
  };
  return state;
}

/** Options sorted by votes, highest first; equal votes in ballot-paper order, which decides nothing. */
export function byVotes<T>({ votes, math }: StvState<T>, options: readonly number[]): number[] {
  return [...options].sort((a, b) => math.strict(votes[b]!, votes[a]!) || a - b);
}

/** Those of `options` with the most (`most`) or fewest votes, as the arithmetic compares. */
export function extreme<T>(
  { votes, math }: StvState<T>,
  options: readonly number[],
  which: 'most' | 'fewest',
): number[] {
  const sign = which === 'most' ? 1 : -1;
  const best = options.reduce((top, option) => (sign * math.strict(votes[option]!, votes[top]!) > 0 ? option : top));
  return options.filter((option) => math.compare(votes[option]!, votes[best]!) === 0);
}

/** Ends a count: the hopeful take the seats that are left, or are excluded when there are none. */
export function closeCount<T>(state: StvState<T>): void {
  const hopeful = state.hopeful();
  if (state.seatsLeft() > 0) state.elect(byVotes(state, hopeful).slice(0, state.seatsLeft()), 'remaining');
  state.exclude(state.hopeful(), 'all seats are filled');
  state.step('end', []);
}
