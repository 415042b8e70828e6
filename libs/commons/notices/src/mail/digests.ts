import { Injectable } from '@nestjs/common';
import { db, enqueue, inUnit, Job, now, stableId, tenant, TenantDatabase } from '@madang/kernel';
import { html, type Words } from '@madang/theming';
import { NOTICE, sayNotice, type NoticeRow } from '../notice-row.js';
import { MailRoom, type MailModel } from './mail-room.js';
import { LEASE_MINUTES, Mails, type Claimed } from './mails.js';
import { offHeaders } from './notice-mails.js';
import { writeToken } from './unsubscribing.js';

/** Hour of the tenant's day at which what was gathered is sent. */
const MORNING = 8;
/** People one job takes. */
const BATCH = 100;
/** Lines a digest shows; the rest is on the site. */
const LINES = 30;

/** Once a day, in the morning of the site: everything people chose to hear daily, in one mail. */
@Injectable()
export class Digests {
  constructor(
    private readonly database: TenantDatabase,
    private readonly room: MailRoom,
    private readonly mails: Mails,
  ) {}

  /** Queues the digests where it is morning. */
  @Job('notices.digest', { every: '3 * * * *' })
  async gather(): Promise<void> {
    if (localHour(now(), tenant().timeZone) !== MORNING) return;
    const people = await db().rows<{ id: string }>(
      `SELECT DISTINCT person_id AS id FROM notices WHERE mail = 'digest' ORDER BY 1`,
    );
    for (let at = 0; at < people.length; at += BATCH)
      await enqueue('notices.mail_digest', { personIds: people.slice(at, at + BATCH).map((row) => row.id) });
  }

  /** Sends the digests of these people; one a day each, however often it runs. */
  @Job('notices.mail_digest', { free: true })
  async deliver({ personIds }: { personIds: string[] }): Promise<void> {
    for (const personId of personIds) {
      const found = await inUnit(this.database, false, () => this.claim(personId));
      if (found) await this.one(personId, found.mail, found.rows);
    }
  }

  private async claim(personId: string): Promise<{ mail: Claimed; rows: NoticeRow[] } | undefined> {
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: tenant().timeZone }).format(now());
    // One that is still to go out gathers on, instead of a second one beside it.
    const held = await db().row<{ id: string }>(
      `SELECT id FROM mails WHERE person_id = $1 AND state IN ('waiting', 'withheld') AND topic = 'daily' ORDER BY created_at LIMIT 1`,
      [personId],
    );
    const id = held?.id ?? stableId('digest', tenant().id, personId, day);
    const mail = await db().row<Claimed>(CLAIM, [
      id,
      personId,
      now(),
      LEASE_MINUTES,
      tenant().locale,
      tenant().locales,
    ]);
    if (!mail) return undefined;
    await db().run(`UPDATE notices SET mail_id = $2 WHERE person_id = $1 AND mail = 'digest'`, [personId, id]);
    const rows = await db().rows<NoticeRow>(
      `SELECT ${NOTICE} WHERE n.mail_id = $1 ORDER BY n.subject_id, n.at DESC, n.id`,
      [id],
    );
    return { mail, rows };
  }

  private one(personId: string, mail: Claimed, rows: NoticeRow[]): Promise<void> {
    const token = writeToken(personId, 'daily', (text) => this.room.seal(text));
    const off = this.room.address(`/unsubscribe/${token}`);
    const address = (path: string): string => this.room.address(path);
    return this.mails.send(
      mail,
      (words) => digestMail(words, rows, off, address),
      { topic: 'notices.mail_digest', payload: { personIds: [personId] } },
      { headers: offHeaders(off) },
    );
  }

  /** Forgets the fate of mails after 90 days, and what was told after two years. */
  @Job('notices.tidy', { every: '23 4 * * *' })
  async tidy(): Promise<void> {
    await db().run(`DELETE FROM mails WHERE created_at < $1::timestamptz - interval '90 days'`, [now()]);
    await db().run(`DELETE FROM notices WHERE at < $1::timestamptz - interval '2 years'`, [now()]);
  }
}

/** What gathered over a day as one mail, before the site's look is put around it. */
export function digestMail(
  words: Words,
  rows: readonly NoticeRow[],
  off: string,
  address: (path: string) => string,
): MailModel {
  const lines = rows.slice(0, LINES).map((row) => {
    const { text, href } = sayNotice(words, row);
    return { text, url: address(href) };
  });
  const more = rows.length > LINES ? words.t('notices.digest.more', { count: rows.length - LINES }) : '';
  const title = words.t('notices.digest.title', { count: rows.length });
  const items = lines.map((line) => html`<li style="margin:0 0 10px"><a href="${line.url}">${line.text}</a></li>`);
  const text = [...lines.map((line) => `- ${line.text}\n  ${line.url}`), more].filter(Boolean).join('\n');
  return {
    subject: title,
    title,
    preview: lines[0]?.text ?? title,
    body: html`<ul style="margin:0;padding:0 0 0 20px">${items}</ul><p style="margin:0">${more}</p>`,
    text,
    button: { label: words.t('notices.digest.button'), url: address('/notifications') },
    why: words.t('notices.digest.why'),
    off: { label: words.t('notices.digest.off'), url: off },
    own: { kind: 'digest', values: { title, more, paragraphs: lines.map((line) => line.text), lines } },
  };
}

const localHour = (at: Date, timeZone: string): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));

const CLAIM = `INSERT INTO mails (id, person_id, recipient, locale, topic, state, attempts, created_at, due_at)
  SELECT $1, p.id, p.email, CASE WHEN p.locale = ANY($6) THEN p.locale ELSE $5 END, 'daily', 'sending', 1, $3, $3::timestamptz + make_interval(mins => $4)
    FROM people p WHERE p.id = $2 AND p.email IS NOT NULL AND p.state = 'active'
     AND EXISTS (SELECT 1 FROM notices n WHERE n.person_id = p.id AND n.mail = 'digest')
  ON CONFLICT (id) DO UPDATE SET state = 'sending', attempts = mails.attempts + 1, due_at = excluded.due_at
   WHERE mails.state IN ('waiting', 'sending', 'withheld') AND mails.due_at <= $3
  RETURNING id, recipient, locale, attempts, created_at AS "createdAt"`;
