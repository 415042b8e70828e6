import { Injectable } from '@nestjs/common';
import { db, inUnit, Job, now, tenant, TenantDatabase } from '@madang/kernel';
import { excerpt, html, type Words } from '@madang/theming';
import { NOTICE, sayNotice, type NoticeRow, type Said } from '../notice-row.js';
import { MailRoom, type MailModel } from './mail-room.js';
import { LEASE_MINUTES, Mails, type Claimed } from './mails.js';
import { writeToken } from './unsubscribing.js';

/** Words of an official answer, a comment or a report a mail quotes at most. */
const QUOTE = 280;

type Row = NoticeRow & { quote: string | null };

/** Mails that tell one thing at once. */
@Injectable()
export class NoticeMails {
  constructor(
    private readonly database: TenantDatabase,
    private readonly room: MailRoom,
    private readonly mails: Mails,
  ) {}

  /** Sends the mails of these notices. Safe to run again: what is sent or taken by another is left alone. */
  @Job('notices.mail', { free: true })
  async deliver({ ids }: { ids: string[] }): Promise<void> {
    const { claimed, rows } = await inUnit(this.database, false, () => this.claim(ids));
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const mail of claimed) await this.one(mail, known.get(mail.id)!);
  }

  private async claim(ids: string[]): Promise<{ claimed: Claimed[]; rows: Row[] }> {
    const claimed = await db().rows<Claimed>(CLAIM, [ids, now(), LEASE_MINUTES, tenant().locale, tenant().locales]);
    const mine = claimed.map((mail) => mail.id);
    await db().run('UPDATE notices SET mail_id = id WHERE id = ANY($1) AND mail_id IS NULL', [mine]);
    return { claimed, rows: await db().rows<Row>(ROWS, [mine]) };
  }

  private one(mail: Claimed, row: Row): Promise<void> {
    const token = writeToken(row.personId, row.topic, (text) => this.room.seal(text));
    const off = this.room.address(`/unsubscribe/${token}`);
    const write = (words: Words): MailModel => {
      const said = sayNotice(words, row);
      return noticeMail(words, said, row, { button: this.room.address(said.href), off });
    };
    return this.mails.send(
      mail,
      write,
      { topic: 'notices.mail', payload: { ids: [row.id] } },
      {
        headers: offHeaders(off),
      },
    );
  }
}

/** A notice as a mail, before the site's look is put around it. */
export function noticeMail(words: Words, said: Said, row: Pick<Row, 'params' | 'quote'>, at: Addresses): MailModel {
  const { title, text, next = '' } = said;
  return {
    subject: title,
    title,
    preview: text,
    body: html`<p style="margin:0">${text}</p>`,
    text,
    ...(row.quote ? { quote: excerpt(row.quote, QUOTE) } : {}),
    button: { label: said.button, url: at.button },
    ...(next ? { next } : {}),
    why: said.why,
    off: { label: words.t('notices.mail.off'), url: at.off },
    own: { kind: row.params.say, values: { title, text, paragraphs: [text], next, ...said.values } },
  };
}

interface Addresses {
  button: string;
  off: string;
}

/** One-click unsubscribing, RFC 2369 §3.2 and RFC 8058 §3.1. */
export const offHeaders = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

// A notice has at most one mail of its own, which has its id: a second run finds it.
const CLAIM = `INSERT INTO mails (id, person_id, recipient, locale, topic, state, attempts, created_at, due_at)
  SELECT n.id, p.id, p.email, CASE WHEN p.locale = ANY($5) THEN p.locale ELSE $4 END, n.topic, 'sending', 1, $2, $2::timestamptz + make_interval(mins => $3)
    FROM notices n JOIN people p ON p.id = n.person_id
   WHERE n.id = ANY($1::uuid[]) AND n.mail = 'due' AND p.email IS NOT NULL AND p.state = 'active' ORDER BY n.id
  ON CONFLICT (id) DO UPDATE SET state = 'sending', attempts = mails.attempts + 1, due_at = excluded.due_at
   WHERE mails.state IN ('waiting', 'sending', 'withheld') AND mails.due_at <= $2
  RETURNING id, recipient, locale, attempts, created_at AS "createdAt"`;

const ROWS = `SELECT CASE n.params ->> 'say'
    WHEN 'answered' THEN (SELECT a.body FROM answers a WHERE a.subject_id = n.subject_id)
    WHEN 'progress' THEN (SELECT g.body FROM progress g WHERE g.subject_id = n.subject_id AND g.at <= n.at ORDER BY g.at DESC LIMIT 1)
    ELSE (SELECT c.body FROM comments c WHERE c.id = (n.params ->> 'commentId')::uuid AND c.state = 'visible') END AS quote, ${NOTICE}
  WHERE n.id = ANY($1::uuid[])`;
