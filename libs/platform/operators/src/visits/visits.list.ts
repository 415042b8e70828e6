import { z } from 'zod';
import type { ExportList, Slice } from '@madang/kernel';
import { shown } from '../lists/whole.js';
import { operatorContext } from '../operator-context.js';
import type { Visit } from './visit-types.js';

const FILTER = z
  .object({ slug: z.string().max(40), sort: z.string().max(40) })
  .partial()
  .strict();

/** Visits of operators to tenants, as a file. */
export const visitList = (
  read: (filter: { slug?: string; sort?: string; first: number; after: string | null }) => Promise<Slice<Visit>>,
): ExportList<z.infer<typeof FILTER>> => ({
  name: 'visits',
  columns: [
    { name: 'slug', words: { ko: '기관', en: 'Organisation' } },
    { name: 'operator', words: { ko: '누가', en: 'Who' } },
    { name: 'reason', words: { ko: '왜', en: 'Why' } },
    {
      name: 'rights',
      words: { ko: '권한', en: 'Rights' },
      values: { read: { ko: '보기만', en: 'Look only' }, write: { ko: '바꾸기', en: 'May change' } },
    },
    { name: 'openedAt', words: { ko: '언제', en: 'When' }, kind: 'instant' },
    { name: 'endedAt', words: { ko: '끝난 때', en: 'Ended' }, kind: 'instant' },
    {
      name: 'state',
      words: { ko: '상태', en: 'State' },
      values: { open: { ko: '하는 중', en: 'Open' }, over: { ko: '끝남', en: 'Over' } },
    },
  ],
  filter: FILTER,
  page: async (filter, first, after) => {
    const now = operatorContext().now();
    return shown(await read({ ...filter, first, after }), ({ mayWrite, endedAt, expiresAt }) => ({
      rights: mayWrite ? 'write' : 'read',
      endedAt: endedAt ?? (expiresAt <= now ? expiresAt : null),
      state: endedAt || expiresAt <= now ? 'over' : 'open',
    }));
  },
});
