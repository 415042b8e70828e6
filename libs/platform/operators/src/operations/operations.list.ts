import { z } from 'zod';
import type { ExportList, Slice } from '@madang/kernel';
import type { Operation } from './operation-types.js';

const FILTER = z
  .object({ kind: z.string().max(40), state: z.string().max(20), slug: z.string().max(40), sort: z.string().max(40) })
  .partial()
  .strict();

/** Long work of operators, as a file. */
export const operationList = (
  read: (filter: z.infer<typeof FILTER> & { first: number; after: string | null }) => Promise<Slice<Operation>>,
): ExportList<z.infer<typeof FILTER>> => ({
  name: 'operations',
  columns: [
    {
      name: 'kind',
      words: { ko: '종류', en: 'Kind' },
      values: {
        provision: { ko: '만들기', en: 'Provision' },
        clone: { ko: '사본 만들기', en: 'Clone' },
        export: { ko: '내보내기', en: 'Export' },
        import: { ko: '되살리기', en: 'Import' },
        erase: { ko: '지우기', en: 'Erase' },
        move: { ko: '옮기기', en: 'Move' },
        upgrade: { ko: '업그레이드', en: 'Upgrade' },
        drift: { ko: '스키마 견주기', en: 'Compare schemas' },
        restock: { ko: '예비 채우기', en: 'Refill spares' },
        measure: { ko: '쓰임새 세기', en: 'Measure' },
        bulk: { ko: '여러 기관에', en: 'To many' },
      },
    },
    { name: 'slug', words: { ko: '기관', en: 'Organisation' } },
    {
      name: 'state',
      words: { ko: '상태', en: 'State' },
      values: {
        waiting: { ko: '기다림', en: 'Waiting' },
        running: { ko: '하는 중', en: 'Running' },
        done: { ko: '마침', en: 'Done' },
        failed: { ko: '실패', en: 'Failed' },
      },
    },
    { name: 'askedBy', words: { ko: '누가', en: 'Who' } },
    { name: 'createdAt', words: { ko: '언제', en: 'When' }, kind: 'instant' },
    { name: 'endedAt', words: { ko: '끝난 때', en: 'Ended' }, kind: 'instant' },
    { name: 'error', words: { ko: '까닭', en: 'Why' } },
  ],
  filter: FILTER,
  page: (filter, first, after) => read({ ...filter, first, after }),
});
