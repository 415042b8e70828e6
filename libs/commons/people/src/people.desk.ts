import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { db, may, now, type DeskSource, type ExportList, type Figure, type ListSource } from '@madang/kernel';
import { Staff } from './staff.service.js';

const PEOPLE = z
  .object({
    words: z.string().max(200),
    state: z.string().max(20),
    role: z.string().max(20),
    roleId: z.uuid(),
    space: z.string().max(60),
  })
  .partial()
  .strict();

/** What people put on the desk: how many there are, and the list of them. */
@Injectable()
export class PeopleDesk implements DeskSource, ListSource {
  constructor(private readonly staff: Staff) {}

  async numbers(): Promise<Figure[]> {
    if (!may('list', 'Person')) return [];
    const row = await db().row<{ all: number; fresh: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE created_at > $1::timestamptz - interval '7 days')::int AS fresh
         FROM people WHERE state = 'active' AND source <> 'imported'`,
      [now()],
    );
    return [
      { key: 'people.all', value: row!.all, label: 'people.number.all', href: '/people?state=active' },
      { key: 'people.fresh', value: row!.fresh, label: 'people.number.fresh', href: '/people?state=active' },
    ];
  }

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof PEOPLE>> = {
      name: 'people',
      columns: [
        { name: 'displayName', words: { ko: '이름', en: 'Name' } },
        { name: 'email', words: { ko: '이메일', en: 'E-mail' } },
        { name: 'role', words: { ko: '자격', en: 'Standing' } },
        { name: 'roleNames', words: { ko: '역할', en: 'Roles' } },
        { name: 'state', words: { ko: '상태', en: 'State' } },
        { name: 'stateReason', words: { ko: '까닭', en: 'Reason' } },
        { name: 'createdAt', words: { ko: '함께한 때', en: 'Since' }, kind: 'instant' },
        { name: 'lastSeenAt', words: { ko: '마지막 방문', en: 'Last seen' }, kind: 'instant' },
      ],
      filter: PEOPLE,
      page: (filter, first, after) => this.staff.list({ ...filter, first, after }),
    };
    return [list as ExportList<never>];
  }
}
