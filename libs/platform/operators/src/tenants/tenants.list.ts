import { z } from 'zod';
import type { ExportList, Slice } from '@madang/kernel';
import { shown } from '../lists/whole.js';
import type { PlatformTenant } from './tenant-types.js';
import type { TenantFilter } from './tenants.reader.js';

const FILTER = z
  .object({
    words: z.string().max(100),
    state: z.enum(['provisioning', 'active', 'suspended', 'archived']),
    plan: z.string().max(40),
    placement: z.string().max(40),
    sort: z.string().max(40),
  })
  .partial()
  .strict();

/** Organisations as a file. */
export const tenantList = (
  read: (filter: TenantFilter) => Promise<Slice<PlatformTenant>>,
): ExportList<z.infer<typeof FILTER>> => ({
  name: 'tenants',
  columns: [
    { name: 'name', words: { ko: '기관', en: 'Organisation' } },
    { name: 'slug', words: { ko: '짧은 이름', en: 'Short name' } },
    {
      name: 'state',
      words: { ko: '상태', en: 'State' },
      values: {
        provisioning: { ko: '만드는 중', en: 'Being made' },
        active: { ko: '열림', en: 'Open' },
        suspended: { ko: '멈춤', en: 'Suspended' },
        archived: { ko: '보관', en: 'Archived' },
      },
    },
    {
      name: 'health',
      words: { ko: '건강', en: 'Health' },
      values: {
        good: { ko: '좋아요', en: 'Good' },
        warning: { ko: '살펴보세요', en: 'To be looked at' },
        bad: { ko: '나빠요', en: 'Bad' },
      },
    },
    { name: 'plan', words: { ko: '요금제', en: 'Plan' } },
    { name: 'people', words: { ko: '사람', en: 'People' }, kind: 'number' },
    { name: 'databaseBytes', words: { ko: '크기(바이트)', en: 'Size (bytes)' }, kind: 'number' },
    { name: 'activeAt', words: { ko: '마지막 활동', en: 'Last activity' }, kind: 'instant' },
    { name: 'exportedAt', words: { ko: '마지막 내보내기', en: 'Last export' }, kind: 'instant' },
    { name: 'schemaVersion', words: { ko: '스키마', en: 'Schema' }, kind: 'number' },
    { name: 'placement', words: { ko: '데이터베이스', en: 'Database' } },
    { name: 'createdAt', words: { ko: '만든 때', en: 'Made' }, kind: 'instant' },
  ],
  filter: FILTER,
  page: async ({ state, ...filter }, first, after) =>
    shown(await read({ ...filter, states: state ? [state] : [], first, after }), ({ figures }) => ({
      people: figures.people,
      databaseBytes: figures.databaseBytes + figures.fileBytes,
      activeAt: figures.activeAt,
      exportedAt: figures.exportedAt,
    })),
});
