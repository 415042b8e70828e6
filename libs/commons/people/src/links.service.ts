import { Injectable } from '@nestjs/common';
import { closed, db, DomainError, enqueue, hashSecret, missing, newId, newSecret, now } from '@madang/kernel';

export type LinkPurpose = 'sign_in' | 'register' | 'set_password' | 'change_email' | 'confirm_act' | 'invite' | 'stay';

export interface LinkData {
  /** Language of the mail. */
  locale?: string;
  displayName?: string;
  consents?: ConsentGiven[];
  role?: string;
  /** The invitation this link carries. */
  invitation?: string;
  /** Where to go after signing in. */
  back?: string;
  act?: string;
  actData?: Record<string, unknown>;
  /** What the act will do, for the mail and the page of the link. */
  sentence?: Sentence;
}

/** A sentence for a person: an i18n key and its parameters. */
export interface Sentence {
  key: string;
  params?: Record<string, string | number>;
}

/** A consent as it was given: which document, which version, when. */
export interface ConsentGiven {
  document: string;
  version: number;
  at: string;
}

export interface MailLink {
  id: string;
  email: string;
  purpose: LinkPurpose;
  personId: string | null;
  data: LinkData;
  createdAt: Date;
}

/** Minutes a link works. Links that open an account are short; those that wait for people are longer. */
export const LINK_MINUTES: Record<LinkPurpose, number> = {
  sign_in: 20,
  register: 20,
  set_password: 20,
  change_email: 20,
  confirm_act: 24 * 60,
  invite: 7 * 24 * 60,
  stay: 30 * 24 * 60,
};

/** Links per address and hour, whatever they are for. */
const PER_HOUR = 5;

const COLUMNS = `id, email, purpose, person_id AS "personId", data, created_at AS "createdAt"`;

/**
 * Links sent by mail: each opens one thing, once, for a short time. The secret is made when the mail
 * is written and stands nowhere else, not in a job, not in the database.
 */
@Injectable()
export class MailLinks {
  /**
   * Makes a link and queues its mail.
   * @throws DomainError too_many after five links in an hour to one address
   */
  async send(link: {
    email: string;
    purpose: LinkPurpose;
    personId?: string | null;
    data?: LinkData;
  }): Promise<string> {
    const id = newId();
    // Two requests for one address at once are counted one after the other.
    await db().run('SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || $1, 0))', [link.email]);
    const row = await db().row<{ first: Date }>(
      `SELECT min(at) AS first FROM (SELECT created_at AS at FROM mail_links WHERE email = $1 AND created_at > $2::timestamptz - interval '1 hour' ORDER BY created_at DESC LIMIT $3) recent
       HAVING count(*) >= $3`,
      [link.email, now(), PER_HOUR],
    );
    if (row)
      throw new DomainError('too_many', 'too_many_links', {
        minutes: Math.max(1, Math.ceil((row.first.getTime() + 3_600_000 - now().getTime()) / 60_000)),
      });
    await db().run(
      `INSERT INTO mail_links (id, token_hash, email, purpose, person_id, data, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7::timestamptz + make_interval(mins => $8))`,
      [
        id,
        hashSecret(newSecret()),
        link.email,
        link.purpose,
        link.personId ?? null,
        link.data ?? {},
        now(),
        LINK_MINUTES[link.purpose],
      ],
    );
    await enqueue('links.mail', { linkId: id });
    return id;
  }

  /** Gives a link the secret that its mail will carry; another one stops working. Undefined when it is no longer needed. */
  async arm(id: string, secret = newSecret()): Promise<{ secret: string; link: MailLink } | undefined> {
    const link = await db().row<MailLink>(
      `UPDATE mail_links SET token_hash = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $3 RETURNING ${COLUMNS}`,
      [id, hashSecret(secret), now()],
    );
    return link && { secret, link };
  }

  /**
   * What a link would do, without doing it.
   * @throws DomainError missing for a link that never was, closed for one that is over
   */
  async look(secret: string): Promise<MailLink> {
    const row = await db().row<MailLink & { over: boolean }>(
      `SELECT ${COLUMNS}, used_at IS NOT NULL OR expires_at <= $2 AS over FROM mail_links WHERE token_hash = $1`,
      [hashSecret(secret), now()],
    );
    if (!row) throw missing('link_missing');
    if (row.over) throw closed('link_over');
    return row;
  }

  /** Uses a link up. Of two who try at once, the second finds it used. */
  async use(secret: string): Promise<MailLink> {
    const row = await db().row<MailLink>(
      `UPDATE mail_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING ${COLUMNS}`,
      [hashSecret(secret), now()],
    );
    if (row) return row;
    await this.look(secret);
    throw closed('link_over');
  }
}
