import { z } from 'zod';
import type { ExportList, Slice } from '@madang/kernel';
import { whole } from './lists/whole.js';
import type { Operator, PlatformAct } from './operator-types.js';
import type { ActFilter } from './operators.service.js';

const OPERATORS = z
  .object({ words: z.string().max(100), sort: z.string().max(40) })
  .partial()
  .strict();
const LOG = z
  .object({ act: z.string().max(80), slug: z.string().max(40), sort: z.string().max(40) })
  .partial()
  .strict();

/** Who runs the installation, as a file. */
export const operatorList = (
  read: (filter: z.infer<typeof OPERATORS>) => Promise<Operator[]>,
): ExportList<z.infer<typeof OPERATORS>> => ({
  name: 'operators',
  columns: [
    { name: 'name', words: { ko: '이름', en: 'Name' } },
    { name: 'email', words: { ko: '이메일', en: 'E-mail address' } },
    {
      name: 'role',
      words: { ko: '역할', en: 'Role' },
      values: {
        owner: { ko: '소유자', en: 'Owner' },
        operator: { ko: '운영자', en: 'Operator' },
        support: { ko: '지원', en: 'Support' },
        reader: { ko: '읽기', en: 'Reader' },
      },
    },
    {
      name: 'state',
      words: { ko: '상태', en: 'State' },
      values: {
        active: { ko: '쓰는 중', en: 'Active' },
        invited: { ko: '초대함', en: 'Invited' },
        closed: { ko: '내보냄', en: 'Shut out' },
      },
    },
    { name: 'lastSeenAt', words: { ko: '마지막 접속', en: 'Last seen' }, kind: 'instant' },
  ],
  filter: OPERATORS,
  page: async (filter) => whole(await read(filter)),
});

/** What operators did, as a file. */
export const logList = (read: (filter: ActFilter) => Promise<Slice<PlatformAct>>): ExportList<z.infer<typeof LOG>> => ({
  name: 'log',
  columns: [
    { name: 'at', words: { ko: '언제', en: 'When' }, kind: 'instant' },
    { name: 'actor', words: { ko: '누가', en: 'Who' } },
    { name: 'act', words: { ko: '한 일', en: 'Act' } },
    { name: 'slug', words: { ko: '기관', en: 'Organisation' } },
    { name: 'details', words: { ko: '자세히', en: 'Details' } },
    { name: 'address', words: { ko: '접속 주소', en: 'Address' } },
  ],
  filter: LOG,
  page: (filter, first, after) => read({ ...filter, first, after }),
});
