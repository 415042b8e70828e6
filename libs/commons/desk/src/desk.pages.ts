import { Injectable } from '@nestjs/common';
import { Get, raw, type PageRequest, type Reply } from '@madang/portal';
import { Lists } from './lists.service.js';

/** Files that were asked for in the console. */
@Injectable()
export class DeskPages {
  constructor(private readonly lists: Lists) {}

  @Get('/exports/:secret', { free: true })
  async file({ params }: PageRequest): Promise<Reply> {
    const { name, type, body } = await this.lists.fetch(params['secret']!);
    return raw(type, body, {
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
  }
}
