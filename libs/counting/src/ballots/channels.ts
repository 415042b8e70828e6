import { CountingRefusal } from '../errors.js';
import { compare, exact, over, plus, ratio, show, times, type Exact, type Rational } from '../exact/rational.js';
import type { Totals } from './marks.js';

/** One channel of a vote, for example the advance vote (weight 70) and the assembly (weight 30). */
export interface Channel {
  readonly name: string;
  readonly weight: Exact;
  readonly totals: Totals;
}

/** The merge in the open: what each channel gave each option. All values exact. */
export interface MergedChannels {
  readonly totals: Totals;
  readonly shares: readonly {
    readonly channel: string;
    readonly weight: string;
    readonly byOption: Readonly<Record<string, string>>;
  }[];
}

/**
 * Merges channels by weight. Each channel first becomes shares of its own total (`of: 'total'`, default) or of its
 * best option (`of: 'best'`), so that a large channel does not outvote its weight; the weights are then applied as
 * they are. A channel in which nobody voted either gives its weight to the others in proportion (`drop`, default) or
 * counts as zeros (`zero`): state it before the vote, it can decide.
 * @throws CountingRefusal for negative totals, no positive weight, or channels with different options.
 */
export function mergeChannels(
  channels: readonly Channel[],
  how: { readonly of?: 'total' | 'best'; readonly empty?: 'drop' | 'zero'; readonly eligible?: number } = {},
): MergedChannels {
  const first = channels[0];
  if (!first) throw new CountingRefusal('a merge needs at least one channel');
  const options = first.totals.options;
  const weights = channels.map(({ weight }) => exact(weight));
  if (weights.some(({ n }) => n < 0n) || weights.every(({ n }) => n === 0n))
    throw new CountingRefusal('weights must not be negative, and one must be above 0');
  for (const { name, totals } of channels) {
    if (totals.options.length !== options.length || totals.options.some((id, i) => id !== options[i]))
      throw new CountingRefusal(`channel ${name} has other options`);
    if (totals.sums.some(({ n }) => n < 0n)) throw new CountingRefusal(`channel ${name} has a negative total`);
  }
  const bases = channels.map(({ totals }): Rational => {
    const zero = ratio(0);
    return how.of === 'best'
      ? totals.sums.reduce((best, sum) => (compare(sum, best) > 0 ? sum : best), zero)
      : totals.sums.reduce((all, sum) => plus(all, sum), zero);
  });
  const used = weights.map((weight, i) => (bases[i]!.n === 0n && how.empty !== 'zero' ? ratio(0) : weight));
  const whole = used.reduce((sum, weight) => plus(sum, weight), ratio(0));
  const given = channels.map(({ totals }, i) =>
    totals.sums.map((sum) =>
      bases[i]!.n === 0n || whole.n === 0n ? ratio(0) : times(over(used[i]!, whole), over(sum, bases[i]!)),
    ),
  );
  const sums = options.map((_, option) => given.reduce((sum, channel) => plus(sum, channel[option]!), ratio(0)));
  const add = (pick: (totals: Totals) => number): number => channels.reduce((sum, { totals }) => sum + pick(totals), 0);
  const turnout = {
    cast: add(({ turnout }) => turnout.cast),
    valid: add(({ turnout }) => turnout.valid),
    expressed: add(({ turnout }) => turnout.expressed),
    ...(how.eligible === undefined ? {} : { eligible: how.eligible }),
  };
  const marked = options.map((_, option) => add(({ marked }) => marked[option]!));
  return {
    totals: { kind: 'merged', options, sums, marked, turnout },
    shares: channels.map(({ name }, i) => ({
      channel: name,
      weight: show(whole.n === 0n ? ratio(0) : over(used[i]!, whole)),
      byOption: Object.fromEntries(options.map((id, option) => [id, show(given[i]![option]!)])),
    })),
  };
}
