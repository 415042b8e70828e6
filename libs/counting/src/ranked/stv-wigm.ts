import { droopShare, hasQuota, layPiles, surplusOf } from './gregory.js';
import { sureLosers } from './sure-losers.js';
import { byVotes, closeCount, extreme, type StvState } from './stv-state.js';

/**
 * Weighted inclusive Gregory (PR Foundation reference rule "WIGM"; with exact fractions the model rule). Quota
 * V / (s + 1), plus the smallest step where cut off; the largest surplus is transferred first, all ballots at
 * (weight × surplus) / votes; otherwise the lowest is excluded, or with `batch` all who certainly lose (B.2). Ties by
 * the predetermined order.
 */
export function countWigm<T>(state: StvState<T>, batch: boolean): void {
  const { math, votes, profile } = state;
  const piles = layPiles(state);
  const pending = new Set<number>();
  state.quota = droopShare(math, math.of(profile.total), state.seats);
  piles.deal();
  state.step('first', []);
  const hopeful = (option: number): boolean => state.standing[option] === 'hopeful';
  while (state.hopeful().length > state.seatsLeft() && state.seatsLeft() > 0) {
    state.stage++;
    const reached = byVotes(
      state,
      state.hopeful().filter((option) => hasQuota(state, option)),
    );
    reached.forEach((option) => pending.add(option));
    state.elect(reached);
    if (batch) {
      const surplus = [...pending].reduce((sum, option) => math.add(sum, surplusOf(state, option)), math.zero);
      const losers = sureLosers(state, surplus, 'sum');
      if (losers.length > 0) {
        state.exclude(losers, 'cannot win any more');
        if (state.hopeful().length <= state.seatsLeft()) break;
        moveOut(losers);
        continue;
      }
    }
    if (pending.size > 0) {
      const option = state.ties.take(extreme(state, [...pending], 'most'), 'largest surplus');
      pending.delete(option);
      const total = votes[option]!;
      const surplus = math.sub(total, state.quota);
      piles.move(option, hopeful, (weight) => math.div(math.mul(weight, surplus), total));
      votes[option] = state.quota;
      state.step('surplus', [option], { surplus });
      continue;
    }
    const option = state.ties.take(extreme(state, state.hopeful(), 'fewest'), 'exclusion', 'out');
    state.exclude([option]);
    moveOut([option]);
  }
  closeCount(state);

  function moveOut(options: readonly number[]): void {
    for (const option of options) piles.move(option, hopeful);
    for (const option of options) votes[option] = math.zero;
    state.step('transfer', options);
  }
}
