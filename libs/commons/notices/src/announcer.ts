import { Injectable } from '@nestjs/common';
import { db, enqueue, Job, Live } from '@madang/kernel';
import { announceStatement } from './audiences.js';
import { unreadTopic } from './notices.reader.js';
import { TELLINGS, TOPICS, type Telling, type Topic } from './topics.js';

/** Notices a mail job takes at a time: small enough to be repeated, large enough for crowds. */
const BATCH = 100;

interface EventRow {
  id: string;
  name: string;
  subjectId: string | null;
  actorId: string | null;
  data: Record<string, unknown>;
  pinned: boolean | null;
  supports: number;
  /** Whether the same act also moved the subject, which is told instead. */
  moved: boolean;
}

// What of an event's data a notice keeps; ids are looked up when it is read, so names stay true.
const KEPT = ['to', 'rule', 'dueOn', 'kind', 'status', 'source', 'spaceId', 'personId', 'commentId'];

const STATEMENTS: ReadonlyMap<string, string> = new Map(
  Object.entries(TELLINGS).map(([name, { rules }]) => [name, announceStatement(rules.map((rule) => rule.audience))]),
);

/** Tells people what happened. */
@Injectable()
export class Announcer {
  constructor(private readonly live: Live) {}

  /** Writes the notices of an event and queues the mails that are due at once. A second run does nothing. */
  @Job('events.announce')
  async announce({ eventId }: { eventId: string }): Promise<void> {
    const event = await db().row<EventRow>(EVENT, [eventId]);
    const telling = event && TELLINGS[event.name];
    if (!telling || event.moved) return;
    const say = typeof telling.say === 'string' ? telling.say : telling.say(event.data);
    if (!say) return;
    const made = await db().rows<{ id: string; personId: string; onSite: boolean; due: boolean }>(
      STATEMENTS.get(event.name)!,
      [
        event.id,
        JSON.stringify(rulesFor(telling, say, event)),
        JSON.stringify({
          ...Object.fromEntries(KEPT.filter((key) => event.data[key] != null).map((key) => [key, event.data[key]])),
          ...(event.actorId ? { by: event.actorId } : {}),
          supports: event.supports,
        }),
      ],
    );
    this.live.tell(...made.filter(({ onSite }) => onSite).map(({ personId }) => unreadTopic(personId)));
    const due = made.filter((one) => one.due);
    for (let at = 0; at < due.length; at += BATCH)
      await enqueue('notices.mail', { ids: due.slice(at, at + BATCH).map((row) => row.id) });
  }
}

/** The rules of an event with the defaults of their topics, as the statement reads them. */
export function rulesFor(
  telling: Telling,
  say: string,
  event: { pinned: boolean | null; data: Record<string, unknown> },
): object[] {
  const rules = telling.rules.filter(({ when }) => !when || when(event.data));
  return rules.map((rule, rank) => {
    const topic: Topic = TOPICS[rule.topic];
    return {
      audience: rule.audience,
      rank,
      topic: rule.topic,
      say: rule.say ?? say,
      site: topic.site,
      mail: rule.pressing === 'pinned' && event.pinned ? 'now' : topic.mail,
      to_actor: rule.toActor ?? false,
      duty: topic.duty ?? false,
    };
  });
}

const EVENT = `SELECT e.id, e.name, e.subject_id AS "subjectId", e.actor_id AS "actorId", e.data, s.pinned,
    (SELECT coalesce(sum(t.n), 0)::int FROM tallies t WHERE t.subject_id = s.id AND t.kind = 'support') AS supports,
    e.name = 'progress.reported' AND EXISTS (SELECT 1 FROM events o WHERE o.subject_id = e.subject_id AND o.name = 'proposals.moved'
      AND o.actor_id IS NOT DISTINCT FROM e.actor_id AND o.at BETWEEN e.at AND e.at + interval '5 seconds') AS moved
  FROM events e LEFT JOIN subjects s ON s.id = e.subject_id WHERE e.id = $1`;
