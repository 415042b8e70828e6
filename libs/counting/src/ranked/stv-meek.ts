import { droopShare, hasQuota } from './gregory.js';
import { keepTree, type Keeping } from './keep-tree.js';
import { sureLosers } from './sure-losers.js';
import { byVotes, type StvState } from './stv-state.js';

/** Parameters of the iterative rules. */
export interface MeekSetting<T> {
  readonly keeping: Keeping;
  /** The total surplus under which an iteration has settled. */
  readonly omega: T;
  /** `model`: settled at surplus ≤ omega, sure losers go together · `reference`: surplus < omega, one at a time. */
  readonly variant: 'model' | 'reference';
}

/**
 * Meek's and Warren's rules (Hill, Wichmann, Woodall, The Computer Journal 30, 1987; PR Foundation reference rule,
 * 9 decimals, omega 10^-6). Every option keeps a part k of what reaches it and passes the rest on; the quota is
 * recalculated as votes still counting / (s + 1); k of the elected is lowered by quota / votes until the total surplus
 * settles, then the lowest is excluded. Options within the surplus of the lowest are tied with it. A surplus that does
 * not fall any more also counts as settled, so rounding cannot keep the count going for ever.
 */
export function countMeek<T>(state: StvState<T>, setting: MeekSetting<T>): void {
  const { math, votes, profile } = state;
  const { variant } = setting;
  const tree = keepTree(profile, math, setting.keeping);
  const total = math.of(profile.total);
  const keep = profile.standing.map((standing) => (standing ? math.one : math.zero));
  const sum = (options: readonly number[]): T =>
    options.reduce((all, option) => math.add(all, votes[option]!), math.zero);
  const counting = (): number[] => [...state.hopeful(), ...state.elected()];
  const distribute = (): void => {
    tree.distribute(keep).forEach((vote, option) => (votes[option] = vote));
    state.exhausted = math.sub(total, sum(counting()));
  };
  const drop = (options: readonly number[]): void => {
    for (const option of options) {
      keep[option] = math.zero;
      votes[option] = math.zero;
    }
    if (variant === 'model') distribute();
  };
  state.quota = droopShare(math, total, state.seats);
  distribute();
  state.step('first', []);
  while (state.hopeful().length > state.seatsLeft() && state.seatsLeft() > 0) {
    state.stage++;
    let last = total;
    for (;;) {
      distribute();
      state.quota = droopShare(math, sum(counting()), state.seats);
      const reached = byVotes(
        state,
        state.hopeful().filter((option) => hasQuota(state, option)),
      );
      state.elect(reached);
      let surplus = math.sub(sum(state.elected()), math.scale(state.quota, state.elected().length));
      if (variant === 'reference' && math.strict(surplus, math.zero) < 0) surplus = math.zero;
      if (reached.length > 0) {
        state.step('iterate', [], { surplus, note: 'elected' });
        break;
      }
      const side = math.compare(surplus, setting.omega);
      const settled = variant === 'model' ? side <= 0 : side < 0;
      const stable = math.compare(surplus, last) >= 0;
      const losers = !settled && !stable && variant === 'model' ? sureLosers(state, surplus, 'sum') : [];
      if (settled || stable || losers.length > 0) {
        state.step('iterate', [], { surplus, note: settled ? 'settled' : stable ? 'stable' : 'batch' });
        if (losers.length > 0) state.exclude(losers, 'cannot win any more');
        else losers.push(excludeLowest(surplus));
        drop(losers);
        break;
      }
      last = surplus;
      for (const option of state.elected())
        keep[option] = math.div(math.mul(keep[option]!, state.quota, 'up'), votes[option]!, 'up');
    }
  }
  const rest = state.hopeful();
  if (state.seatsLeft() > 0) state.elect(byVotes(state, rest).slice(0, state.seatsLeft()), 'remaining');
  const late = state.hopeful();
  state.exclude(late, 'all seats are filled');
  drop(late);
  state.step('end', []);

  function excludeLowest(surplus: T): number {
    const hopeful = state.hopeful();
    const low = hopeful.reduce((least, option) => (math.strict(votes[option]!, votes[least]!) < 0 ? option : least));
    const reach = math.add(votes[low]!, surplus);
    const tied = hopeful.filter((option) => math.compare(reach, votes[option]!) >= 0);
    const option = state.ties.take(tied, 'exclusion', 'out');
    state.exclude([option]);
    return option;
  }
}
