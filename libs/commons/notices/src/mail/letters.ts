import { Injectable } from '@nestjs/common';
import { db, inUnit, Job, now, tenant, TenantDatabase } from '@madang/kernel';
import { LinkLetters, type LinkLetter } from '@madang/commons-people';
import { html, type Words } from '@madang/theming';
import { MailRoom, type MailModel } from './mail-room.js';
import { ESSENTIAL } from './mail-quota.js';
import { LEASE_MINUTES, Mails, type Claimed } from './mails.js';

/**
 * Sends the mails of links: a sign-in link, a confirmation, an invitation. They are no notices, so
 * they cannot be turned off. The job carries the link's id alone; its secret is made here, when the
 * mail is written, and address and secret stand in no queue.
 */
@Injectable()
export class LetterMails {
  constructor(
    private readonly database: TenantDatabase,
    private readonly room: MailRoom,
    private readonly mails: Mails,
    private readonly letters: LinkLetters,
  ) {}

  /** Writes and sends the mail of a link. Safe to run again: a link has one mail, and its secret stands once it is sent. */
  @Job('links.mail', { free: true })
  async send({ linkId }: { linkId: string }): Promise<void> {
    const taken = await inUnit(this.database, false, () => this.take(linkId));
    if (!taken) return;
    const { mail, letter } = taken;
    const write = (words: Words): MailModel => letterMail(letter, words, (path) => this.room.address(path));
    await this.mails.send(
      mail,
      write,
      { topic: 'links.mail', payload: { linkId } },
      { essential: ESSENTIAL[letter.purpose] },
    );
  }

  /** Takes the mail first: whoever comes second leaves the secret alone that the first is sending. */
  private async take(linkId: string): Promise<{ mail: Claimed; letter: LinkLetter } | undefined> {
    const { locale, locales } = tenant();
    const mail = await db().row<Claimed>(CLAIM, [linkId, now(), LEASE_MINUTES, locale, locales]);
    const letter = mail && (await this.letters.write(linkId, mail.locale, this.room.seal(`link ${linkId}`)));
    if (mail && letter) return { mail, letter };
    await db().run(GIVE_UP, [linkId, now()]);
    return undefined;
  }
}

/** The letter of a link as a mail, before the site's look is put around it. */
export function letterMail(letter: LinkLetter, words: Words, address: (path: string) => string): MailModel {
  const { keys, params, button, quote } = letter;
  const [title, text] = [words.t(keys.title, params), words.t(keys.body, params)];
  const paragraphs = text.split('\n\n');
  return {
    subject: words.t(keys.subject, params),
    title,
    preview: text,
    body: html`${paragraphs.map((paragraph) => html`<p style="margin:0 0 12px">${paragraph}</p>`)}`,
    text,
    ...(quote ? { quote: words.t(quote.key, quote.params ?? {}) } : {}),
    button: { label: words.t(button.labelKey, params), url: address(button.path) },
    why: words.t(keys.why, params),
    own: { kind: `link.${letter.purpose}`, values: { title, text, paragraphs, ...params } },
  };
}

// The mail of a link has the link's id, so there is never a second one.
const CLAIM = `INSERT INTO mails (id, person_id, link_id, recipient, locale, topic, state, attempts, created_at, due_at)
  SELECT l.id, l.person_id, l.id, l.email, CASE WHEN l.data ->> 'locale' = ANY($5) THEN l.data ->> 'locale' ELSE $4 END, l.purpose, 'sending', 1,
         $2, $2::timestamptz + make_interval(mins => $3)
    FROM mail_links l WHERE l.id = $1 AND l.used_at IS NULL AND l.expires_at > $2
  ON CONFLICT (id) DO UPDATE SET state = 'sending', attempts = mails.attempts + 1, due_at = excluded.due_at
   WHERE mails.state IN ('waiting', 'sending', 'withheld') AND mails.due_at <= $2
  RETURNING id, recipient, locale, attempts, created_at AS "createdAt"`;

/** A mail that waited until its link was over is not sent any more. */
const GIVE_UP = `UPDATE mails m SET state = 'failed', error = 'link over' WHERE m.id = $1 AND m.state IN ('waiting', 'withheld')
  AND NOT EXISTS (SELECT 1 FROM mail_links l WHERE l.id = m.link_id AND l.used_at IS NULL AND l.expires_at > $2)`;
