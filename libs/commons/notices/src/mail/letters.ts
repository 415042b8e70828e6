import { Injectable } from '@nestjs/common';
import { db, inUnit, Job, newId, now, stableId, tenant, TenantDatabase } from '@madang/kernel';
import { html, type Words } from '@madang/theming';
import { MailRoom, type MailModel } from './mail-room.js';
import { demandAll, LEASE_MINUTES, Mails, type Claimed } from './mails.js';

/** A text by its key. */
interface Sentence {
  key: string;
  params?: Record<string, string | number>;
}

/**
 * A mail that belongs to one act: a sign-in link, a confirmation, an invitation. Not a notice, so it
 * cannot be turned off. `params` serve all its texts.
 */
export interface Letter {
  to: string;
  locale: string;
  /** Kept with the mail's fate, and the place of its texts where `keys` names none: `people.mail.<topic>.*`. */
  topic: string;
  keys?: { subject: string; title: string; body: string; why: string };
  params?: Record<string, string | number>;
  quote?: Sentence;
  button?: { labelKey?: string; path: string };
  personId?: string | null;
  /** The link it carries. */
  linkId?: string | null;
}

/** Letters with the same content within this time are one letter whose job ran twice. */
const SAME_MINUTES = 60;

/** Sends letters. */
@Injectable()
export class LetterMails {
  constructor(
    private readonly database: TenantDatabase,
    private readonly room: MailRoom,
    private readonly mails: Mails,
  ) {}

  /** Writes and sends a letter. Safe to run again. */
  @Job('mails.send_letter', { free: true })
  async send(letter: Letter): Promise<void> {
    const { locales, locale: own } = tenant();
    const locale = locales.includes(letter.locale) ? letter.locale : own;
    const mail = await inUnit(this.database, false, () => this.claim(letter, locale));
    if (!mail) return;
    demandAll([await this.mails.send(mail, (words) => this.write(letter, words))]);
  }

  private async claim(letter: Letter, locale: string): Promise<Claimed | undefined> {
    const same = JSON.stringify([letter.to, letter.topic, letter.params ?? {}, letter.button?.path ?? '']);
    const usual = stableId('letter', same);
    const before = await db().row<{ recent: boolean; over: boolean }>(
      `SELECT coalesce(sent_at, due_at) > $2::timestamptz - make_interval(mins => $3) AS recent, state IN ('sent', 'failed') AS over FROM mails WHERE id = $1`,
      [usual, now(), SAME_MINUTES],
    );
    if (before?.over && before.recent) return undefined;
    return db().row<Claimed>(CLAIM, [
      before?.over ? newId() : usual,
      letter.personId ?? null,
      letter.to,
      locale,
      letter.topic,
      now(),
      LEASE_MINUTES,
      letter.linkId ?? null,
    ]);
  }

  private write(letter: Letter, words: Words): MailModel {
    const keys = (letter.keys ?? {}) as Record<string, string | undefined>;
    const say = (part: string): string =>
      words.t(keys[part] ?? `people.mail.${letter.topic}.${part}`, letter.params ?? {});
    const { button, quote } = letter;
    const text = say('body');
    return {
      subject: say('subject'),
      title: say('title'),
      preview: text,
      body: html`${text.split('\n\n').map((paragraph) => html`<p style="margin:0 0 12px">${paragraph}</p>`)}`,
      text,
      ...(quote ? { quote: words.t(quote.key, quote.params ?? {}) } : {}),
      ...(button
        ? {
            button: {
              label: button.labelKey ? words.t(button.labelKey, letter.params ?? {}) : say('button'),
              url: this.room.address(button.path),
            },
          }
        : {}),
      why: say('why'),
    };
  }
}

const CLAIM = `INSERT INTO mails (id, person_id, recipient, locale, topic, state, attempts, created_at, due_at, link_id)
  VALUES ($1, $2, $3, $4, $5, 'sending', 1, $6, $6::timestamptz + make_interval(mins => $7), (SELECT id FROM mail_links WHERE id = $8))
  ON CONFLICT (id) DO UPDATE SET state = 'sending', attempts = mails.attempts + 1, due_at = excluded.due_at
   WHERE mails.state IN ('waiting', 'sending') AND mails.due_at <= $6
  RETURNING id, recipient, locale, attempts`;
