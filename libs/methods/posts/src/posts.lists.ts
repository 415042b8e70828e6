import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type ExportList, type ListSource } from '@madang/kernel';
import { PostsReader } from './posts.reader.js';

const FILTER = z
  .object({
    /** Space and board: gu/notices. */
    board: z.string().regex(/^[^/]{1,61}\/[^/]{1,61}$/),
    sort: z.string().max(40).optional(),
  })
  .strict();

/** Posts of a board as a file. */
@Injectable()
export class PostLists implements ListSource {
  constructor(private readonly reader: PostsReader) {}

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof FILTER>> = {
      name: 'notices',
      columns: [
        { name: 'title', words: { ko: '제목', en: 'Title' } },
        { name: 'pinned', words: { ko: '맨 위', en: 'On top' }, values: { yes: { ko: '예', en: 'Yes' } } },
        { name: 'authorName', words: { ko: '쓴 사람', en: 'Author' } },
        { name: 'comments', words: { ko: '댓글', en: 'Comments' }, kind: 'number' },
        { name: 'publishedAt', words: { ko: '올린 때', en: 'Posted' }, kind: 'instant' },
      ],
      filter: FILTER,
      page: async ({ board, sort }, first, after) => {
        const [space, slug] = board.split('/') as [string, string];
        const page = await this.reader.list(await this.reader.board(space, slug), first, after, sort);
        return { ...page, nodes: page.nodes.map((row) => ({ ...row, pinned: row.pinned ? 'yes' : '' })) };
      },
    };
    return [list as ExportList<never>];
  }
}
