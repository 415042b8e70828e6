import { Injectable } from '@nestjs/common';
import { db, enqueue, inUnit, Job, now, quotaOf, tenant, TenantDatabase } from '@madang/kernel';
import type { LinkPurpose } from '@madang/commons-people';

/** Why a mail waits, as it stands beside it. */
export const WITHHELD = 'quota_mails_month';
/** Mails that one round of care hands over; the next takes up the rest. */
const ROUND = 500;

/**
 * Mails that are never withheld: they let people in, keep their account safe or confirm what they asked for. An invitation is
 * none of them: a sheet of five thousand addresses is what the limit is for.
 */
export const ESSENTIAL: Record<LinkPurpose, boolean> = {
  sign_in: true,
  register: true,
  set_password: true,
  change_email: true,
  confirm_act: true,
  stay: true,
  invite: false,
};

/**
 * Counts a mail in its month, once, however often it is tried. One statement: of two mails that come at once to the last place
 * the second finds it taken.
 * @returns since when there is room for it; nothing where there is none: then it waits as `withheld`
 */
export async function countMail(id: string, essential: boolean, limit: number | null): Promise<Date | undefined> {
  const row = await db().row<{ at: Date | null }>(COUNT, [id, monthHere(), essential ? null : limit, now()]);
  if (row?.at) return row.at;
  await db().run(
    `UPDATE mails SET state = 'withheld', error = $2, due_at = $3, attempts = attempts - 1 WHERE id = $1 AND state = 'sending'`,
    [id, WITHHELD, now()],
  );
  return undefined;
}

/** The first day of the month that the site's clocks show. */
export const monthHere = (): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone: tenant().timeZone }).format(now()).slice(0, 7)}-01`;

interface Waiting {
  id: string;
  linkId: string | null;
  personId: string | null;
  topic: string;
}

/** Takes up mails that nobody else will: withheld ones when there is room again, and those whose worker died. */
@Injectable()
export class MailCare {
  constructor(private readonly database: TenantDatabase) {}

  @Job('notices.mail_care', { every: '*/10 * * * *', free: true })
  care(): Promise<void> {
    return this.takeUp();
  }

  /** The host says so when a site comes to another plan. */
  @Job('plan.changed', { free: true })
  planChanged(): Promise<void> {
    return this.takeUp();
  }

  private async takeUp(): Promise<void> {
    const limit = await quotaOf('mails_month');
    await inUnit(this.database, false, async () => {
      // Whoever holds a mail finishes or loses it when the lease is over; a job that knew of it may be gone with its worker.
      const stuck = await db().rows<Waiting>(
        `${WAITING} WHERE state = 'sending' AND due_at <= $1 ORDER BY due_at LIMIT $2`,
        [now(), ROUND],
      );
      const withheld = await db().rows<Waiting>(
        `${WAITING} WHERE state = 'withheld' ORDER BY created_at, id
           LIMIT least($2::int, greatest(0, coalesce($3::int, $2) - coalesce((SELECT mails FROM mail_months WHERE month = $1::date), 0)))`,
        [monthHere(), ROUND, limit],
      );
      // An invitation nobody got begins to count its days when it goes out.
      await db().run(
        `UPDATE mail_links SET created_at = $2, expires_at = $2::timestamptz + (expires_at - created_at) WHERE id = ANY($1) AND used_at IS NULL`,
        [withheld.flatMap(({ linkId }) => linkId ?? []), now()],
      );
      for (const mail of [...stuck, ...withheld]) await again(mail);
    });
  }
}

/** Queues the job that sends a mail. A mail of a notice has the notice's id. */
function again({ id, linkId, personId, topic }: Waiting): Promise<void> {
  if (linkId) return enqueue('links.mail', { linkId });
  if (topic === 'daily') return enqueue('notices.mail_digest', { personIds: [personId] });
  return enqueue('notices.mail', { ids: [id] });
}

const WAITING = `SELECT id, link_id AS "linkId", person_id AS "personId", topic FROM mails`;

const COUNT = `WITH mine AS (SELECT counted_at FROM mails WHERE id = $1 FOR UPDATE),
  place AS (INSERT INTO mail_months AS m (month, mails) SELECT $2::date, 1 FROM mine WHERE counted_at IS NULL
    ON CONFLICT (month) DO UPDATE SET mails = m.mails + 1 WHERE $3::int IS NULL OR m.mails < $3 RETURNING 1),
  noted AS (UPDATE mails SET counted_at = $4 WHERE id = $1 AND counted_at IS NULL AND EXISTS (SELECT 1 FROM place) RETURNING 1)
  SELECT coalesce(counted_at, CASE WHEN EXISTS (SELECT 1 FROM place) THEN $4::timestamptz END) AS at FROM mine`;
