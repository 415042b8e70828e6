import { Injectable } from '@nestjs/common';
import { actor, db, decodeCursor, denied, slice, worksHere, type Slice, type Sorted } from '@madang/kernel';
import { NOTICE, type NoticeRow } from './notice-row.js';
import { CHANNELS, TOPICS, type Channel, type Choice, type Topic, type TopicName } from './topics.js';

export interface TopicChoice {
  topic: TopicName;
  channel: Channel;
  choice: Choice;
}

/** The current person. @throws DomainError denied for visitors */
export function reader(): string {
  const { personId } = actor();
  if (!personId) throw denied('sign_in_first');
  return personId;
}

/** What those follow who want to know when somebody has something to read. */
export const unreadTopic = (personId: string): string => `unread:${personId}`;

/** What somebody was told. */
@Injectable()
export class NoticesReader {
  /** How many notices of the current person wait to be read; 0 for visitors. Counts to 100. */
  async unread(): Promise<number> {
    const { personId } = actor();
    return personId ? this.unreadOf(personId) : 0;
  }

  /** The same of a person; whoever calls has asked whose it is. */
  async unreadOf(personId: string): Promise<number> {
    const row = await db().row<{ n: number }>(
      'SELECT count(*)::int AS n FROM (SELECT 1 FROM notices WHERE person_id = $1 AND read_at IS NULL AND on_site LIMIT 100) unread',
      [personId],
    );
    return row!.n;
  }

  /** My notices, newest first. */
  async list(first: number, after?: string): Promise<Slice<NoticeRow>> {
    const [at, id] = after ? decodeCursor(after, 2) : [null, null];
    const rows = await db().rows<NoticeRow & Sorted>(
      `SELECT n.at::text AS "sortAt", ${NOTICE} WHERE n.person_id = $1 AND n.on_site AND ($3::timestamptz IS NULL OR (n.at, n.id) < ($3::timestamptz, $4::uuid))
        ORDER BY n.at DESC, n.id DESC LIMIT $2`,
      [reader(), first + 1, at, id],
    );
    return slice(rows, first, (row) => [row.sortAt, row.id]);
  }

  /** Where one of my notices leads, and whether it is read; undefined when it is not mine. */
  async one(id: string): Promise<NoticeRow | undefined> {
    return db().row<NoticeRow>(`SELECT ${NOTICE} WHERE n.id = $1 AND n.person_id = $2`, [id, reader()]);
  }

  /** My choice for every topic that can concern me and every channel, made or by default. */
  async choices(): Promise<TopicChoice[]> {
    const rows = await db().rows<TopicChoice>(
      'SELECT topic, channel, choice FROM notice_choices WHERE person_id = $1',
      [reader()],
    );
    const made = new Map(rows.map((row) => [`${row.topic} ${row.channel}`, row.choice]));
    return topicsOf().flatMap((topic) =>
      CHANNELS.map((channel) => ({
        topic,
        channel,
        choice: made.get(`${topic} ${channel}`) ?? TOPICS[topic][channel],
      })),
    );
  }
}

/** Topics of the current person: those of duties only for whoever can have one. */
function topicsOf(): TopicName[] {
  const staff = actor().role === 'organiser' || worksHere(actor());
  return (Object.keys(TOPICS) as TopicName[]).filter((name) => staff || !(TOPICS[name] as Topic).duty);
}
