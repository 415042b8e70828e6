import { CountingRefusal } from '../errors.js';
import { fingerprint, mapTable, type OpinionMap, type OpinionMemory, type OpinionSettings } from './opinion-map.js';
import { principalDirections } from './principal.js';
import { centerOf, voteTable, type Conversation, type OpinionVote, type VoteTable } from './votes.js';

/** A map that follows a conversation: votes are added one by one, the map is drawn when it is wanted. */
export interface UpdatingMap {
  /** Counts further votes; a vote on the same statement replaces the earlier one. */
  add(votes: readonly OpinionVote[]): void;
  /** The map now. `withInputs` adds the fingerprint of the inputs, which costs more than a small update. */
  map(withInputs?: boolean): OpinionMap;
}

// Exact whole-number sums over the people who voted on both statements j and k; the scatter for any centre follows.
interface Moments {
  readonly both: Int32Array;
  /** Sum of j's values where k has a vote too: [j * n + k]. */
  readonly sum: Int32Array;
  readonly product: Int32Array;
}

function count(moments: Moments, n: number, j: number, xj: number, k: number, xk: number, sign: number): void {
  const jk = j * n + k;
  moments.both[jk]! += sign;
  moments.sum[jk]! += sign * xj;
  moments.product[jk]! += sign * xj * xk;
  if (j === k) return;
  const kj = k * n + j;
  moments.both[kj]! += sign;
  moments.sum[kj]! += sign * xk;
  moments.product[kj]! += sign * xj * xk;
}

/**
 * Opens a map that is updated instead of drawn anew: a vote changes only its row of the pair sums (all whole numbers,
 * so nothing drifts), the directions start from the last ones, and base clusters from the last centres, as in Polis.
 * Memory: three numbers per pair of statements.
 */
export function openOpinionMap(
  conversation: Conversation,
  settings: OpinionSettings = {},
  memory?: OpinionMemory,
): UpdatingMap {
  const table = voteTable(conversation) as VoteTable & { columns: Int32Array[]; values: Int8Array[] };
  const n = table.statements.length;
  const statements = new Map(table.statements.map(({ id }, column) => [id, column]));
  const people = new Map(table.participants.map((id, person) => [id, person]));
  let kept = memory;
  let components: readonly Float64Array[] | undefined = memory?.components.map((values) => Float64Array.from(values));
  if (components?.some(({ length }) => length !== n)) components = undefined;
  let moments: Moments | undefined;

  const allMoments = (): Moments => {
    const size = n * n;
    const fresh = { both: new Int32Array(size), sum: new Int32Array(size), product: new Int32Array(size) };
    table.columns.forEach((columns, person) => {
      const values = table.values[person]!;
      for (let i = 0; i < columns.length; i++)
        for (let j = i; j < columns.length; j++) count(fresh, n, columns[i]!, values[i]!, columns[j]!, values[j]!, 1);
    });
    return fresh;
  };
  const scatterOf = ({ both, sum, product }: Moments, center: Float64Array): Float64Array => {
    const matrix = new Float64Array(n * n);
    for (let j = 0; j < n; j++) {
      if (table.silent[j]) continue;
      for (let k = 0; k < n; k++) {
        if (table.silent[k]) continue;
        const jk = j * n + k;
        const [cj, ck] = [center[j]!, center[k]!];
        matrix[jk] = product[jk]! - ck * sum[jk]! - cj * sum[k * n + j]! + cj * ck * both[jk]!;
      }
    }
    return matrix;
  };
  const put = (person: number, column: number, value: number): void => {
    const sums = (moments ??= allMoments());
    const columns = table.columns[person]!;
    const values = table.values[person]!;
    let place = 0;
    while (place < columns.length && columns[place]! < column) place++;
    const known = columns[place] === column;
    for (let i = 0; i < columns.length; i++) {
      if (columns[i] === column) continue;
      if (known) count(sums, n, column, values[place]!, columns[i]!, values[i]!, -1);
      count(sums, n, column, value, columns[i]!, values[i]!, 1);
    }
    if (known) {
      count(sums, n, column, values[place]!, column, values[place]!, -1);
      table.sums[column]! += value - values[place]!;
      values[place] = value;
    } else {
      table.columns[person] = Int32Array.of(...columns.subarray(0, place), column, ...columns.subarray(place));
      table.values[person] = Int8Array.of(...values.subarray(0, place), value, ...values.subarray(place));
      table.sums[column]! += value;
      table.counts[column]! += 1;
    }
    count(sums, n, column, value, column, value, 1);
  };
  return {
    add(votes) {
      for (const { participant, statement, vote } of votes) {
        const column = statements.get(statement);
        if (column === undefined) throw new CountingRefusal(`vote on the unknown statement ${statement}`);
        if (vote !== 1 && vote !== 0 && vote !== -1)
          throw new CountingRefusal(`vote ${String(vote)} is not 1, 0 or -1`);
        let person = people.get(participant);
        if (person === undefined) {
          person = table.participants.push(participant) - 1;
          people.set(participant, person);
          table.columns.push(new Int32Array(0));
          table.values.push(new Int8Array(0));
        }
        put(person, column, -vote);
      }
    },
    map(withInputs = false) {
      const center = centerOf(table);
      const directions = principalDirections(scatterOf((moments ??= allMoments()), center), n, components);
      components = directions;
      const inputs = withInputs ? fingerprint(table) : undefined;
      const drawn = mapTable(table, { center, components: directions }, settings, inputs, kept);
      kept = drawn.memory;
      return { ...drawn, participants: [...table.participants] };
    },
  };
}
