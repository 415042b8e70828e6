import { Injectable } from '@nestjs/common';
import { db, demand, invalid, isId, Live, missing, now } from '@madang/kernel';
import { MailRoom } from './mail/mail-room.js';
import { readToken } from './mail/unsubscribing.js';
import { reader, unreadTopic } from './notices.reader.js';
import { CHANNELS, CHOICES, isTopic, TOPICS } from './topics.js';

/** What a person does with what they are told. */
@Injectable()
export class Notices {
  constructor(
    private readonly room: MailRoom,
    private readonly live: Live,
  ) {}

  /** Marks notices of mine as read: these, those about one subject, or all. @returns how many became read */
  async markRead(which: { ids?: readonly string[]; subjectId?: string } = {}): Promise<number> {
    const personId = reader();
    demand('read', 'Notice');
    const ids = which.ids?.filter((id) => isId(id)) ?? null;
    if (which.subjectId !== undefined && !isId(which.subjectId)) throw invalid('bad_choice');
    this.live.tell(unreadTopic(personId));
    return db().run(
      `UPDATE notices SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL
          AND ($3::uuid[] IS NULL OR id = ANY($3)) AND ($4::uuid IS NULL OR subject_id = $4)`,
      [personId, now(), ids, which.subjectId ?? null],
    );
  }

  /** Chooses when a topic is told by a channel; holds for what happens from now on. @throws DomainError invalid */
  async choose(topic: string, channel: string, choice: string): Promise<void> {
    const personId = reader();
    demand('choose', 'Notice');
    if (!isTopic(topic) || !(CHANNELS as readonly string[]).includes(channel)) throw invalid('bad_choice');
    if (!(CHOICES as readonly string[]).includes(choice) || (channel === 'site' && choice === 'daily'))
      throw invalid('bad_choice');
    await db().run(CHOOSE, [personId, [topic], channel, choice, now()]);
  }

  /** What a link out of a mail would turn off. @throws DomainError missing unless it is ours and of this tenant */
  look(token: string): { personId: string; topic: string } {
    const found = readToken(token, (text) => this.room.seal(text));
    if (!found || (found.topic !== 'daily' && !isTopic(found.topic))) throw missing('unsubscribe_missing');
    return found;
  }

  /** Turns mails of a topic off for whoever got the link; `daily` turns off every topic that comes daily. */
  async unsubscribe(token: string): Promise<string> {
    const { personId, topic } = this.look(token);
    const known = await db().row('SELECT 1 FROM people WHERE id = $1 AND state <> $2', [personId, 'closed']);
    if (!known) throw missing('unsubscribe_missing');
    await db().run(CHOOSE, [personId, topic === 'daily' ? await this.daily(personId) : [topic], 'mail', 'off', now()]);
    // What was gathered for the next digest was gathered under the old choice.
    await db().run(
      `UPDATE notices SET mail = 'none' WHERE person_id = $1 AND mail = 'digest' AND mail_id IS NULL AND ($2 = 'daily' OR topic = $2)`,
      [personId, topic],
    );
    return topic;
  }

  private async daily(personId: string): Promise<string[]> {
    const rows = await db().rows<{ topic: string; choice: string }>(
      `SELECT topic, choice FROM notice_choices WHERE person_id = $1 AND channel = 'mail'`,
      [personId],
    );
    const made = new Map(rows.map((row) => [row.topic, row.choice]));
    return Object.entries(TOPICS)
      .filter(([name, topic]) => (made.get(name) ?? topic.mail) === 'daily')
      .map(([name]) => name);
  }
}

const CHOOSE = `INSERT INTO notice_choices (person_id, topic, channel, choice, at)
  SELECT $1, topic, $3, $4, $5 FROM unnest($2::text[]) topic
  ON CONFLICT (person_id, topic, channel) DO UPDATE SET choice = excluded.choice, at = excluded.at`;
