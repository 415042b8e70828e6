import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  dayIn,
  db,
  may,
  type Task,
  now,
  tenant,
  type DeskSource,
  type ExportList,
  type Figure,
  type ListSource,
} from '@madang/kernel';
import { Staff } from './staff/staff.service.js';

const PEOPLE = z
  .object({
    words: z.string().max(200),
    state: z.string().max(20),
    role: z.string().max(20),
    roleId: z.uuid(),
    space: z.string().max(60),
    since: z.iso.date(),
    sort: z.string().max(40),
  })
  .partial()
  .strict();

/** What standings are called. */
export const STANDING_WORDS = {
  member: { ko: '멤버', en: 'Member' },
  organiser: { ko: '오거나이저', en: 'Organiser' },
  officer: { ko: '담당자', en: 'Officer' },
  administrator: { ko: '관리자', en: 'Administrator' },
};
const STATE_WORDS = {
  active: { ko: '이용 중', en: 'Active' },
  waiting: { ko: '승인 대기', en: 'Waiting' },
  banned: { ko: '이용 정지', en: 'Banned' },
  closed: { ko: '떠남', en: 'Closed' },
};

/** What people put on the desk: how many there are, and the list of them. */
@Injectable()
export class PeopleDesk implements DeskSource, ListSource {
  constructor(private readonly staff: Staff) {}

  async tasks(): Promise<Task[]> {
    if (!may('manage', 'Person')) return [];
    const row = await db().row<{ failed: number; over: number; waiting: number }>(
      `SELECT (SELECT count(*)::int FROM people WHERE state = 'waiting') AS waiting,
              count(*) FILTER (WHERE i.state = 'failed')::int AS failed,
              count(*) FILTER (WHERE i.state = 'sent' AND l.expires_at <= $1)::int AS over
         FROM invitations i LEFT JOIN mail_links l ON l.id = i.link_id WHERE i.state IN ('failed', 'sent')`,
      [now()],
    );
    const at = '/people/invitations?state=';
    return [
      { key: 'people.waiting', count: row!.waiting, label: 'people.task.waiting', href: '/people?state=waiting' },
      { key: 'people.invitations_failed', count: row!.failed, label: 'people.task.failed', href: `${at}failed` },
      { key: 'people.invitations_over', count: row!.over, label: 'people.task.over', href: `${at}expired` },
    ];
  }

  async numbers(): Promise<Figure[]> {
    if (!may('list', 'Person')) return [];
    const since = dayIn(tenant().timeZone, new Date(now().getTime() - 6 * 86_400_000));
    const row = await db().row<{ all: number; fresh: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE created_at >= $1::date::timestamp AT TIME ZONE $2)::int AS fresh
         FROM people WHERE state = 'active'`,
      [since, tenant().timeZone],
    );
    return [
      { key: 'people.all', value: row!.all, label: 'people.number.all', href: '/people?state=active' },
      {
        key: 'people.fresh',
        value: row!.fresh,
        label: 'people.number.fresh',
        href: `/people?state=active&since=${since}`,
      },
    ];
  }

  lists(): ExportList<never>[] {
    const list: ExportList<z.infer<typeof PEOPLE>> = {
      name: 'people',
      columns: [
        { name: 'displayName', words: { ko: '이름', en: 'Name' } },
        { name: 'email', words: { ko: '이메일', en: 'E-mail' } },
        { name: 'role', words: { ko: '자격', en: 'Standing' }, values: STANDING_WORDS },
        { name: 'roleNames', words: { ko: '역할', en: 'Roles' } },
        { name: 'state', words: { ko: '상태', en: 'State' }, values: STATE_WORDS },
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
