import { db, demandQuota } from '@madang/kernel';

/**
 * Lets as many activities in as the plan has room for: one that is made, and all those of a design, a copy or a preset at once.
 * @throws DomainError conflict `quota_activities`
 */
export async function demandActivities(adding: number): Promise<void> {
  if (adding > 0) await demandQuota('activities', openActivities, adding);
}

/** Activities that are not closed, as plans count them: what is over takes no room. */
async function openActivities(): Promise<number> {
  return (await db().row<{ n: number }>(`SELECT count(*)::int AS n FROM activities WHERE state <> 'closed'`))!.n;
}
