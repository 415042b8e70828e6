import { Injectable } from '@nestjs/common';
import { Post, raw, type PageRequest, type Reply } from '@madang/portal';
import { oneUpload } from './library.service.js';
import { Uploads } from './uploads.service.js';

const LARGEST = 10_000_000;

/** The door for pictures of people: GraphQL carries no files. What it answers, mutations take. */
@Injectable()
export class UploadPages {
  constructor(private readonly uploads: Uploads) {}

  @Post('/media', {
    uploads: { maxFiles: 1, maxBytes: LARGEST },
    limit: { name: 'media', points: 100, seconds: 3600 },
    free: true,
    script: true,
    api: true,
  })
  async keep({ uploads }: PageRequest): Promise<Reply> {
    const { id, width, height, bytes, expiresAt } = await this.uploads.keep(oneUpload(uploads));
    return raw('application/json; charset=utf-8', JSON.stringify({ id, width, height, bytes, expiresAt }), {
      'cache-control': 'no-store',
    });
  }
}
