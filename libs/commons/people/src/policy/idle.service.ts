import { Injectable } from '@nestjs/common';
import { db, DomainError, Job, now, tenant } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { Closing } from '../closing.service.js';
import { MailLinks } from '../links.service.js';
import { SignInPolicy } from './sign-in-policy.js';

/** Days between being told and being closed. */
export const IDLE_NOTICE_DAYS = 30;
/** Accounts looked after in one night; the rest follow in the next. */
const PER_NIGHT = 200;

// Somebody who works here or holds an office is never idle; whoever has no address cannot be told.
const IDLE = `p.state = 'active' AND p.role = 'member' AND p.source NOT IN ('imported', 'demo') AND p.email IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM role_holders h WHERE h.person_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.state = 'organiser')`;
const SEEN = `greatest(p.created_at, (SELECT max(s.last_seen_at) FROM sessions s WHERE s.person_id = p.id),
  (SELECT max(i.at) FROM sign_ins i WHERE i.person_id = p.id AND i.succeeded))`;

/**
 * Accounts that nobody uses, where the site has decided that they end: told by mail, and closed thirty
 * days later unless somebody came. What they wrote stays, without a name.
 */
@Injectable()
export class IdleAccounts {
  constructor(
    private readonly policy: SignInPolicy,
    private readonly links: MailLinks,
    private readonly closing: Closing,
  ) {}

  @Job('people.idle', { every: '29 3 * * *' })
  async look(): Promise<void> {
    const { idleMonths } = (await this.policy.read()).rules;
    if (idleMonths === null) return;
    await this.forgive();
    await this.close();
    await this.tell(idleMonths);
  }

  /** Whoever came after being told is no longer idle. */
  private async forgive(): Promise<void> {
    await db().run(
      `UPDATE people p SET idle_warned_at = NULL WHERE p.idle_warned_at IS NOT NULL AND ${SEEN} > p.idle_warned_at`,
    );
  }

  private async close(): Promise<void> {
    const rows = await db().rows<{ id: string }>(
      `SELECT p.id FROM people p WHERE ${IDLE} AND p.idle_warned_at <= $1::timestamptz - make_interval(days => $2) ORDER BY p.id LIMIT $3`,
      [now(), IDLE_NOTICE_DAYS, PER_NIGHT],
    );
    for (const { id } of rows) {
      await this.closing.erase(id, 'keep');
      await record('people.idle_closed', 'person', id);
    }
  }

  private async tell(months: number): Promise<void> {
    const rows = await db().rows<{ id: string; email: string; locale: string | null }>(
      `SELECT p.id, p.email, p.locale FROM people p
        WHERE ${IDLE} AND p.idle_warned_at IS NULL AND ${SEEN} < $1::timestamptz - make_interval(months => $2) + make_interval(days => $3)
        ORDER BY p.id LIMIT $4`,
      [now(), months, IDLE_NOTICE_DAYS, PER_NIGHT],
    );
    for (const { id, email, locale } of rows)
      try {
        await this.links.send({ email, purpose: 'stay', personId: id, data: { locale: locale ?? tenant().locale } });
        await db().run('UPDATE people SET idle_warned_at = $2 WHERE id = $1', [id, now()]);
      } catch (error) {
        // Too many links to one address today: the next night tries again.
        if (!(error instanceof DomainError)) throw error;
      }
  }
}
