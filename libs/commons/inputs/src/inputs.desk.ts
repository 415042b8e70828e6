import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { inLanguage, may, type DeskSource, type ExportList, type ListSource, type Task } from '@madang/kernel';
import { INPUT_SORTS, QUEUES } from './inputs.filter.js';
import { InputsReader } from './inputs.reader.js';

const text = z.string().max(100);
const FILTER = z
  .object({
    kind: text,
    space: text,
    activityId: z.uuid(),
    processId: z.uuid(),
    state: text,
    categoryId: z.uuid(),
    officerId: z.uuid(),
    departmentId: z.uuid(),
    queue: z.enum(QUEUES),
    hidden: z.enum(['yes', 'no']),
    source: text,
    words: text,
    sort: z.string().max(40),
    order: z.enum(INPUT_SORTS),
  })
  .partial()
  .strict();

const SOURCE_WORDS = {
  online: { ko: '누리집', en: 'online' },
  paper: { ko: '종이', en: 'on paper' },
  phone: { ko: '전화', en: 'by telephone' },
  counter: { ko: '창구', en: 'at the counter' },
  event: { ko: '행사', en: 'at an event' },
};

/** What inputs put on the desk of the office, and the list that leaves as a file. */
@Injectable()
export class InputsDesk implements DeskSource, ListSource {
  constructor(private readonly inputs: InputsReader) {}

  async tasks(): Promise<Task[]> {
    if (!may('read', 'Input')) return [];
    const queues = await this.inputs.queues();
    const rows = [
      { label: 'inputs.task.overdue', count: queues['overdue'], queue: 'overdue', urgent: true },
      { label: 'inputs.task.mine', count: queues['mine'], queue: 'mine' },
      { label: 'inputs.task.approval', count: queues['approval'], queue: 'approval' },
      { label: 'inputs.task.due_soon', count: queues['dueSoon'], queue: 'due_soon' },
      { label: 'inputs.task.unassigned', count: queues['unassigned'], queue: 'unassigned' },
    ];
    return rows.map(({ label, count = 0, queue, urgent }) => ({
      key: label,
      count,
      urgent,
      label,
      href: `/inputs?queue=${queue}`,
    }));
  }

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof FILTER>> = {
      name: 'inputs',
      columns: [
        { name: 'number', words: { ko: '번호', en: 'Number' }, kind: 'number' },
        { name: 'title', words: { ko: '제목', en: 'Title' } },
        { name: 'stateWord', words: { ko: '상태', en: 'State' } },
        { name: 'spaceName', words: { ko: '공간', en: 'Space' } },
        { name: 'activityTitle', words: { ko: '활동', en: 'Activity' } },
        { name: 'category', words: { ko: '분류', en: 'Category' } },
        { name: 'authorName', words: { ko: '올린 사람', en: 'By' } },
        { name: 'source', words: { ko: '접수', en: 'Received' }, values: SOURCE_WORDS },
        { name: 'officer', words: { ko: '담당', en: 'In charge' } },
        { name: 'department', words: { ko: '부서', en: 'Department' } },
        { name: 'dueOn', words: { ko: '답변 기한', en: 'Due' }, kind: 'day' },
        { name: 'relates', words: { ko: '공감', en: 'Relate' }, kind: 'number' },
        { name: 'supports', words: { ko: '동의', en: 'Support' }, kind: 'number' },
        { name: 'comments', words: { ko: '의견', en: 'Comments' }, kind: 'number' },
        { name: 'publishedAt', words: { ko: '올린 때', en: 'Published' }, kind: 'instant' },
        { name: 'path', words: { ko: '주소', en: 'Path' } },
      ],
      filter: FILTER,
      page: async (filter, first, after) => {
        const { hidden, order = 'new', sort: _sort, ...rest } = filter;
        const wanted = { ...rest, sort: order, hidden: hidden === undefined ? undefined : hidden === 'yes' };
        const page = await this.inputs.table(wanted, first, after ?? undefined);
        return {
          ...page,
          nodes: page.nodes.map((row) => ({
            ...row,
            spaceName: inLanguage(row.spaceName),
            activityTitle: inLanguage(row.activityTitle),
            category: inLanguage(row.category),
            officer: row.officer ?? inLanguage(row.department),
            department: inLanguage(row.department),
          })),
        };
      },
    };
    return [list as ExportList<never>];
  }
}
