import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inLanguage, type ExportList, type ListSource } from '@madang/kernel';
import { Library } from './library.service.js';

const FILTER = z
  .object({ words: z.string().max(100), sort: z.string().max(40) })
  .partial()
  .strict();
type Filter = z.infer<typeof FILTER>;

const NAME = { name: 'name', words: { ko: '이름', en: 'Name' } };
const PLACES: Readonly<Record<string, { ko: string; en: string }>> = {
  home: { ko: '첫 화면', en: 'home page' },
  home_earlier: { ko: '첫 화면의 지난 판', en: 'an earlier home page' },
  logo: { ko: '로고', en: 'logo' },
  own: { ko: '틀', en: 'template' },
  page: { ko: '쪽', en: 'page' },
  post: { ko: '글', en: 'post' },
  space: { ko: '공간', en: 'space' },
};
const NOWHERE = { ko: '쓰는 곳 없음', en: 'Nowhere' };

/** Where a file is used, in words: `page about` is "쪽 about". */
function placesOf(uses: readonly string[]): string {
  const place = (use: string): string => {
    const [kind = '', ...name] = use.split(' ');
    return [inLanguage(PLACES[kind] ?? { ko: kind, en: kind }), ...name].join(' ');
  };
  return uses.map(place).join(', ') || inLanguage(NOWHERE);
}

const kilobytes = (bytes: number): number => Math.max(1, Math.round(bytes / 1000));

const USES = { name: 'uses', words: { ko: '쓰는 곳', en: 'Used in' } };
const CREATED_BY = { name: 'createdBy', words: { ko: '올린 사람', en: 'Added by' } };
const CREATED_AT = { name: 'createdAt', words: { ko: '올린 때', en: 'Added' }, kind: 'instant' as const };

/** Pictures and documents of the site as files, each with where it is used. */
@Injectable()
export class LibraryLists implements ListSource {
  constructor(private readonly library: Library) {}

  lists(): ExportList<never>[] {
    const pictures: ExportList<Filter> = {
      name: 'pictures',
      columns: [
        NAME,
        { name: 'picture', words: { ko: '그림', en: 'Picture' } },
        { name: 'alt', words: { ko: '설명', en: 'Description' } },
        USES,
        { name: 'size', words: { ko: '크기', en: 'Size' } },
        CREATED_AT,
      ],
      filter: FILTER,
      page: async ({ words, sort }, first, after) => {
        const page = await this.library.list(first, { search: words, sort, after });
        return {
          ...page,
          nodes: page.nodes.map((row) => ({
            ...row,
            uses: placesOf(row.uses),
            picture: `/media/${row.id}`,
            size: `${row.width} × ${row.height}`,
          })),
        };
      },
    };
    const documents: ExportList<Filter> = {
      name: 'documents',
      columns: [
        NAME,
        { name: 'bytes', words: { ko: '크기 (KB)', en: 'Size (KB)' }, kind: 'number' },
        USES,
        CREATED_BY,
        CREATED_AT,
      ],
      filter: FILTER,
      page: async ({ words, sort }, first, after) => {
        const page = await this.library.documents(first, { search: words, sort, after });
        return {
          ...page,
          nodes: page.nodes.map((row) => ({ ...row, uses: placesOf(row.uses), bytes: kilobytes(row.bytes) })),
        };
      },
    };
    return [pictures, documents] as readonly unknown[] as ExportList<never>[];
  }
}
