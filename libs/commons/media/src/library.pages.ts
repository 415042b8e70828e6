import { Injectable } from '@nestjs/common';
import { Post, raw, type PageRequest, type Reply } from '@madang/portal';
import { Library, oneUpload } from './library.service.js';

const LARGEST = 30_000_000;

/** The door for files of the site: GraphQL carries none. */
@Injectable()
export class LibraryPages {
  constructor(private readonly library: Library) {}

  @Post('/console/files', {
    uploads: { maxFiles: 1, maxBytes: LARGEST },
    limit: { name: 'library', points: 200, seconds: 3600 },
    free: true,
    script: true,
    api: true,
  })
  async keep({ uploads }: PageRequest): Promise<Reply> {
    const { id, width, height, mime, bytes } = await this.library.keep(oneUpload(uploads));
    return raw('application/json; charset=utf-8', JSON.stringify({ id, width, height, mime, bytes }), {
      'cache-control': 'no-store',
    });
  }
}
