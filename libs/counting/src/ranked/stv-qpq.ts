import { byVotes, type StvState } from './stv-state.js';

/**
 * Quota preferential by quotient (Woodall, Voting matters 17, 2003). Quotient of an option: ballots on which it is the
 * topmost hopeful / (1 + the fractions of options these have elected). Quota: active ballots / (1 + s − fractions
 * elected by inactive ballots). The highest quotient above the quota is elected and its ballots count as having elected
 * 1/quotient each; else the lowest is excluded and the elections start anew (2.1–2.6, with restart).
 * The `votes` of the trace are the quotients.
 */
export function countQpq<T>(state: StvState<T>): void {
  const { math, profile, votes: quotients } = state;
  const { start, ranked, count } = profile;
  const groups = count.length;
  const at = Int32Array.from(start.subarray(0, groups));
  const elected: T[] = Array.from({ length: groups }, () => math.zero);
  const advance = (g: number): void => {
    while (at[g]! < start[g + 1]! && state.standing[ranked[at[g]!]!] !== 'hopeful') at[g]! += 1;
  };
  const active = math.of(profile.total);
  state.quota = math.div(active, math.of(state.seats + 1));
  state.step('first', []);
  while (state.seatsLeft() > 0 && state.hopeful().length > state.seatsLeft()) {
    state.stage++;
    const carried = profile.options.map(() => math.zero);
    const topmost = profile.options.map(() => 0);
    let inactive = math.zero;
    let voices = 0;
    for (let g = 0; g < groups; g++) {
      advance(g);
      const weight = math.scale(elected[g]!, count[g]!);
      if (at[g]! >= start[g + 1]!) inactive = math.add(inactive, weight);
      else {
        const option = ranked[at[g]!]!;
        voices += count[g]!;
        topmost[option]! += count[g]!;
        carried[option] = math.add(carried[option]!, weight);
      }
    }
    const hopeful = state.hopeful();
    for (const option of hopeful)
      quotients[option] = math.div(math.of(topmost[option]!), math.add(math.one, carried[option]!));
    state.quota = math.div(math.of(voices), math.sub(math.of(state.seats + 1), inactive));
    const sorted = byVotes(state, hopeful);
    const tiedWith = (best: number): number[] =>
      hopeful.filter((option) => math.compare(quotients[option]!, quotients[best]!) === 0);
    const high = sorted[0]!;
    if (math.compare(quotients[high]!, state.quota) > 0) {
      const option = state.ties.take(tiedWith(high), 'largest quotient');
      const weight = math.div(math.one, quotients[option]!);
      for (let g = 0; g < groups; g++) if (at[g]! < start[g + 1]! && ranked[at[g]!] === option) elected[g] = weight;
      state.elect([option]);
      continue;
    }
    const option = state.ties.take(tiedWith(sorted.at(-1)!), 'smallest quotient', 'out');
    state.exclude([option]);
    // The elections start anew among those who are left, unless the seats can be filled now.
    if (state.hopeful().length <= state.seatsLeft()) break;
    state.reopen();
    at.set(start.subarray(0, groups));
    elected.fill(math.zero);
  }
  if (state.seatsLeft() > 0) state.elect(byVotes(state, state.hopeful()).slice(0, state.seatsLeft()), 'remaining');
  state.exclude(state.hopeful(), 'all seats are filled');
  state.step('end', []);
}
