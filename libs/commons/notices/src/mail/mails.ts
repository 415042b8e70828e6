import { Injectable } from '@nestjs/common';
import { db, enqueue, inUnit, now, quotaOf, TenantDatabase } from '@madang/kernel';
import type { Words } from '@madang/theming';
import { countMail } from './mail-quota.js';
import { MailRefused, MailRoom, type MailModel } from './mail-room.js';

/** A mail that one job has taken to send. */
export interface Claimed {
  id: string;
  recipient: string;
  locale: string;
  attempts: number;
  /** When it was written. How long it is tried counts from when there was room for it. */
  createdAt: Date;
}

/** The job that takes a mail up again. */
export interface Again {
  topic: string;
  payload: object;
}

/** Minutes between attempts; the last one repeats until the mail is too old. */
const PAUSES = [1, 5, 15, 60, 180, 360, 720];
/** A mail server that is away for a weekend loses nothing; what is older than this has failed. */
export const PATIENCE_DAYS = 3;
/** After this many minutes a mail that was taken and not finished may be taken again. */
export const LEASE_MINUTES = 10;

/**
 * Sends mails one by one and keeps what became of each. The network is never inside a transaction:
 * a mail is taken in one unit of work, sent outside, and its outcome written in the next.
 */
@Injectable()
export class Mails {
  constructor(
    private readonly database: TenantDatabase,
    private readonly room: MailRoom,
  ) {}

  /**
   * Writes, renders and sends a claimed mail; `again` is queued for later where it could not be handed over. One the plan has no
   * room for waits, unless it is essential.
   */
  async send(
    claimed: Claimed,
    write: (words: Words) => MailModel,
    again: Again,
    { headers = {}, essential = false }: { headers?: Record<string, string>; essential?: boolean } = {},
  ): Promise<void> {
    const limit = await quotaOf('mails_month');
    const since = await inUnit(this.database, false, () => countMail(claimed.id, essential, limit));
    if (!since) return this.room.count('withheld');
    const mail = { ...claimed, createdAt: since };
    let model: MailModel;
    try {
      model = await this.room.worded(mail.locale, write(await this.room.words(mail.locale)));
      const parts = await this.room.render(mail.locale, model);
      await this.room.send(
        {
          id: mail.id,
          to: mail.recipient,
          subject: model.subject,
          ...parts,
          headers: { 'Auto-Submitted': 'auto-generated', ...headers },
        },
        mail.locale,
      );
    } catch (error) {
      return this.missed(mail, again, error);
    }
    await inUnit(this.database, false, async () => {
      await db().run(`UPDATE mails SET state = 'sent', sent_at = $2, subject = $3, error = NULL WHERE id = $1`, [
        mail.id,
        now(),
        model.subject,
      ]);
      await db().run(`UPDATE notices SET mail = 'sent' WHERE mail_id = $1 AND mail IN ('due', 'digest')`, [mail.id]);
    });
    this.room.count('sent');
  }

  private async missed(mail: Claimed, again: Again, error: unknown): Promise<void> {
    const code =
      error instanceof MailRefused ? error.code : `not written: ${error instanceof Error ? error.name : 'unknown'}`;
    const pause = (PAUSES[mail.attempts - 1] ?? PAUSES.at(-1)!) * 60_000;
    const next = new Date(now().getTime() + pause);
    const tooOld = next.getTime() - mail.createdAt.getTime() > PATIENCE_DAYS * 86_400_000;
    const final = tooOld || (error instanceof MailRefused && error.final);
    await inUnit(this.database, false, async () => {
      await db().run('UPDATE mails SET state = $2, error = $3, due_at = $4 WHERE id = $1', [
        mail.id,
        final ? 'failed' : 'waiting',
        code,
        final ? now() : next,
      ]);
      if (!final) await enqueue(again.topic, again.payload, { after: next });
      else
        await db().run(`UPDATE notices SET mail = 'failed' WHERE mail_id = $1 AND mail IN ('due', 'digest')`, [
          mail.id,
        ]);
    });
    this.room.count(final ? 'failed' : 'retried');
  }
}
