import { droopShare, hasQuota, layPiles, surplusOf } from './gregory.js';
import { byVotes, closeCount, extreme, type StvState } from './stv-state.js';

/**
 * Choice voting of Californians for Electoral Reform (draft Elections Code 10059). All surpluses of a round are
 * transferred, one option after the other in ballot order, at (value × surplus) / votes cut off after five decimals;
 * without a surplus the lowest is excluded by lot in a tie. With `batch` the largest defeat set of 10059(k) goes first.
 * The quota is V / (s + 1) + 0.00001, as in the reference set (the draft's text says whole votes).
 */
export function countCfer<T>(state: StvState<T>, batch: boolean): void {
  const { math, votes, profile } = state;
  const piles = layPiles(state);
  let pending: number[] = [];
  state.quota = droopShare(math, math.of(profile.total), state.seats);
  piles.deal();
  state.step('first', []);
  const hopeful = (option: number): boolean => state.standing[option] === 'hopeful';
  for (;;) {
    state.stage++;
    if (state.stage === 1 && state.hopeful().length <= state.seats) break;
    const reached = byVotes(
      state,
      state.hopeful().filter((option) => hasQuota(state, option)),
    );
    pending.push(...reached.filter((option) => math.compare(votes[option]!, state.quota) > 0));
    pending.sort((a, b) => a - b);
    state.elect(reached);
    if (state.seatsLeft() <= 0) break;
    let losers = batch ? defeatSet(state, pending) : [];
    if (losers.length > 0) state.exclude(losers, 'cannot win any more');
    else if (pending.length > 0) {
      for (const option of pending) {
        const total = votes[option]!;
        const surplus = math.sub(total, state.quota);
        piles.move(option, hopeful, (weight) => math.div(math.mul(weight, surplus), total));
        votes[option] = state.quota;
        state.step('surplus', [option], { surplus });
      }
      pending = [];
    } else {
      losers = [state.ties.take(extreme(state, state.hopeful(), 'fewest'), 'exclusion', 'out')];
      state.exclude(losers);
    }
    if (losers.length === 0) continue;
    if (state.hopeful().length <= state.seatsLeft()) break;
    for (const option of losers) piles.move(option, hopeful);
    for (const option of losers) votes[option] = math.zero;
    state.step('transfer', losers);
  }
  closeCount(state);
}

// 10059(k): enough stay (1), the set cannot catch up (2), and excluding it now cannot change the order of elections (3).
function defeatSet<T>(state: StvState<T>, pending: readonly number[]): number[] {
  const { math, votes } = state;
  const surplus = pending.reduce((sum, option) => math.add(sum, surplusOf(state, option)), math.zero);
  const sorted = byVotes(state, state.hopeful()).reverse();
  const left = state.seatsLeft();
  const gap = math.sub(state.quota, votes[sorted.at(-1)!]!);
  let sum = math.zero;
  let losers: number[] = [];
  for (let t = 0; t + 1 < sorted.length; t++) {
    const staying = sorted.length - t - 1;
    if (staying < left) break;
    sum = math.add(sum, votes[sorted[t]!]!);
    const reach = math.add(sum, surplus);
    if (math.compare(reach, votes[sorted[t + 1]!]!) >= 0) continue;
    const withoutBest = math.sub(sum, votes[sorted[t]!]!);
    const safe =
      left === 1 ||
      staying === left ||
      math.compare(reach, gap) < 0 ||
      (math.isZero(surplus) && math.compare(withoutBest, gap) < 0);
    if (safe) losers = sorted.slice(0, t + 1);
  }
  return losers.sort((a, b) => a - b);
}
