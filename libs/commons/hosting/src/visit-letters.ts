import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { db, inLanguage, inUnit, Job, stableId, tenant, TenantDatabase } from '@madang/kernel';
import { MailRoom } from '@madang/commons-notices';
import { SafeHtml } from '@madang/theming';

interface Opened {
  operator: string;
  reason: string;
  mayWrite: boolean;
  minutes: number;
}

/** Tells every administrator that support is coming, in the look and words of their own site. */
@Injectable()
export class VisitLetters {
  constructor(
    private readonly database: TenantDatabase,
    private readonly room: MailRoom,
  ) {}

  @Job('support.tell', { free: true })
  async tell({ visitId }: { visitId: string }): Promise<void> {
    const { visit, to } = await inUnit(this.database, true, async () => ({
      visit: await db().row<Opened & Record<string, unknown>>(
        `SELECT operator, reason, may_write AS "mayWrite", (extract(epoch FROM expires_at - opened_at) / 60)::int AS minutes
           FROM support_visits WHERE id = $1`,
        [visitId],
      ),
      to: await db().rows<{ id: string; email: string; locale: string | null }>(
        `SELECT id, email, locale FROM people WHERE role = 'administrator' AND state = 'active' AND email IS NOT NULL ORDER BY id LIMIT 100`,
      ),
    }));
    if (!visit) return;
    for (const person of to) await this.write(visitId, visit, person.email, person.locale ?? tenant().locale);
  }

  private async write(visitId: string, visit: Opened, email: string, locale: string): Promise<void> {
    const words = await this.room.words(locale);
    const params = { site: inLanguage(tenant().name, locale), operator: visit.operator, minutes: visit.minutes };
    const subject = words.t('hosting.visit.mail.subject', params);
    const text = words.t(visit.mayWrite ? 'hosting.visit.mail.body_write' : 'hosting.visit.mail.body_read', params);
    const why = words.t('hosting.visit.mail.why', params);
    const body = new SafeHtml(`<p>${escaped(text)}</p>`);
    const button = { label: words.t('hosting.visit.mail.button'), url: this.room.address('/console/settings/support') };
    const drawn = await this.room.render(locale, {
      subject,
      title: subject,
      body,
      text,
      quote: visit.reason,
      button,
      why,
    });
    // The same visit to the same person is the same mail, however often the job runs.
    const id = stableId('support', visitId, createHash('sha256').update(email).digest('hex'));
    await this.room.send({ id, to: email, subject, ...drawn, headers: { 'Auto-Submitted': 'auto-generated' } }, locale);
    this.room.count('sent');
  }
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
