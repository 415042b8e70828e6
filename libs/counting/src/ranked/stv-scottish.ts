import { droopWhole, hasQuota, layPiles } from './gregory.js';
import { byVotes, closeCount, extreme, type StvState } from './stv-state.js';

/**
 * Scottish STV: The Scottish Local Government Elections Order 2007 (SSI 2007/42), rules 45–52. Quota
 * floor(V / (s + 1)) + 1 [46]; elected at the quota [47]; the largest surplus first, all ballots of the option at
 * surplus × value / total, cut off after five decimals [48, 49]; without a surplus the lowest is excluded, ballots keep
 * their value [50]. Ties: the most recent stage at which the tied had unequal votes, else lot [49(2), 51]. When those
 * left are no more than the vacancies they are elected, without further transfer [52].
 */
export function countScottish<T>(state: StvState<T>): void {
  const { math, votes, profile } = state;
  const piles = layPiles(state);
  const pending = new Set<number>();
  const history: T[][] = [];
  state.quota = math.of(droopWhole(profile.total, state.seats));
  piles.deal();
  state.step('first', []);
  const complete = (): boolean => state.seatsLeft() <= 0 || state.hopeful().length <= state.seatsLeft();
  const hopeful = (option: number): boolean => state.standing[option] === 'hopeful';
  const choose = (options: readonly number[], which: 'most' | 'fewest', purpose: string): number => {
    const tied = extreme(state, options, which);
    if (tied.length === 1) return tied[0]!;
    let rest = tied;
    for (let stage = history.length - 1; stage >= 0 && rest.length > 1; stage--) {
      rest = extreme({ ...state, votes: history[stage]! }, rest, which);
      if (rest.length === 1) return state.ties.settle(tied, rest[0]!, purpose, `earlier stage ${stage}`);
    }
    return state.ties.take(rest, purpose, which === 'fewest' ? 'out' : 'in');
  };
  for (;;) {
    const reached = byVotes(
      state,
      state.hopeful().filter((option) => hasQuota(state, option)),
    );
    reached.forEach((option) => pending.add(option));
    state.elect(reached);
    if (complete()) break;
    history.push([...votes]);
    state.stage++;
    if (pending.size > 0) {
      const option = choose([...pending], 'most', 'largest surplus');
      pending.delete(option);
      const total = votes[option]!;
      const surplus = math.sub(total, state.quota);
      piles.move(option, hopeful, (weight) => math.muldiv(weight, surplus, total));
      votes[option] = state.quota;
      state.step('surplus', [option], { surplus });
      continue;
    }
    const option = choose(state.hopeful(), 'fewest', 'exclusion');
    state.exclude([option]);
    piles.move(option, hopeful);
    votes[option] = math.zero;
    state.step('transfer', [option]);
    if (complete()) break;
  }
  closeCount(state);
}
