import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { db, may, now, type DeskSource, type ExportList, type ListSource, type Task } from '@madang/kernel';
import { WITHHELD } from './mail-quota.js';
import { MailsReader } from './mails.reader.js';
import { TOPIC_WORDS } from './topic-words.js';

const FILTER = z
  .object({ state: z.string().max(20), words: z.string().max(200), sort: z.string().max(40) })
  .partial()
  .strict();

const STATE_WORDS = {
  waiting: { ko: '기다림', en: 'Waiting' },
  sending: { ko: '보내는 중', en: 'Sending' },
  sent: { ko: '보냄', en: 'Sent' },
  failed: { ko: '실패', en: 'Failed' },
  withheld: { ko: '미뤄 둠', en: 'Held back' },
};

/** What mails put on the desk: those that did not arrive this week, and the list of what was sent. */
@Injectable()
export class MailsDesk implements DeskSource, ListSource {
  constructor(private readonly mails: MailsReader) {}

  async tasks(): Promise<Task[]> {
    if (!may('read', 'Mail')) return [];
    const row = await db().row<{ failed: number; withheld: number }>(
      `SELECT (SELECT count(*) FROM mails WHERE state = 'failed' AND created_at > $1::timestamptz - interval '7 days')::int AS failed,
              (SELECT count(*) FROM mails WHERE state = 'withheld')::int AS withheld`,
      [now()],
    );
    return [
      {
        key: 'notices.withheld',
        count: row!.withheld,
        label: 'notices.task.withheld',
        href: '/settings/mails?state=withheld',
        urgent: true,
      },
      { key: 'notices.failed', count: row!.failed, label: 'notices.task.failed', href: '/settings/mails?state=failed' },
    ];
  }

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof FILTER>> = {
      name: 'mails',
      columns: [
        { name: 'createdAt', words: { ko: '때', en: 'When' }, kind: 'instant' },
        { name: 'recipient', words: { ko: '받는 이', en: 'To' } },
        { name: 'subject', words: { ko: '제목', en: 'Subject' } },
        { name: 'topic', words: { ko: '종류', en: 'Kind' }, values: TOPIC_WORDS },
        { name: 'state', words: { ko: '상태', en: 'State' }, values: STATE_WORDS },
        { name: 'attempts', words: { ko: '횟수', en: 'Attempts' }, kind: 'number' },
        {
          name: 'error',
          words: { ko: '오류', en: 'Error' },
          values: { [WITHHELD]: { ko: '이번 달 메일을 다 씀', en: 'No room in the plan this month' } },
        },
        { name: 'sentAt', words: { ko: '보낸 때', en: 'Sent' }, kind: 'instant' },
      ],
      filter: FILTER,
      page: (filter, first, after) => this.mails.list({ ...filter, first, after }),
    };
    return [list as ExportList<never>];
  }
}
