import { z } from 'zod';
import type { ExportList } from '@madang/kernel';
import { whole } from '../lists/whole.js';
import type { Announcement } from './health-types.js';

const NONE = z.object({}).strict();

/** What all tenants were told, as a file. */
export const announcementList = (all: () => Promise<Announcement[]>): ExportList<z.infer<typeof NONE>> => ({
  name: 'announcements',
  columns: [
    { name: 'textKo', words: { ko: '한국어로', en: 'In Korean' } },
    { name: 'textEn', words: { ko: '영어로', en: 'In English' } },
    {
      name: 'severity',
      words: { ko: '무게', en: 'Weight' },
      values: {
        info: { ko: '알림', en: 'Information' },
        warning: { ko: '주의', en: 'Warning' },
        urgent: { ko: '급함', en: 'Urgent' },
      },
    },
    { name: 'fromAt', words: { ko: '언제부터', en: 'From' }, kind: 'instant' },
    { name: 'untilAt', words: { ko: '언제까지', en: 'Until' }, kind: 'instant' },
  ],
  filter: NONE,
  page: async () => whole(await all()),
});
