import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { actor, db, heldWhere, type DeskSource, type ExportList, type ListSource, type Task } from '@madang/kernel';
import { MembersReader } from './members.reader.js';

const MEMBERS = z
  .object({
    space: z.string().max(60),
    state: z.string().max(20),
    words: z.string().max(100),
    sort: z.string().max(40),
  })
  .partial()
  .strict();

const STATE_WORDS = {
  requested: { ko: '승인 대기', en: 'Requested' },
  member: { ko: '멤버', en: 'Member' },
  organiser: { ko: '오거나이저', en: 'Organiser' },
  refused: { ko: '거절', en: 'Refused' },
  left: { ko: '나감', en: 'Left' },
  banned: { ko: '차단', en: 'Banned' },
};

/** What spaces put on the desk: requests to join, and the list of members. */
@Injectable()
export class SpacesDesk implements DeskSource, ListSource {
  constructor(private readonly members: MembersReader) {}

  async tasks(): Promise<Task[]> {
    const where = heldWhere(actor(), 'members.decide');
    if (where.length === 0) return [];
    const row = await db().row<{ count: number }>(
      `SELECT count(*)::int AS count FROM memberships WHERE state = 'requested' AND ($1::boolean OR space_id = ANY($2::uuid[]))`,
      [where === 'everywhere', where === 'everywhere' ? [] : where],
    );
    return [
      {
        key: 'spaces.requests',
        count: row!.count,
        label: 'people.task.requests',
        href: '/people/members?state=requested',
      },
    ];
  }

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof MEMBERS>> = {
      name: 'members',
      columns: [
        { name: 'spaceName', words: { ko: '공간', en: 'Space' } },
        { name: 'name', words: { ko: '이름', en: 'Name' } },
        { name: 'state', words: { ko: '상태', en: 'State' }, values: STATE_WORDS },
        { name: 'message', words: { ko: '남긴 말', en: 'Message' } },
        { name: 'requestedAt', words: { ko: '신청한 때', en: 'Asked' }, kind: 'instant' },
        { name: 'decidedAt', words: { ko: '정한 때', en: 'Decided' }, kind: 'instant' },
        { name: 'reason', words: { ko: '까닭', en: 'Reason' } },
      ],
      filter: MEMBERS,
      page: (filter, first, after) => this.members.list({ ...filter, first, after }),
    };
    return [list as ExportList<never>];
  }
}
