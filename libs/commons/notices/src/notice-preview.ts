import { Injectable } from '@nestjs/common';
import { actor, context, db, now } from '@madang/kernel';
import { rulesFor } from './announcer.js';
import { foreseeStatement } from './audiences.js';
import { MailRoom } from './mail/mail-room.js';
import { sayNotice, type NoticeRow } from './notice-row.js';
import { TELLINGS } from './topics.js';

/** A notice that would be written: to whom, to how many, and how it would read for the first of the items. */
export interface ForeseenNotice {
  audience: string;
  people: number;
  onSite: number;
  mails: number;
  title: string;
  text: string;
}

/** Says who would hear what of something that has not happened yet. */
@Injectable()
export class NoticePreview {
  constructor(private readonly room: MailRoom) {}

  /** Notices that an event would bring about, were it published for each of these subjects. */
  async of(name: string, data: Record<string, unknown>, subjectIds: readonly string[]): Promise<ForeseenNotice[]> {
    const telling = TELLINGS[name];
    const say = telling && (typeof telling.say === 'string' ? telling.say : telling.say(data));
    if (!telling || !say || subjectIds.length === 0) return [];
    const found = await db().rows<Omit<ForeseenNotice, 'title' | 'text'> & { say: string }>(
      foreseeStatement(telling.rules.map((rule) => rule.audience)),
      [subjectIds, JSON.stringify(rulesFor(telling, say, { pinned: false, data })), data, actor().personId],
    );
    const sample = await db().row<Sample>(SAMPLE, [subjectIds[0]]);
    const words = await this.room.words(context().locale);
    return found.map(({ say: said, ...counts }) => {
      const { title, text } = sayNotice(words, {
        ...sample!,
        id: '',
        personId: '',
        topic: 'progress',
        params: { as: counts.audience, say: said, supports: sample!.supports, ...data },
        at: now(),
        readAt: null,
        whoName: actor().displayName,
      });
      return { ...counts, title, text };
    });
  }
}

type Sample = Pick<NoticeRow, 'subjectId' | 'subjectKind' | 'number' | 'title' | 'spaceSlug' | 'spaceName'> & {
  supports: number;
};

const SAMPLE = `SELECT s.id AS "subjectId", s.kind AS "subjectKind", s.number, s.title, sp.slug AS "spaceSlug", sp.name AS "spaceName",
    s.support_count AS supports FROM subjects s JOIN spaces sp ON sp.id = s.space_id WHERE s.id = $1`;
