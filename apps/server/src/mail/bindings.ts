import { join } from 'node:path';
import { contextIfAny } from '@madang/kernel';
import { Pictures } from '@madang/commons-media';
import { MailRoom } from '@madang/commons-notices';
import { MailDrawing } from '@madang/commons-site';
import type { Faces } from '../http/faces.js';
import type { Program } from '../program.js';
import { HouseMailDrawing } from './own-mails.js';
import { MailLogos } from './mail-logo.js';
import { HouseMailRoom } from './mail-room.js';
import { MailboxTransport, SmtpTransport, type Transport } from './transports.js';

/** Through SMTP_URL where there is one, else into the operator's mailbox. */
export function transportOf(program: Program): Transport {
  if (program.config.SMTP_URL) return new SmtpTransport(program.config.SMTP_URL);
  return new MailboxTransport((row) =>
    program.platform.run(
      `INSERT INTO platform.mailbox (id, tenant_id, recipient, subject, message) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET message = excluded.message, at = now()`,
      [row.id, contextIfAny()?.tenant.id ?? null, row.recipient, row.subject, row.message],
    ),
  );
}

/** @internal logos read from where the files of sites lie */
export const mailLogos = (program: Program): MailLogos =>
  new MailLogos(program, new Pictures({ path: join(program.config.dataDir, 'files') }, program.database));

/** What the parts that write mails ask the program for. */
export function mailBindings(program: Program, faces: () => Faces): { provide: unknown; useValue: unknown }[] {
  const room = new HouseMailRoom(program, faces, transportOf(program), mailLogos(program));
  return [
    { provide: MailRoom, useValue: room },
    { provide: MailDrawing, useValue: new HouseMailDrawing(room, faces) },
  ];
}
