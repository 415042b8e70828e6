import { Injectable } from '@nestjs/common';
import { enqueue, inLanguage, Job, tenant } from '@madang/kernel';
import { LINK_MINUTES, MailLinks, type LinkPurpose, type Sentence } from './links.service.js';

/**
 * A mail to one address, as the job `mails.send_letter` takes it. Its texts are the keys
 * `people.mail.<topic>.{subject,title,body,why}` with `params`; `quote` is a text of its own.
 */
export interface Letter {
  linkId: string;
  personId: string | null;
  to: string;
  locale: string;
  topic: LinkPurpose;
  keys: { subject: string; title: string; body: string; why: string };
  params: Record<string, string | number>;
  quote?: Sentence;
  button: { labelKey: string; path: string };
}

/** Writes the mails of links. The secret of a link is made here, so that only the mail has it. */
@Injectable()
export class Letters {
  constructor(private readonly links: MailLinks) {}

  @Job('links.mail')
  async write({ linkId }: { linkId: string }): Promise<void> {
    const armed = await this.links.arm(linkId);
    if (!armed) return; // used or over meanwhile
    const { secret, link } = armed;
    const key = `people.mail.${link.purpose}`;
    const { locale = tenant().locale, sentence } = link.data;
    const minutes = LINK_MINUTES[link.purpose];
    const letter: Letter = {
      linkId,
      personId: link.personId,
      to: link.email,
      locale,
      topic: link.purpose,
      keys: { subject: `${key}.subject`, title: `${key}.title`, body: `${key}.body`, why: `${key}.why` },
      params: {
        site: inLanguage(tenant().name, locale),
        email: link.email,
        minutes,
        hours: minutes / 60,
        days: minutes / 1440,
      },
      ...(sentence ? { quote: sentence } : {}),
      button: { labelKey: `${key}.button`, path: `/link/${secret}` },
    };
    await enqueue('mails.send_letter', letter);
  }
}
