import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inLanguage, type ExportList, type ListSource } from '@madang/kernel';
import { DesignReader, type DesignedPhase } from './design.reader.js';

const FILTER = z
  .object({
    state: z.enum(['draft', 'open', 'closed']),
    space: z.string().max(61),
    words: z.string().max(100),
    sort: z.string().max(40),
  })
  .partial()
  .strict();

const STATE_WORDS = {
  draft: { ko: '초안', en: 'Draft' },
  open: { ko: '공개', en: 'Public' },
  closed: { ko: '끝남', en: 'Ended' },
};

/** Processes of all states as a file. */
@Injectable()
export class ProcessLists implements ListSource {
  constructor(private readonly reader: DesignReader) {}

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof FILTER>> = {
      name: 'processes',
      columns: [
        { name: 'title', words: { ko: '과정', en: 'Process' } },
        { name: 'state', words: { ko: '상태', en: 'State' }, values: STATE_WORDS },
        { name: 'space', words: { ko: '공간', en: 'Space' } },
        { name: 'phases', words: { ko: '단계', en: 'Phases' } },
        { name: 'createdAt', words: { ko: '만든 날', en: 'Made' }, kind: 'instant' },
      ],
      filter: FILTER,
      page: async (filter, first, after) => {
        const page = await this.reader.list(filter, first, after);
        return {
          ...page,
          nodes: page.nodes.map(({ name, state, spaceName, phases, createdAt }) => ({
            title: name,
            state,
            space: inLanguage(spaceName),
            phases: phases.map(spoken).join(', '),
            createdAt,
          })),
        };
      },
    };
    return [list as ExportList<never>];
  }
}

/** A phase and its days: 토론 (2026-03-01–2026-04-01). */
const spoken = ({ title, startsOn, endsOn }: DesignedPhase): string =>
  startsOn || endsOn ? `${inLanguage(title)} (${startsOn ?? ''}–${endsOn ?? ''})` : inLanguage(title);
