/** A stretch of text that stayed, came or went. */
export interface Stretch {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Texts longer than this are compared as wholes of paragraphs; keeps the table below 4 million cells. */
const LONGEST = 2000;

/**
 * Difference of two texts: paragraph by paragraph, and word by word inside paragraphs that changed.
 * Longest common subsequence by dynamic programming, O(n·m) in pieces.
 */
export function difference(before: string, after: string): Stretch[][] {
  const runs = compare(paragraphs(before), paragraphs(after));
  const out: Stretch[][] = [];
  for (let i = 0; i < runs.length;) {
    const hunk: Record<Stretch['kind'], string[]> = { same: [], removed: [], added: [] };
    while (i < runs.length && runs[i]!.kind !== 'same') hunk[runs[i]!.kind].push(runs[i++]!.text);
    out.push(...paired(hunk.removed, hunk.added));
    if (i < runs.length) out.push([runs[i++]!]);
  }
  return out;
}

/** Paragraphs that went and came at one place: those alike are one paragraph that changed, compared by words. */
function paired(removed: readonly string[], added: readonly string[]): Stretch[][] {
  const out: Stretch[][] = [];
  let next = 0;
  for (const text of removed) {
    const at = added.findIndex((other, index) => index >= next && alike(text, other));
    if (at < 0) {
      out.push([{ kind: 'removed', text }]);
      continue;
    }
    out.push(
      ...added.slice(next, at).map((other) => [{ kind: 'added' as const, text: other }]),
      joined(compare(pieces(text), pieces(added[at]!))),
    );
    next = at + 1;
  }
  return [...out, ...added.slice(next).map((other) => [{ kind: 'added' as const, text: other }])];
}

const paragraphs = (text: string): string[] =>
  text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean);

const pieces = (text: string): string[] => text.split(/(?<=\s)/);

/** Whether two paragraphs share enough words to be one that was changed. */
function alike(a: string, b: string): boolean {
  const words = new Set(a.split(/\s+/));
  const other = b.split(/\s+/);
  return other.filter((word) => words.has(word)).length * 2 >= Math.min(words.size, other.length);
}

function compare(before: string[], after: string[]): Stretch[] {
  if (before.length > LONGEST || after.length > LONGEST)
    return [
      ...before.map((text) => ({ kind: 'removed' as const, text })),
      ...after.map((text) => ({ kind: 'added' as const, text })),
    ];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const out: Stretch[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      out.push({ kind: 'same', text: before[i]! });
      i += 1;
      j += 1;
    } else if (i < before.length && (j >= after.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      out.push({ kind: 'removed', text: before[i]! });
      i += 1;
    } else {
      out.push({ kind: 'added', text: after[j]! });
      j += 1;
    }
  }
  return out;
}

/** Neighbours of one kind become one stretch. */
function joined(stretches: Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  for (const stretch of stretches) {
    const last = out.at(-1);
    if (last?.kind === stretch.kind) last.text += stretch.text;
    else out.push({ ...stretch });
  }
  return out;
}
