import { actor, conflict, db } from '@madang/kernel';

/**
 * Whoever may decide about roles: active administrators, and active holders of a role for the whole
 * site with `roles.manage`.
 */
const KEEPERS = `SELECT p.id FROM people p WHERE p.state = 'active' AND (p.role = 'administrator' OR EXISTS (
  SELECT 1 FROM role_holders h JOIN roles r ON r.id = h.role_id
   WHERE h.person_id = p.id AND h.space_id IS NULL AND 'roles.manage' = ANY(r.permissions)))`;

/**
 * Makes everybody who gives or takes rights in this site wait for one another until their units end.
 * Taken before anything is changed: of two who take the last rights from each other, the second sees
 * what the first has done.
 */
export async function lockKeepers(): Promise<void> {
  await db().run(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' keepers', 0))`);
}

/**
 * Refuses a change after which nobody could decide about roles any more; called after it, under the
 * lock. The software may: a site that has no people yet has nobody.
 */
export async function demandKeeper(): Promise<void> {
  if (actor().kind !== 'system' && !(await db().row(`${KEEPERS} LIMIT 1`))) throw conflict('last_keeper');
}

/** Refuses to let the last one go who may decide about roles. */
export async function demandOtherKeeper(personId: string): Promise<void> {
  const rows = await db().rows<{ id: string }>(`${KEEPERS} ORDER BY p.id LIMIT 2`);
  if (rows.length === 1 && rows[0]!.id === personId) throw conflict('last_keeper');
}
