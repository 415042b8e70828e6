import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type ExportList, type ListSource } from '@madang/kernel';
import { WordsReader } from './words.reader.js';

const FILTER = z.object({
  locale: z.string().max(20),
  words: z.string().max(300).optional(),
  part: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
  own: z.enum(['yes']).optional(),
  sort: z.string().max(40).optional(),
});

/** Texts of the site as a file, for whoever looks them through or has them translated. */
@Injectable()
export class WordsLists implements ListSource {
  constructor(private readonly reader: WordsReader) {}

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof FILTER>> = {
      name: 'texts',
      columns: [
        { name: 'text', words: { ko: '문장', en: 'Text' } },
        {
          name: 'state',
          words: { ko: '상태', en: 'State' },
          values: { own: { ko: '고침', en: 'Changed' }, original: { ko: '원본', en: 'Original' } },
        },
        { name: 'original', words: { ko: '원문', en: 'Original' } },
        { name: 'key', words: { ko: '열쇠', en: 'Key' } },
      ],
      filter: FILTER.strict(),
      page: async ({ words, own, ...wish }, first, after) => {
        const page = await this.reader.messages({
          ...wish,
          search: words,
          ownOnly: own === 'yes',
          first,
          after: after ?? undefined,
        });
        return {
          ...page,
          nodes: page.nodes.map((row) => ({
            text: row.own ?? row.original,
            state: row.own === null ? 'original' : 'own',
            original: row.original,
            key: row.key,
          })),
        };
      },
    };
    return [list as ExportList<never>];
  }
}
