import { Injectable } from '@nestjs/common';
import { db, inLanguage, inUnit, Job, tenant, TenantDatabase } from '@madang/kernel';
import { html } from '@madang/theming';
import { MailRoom } from './mail-room.js';

const WHAT = ['set_up', 'removed', 'recovered', 'reset'] as const;

/**
 * Tells somebody what was done to the second factor of their account. Not a notice: whoever broke in
 * could turn it off.
 */
@Injectable()
export class FactorMails {
  constructor(
    private readonly database: TenantDatabase,
    private readonly room: MailRoom,
  ) {}

  /** The mail has the id of the job, so that a second run sends the same one. */
  @Job('people.factor_mail', { free: true })
  async tell(told: { personId: string; what: (typeof WHAT)[number]; id: string }): Promise<void> {
    if (!WHAT.includes(told.what)) return;
    const person = await inUnit(this.database, true, () =>
      db().row<{ email: string; locale: string | null }>(
        `SELECT email, locale FROM people WHERE id = $1 AND email IS NOT NULL AND state <> 'closed'`,
        [told.personId],
      ),
    );
    if (!person) return;
    const locale = person.locale ?? tenant().locale;
    const words = await this.room.words(locale);
    const params = { site: inLanguage(tenant().name, locale), email: person.email };
    const subject = words.t(`people.factor.mail.${told.what}.subject`, params);
    const text = words.t(`people.factor.mail.${told.what}.body`, params);
    const drawn = await this.room.render(locale, {
      subject,
      title: subject,
      body: html`<p style="margin:0 0 12px">${text}</p>`,
      text,
      button: { label: words.t('people.factor.mail.button', params), url: this.room.address('/me/security') },
      why: words.t('people.factor.mail.why', params),
    });
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await this.room.send({ id: told.id, to: person.email, subject, ...drawn, headers }, locale);
    this.room.count('sent');
  }
}
