import { createHmac } from 'node:crypto';
import { context, inLanguage, inUnit } from '@madang/kernel';
import { MailRoom, type MailModel, type OutgoingMail } from '@madang/commons-notices';
import { siteModel, type Failed, type OwnShelf } from '@madang/commons-site';
import { mailTokens, type Words } from '@madang/theming';
import type { Faces } from '../http/faces.js';
import { siteName, type Look } from '../http/looks.js';
import type { Program } from '../program.js';
import type { MailLogos } from './mail-logo.js';
import type { Transport } from './transports.js';

/** Writes mails in the look and words of the current tenant's site and hands them to the transport. */
export class HouseMailRoom extends MailRoom {
  constructor(
    private readonly program: Program,
    private readonly faces: () => Faces,
    private readonly transport: Transport,
    private readonly logos: MailLogos,
  ) {
    super();
  }

  override async words(locale: string): Promise<Words> {
    return (await this.look()).messages.for(locale, context().tenant.timeZone);
  }

  override async worded(locale: string, model: MailModel): Promise<MailModel> {
    const look = await this.look();
    return ownWords(look.own, look, locale, model, await this.words(locale), (...what) =>
      this.faces().troubles.note(...what),
    );
  }

  override async render(locale: string, model: MailModel): Promise<{ html: string; text: string }> {
    const look = await this.look();
    const { looks, templates: house } = this.faces();
    const templates = looks.templates(house);
    const site = { name: this.siteName(look, locale), operator: inLanguage(look.shell.operator.name, locale) };
    const data = { words: await this.words(locale) };
    return {
      html: templates.render(
        'mail/layout',
        { ...model, look: mailTokens(look.theme), site, logo: this.logos.placeOf(look) },
        data,
      ),
      text: toPlainText(templates.render('mail/text', { ...model, site }, data)),
    };
  }

  override address(path: string): string {
    return this.faces().address(path);
  }

  override seal(text: string): string {
    return createHmac('sha256', this.program.config.secret)
      .update(`mail ${context().tenant.id} ${text}`)
      .digest('base64url');
  }

  override async send(mail: OutgoingMail, locale: string): Promise<void> {
    const look = await this.look();
    const { tenant } = context();
    await this.transport.send(mail.id, {
      messageId: `<${mail.id}@${tenant.primaryHost}>`,
      from: { name: this.siteName(look, locale), address: this.program.config.MAIL_FROM },
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      ...(await this.logos.enclosed(mail.html, look)),
      headers: { 'Content-Language': locale, ...mail.headers },
      date: context().now(),
    });
  }

  override count(outcome: 'sent' | 'failed' | 'retried' | 'withheld'): void {
    this.program.metrics.mails.inc({ outcome });
  }

  private siteName(look: Look, locale: string): string {
    return inLanguage(look.shell.name, locale) || siteName(look.shell);
  }

  /** Jobs that talk to the network have no unit of their own: the look is read in a short one when it is not known. */
  private async look(): Promise<Look> {
    const { looks } = this.faces();
    return looks.known() ?? (context().unit ? looks.load() : inUnit(this.program.database, true, () => looks.load()));
  }
}

/** A mail in the words of a shelf's template for its kind, or as it is. */
export function ownWords(
  shelf: OwnShelf,
  look: Look,
  locale: string,
  model: MailModel,
  words: Words,
  failed: Failed,
): MailModel {
  if (!model.own) return model;
  const values = { ...siteModel(look.shell, locale), ...plainSite(model.own.values) };
  const own = shelf.mail(`mail/${model.own.kind}`, values, words, failed);
  return own ? { ...model, subject: own.subject || model.subject, body: own.body, text: own.text } : model;
}

/** Letters speak of `site` by its name; in templates `site` is the whole of it. */
function plainSite({ site: _, ...values }: Record<string, unknown>): Record<string, unknown> {
  return values;
}

const SIGNS: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&#x60;': '`',
  '&#x3D;': '=',
};

/** A text part as it is read: the template escapes for HTML, which a text is not. Ends with one newline, has no gap of three lines. */
export function toPlainText(rendered: string): string {
  return `${rendered
    .replace(/&(?:amp|lt|gt|quot|#39|#x27|#x60|#x3D);/g, (sign) => SIGNS[sign]!)
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
