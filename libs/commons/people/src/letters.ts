import { Injectable } from '@nestjs/common';
import { inLanguage, tenant } from '@madang/kernel';
import { LINK_MINUTES, MailLinks, type LinkPurpose, type Sentence } from './links.service.js';

/**
 * The mail of a link. Its texts are the keys `people.mail.<purpose>.{subject,title,body,why}` with
 * `params`; `quote` is a text of its own. It holds the link's secret: it is for the mail alone, and
 * goes into no job and no log.
 */
export interface LinkLetter {
  purpose: LinkPurpose;
  keys: { subject: string; title: string; body: string; why: string };
  params: Record<string, string | number>;
  quote?: Sentence;
  button: { labelKey: string; path: string };
}

/** Writes the mails of links; called by whoever sends them, right before sending. */
@Injectable()
export class LinkLetters {
  constructor(private readonly links: MailLinks) {}

  /**
   * Gives a link its secret and the letter that carries it; undefined where the link is used or over. Who can make the same
   * `secret` again gives it: then a mail that went out twice carries the same link twice.
   */
  async write(linkId: string, locale: string, secret?: string): Promise<LinkLetter | undefined> {
    const armed = await this.links.arm(linkId, secret);
    if (!armed) return undefined;
    const { secret: carried, link } = armed;
    const key = `people.mail.${link.purpose}`;
    const minutes = LINK_MINUTES[link.purpose];
    return {
      purpose: link.purpose,
      keys: { subject: `${key}.subject`, title: `${key}.title`, body: `${key}.body`, why: `${key}.why` },
      params: {
        site: inLanguage(tenant().name, locale),
        email: link.email,
        minutes,
        hours: minutes / 60,
        days: minutes / 1440,
      },
      ...(link.data.sentence ? { quote: link.data.sentence } : {}),
      button: { labelKey: `${key}.button`, path: `/link/${carried}` },
    };
  }
}
