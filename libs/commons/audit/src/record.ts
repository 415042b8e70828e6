import { actor, contextIfAny, db, newId, now } from '@madang/kernel';

/**
 * Notes who did what to what, and why, in the transaction that does it. Rows can be added and read,
 * never changed: the tenant's role has no right to. `details` carry ids and choices, no personal data.
 */
export async function record(
  act: string,
  objectKind: string,
  objectId: string | null,
  reason?: string,
  details: object = {},
): Promise<void> {
  const { visit } = actor();
  await db().run(
    `INSERT INTO audit (id, actor_id, act, object_kind, object_id, reason, details, request_id, at, on_behalf_of)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newId(),
      actor().personId,
      act,
      objectKind,
      objectId,
      reason ?? null,
      visit ? { ...details, support: { visit: visit.id, operator: visit.operator } } : details,
      contextIfAny()?.requestId ?? null,
      now(),
      visit?.onBehalfOf ?? null,
    ],
  );
}
