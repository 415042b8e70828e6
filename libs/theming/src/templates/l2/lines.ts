/** A run of lines in three versions: unchanged, changed by one side, by both alike, or by both differently. */
export interface ThreeWayHunk {
  kind: 'same' | 'mine' | 'theirs' | 'both' | 'conflict';
  base: string[];
  mine: string[];
  theirs: string[];
}

/** A three-way comparison; `merged` is there when nothing conflicts. */
export interface ThreeWay {
  hunks: ThreeWayHunk[];
  merged?: string;
}

/** Above this many compared pairs of lines, the changed middle counts as one run. */
const PAIR_LIMIT = 4_000_000;

/**
 * Compares a tenant's text with the original it was made from and the original as it is now (diff3 over longest common
 * subsequences of lines). `base` is the original at `baseVersion`, `mine` the tenant's, `theirs` the new original.
 */
export function threeWay(base: string, mine: string, theirs: string): ThreeWay {
  const lines = { base: base.split('\n'), mine: mine.split('\n'), theirs: theirs.split('\n') };
  const [toMine, toTheirs] = [matches(lines.base, lines.mine), matches(lines.base, lines.theirs)];
  const hunks: ThreeWayHunk[] = [];
  const at = { base: 0, mine: 0, theirs: 0 };
  const take = (until: typeof at): void => {
    const hunk = {
      base: lines.base.slice(at.base, until.base),
      mine: lines.mine.slice(at.mine, until.mine),
      theirs: lines.theirs.slice(at.theirs, until.theirs),
    };
    if (hunk.base.length + hunk.mine.length + hunk.theirs.length > 0) hunks.push({ kind: kindOf(hunk), ...hunk });
    Object.assign(at, until);
  };
  for (let index = 0; index < lines.base.length; index++) {
    const [own, new_] = [toMine.get(index), toTheirs.get(index)];
    if (own === undefined || new_ === undefined) continue;
    // A line all three share: first whatever lies before it, then the line.
    if (index > at.base || own > at.mine || new_ > at.theirs) take({ base: index, mine: own, theirs: new_ });
    take({ base: index + 1, mine: own + 1, theirs: new_ + 1 });
  }
  take({ base: lines.base.length, mine: lines.mine.length, theirs: lines.theirs.length });
  const joined = joinSame(hunks);
  if (joined.some(({ kind }) => kind === 'conflict')) return { hunks: joined };
  const merged = joined.flatMap(({ kind, mine: own, theirs: new_ }) => (kind === 'theirs' ? new_ : own)).join('\n');
  return { hunks: joined, merged };
}

function kindOf({ base, mine, theirs }: Omit<ThreeWayHunk, 'kind'>): ThreeWayHunk['kind'] {
  const [b, m, t] = [base, mine, theirs].map((lines) => lines.join('\n') + String(lines.length));
  if (m === t) return m === b ? 'same' : 'both';
  if (t === b) return 'mine';
  return m === b ? 'theirs' : 'conflict';
}

function joinSame(hunks: readonly ThreeWayHunk[]): ThreeWayHunk[] {
  const joined: ThreeWayHunk[] = [];
  for (const hunk of hunks) {
    const last = joined.at(-1);
    if (last?.kind !== 'same' || hunk.kind !== 'same') joined.push(hunk);
    else for (const side of ['base', 'mine', 'theirs'] as const) last[side] = [...last[side], ...hunk[side]];
  }
  return joined;
}

/** Which line of `after` each line of `before` lives on in. */
function matches(before: readonly string[], after: readonly string[]): Map<number, number> {
  const found = new Map<number, number>();
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) found.set(start, start++);
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    found.set(before.length - 1 - end, after.length - 1 - end);
    end++;
  }
  const [rows, columns] = [before.length - start - end, after.length - start - end];
  if (rows * columns === 0 || rows * columns > PAIR_LIMIT) return found;
  const length = commonLengths(before.slice(start, start + rows), after.slice(start, start + columns));
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (before[start + row] === after[start + column]) found.set(start + row++, start + column++);
    else if ((length[(row + 1) * (columns + 1) + column] ?? 0) >= (length[row * (columns + 1) + column + 1] ?? 0))
      row++;
    else column++;
  }
  return found;
}

/** Table of the lengths of longest common subsequences of all pairs of tails. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      table[row * width + column] =
        before[row] === after[column]
          ? (table[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(table[(row + 1) * width + column] ?? 0, table[row * width + column + 1] ?? 0);
    }
  }
  return table;
}
