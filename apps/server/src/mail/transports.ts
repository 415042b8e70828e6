import type { SendMailOptions, Transporter } from 'nodemailer';
import { MailRefused } from '@madang/commons-notices';

/** A mail with everything its source needs. */
export type Message = SendMailOptions & { messageId: string; subject: string; to: { name: string; address: string } };

/** Hands mails over. */
export interface Transport {
  /** @throws MailRefused, without any address in it */
  send(id: string, message: Message): Promise<void>;
  close(): void;
}

/** What composes and sends mails, opened with the first one: a process that only answers pages does without its library. */
class Opened {
  private transporter?: Promise<Transporter<{ message?: unknown }>>;

  constructor(private readonly options: object) {}

  get(): Promise<Transporter<{ message?: unknown }>> {
    return (this.transporter ??= import('nodemailer').then(({ createTransport }) => createTransport(this.options)));
  }

  close(): void {
    void this.transporter?.then((opened) => opened.close());
  }
}

/** Sends through a mail server; connections are kept and shared. */
export class SmtpTransport implements Transport {
  private readonly pool: Opened;

  constructor(url: string) {
    const { protocol, hostname, port, username, password, searchParams } = new URL(url);
    const secure = protocol === 'smtps:';
    this.pool = new Opened({
      pool: true,
      maxConnections: 4,
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || (secure ? 465 : 587)),
      secure,
      // `smtp://…?tls=none` for a relay on the same machine; everywhere else STARTTLS is used where it is offered.
      ignoreTLS: searchParams.get('tls') === 'none',
      requireTLS: searchParams.get('tls') === 'required',
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    });
  }

  async send(_id: string, message: Message): Promise<void> {
    try {
      await (await this.pool.get()).sendMail(message);
    } catch (error) {
      throw refusal(error);
    }
  }

  close(): void {
    this.pool.close();
  }
}

/** What the operator's mailbox keeps of a mail. */
export interface MailboxRow {
  id: string;
  recipient: string;
  subject: string;
  /** The whole source, RFC 5322. */
  message: string;
}

/** Keeps mails for the operator to read, where no mail server is configured. */
export class MailboxTransport implements Transport {
  private readonly writer = new Opened({
    streamTransport: true,
    buffer: true,
    newline: 'unix',
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  constructor(private readonly keep: (row: MailboxRow) => Promise<unknown>) {}

  async send(id: string, message: Message): Promise<void> {
    const written = await (await this.writer.get()).sendMail(message);
    await this.keep({
      id,
      recipient: message.to.address,
      subject: message.subject,
      message: (written.message as Buffer).toString('utf8'),
    });
  }

  close(): void {
    this.writer.close();
  }
}

/** The class of a mail server's answer. Refused recipients and contents stay refused; the rest may pass. */
export function refusal(error: unknown): MailRefused {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const kind = [/^[A-Z_]{2,30}$/.test(code ?? '') ? code : 'ESEND', responseCode].filter(Boolean).join(' ');
  return new MailRefused(kind, (responseCode ?? 0) >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE'));
}
