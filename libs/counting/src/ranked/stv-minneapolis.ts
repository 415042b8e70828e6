import { droopWhole, hasQuota, layPiles, surplusOf } from './gregory.js';
import { sureLosers } from './sure-losers.js';
import { byVotes, closeCount, extreme, type StvState } from './stv-state.js';

/**
 * Minneapolis, Code of Ordinances 167.20 and 167.70 (multiple seats). Threshold floor(V / (s + 1)) + 1, four decimals.
 * Each round, in this order: undeclared write-ins and all who cannot be elected mathematically are excluded together;
 * else the option with the largest surplus is declared elected and its surplus transferred; else the lowest is excluded.
 * An option at the threshold goes on receiving votes until it is its turn to be declared. The count ends when as many
 * stand at the threshold as there are seats, or no more options are left than seats. Ties by lot.
 */
export function countMinneapolis<T>(state: StvState<T>, undeclared: ReadonlySet<number>): void {
  const { math, votes, profile } = state;
  const piles = layPiles(state);
  state.quota = math.of(droopWhole(profile.total, state.seats));
  piles.deal();
  state.stage = 1;
  state.step('first', []);
  const hopeful = (option: number): boolean => state.standing[option] === 'hopeful';
  const reached = (): number[] => state.hopeful().filter((option) => hasQuota(state, option));
  const moveOut = (options: readonly number[]): void => {
    for (const option of options) piles.move(option, hopeful);
    for (const option of options) votes[option] = math.zero;
    state.step('transfer', options);
  };
  for (;;) {
    const at = reached().filter((option) => !undeclared.has(option));
    if (at.length >= state.seatsLeft()) {
      state.elect(byVotes(state, at).slice(0, state.seatsLeft()));
      break;
    }
    state.stage++;
    const writeIns = state.hopeful().filter((option) => undeclared.has(option));
    if (writeIns.length > 0) {
      state.exclude(writeIns, 'undeclared write-in');
      moveOut(writeIns);
      continue;
    }
    const surplus = reached().reduce((sum, option) => math.add(sum, surplusOf(state, option)), math.zero);
    const losers = sureLosers(state, surplus, 'equal');
    if (losers.length > 0) {
      state.exclude(losers, 'cannot win any more');
      moveOut(losers);
      continue;
    }
    if (at.length > 0) {
      const option = state.ties.take(extreme(state, at, 'most'), 'largest surplus');
      const total = votes[option]!;
      const over = math.sub(total, state.quota);
      state.elect([option]);
      piles.move(option, hopeful, (weight) => math.div(math.mul(weight, over), total));
      votes[option] = state.quota;
      state.step('surplus', [option], { surplus: over });
      continue;
    }
    if (state.hopeful().length <= state.seatsLeft()) break;
    const option = state.ties.take(extreme(state, state.hopeful(), 'fewest'), 'exclusion', 'out');
    state.exclude([option]);
    if (state.hopeful().length <= state.seatsLeft()) break;
    moveOut([option]);
  }
  closeCount(state);
}
