import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { isId, missing } from '@madang/kernel';
import { Get, raw, type PageRequest, type Reply } from '@madang/portal';
import { endingOf, isShown } from './kinds.js';
import { Pictures } from './pictures.js';

const KEPT = { 'cache-control': 'private, max-age=86400' };
/** A file shown on its own may run nothing and load nothing, whatever it holds. */
const LOCKED = { 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' };

@Injectable()
export class MediaPages {
  constructor(private readonly pictures: Pictures) {}

  /** A picture to be shown, or a document to be taken away; `.png` of a drawing is for mails and previews. */
  @Get('/media/:id', { free: true })
  async file({ params }: PageRequest): Promise<Reply> {
    const [, id = '', ending] = /^([^.]+)(?:\.(\w+))?$/.exec(params['id']!) ?? [];
    if (!isId(id)) throw missing('picture_missing');
    const found = await this.pictures.find(id);
    if (!isShown(found.mime)) return given(found);
    if (found.mime !== 'image/svg+xml') return raw(found.mime, await read(found.path), KEPT);
    if (ending === 'png')
      return raw('image/png', await read(this.pictures.path(found.sha256, 'image/png')), { ...KEPT, ...LOCKED });
    return raw('image/svg+xml', await read(found.path), { ...KEPT, ...LOCKED });
  }
}

const read = (path: string): Promise<Buffer> =>
  readFile(path).catch(() => {
    throw missing('picture_missing');
  });

/** A document, always as a download under its own name, the ending being what it is. */
async function given({ path, mime, name }: { path: string; mime: string; name: string }): Promise<Reply> {
  const size = await stat(path).catch(() => {
    throw missing('picture_missing');
  });
  return raw(mime, createReadStream(path), {
    ...KEPT,
    ...LOCKED,
    'content-length': String(size.size),
    'content-disposition': `attachment; filename="file.${endingOf(mime)}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  });
}
