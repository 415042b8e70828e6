import { Injectable } from '@nestjs/common';
import { Get, raw, type PageRequest, type Reply } from '@madang/portal';
import { isId, missing } from '@madang/kernel';
import { ListFiles } from './list-files.service.js';
import { Lists, type ListFile } from './lists.service.js';

/** Files that were asked for in the console. */
@Injectable()
export class DeskPages {
  constructor(
    private readonly lists: Lists,
    private readonly files: ListFiles,
  ) {}

  @Get('/exports/:secret', { free: true })
  async file({ params }: PageRequest): Promise<Reply> {
    return handed(await this.lists.fetch(params['secret']!));
  }

  @Get('/exports/files/:id', { free: true })
  async written({ params }: PageRequest): Promise<Reply> {
    const id = params['id']!;
    if (!isId(id)) throw missing('export_missing');
    return handed(await this.files.fetch(id));
  }
}

const handed = ({ name, type, body }: ListFile): Reply =>
  raw(type, body, {
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
