/**
 * Whether two values say the same, all the way down: plain objects, lists, and what has a JSON form of its own (instants, HTML).
 * What cannot be looked into (maps, sets, functions) is alike only when it is the same.
 */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const kind: unknown = Object.getPrototypeOf(a);
  if (kind !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a))
    return a.length === (b as unknown[]).length && a.every((one, at) => alike(one, (b as unknown[])[at]));
  if ('toJSON' in a && typeof a.toJSON === 'function')
    return Object.is(a.toJSON(), (b as { toJSON(): unknown }).toJSON());
  if (kind !== Object.prototype && kind !== null) return false;
  const [names, others] = [Object.keys(a), Object.keys(b)];
  if (names.length !== others.length) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return names.every((name) => name in other && alike(one[name], other[name]));
}
