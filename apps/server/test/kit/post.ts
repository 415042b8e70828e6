import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server of a spec. */
export interface Post {
  url: string;
  /** The source of the next mail that comes in. */
  next(): Promise<string>;
  close(): Promise<void>;
}

/** A mail server; one that is `stuck` takes a mail in and never says so. */
export async function openPost(stuck = false): Promise<Post> {
  const came: string[] = [];
  const waiting: ((source: string) => void)[] = [];
  const smtp = new SMTPServer({
    closeTimeout: 500,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString('utf8');
        const taker = waiting.shift();
        if (taker) taker(source);
        else came.push(source);
        if (!stuck) done();
      });
    },
  });
  smtp.on('error', () => undefined); // the one who is killed leaves the line open
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
  return {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    next: () => (came.length > 0 ? Promise.resolve(came.shift()!) : new Promise((taker) => waiting.push(taker))),
    close: () => new Promise((done) => smtp.close(() => done())),
  };
}

/** The text of a source: quoted-printable or base64, as its letters need. */
export function plain(source: string): string {
  const [, head = '', body = ''] = /Content-Type: text\/plain([^]*?)\r?\n\r?\n([^]*?)\r?\n--/i.exec(source) ?? [];
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  return body.replace(/=\r?\n/g, '');
}
