/**
 * Plain versions of the counting loops in doubles: no exact checks, no trace, no reasons. They are the limit that the
 * benches hold the library against, not a way to count votes.
 */
import type { CompiledVote } from '../src/budgets/vote.js';
import type { StrictProfile } from '../src/ranked/profile.js';

function sharesOnce(vote: CompiledVote, perVoter: number): number[] {
  const money = new Float64Array(vote.weight.length).fill(perVoter);
  const bought: number[] = [];
  const bound = vote.cost.map((_, p) => 1 / vote.votes[p]!);
  let open = vote.ids.map((_, p) => p).filter((p) => vote.votes[p]! > 0);
  for (;;) {
    open.sort((a, b) => bound[a]! - bound[b]!);
    let best = -1;
    let least = Number.MAX_VALUE;
    const gone = new Set<number>();
    for (const project of open) {
      if (bound[project]! > least) break;
      const groups = vote.supporters[project]!;
      const cost = vote.cost[project]!;
      let level = bound[project]! * cost;
      let before = -1;
      for (;;) {
        let given = 0;
        let kept = 0;
        let rich = 0;
        for (let i = 0; i < groups.length; i++) {
          const held = money[groups[i]!]!;
          const count = vote.weight[groups[i]!]!;
          if (held < level) given += held * count;
          else {
            kept += held * count;
            rich += count;
          }
        }
        if (before < 0 && given + kept < cost) {
          gone.add(project);
          break;
        }
        if (rich === 0 || rich === before) break;
        before = rich;
        level = (cost - given) / rich;
      }
      if (gone.has(project)) continue;
      bound[project] = level / cost;
      if (bound[project] < least) {
        least = bound[project]!;
        best = project;
      }
    }
    if (best < 0) return bought;
    const level = least * vote.cost[best]!;
    for (const group of vote.supporters[best]!) money[group] = Math.max(0, money[group]! - level);
    bought.push(best);
    open = open.filter((project) => project !== best && !gone.has(project));
  }
}

/** Equal shares with add1 in doubles. */
export function plainAddOne(vote: CompiledVote): number[] {
  let perVoter = Math.floor(vote.budget / vote.voters);
  let result = sharesOnce(vote, perVoter);
  while (result.length < vote.ids.length) {
    const next = sharesOnce(vote, ++perVoter);
    if (next.reduce((sum, p) => sum + vote.cost[p]!, 0) > vote.budget) break;
    result = next;
  }
  return result;
}

/** Scottish transfers in doubles. */
export function plainScottish({ options, count, start, ranked, total }: StrictProfile, seats: number): number[] {
  const quota = Math.floor(total / (seats + 1)) + 1;
  const votes = new Float64Array(options.length);
  const at = start.slice(0, count.length);
  const weight = new Float64Array(count.length).fill(1);
  const piles: number[][] = options.map(() => []);
  const state = new Int8Array(options.length);
  const elected: number[] = [];
  for (let g = 0; g < count.length; g++) {
    piles[ranked[at[g]!]!]!.push(g);
    votes[ranked[at[g]!]!]! += count[g]!;
  }
  const pending: number[] = [];
  for (;;) {
    for (let c = 0; c < options.length; c++)
      if (state[c] === 0 && votes[c]! >= quota) {
        state[c] = 1;
        elected.push(c);
        pending.push(c);
      }
    const left = options.map((_, c) => c).filter((c) => state[c] === 0);
    if (elected.length >= seats) return elected;
    if (left.length <= seats - elected.length) return [...elected, ...left];
    pending.sort((a, b) => votes[b]! - votes[a]!);
    const from = pending.length > 0 ? pending.shift()! : left.reduce((low, c) => (votes[c]! < votes[low]! ? c : low));
    const share = state[from] === 1 ? (votes[from]! - quota) / votes[from]! : 1;
    if (state[from] === 0) state[from] = 2;
    for (const g of piles[from]!.splice(0)) {
      weight[g]! *= share;
      do at[g]! += 1;
      while (at[g]! < start[g + 1]! && state[ranked[at[g]!]!] !== 0);
      if (at[g]! >= start[g + 1]!) continue;
      piles[ranked[at[g]!]!]!.push(g);
      votes[ranked[at[g]!]!]! += weight[g]! * count[g]!;
    }
    votes[from] = state[from] === 1 ? quota : 0;
  }
}

