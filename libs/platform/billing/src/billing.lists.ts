import { z } from 'zod';
import { features, type ExportList, type Slice } from '@madang/kernel';
import { whole } from '@madang/platform-operators';
import type { Invoice, Plan } from './plan-types.js';

const NONE = z.object({}).strict();
const INVOICES = z
  .object({ slug: z.string().max(40), state: z.string().max(20), sort: z.string().max(40) })
  .partial()
  .strict();

/** Invoices as a file. */
export const invoiceList = (
  read: (filter: z.infer<typeof INVOICES> & { first: number; after: string | null }) => Promise<Slice<Invoice>>,
): ExportList<z.infer<typeof INVOICES>> => ({
  name: 'invoices',
  columns: [
    { name: 'number', words: { ko: '번호', en: 'Number' } },
    { name: 'slug', words: { ko: '기관', en: 'Organisation' } },
    {
      name: 'state',
      words: { ko: '상태', en: 'State' },
      values: {
        draft: { ko: '준비 중', en: 'Draft' },
        open: { ko: '낼 것', en: 'Open' },
        paid: { ko: '냈음', en: 'Paid' },
        void: { ko: '취소했음', en: 'Void' },
        uncollectible: { ko: '받지 못함', en: 'Uncollectible' },
      },
    },
    { name: 'total', words: { ko: '합계', en: 'Total' }, kind: 'number' },
    { name: 'currency', words: { ko: '통화', en: 'Currency' } },
    { name: 'issuedOn', words: { ko: '쓴 날', en: 'Issued' } },
    { name: 'dueOn', words: { ko: '낼 날', en: 'Due' } },
    { name: 'paidAt', words: { ko: '낸 때', en: 'Paid at' }, kind: 'instant' },
    {
      name: 'source',
      words: { ko: '방법', en: 'By' },
      values: { hand: { ko: '손으로', en: 'Hand' }, stripe: { ko: '카드', en: 'Card' } },
    },
  ],
  filter: INVOICES,
  page: (filter, first, after) => read({ ...filter, first, after }),
});

/** Plans as a file: their price and each limit; an empty cell is no limit. */
export const planList = (all: () => Promise<Plan[]>): ExportList<z.infer<typeof NONE>> => ({
  name: 'plans',
  columns: [
    { name: 'id', words: { ko: '짧은 이름', en: 'Short name' } },
    { name: 'nameKo', words: { ko: '이름(한국어)', en: 'Name in Korean' } },
    { name: 'nameEn', words: { ko: '이름(영어)', en: 'Name in English' } },
    {
      name: 'state',
      words: { ko: '상태', en: 'State' },
      values: { open: { ko: '고를 수 있음', en: 'Open' }, closed: { ko: '닫힘', en: 'Closed' } },
    },
    { name: 'priceMonth', words: { ko: '한 달', en: 'Month' }, kind: 'number' },
    { name: 'priceYear', words: { ko: '한 해', en: 'Year' }, kind: 'number' },
    { name: 'currency', words: { ko: '통화', en: 'Currency' } },
    { name: 'members', words: { ko: '회원', en: 'Members' }, kind: 'number' },
    { name: 'storage_bytes', words: { ko: '파일(바이트)', en: 'Files (bytes)' }, kind: 'number' },
    { name: 'mails_month', words: { ko: '한 달 메일', en: 'Mails a month' }, kind: 'number' },
    { name: 'activities', words: { ko: '활동', en: 'Activities' }, kind: 'number' },
    {
      name: 'features',
      words: { ko: '기능', en: 'Features' },
      values: Object.fromEntries([...features()].map(([name, { words }]) => [name, words])),
    },
    { name: 'graceDays', words: { ko: '기다리는 날', en: 'Days of grace' }, kind: 'number' },
    { name: 'tenants', words: { ko: '쓰는 기관', en: 'Organisations' }, kind: 'number' },
  ],
  filter: NONE,
  page: async () =>
    whole(
      (await all()).map((plan) => ({
        ...plan,
        state: plan.active ? 'open' : 'closed',
        ...Object.fromEntries(plan.quotas.map(({ name, limit }) => [name, limit])),
      })),
    ),
});
