import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { isId, missing } from '@madang/kernel';
import { Get, raw, type PageRequest, type Reply } from '@madang/portal';
import { Pictures } from './pictures.js';

@Injectable()
export class MediaPages {
  constructor(private readonly pictures: Pictures) {}

  @Get('/media/:id', { free: true })
  async picture({ params }: PageRequest): Promise<Reply> {
    const id = params['id']!.replace(/\.webp$/, '');
    if (!isId(id)) throw missing('picture_missing');
    const { path, mime } = await this.pictures.find(id);
    const data = await readFile(path).catch(() => {
      throw missing('picture_missing');
    });
    return raw(mime, data, { 'cache-control': 'private, max-age=86400' });
  }
}
