import { conflict, db } from '@madang/kernel';
import { contentHash } from '@madang/theming';

/**
 * Names a state of something two administrators may edit at once: equal states have equal revisions, so that a save which
 * was undone by another does not count as a change.
 */
export const revisionOf = (value: unknown): string => contentHash(JSON.stringify(ordered(value)) ?? 'nothing');

/** Lets one change of a thing of the site happen at a time, until the unit of work ends. */
export async function lockThing(name: string): Promise<void> {
  await db().run(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' site ' || $1, 0))`, [name]);
}

/**
 * Refuses a save that was made over another state than the stored one.
 * @param expected the revision that was read; undefined where the caller does not mind
 * @throws DomainError conflict changed_meanwhile
 */
export function demandRevision(expected: string | undefined, stored: unknown): void {
  if (expected !== undefined && expected !== revisionOf(stored)) throw conflict('changed_meanwhile');
}

/** Whether two JSON values say the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([x], [y]) => (x < y ? -1 : 1))
      .map(([k, v]) => [k, ordered(v)]),
  );
}
