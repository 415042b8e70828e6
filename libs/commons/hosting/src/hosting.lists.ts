import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inLanguage, type ExportList, type ListSource } from '@madang/kernel';
import { SharedDesigns } from './designs.service.js';
import { SupportVisits } from './visits.service.js';

const VISITS = z
  .object({ sort: z.string().max(40) })
  .partial()
  .strict();
const DESIGNS = z
  .object({ words: z.string().max(100) })
  .partial()
  .strict();

/** What a site sees of its host as files: who of the support was here, and the designs that others share. */
@Injectable()
export class HostingLists implements ListSource {
  constructor(
    private readonly visits: SupportVisits,
    private readonly designs: SharedDesigns,
  ) {}

  lists(): ExportList<never>[] {
    const visits: ExportList<z.infer<typeof VISITS>> = {
      name: 'support-visits',
      columns: [
        { name: 'operator', words: { ko: '누가', en: 'Who' } },
        { name: 'reason', words: { ko: '왜', en: 'Why' } },
        { name: 'onBehalfOf', words: { ko: '누가 부탁했나', en: 'Asked for by' } },
        {
          name: 'rights',
          words: { ko: '권한', en: 'Rights' },
          values: { write: { ko: '바꿀 수 있음', en: 'May change' }, read: { ko: '보기만', en: 'Looks only' } },
        },
        { name: 'openedAt', words: { ko: '언제', en: 'When' }, kind: 'instant' },
        {
          name: 'state',
          words: { ko: '상태', en: 'State' },
          values: { open: { ko: '진행 중', en: 'Open' }, over: { ko: '끝남', en: 'Over' } },
        },
      ],
      filter: VISITS,
      page: async (filter, first, after) => {
        const page = await this.visits.list({ ...filter, first, after });
        return {
          ...page,
          nodes: page.nodes.map((row) => ({
            ...row,
            rights: row.mayWrite ? 'write' : 'read',
            state: row.open ? 'open' : 'over',
          })),
        };
      },
    };
    const designs: ExportList<z.infer<typeof DESIGNS>> = {
      name: 'designs',
      columns: [
        { name: 'title', words: { ko: '과정', en: 'Process' } },
        { name: 'summary', words: { ko: '한 문장 소개', en: 'One sentence about it' } },
        { name: 'from', words: { ko: '나눈 곳', en: 'Shared by' } },
        { name: 'copies', words: { ko: '가져간 횟수', en: 'Copies' }, kind: 'number' },
        { name: 'publishedAt', words: { ko: '나눈 때', en: 'Shared' }, kind: 'instant' },
      ],
      filter: DESIGNS,
      page: async (filter, first, after) => {
        const page = await this.designs.list({ ...filter, first, after });
        return {
          ...page,
          nodes: page.nodes.map((row) => ({
            ...row,
            title: inLanguage(row.title),
            summary: inLanguage(row.summary),
            from: inLanguage(row.from),
          })),
        };
      },
    };
    return [visits, designs] as readonly unknown[] as ExportList<never>[];
  }
}
