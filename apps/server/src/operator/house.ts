import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { newId } from '@madang/kernel';
import { OperatorHouse, type OperatorLetter } from '@madang/platform-operators';
import { siteUrl } from '../config.js';
import { transportOf } from '../mail/bindings.js';
import type { Program } from '../program.js';

const CIPHER = 'aes-256-gcm';

/** What the operators' half asks of this installation. */
export class ProgramHouse extends OperatorHouse {
  readonly issuer: string;
  readonly baseDomain: string;
  readonly exportsDir: string;
  readonly filesDir: string;
  readonly themesDir: string;
  readonly mailbox: boolean;
  readonly spares: number;
  private readonly key: Buffer;

  constructor(private readonly program: Program) {
    super();
    const { config } = program;
    this.issuer = `Madang ${config.BASE_DOMAIN}`;
    this.baseDomain = config.BASE_DOMAIN;
    this.exportsDir = join(config.dataDir, 'exports');
    this.filesDir = join(config.dataDir, 'files');
    this.themesDir = join(config.dataDir, 'themes');
    this.mailbox = !config.SMTP_URL;
    this.spares = config.SPARE_TENANTS;
    this.key = Buffer.from(hkdfSync('sha256', config.secret, '', 'madang operators', 32));
  }

  override seal(text: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv(CIPHER, this.key, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  override open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  override address(path: string): string {
    return siteUrl(this.program.config, this.baseDomain, path);
  }

  override siteAddress(host: string, path: string): string {
    return siteUrl(this.program.config, host, path);
  }

  override async send(letter: OperatorLetter): Promise<void> {
    const id = newId();
    await transportOf(this.program).send(id, {
      messageId: `<${id}@${this.baseDomain}>`,
      from: { name: 'Madang', address: this.program.config.MAIL_FROM },
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letter.text,
      date: new Date(),
    });
  }
}
