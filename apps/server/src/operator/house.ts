import { join } from 'node:path';
import { newId, sealer, type Sealer } from '@madang/kernel';
import { OperatorHouse, type OperatorLetter } from '@madang/platform-operators';
import { siteUrl } from '../config.js';
import { transportOf } from '../mail/bindings.js';
import type { Program } from '../program.js';

/** What the operators' half asks of this installation. */
export class ProgramHouse extends OperatorHouse {
  readonly issuer: string;
  readonly baseDomain: string;
  readonly exportsDir: string;
  readonly filesDir: string;
  readonly themesDir: string;
  readonly mailbox: boolean;
  readonly spares: number;
  private readonly sealer: Sealer;

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
    this.sealer = sealer(config.secret, 'madang operators');
  }

  override seal(text: string): string {
    return this.sealer.seal(text);
  }

  override open(sealed: string): string {
    return this.sealer.open(sealed);
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
