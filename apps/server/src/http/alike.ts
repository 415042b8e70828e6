/**
 * Whether two values say the same, all the way down: plain objects, lists, and what has a JSON form of its own (instants, HTML).
 * What cannot be looked into (maps, sets, functions) is alike only when it is the same.
 */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const kind: unknown = Object.getPrototypeOf(a);
  if (kind !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a)) return listsAlike(a, b as unknown[]);
  if ('toJSON' in a && typeof a.toJSON === 'function')
    return Object.is(a.toJSON(), (b as { toJSON(): unknown }).toJSON());
  if (kind !== Object.prototype && kind !== null) return false;
  return recordsAlike(a as Record<string, unknown>, b as Record<string, unknown>);
}

// Loops without a closure or a list of names: a page has thousands of values to compare.

function listsAlike(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at] && !alike(a[at], b[at])) return false;
  return true;
}

function recordsAlike(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let names = 0;
  for (const name in a) {
    const [one, other] = [a[name], b[name]];
    if (one !== other && !alike(one, other)) return false;
    if (other === undefined && !(name in b)) return false;
    names += 1;
  }
  for (const _ in b) names -= 1;
  return names === 0;
}
