import { readFile } from 'node:fs/promises';
import { context, db, inUnit, TenantCache } from '@madang/kernel';
import { Pictures } from '@madang/commons-media';
import { mailTokens } from '@madang/theming';
import type { Look } from '../http/looks.js';
import type { Program } from '../program.js';

/** A logo where a mail shows it. Its picture travels with the mail, so that it is seen without "load pictures". */
export interface MailLogo {
  cid: string;
  width: number;
  height: number;
}

/** Nobody's mail grows by more than this for a logo. */
const MOST_BYTES = 60_000;
const LOGO = /<img class="m-logo"[^>]*? alt="([^"]*)"[^>]*>/;

/** Logos of sites as mails carry them: PNG, on the light ground they were drawn for, whatever the reader's mode. */
export class MailLogos {
  private readonly made = new TenantCache<Buffer | null>(200, 3_600_000);

  constructor(
    private readonly program: Program,
    private readonly pictures: Pictures,
  ) {}

  /** The place of the logo in a mail; nothing for a site without one. */
  placeOf({ shell }: Look): MailLogo | undefined {
    if (!shell.logo) return undefined;
    const { media, width, height } = shell.logo;
    return { cid: `${media}@${context().tenant.primaryHost}`, width, height };
  }

  /**
   * A mail with the picture its logo needs; where there is none, with the name instead. Outside any unit of work: it reads a file.
   */
  async enclosed(html: string, look: Look): Promise<{ html: string; attachments: object[] }> {
    const place = this.placeOf(look);
    if (!place || !html.includes(`cid:${place.cid}`)) return { html, attachments: [] };
    const png = await this.made.get(place.cid, () => this.make(look).catch(() => null));
    if (!png) return { html: html.replace(LOGO, (_, name: string) => name), attachments: [] };
    const attachment = { filename: 'logo.png', contentType: 'image/png', contentDisposition: 'inline' };
    return { html, attachments: [{ ...attachment, cid: place.cid, content: png }] };
  }

  private async make(look: Look): Promise<Buffer | null> {
    const { media, width, height } = look.shell.logo!;
    const row = await inUnit(this.program.database, true, () =>
      db().row<{ sha256: string; mime: string }>('SELECT sha256, mime FROM media WHERE id = $1', [media]),
    );
    if (!row) return null;
    const mime = row.mime === 'image/svg+xml' ? 'image/png' : row.mime;
    const { default: sharp } = await import('sharp'); // 25 MB, when the first logo is sent
    const png = await sharp(await readFile(this.pictures.path(row.sha256, mime)))
      .resize({ width: width * 2, height: height * 2, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: mailTokens(look.theme).surface })
      .png({ compressionLevel: 9, palette: true })
      .toBuffer();
    return png.length > MOST_BYTES ? null : png;
  }
}
