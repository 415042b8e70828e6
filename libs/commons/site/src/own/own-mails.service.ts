import { Injectable } from '@nestjs/common';
import {
  actor,
  db,
  demand,
  demandFeature,
  enqueue,
  inUnit,
  invalid,
  Job,
  missing,
  newId,
  tenant,
  TenantDatabase,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { OwnShelf } from './shelf.js';
import { OwnSlots } from './slots.js';
import { OwnTemplates, type OwnPlace } from './own-templates.service.js';

/** A mail that was written, with the site's look around it. */
export interface DrawnMail {
  subject: string;
  html: string;
  text: string;
  /** Where the site itself has the logo that the mail carries with it. */
  logo?: string;
}

/** Words for a kind of mail, not saved. */
export interface MailWish extends OwnPlace {
  subject: string;
  source: string;
  mode?: string;
}

/** Draws and sends a sample of a kind of mail in words that are not stored; the server gives it. */
@Injectable()
export class MailDrawing {
  /** Called inside a unit of work. */
  draw(_slot: string, _locale: string, _shelf: OwnShelf): Promise<DrawnMail> {
    throw new Error('no server writes mails here');
  }

  /** Called outside of one. */
  send(_id: string, _to: string, _locale: string, _mail: DrawnMail): Promise<void> {
    throw new Error('no server sends mails here');
  }
}

/** Put in place of the nonce of whoever shows a preview. */
const NONCE = '__NONCE__';

/** Looking at the mails of an organisation before anybody gets them. */
@Injectable()
export class OwnMails {
  constructor(
    private readonly slots: OwnSlots,
    private readonly templates: OwnTemplates,
    private readonly drawing: MailDrawing,
    private readonly database: TenantDatabase,
  ) {}

  /** How a mail would look: about something that could be, for a frame whose page allows no style attributes. */
  async preview(wish: MailWish): Promise<DrawnMail> {
    const mail = await this.drawn(wish);
    const html = mail.logo ? mail.html.replace(/ src="cid:[^"]*"/, () => ` src="${mail.logo}"`) : mail.html;
    return { ...mail, html: framed(html, wish.mode === 'dark') };
  }

  /** Queues a test mail to whoever asks for it. */
  async sendTest(wish: MailWish): Promise<void> {
    await this.drawn(wish);
    await demandFeature('mail_texts');
    const { slot, locale, subject, source } = wish;
    const personId = actor().personId;
    if (!personId) throw invalid('no_address');
    await enqueue('site.test_mail', { id: newId(), personId, slot, locale, subject, source });
    await record('site.test_mail', 'own_template', slot, undefined, { locale });
  }

  /** Writes and sends a test mail. */
  @Job('site.test_mail', { free: true })
  async deliver({ id, personId, ...wish }: MailWish & { id: string; personId: string }): Promise<void> {
    const found = await inUnit(this.database, true, async () => {
      const person = await db().row<{ email: string }>(
        `SELECT email FROM people WHERE id = $1 AND state = 'active' AND email IS NOT NULL`,
        [personId],
      );
      return person && { to: person.email, mail: await this.draw(wish) };
    });
    if (found) await this.drawing.send(id, found.to, wish.locale || tenant().locale, found.mail);
  }

  private async drawn(wish: MailWish): Promise<DrawnMail> {
    demand('edit', 'Template');
    const slot = this.slots.get(wish.slot);
    if (slot?.kind !== 'mail') throw missing('own_slot_missing');
    if (wish.locale !== '' && !tenant().locales.includes(wish.locale))
      throw invalid('invalid_input', [{ field: 'locale', code: 'choice' }]);
    const flaws = await this.templates.flaws(slot, wish.locale, wish.source, wish.subject);
    if (flaws.length > 0) throw invalid('own_template_flawed', [{ field: 'source', code: 'own_template' }]);
    return this.draw(wish);
  }

  private draw({ slot, locale, subject, source }: MailWish): Promise<DrawnMail> {
    const language = locale || tenant().locale;
    const shelf = new OwnShelf([{ id: null, slot, locale: language, subject, source }]);
    return this.drawing.draw(slot, language, shelf);
  }
}

/**
 * A mail for a frame: each style attribute becomes a rule of the mail's own style element, which carries a nonce, and the rules
 * for dark readers hold or not, whatever the reader of the console chose.
 */
function framed(html: string, dark: boolean): string {
  const styles: string[] = [];
  const body = html.replace(/ style="([^"]*)"/g, (_, style: string) => {
    const known = styles.indexOf(style);
    return ` data-s="${known >= 0 ? known : styles.push(style) - 1}"`;
  });
  const rules = styles.map(
    (style, index) => `[data-s="${index}"]{${style.replaceAll('&#39;', "'").replaceAll('&#x27;', "'")}}`,
  );
  return body
    .replace('@media (prefers-color-scheme: dark)', dark ? '@media all' : '@media not all')
    .replace('<style>', () => `<style nonce="${NONCE}">\n${rules.join('\n')}`);
}
