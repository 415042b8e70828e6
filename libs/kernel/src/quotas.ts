import { actor, contextIfAny } from './context.js';
import { conflict } from './errors.js';
import { db } from './tenant-database.js';

/** What a plan may limit. */
export type QuotaKind = 'members' | 'storage_bytes' | 'mails_month' | 'activities';

/** Tells the limit of the current tenant; null: none. */
export type QuotaSource = (kind: QuotaKind) => Promise<number | null>;

let source: QuotaSource | undefined; // process-wide: code, set once at start; what it tells is per tenant

/** Makes known who knows the limits; without one there are none. */
export function registerQuotas(given: QuotaSource | undefined): void {
  source = given;
}

/** The limit of the current tenant; null where there is none. */
export const quotaOf = (kind: QuotaKind): Promise<number | null> => source?.(kind) ?? Promise.resolve(null);

/** So close to the limit that others at the same moment matter. */
const NEAR = 50;

/**
 * Lets something in as long as the plan has room for it: exactly, however many come at once. Far from the limit it is one count;
 * near it those who come wait for each other. The software itself (imports, seeds) is not held back.
 * @param used counts what there is, in the current unit
 * @throws DomainError conflict `quota_<kind>`
 */
export async function demandQuota(kind: QuotaKind, used: () => Promise<number>, adding = 1): Promise<void> {
  if (!source || actor().kind === 'system') return;
  const limit = await source(kind);
  if (limit === null || (await used()) + adding * NEAR <= limit) return;
  await db().run('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `${contextIfAny()?.tenant.id ?? ''} quota ${kind}`,
  ]);
  if ((await used()) + adding > limit) throw conflict(`quota_${kind}`, { limit });
}
