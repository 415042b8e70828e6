import { Injectable } from '@nestjs/common';
import { db, inUnit, now, TenantDatabase } from '@madang/kernel';
import type { Words } from '@madang/theming';
import { MailRefused, MailRoom, type MailModel } from './mail-room.js';

/** A mail that one job has taken to send. */
export interface Claimed {
  id: string;
  recipient: string;
  locale: string;
  attempts: number;
}

/** How often a mail is tried before it counts as failed; the queue waits longer each time. */
export const ATTEMPTS = 6;
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

  /** Writes, renders and sends a claimed mail. @returns false where it waits for another attempt */
  async send(
    mail: Claimed,
    write: (words: Words) => MailModel,
    headers: Record<string, string> = {},
  ): Promise<boolean> {
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
      return this.missed(mail, error);
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
    return true;
  }

  private async missed(mail: Claimed, error: unknown): Promise<boolean> {
    const code =
      error instanceof MailRefused ? error.code : `not written: ${error instanceof Error ? error.name : 'unknown'}`;
    const final = mail.attempts >= ATTEMPTS || (error instanceof MailRefused && error.final);
    await inUnit(this.database, false, async () => {
      await db().run('UPDATE mails SET state = $2, error = $3, due_at = $4 WHERE id = $1', [
        mail.id,
        final ? 'failed' : 'waiting',
        code,
        now(),
      ]);
      if (final)
        await db().run(`UPDATE notices SET mail = 'failed' WHERE mail_id = $1 AND mail IN ('due', 'digest')`, [
          mail.id,
        ]);
    });
    this.room.count(final ? 'failed' : 'retried');
    return final;
  }
}

/** Ends a job whose mails partly wait, so that the queue runs it again. Says no address. */
export function demandAll(done: readonly boolean[]): void {
  const waiting = done.filter((one) => !one).length;
  if (waiting > 0) throw new Error(`${waiting} of ${done.length} mails wait for another attempt`);
}
