import { Injectable } from '@nestjs/common';
import { conflict, db, demand, enqueue, now, orders, type Placed, type Slice } from '@madang/kernel';
import { record } from '@madang/commons-audit';

/** A mail and what became of it. */
export interface MailRow {
  id: string;
  recipient: string;
  personId: string | null;
  topic: string;
  subject: string;
  state: string;
  attempts: number;
  error: string | null;
  createdAt: Date;
  dueAt: Date;
  sentAt: Date | null;
}

const ORDERS = orders({ createdAt: ['created_at', 'timestamptz'] }, ['id'], '-createdAt');

/** What was sent to whom, for whoever keeps the mails; and sending again what failed. */
@Injectable()
export class MailsReader {
  /** Newest first. `words` finds a whole address or part of a subject. */
  async list(
    filter: { state?: string; words?: string; first?: number; after?: string | null; sort?: string } = {},
  ): Promise<Slice<MailRow>> {
    demand('read', 'Mail');
    const first = filter.first ?? 20;
    const order = ORDERS(filter.sort, filter.after);
    const rows = await db().rows<MailRow & Placed>(
      `SELECT ${order.column}, id, recipient, person_id AS "personId", topic, subject, state, attempts, error, created_at AS "createdAt", due_at AS "dueAt", sent_at AS "sentAt"
         FROM mails WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR recipient = $2 OR strpos(lower(subject), $2) > 0)
          AND ${order.past(4)}
        ORDER BY ${order.by} LIMIT $3`,
      [filter.state ?? null, filter.words?.trim().toLowerCase() || null, first + 1, ...order.values],
    );
    return order.slice(rows, first);
  }

  /**
   * Sends a failed mail again, as it would be written now.
   * @throws DomainError conflict when it is not failed, or what it was about is over
   */
  async again(id: string): Promise<void> {
    demand('send', 'Mail');
    const row = await db().row<{ linkId: string | null; personId: string | null; topic: string; over: boolean }>(
      `UPDATE mails m SET state = 'waiting', attempts = 0, error = NULL, due_at = $2 FROM mails old LEFT JOIN mail_links l ON l.id = old.link_id
        WHERE m.id = $1 AND old.id = m.id AND m.state = 'failed' AND m.recipient <> ''
        RETURNING old.link_id AS "linkId", old.person_id AS "personId", old.topic, l.used_at IS NOT NULL OR l.expires_at <= $2 AS over`,
      [id, now()],
    );
    if (!row || row.over) throw conflict('mail_not_failed');
    if (row.linkId) await enqueue('links.mail', { linkId: row.linkId });
    else if (row.topic === 'daily') {
      await db().run(`UPDATE notices SET mail = 'digest' WHERE mail_id = $1 AND mail = 'failed'`, [id]);
      await enqueue('notices.mail_digest', { personIds: [row.personId] });
    } else {
      await db().run(`UPDATE notices SET mail = 'due' WHERE mail_id = $1 AND mail = 'failed'`, [id]);
      const notices = await db().rows<{ id: string }>(
        'SELECT id FROM notices WHERE mail_id = $1 ORDER BY id LIMIT 500',
        [id],
      );
      await enqueue('notices.mail', { ids: notices.map((one) => one.id) });
    }
    await record('notices.mail_sent_again', 'mail', id);
  }
}
