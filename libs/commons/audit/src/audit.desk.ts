import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ExportList, ListSource } from '@madang/kernel';
import { AuditReader } from './audit.reader.js';

const FILTER = z
  .object({
    act: z.string().max(80),
    actorId: z.uuid(),
    objectKind: z.string().max(80),
    objectId: z.string().max(100),
    since: z.iso.date(),
    until: z.iso.date(),
    sort: z.string().max(40),
  })
  .partial()
  .strict();

/** The audit as a file. */
@Injectable()
export class AuditLists implements ListSource {
  constructor(private readonly audit: AuditReader) {}

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof FILTER>> = {
      name: 'audit',
      columns: [
        { name: 'at', words: { ko: '때', en: 'When' }, kind: 'instant' },
        { name: 'actorName', words: { ko: '한 사람', en: 'Who' } },
        { name: 'act', words: { ko: '한 일', en: 'What' } },
        { name: 'objectKind', words: { ko: '대상', en: 'To what' } },
        { name: 'objectId', words: { ko: '대상 번호', en: 'Object' } },
        { name: 'reason', words: { ko: '까닭', en: 'Why' } },
        { name: 'details', words: { ko: '자세히', en: 'Details' } },
        { name: 'onBehalfOf', words: { ko: '대신한 사람', en: 'On behalf of' } },
        { name: 'requestId', words: { ko: '요청 번호', en: 'Request' } },
      ],
      filter: FILTER,
      page: (filter, first, after) => this.audit.list({ ...filter, first, after }),
    };
    return [list as ExportList<never>];
  }
}
