import { Injectable } from '@nestjs/common';
import type { SafeHtml, Words } from '@madang/theming';

/** A mail as it is written, before the site's look is put around it. */
export interface MailModel {
  subject: string;
  title: string;
  /** First words a mail program shows beside the subject. */
  preview?: string;
  body: SafeHtml;
  /** The body once more, as plain text. */
  text: string;
  quote?: string;
  button?: { label: string; url: string };
  next?: string;
  why: string;
  off?: { label: string; url: string };
  /** Kind of mail, and plain values: an organisation may word each kind itself. */
  own?: { kind: string; values: Record<string, unknown> };
}

/** A mail as it is sent. */
export interface OutgoingMail {
  /** Also makes the Message-ID, so that a mail sent twice is seen as one. */
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

/** A mail that could not be handed over. Carries no address: what it says is kept and logged. */
export class MailRefused extends Error {
  constructor(
    /** Class of the error, such as `EENVELOPE 550`. */
    readonly code: string,
    /** Trying again is of no use. */
    readonly final: boolean,
  ) {
    super(`mail refused: ${code}`);
    this.name = 'MailRefused';
  }
}

/**
 * What the server gives for writing and sending mails of the current tenant. A program that binds
 * none can start (the command line, a seed), and fails where it would have to write.
 */
@Injectable()
export class MailRoom {
  /** The tenant's words in a language. */
  words(_locale: string): Promise<Words> {
    return unbound();
  }

  /** The mail in the organisation's own words, where it has some for this kind and they can be written. */
  worded(_locale: string, model: MailModel): Promise<MailModel> {
    return Promise.resolve(model);
  }

  /** Puts the site's look around a mail. */
  render(_locale: string, _model: MailModel): Promise<{ html: string; text: string }> {
    return unbound();
  }

  /** The public address of a path of the current tenant. */
  address(_path: string): string {
    return unbound();
  }

  /** A seal over a text that only this installation makes, another one for each tenant; URL-safe. */
  seal(_text: string): string {
    return unbound();
  }

  /** Hands a mail over. @throws MailRefused */
  send(_mail: OutgoingMail, _locale: string): Promise<void> {
    return unbound();
  }

  /** Counts what became of a mail. */
  count(_outcome: 'sent' | 'failed' | 'retried' | 'withheld'): void {
    unbound();
  }
}

function unbound(): never {
  throw new Error('no mail room is bound: see apps/server/src/mail');
}