/** Instant runoff over the ballots one by one; -1 is a place without an option. */
export function plainRunoff(options: number, ballots: readonly (readonly number[])[]): number {
  const out = new Uint8Array(options);
  const at = new Int32Array(ballots.length);
  for (;;) {
    const votes = new Int32Array(options);
    let counting = 0;
    for (let b = 0; b < ballots.length; b++) {
      const ballot = ballots[b]!;
      while (at[b]! < ballot.length && (ballot[at[b]!]! < 0 || out[ballot[at[b]!]!])) at[b]! += 1;
      if (at[b]! >= ballot.length) continue;
      votes[ballot[at[b]!]!]! += 1;
      counting++;
    }
    let best = -1;
    let low = -1;
    for (let c = 0; c < options; c++) {
      if (out[c]) continue;
      if (best < 0 || votes[c]! > votes[best]!) best = c;
      if (low < 0 || votes[c]! < votes[low]!) low = c;
    }
    if (2 * votes[best]! > counting || best === low) return best;
    out[low] = 1;
  }
}

/** Opinion groups on a filled matrix: power iteration, projection, k-means for k = 2 … 5. Returns the group sizes. */
export function plainOpinions(
  people: number,
  statements: number,
  votes: readonly { person: number; statement: number; vote: number }[],
): number[] {
  const x = new Float64Array(people * statements).fill(NaN);
  for (const { person, statement, vote } of votes) x[person * statements + statement] = -vote;
  const center = new Float64Array(statements);
  const given = new Float64Array(people);
  for (let s = 0; s < statements; s++) {
    let sum = 0;
    let n = 0;
    for (let p = 0; p < people; p++) {
      const value = x[p * statements + s]!;
      if (!Number.isNaN(value)) {
        sum += value;
        n++;
        given[p]! += 1;
      }
    }
    center[s] = n > 0 ? sum / n : 0;
    for (let p = 0; p < people; p++) {
      const value = x[p * statements + s]!;
      x[p * statements + s] = Number.isNaN(value) ? 0 : value - center[s]!;
    }
  }
  const components: Float64Array[] = [];
  for (let c = 0; c < 2; c++) {
    let v = Float64Array.from({ length: statements }, (_, s) => Math.cos(s + c));
    for (let round = 0; round < 100; round++) {
      const next = new Float64Array(statements);
      for (let p = 0; p < people; p++) {
        let along = 0;
        const base = p * statements;
        for (let s = 0; s < statements; s++) along += x[base + s]! * v[s]!;
        for (let s = 0; s < statements; s++) next[s]! += along * x[base + s]!;
      }
      for (const old of components) {
        const along = next.reduce((sum, value, s) => sum + value * old[s]!, 0);
        for (let s = 0; s < statements; s++) next[s]! -= along * old[s]!;
      }
      const size = Math.hypot(...next);
      v = next.map((value) => value / (size || 1));
    }
    components.push(v);
  }
  const points = Array.from({ length: people }, (_, p) => {
    const stretch = Math.sqrt(statements / Math.max(1, given[p]!));
    return components.map((v) => stretch * v.reduce((sum, value, s) => sum + value * x[p * statements + s]!, 0));
  });
  let sizes: number[] = [];
  for (let k = 2; k <= 5; k++) {
    let centers = points.slice(0, k);
    for (let round = 0; round < 20; round++) {
      const groups: number[][][] = centers.map(() => []);
      for (const point of points) {
        const distances = centers.map((c) => (c[0]! - point[0]!) ** 2 + (c[1]! - point[1]!) ** 2);
        groups[distances.indexOf(Math.min(...distances))]!.push(point);
      }
      centers = groups.map((group, c) =>
        group.length === 0
          ? centers[c]!
          : [0, 1].map((axis) => group.reduce((sum, point) => sum + point[axis]!, 0) / group.length),
      );
      sizes = groups.map((group) => group.length);
    }
  }
  return sizes;
}
