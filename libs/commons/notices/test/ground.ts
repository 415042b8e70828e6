import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { answers } from '@madang/commons-answers';
import { audit } from '@madang/commons-audit';
import { conversation } from '@madang/commons-conversation';
import { people } from '@madang/commons-people';
import { spaces } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { db, newId, registerMethods, SYSTEM, tenant, type Actor, type Tenant } from '@madang/kernel';
import { openYard, type Yard } from '@madang/testing';
import { createMessages, type Words } from '@madang/theming';
import { MailRefused, MailRoom, type MailModel, type OutgoingMail } from '../src/mail/mail-room.js';
import { notices } from '../src/notices.part.js';

const catalogue = (part: string, language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../${part}/i18n/${language}.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
const messages = createMessages({
  catalogues: ['notices', 'people'].map((part) => ({ ko: catalogue(part, 'ko'), en: catalogue(part, 'en') })),
  strict: true,
});

/** A mail room that keeps what is handed over, with the real words and none of the look. */
export class KeptMails extends MailRoom {
  readonly sent: OutgoingMail[] = [];
  readonly counts: string[] = [];
  refuse: ((mail: OutgoingMail) => MailRefused | undefined) | undefined;

  override words(locale: string): Promise<Words> {
    return Promise.resolve(messages.for(locale, tenant().timeZone));
  }

  override render(_locale: string, model: MailModel): Promise<{ html: string; text: string }> {
    return Promise.resolve({
      html: String(model.body),
      text: [model.text, model.quote, model.button?.url, model.next, model.why, model.off?.url]
        .filter(Boolean)
        .join('\n'),
    });
  }

  override address(path: string): string {
    return `https://${tenant().primaryHost}${path}`;
  }

  override seal(text: string): string {
    return createHmac('sha256', 'spec').update(`${tenant().id} ${text}`).digest('base64url');
  }

  override send(mail: OutgoingMail): Promise<void> {
    const refused = this.refuse?.(mail);
    if (refused) return Promise.reject(refused);
    this.sent.push(mail);
    return Promise.resolve();
  }

  override count(outcome: string): void {
    this.counts.push(outcome);
  }
}

/** A tenant with a space and a proposal in it. */
export interface Ground {
  yard: Yard;
  tenant: Tenant;
  room: KeptMails;
  spaceId: string;
  author: Actor & { personId: string };
  /** Makes a proposal of the author. */
  proposal(title?: string): Promise<string>;
  /** Something that happens, by whoever acts; gives the event's id. */
  happens(name: string, subjectId: string | null, data?: Record<string, unknown>, by?: string | null): Promise<string>;
  support(subjectId: string, people: number, mailed: boolean): Promise<void>;
  row<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
}

export async function openGround(slug: string): Promise<Ground> {
  const room = new KeptMails();
  const yard = await openYard([audit, people, spaces, subjects, conversation, answers, notices], {
    provide: [{ provide: MailRoom, useValue: room }],
  });
  registerMethods([
    {
      name: 'proposals',
      home: '',
      settings: {},
      interactions: [],
      subjects: [{ kind: 'proposal', path: 'proposals', states: [] }],
    },
  ]);
  const here = await yard.tenant(slug);
  const author = await yard.person(here, { name: '지은이' });
  const [spaceId, activityId] = [newId(), newId()];
  const row: Ground['row'] = (sql, values = []) => yard.as(here, SYSTEM, () => db().rows(sql, values)) as never;
  await row(`INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, 'gu', 'site', '{"ko":"구 전체"}', $2)`, [
    spaceId,
    yard.clock.now,
  ]);
  await row(
    `INSERT INTO activities (id, space_id, method, slug, title, created_at) VALUES ($1, $2, 'proposals', 'proposals', '{"ko":"제안"}', $3)`,
    [activityId, spaceId, yard.clock.now],
  );
  let number = 0;
  return {
    yard,
    tenant: here,
    room,
    spaceId,
    author,
    row,
    async proposal(title = '횡단보도 신호를 늘려 주세요') {
      const id = newId();
      await row(
        `INSERT INTO subjects (id, kind, space_id, activity_id, number, author_id, title, locale, state, state_since, created_at, published_at, active_at)
         VALUES ($1, 'proposal', $2, $3, $4, $5, $6, 'ko', 'collecting', $7, $7, $7, $7)`,
        [id, spaceId, activityId, (number += 1), author.personId, title, yard.clock.now],
      );
      return id;
    },
    async happens(name, subjectId, data = {}, by = null) {
      const id = newId();
      await row('INSERT INTO events (id, name, subject_id, actor_id, data, at) VALUES ($1, $2, $3, $4, $5, $6)', [
        id,
        name,
        subjectId,
        by,
        data,
        yard.clock.now,
      ]);
      return id;
    },
    async support(subjectId, n, mailed) {
      await row(
        `WITH made AS (INSERT INTO people (id, email, display_name, assurance, created_at)
            SELECT gen_random_uuid(), CASE WHEN $4 THEN 'crowd' || i || '-' || $1 || '@spec.example' END, '이웃 ' || i || ' ' || $1, 'email', $3 FROM generate_series(1, $2::int) i RETURNING id)
         INSERT INTO supports (subject_id, person_id, at) SELECT $1::uuid, id, $3 FROM made`,
        [subjectId, n, yard.clock.now, mailed],
      );
    },
  };
}
