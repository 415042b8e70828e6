import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inContext, inUnit, newContext, newId, SYSTEM, type Actor, type Tenant } from '@madang/kernel';
import { Announcer } from '../announcer.js';
import { NoticesPages } from '../notices.pages.js';
import { NoticesReader } from '../notices.reader.js';
import { Notices } from '../notices.service.js';
import { openGround, type Ground } from '../../test/ground.js';
import { Digests } from './digests.js';
import { MailRefused } from './mail-room.js';
import { NoticeMails } from './notice-mails.js';

describe('mails', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround('mails');
  });
  afterAll(() => ground.yard.close());
  afterEach(() => {
    ground.room.sent.length = 0;
    ground.room.counts.length = 0;
    ground.room.refuse = undefined;
  });

  /** A job that opens its own units. */
  const free = <T>(work: () => Promise<T>, tenant: Tenant = ground.tenant): Promise<T> =>
    inContext(newContext(tenant, { actor: SYSTEM, now: () => ground.yard.clock.now }), work);
  const announce = async (name: string, subject: string, data: object = {}): Promise<string[]> => {
    const event = await ground.happens(name, subject, data as Record<string, unknown>);
    await ground.yard.as(ground.tenant, SYSTEM, () => ground.yard.get(Announcer).announce({ eventId: event }));
    return (await ground.row<{ id: string }>('SELECT id FROM notices WHERE event_id = $1', [event])).map(
      (row) => row.id,
    );
  };
  const deliver = (ids: string[]): Promise<void> => free(() => ground.yard.get(NoticeMails).deliver({ ids }));
  const fate = (ids: string[]): Promise<{ state: string; attempts: number; error: string | null; mail: string }[]> =>
    ground.row(
      'SELECT m.state, m.attempts, m.error, n.mail FROM notices n JOIN mails m ON m.id = n.mail_id WHERE n.id = ANY($1) ORDER BY n.id',
      [ids],
    );
  const tokenOf = (mail: { headers: Record<string, string> }): string =>
    mail.headers['List-Unsubscribe']!.split('/unsubscribe/')[1]!.slice(0, -1);

  const pagesHere = (): NoticesPages =>
    new NoticesPages(ground.yard.get(NoticesReader), ground.yard.get(Notices), ground.room, ground.yard.database);

  it('tells in the language of the person, quotes the answer and says how to stop', async () => {
    const subject = await ground.proposal('신호 & 횡단보도');
    const foreign = await ground.yard.person(ground.tenant, { name: 'Alex' });
    await ground.row(`UPDATE people SET locale = 'en' WHERE id = $1`, [foreign.personId]);
    await ground.row('INSERT INTO follows (subject_id, person_id, at) VALUES ($1, $2, $3)', [
      subject,
      foreign.personId,
      ground.yard.clock.now,
    ]);
    await ground.row(
      `INSERT INTO answers (id, subject_id, kind, body, created_at) VALUES ($1, $2, 'accepted', '**12월**부터 신호를 늘려요.', $3)`,
      [newId(), subject, ground.yard.clock.now],
    );
    const ids = await announce('answers.published', subject, { kind: 'accepted' });
    await deliver(ids);
    expect(ground.room.sent).toHaveLength(2);
    const ko = ground.room.sent.find((mail) => mail.to.startsWith(ground.author.personId))!;
    const en = ground.room.sent.find((mail) => mail.to.startsWith(foreign.personId))!;
    expect(ko.subject).toBe('올린 제안에 사무국이 답했어요');
    expect(en.subject).toBe('A proposal you follow has an answer');
    expect(ko.text).toContain('12월부터 신호를 늘려요.');
    expect(ko.text).toContain(`https://${ground.tenant.primaryHost}/gu/proposals/1`);
    expect(ko.html).toContain('신호 &amp; 횡단보도');
    expect(ko.headers).toMatchObject({
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    });
    expect(await fate(ids)).toEqual([1, 2].map(() => ({ state: 'sent', attempts: 1, error: null, mail: 'sent' })));
    await deliver(ids);
    expect(ground.room.sent).toHaveLength(2);
    expect(ground.room.counts).toEqual(['sent', 'sent']);
  });

  it('tries again what may pass, gives up what will not, and keeps no address in the error', async () => {
    const subject = await ground.proposal();
    await ground.support(subject, 2, true);
    const ids = await announce('proposals.moved', subject, { from: 'collecting', to: 'missed', rule: 'deadline' });
    let calls = 0;
    ground.room.refuse = (mail) => {
      calls += 1;
      if (mail.to.startsWith('crowd1-')) return new MailRefused('EENVELOPE 550', true);
      return mail.to.startsWith('crowd2-') ? new MailRefused('ECONNECTION', false) : undefined;
    };
    const before = (await ground.yard.outbox('notices.mail')).length;
    await deliver(ids);
    const queued = (await ground.yard.outbox('notices.mail')).slice(before);
    expect(queued).toEqual([{ topic: 'notices.mail', payload: { ids: [expect.any(String)] } }]);
    const states = (await fate(ids)).map((row) => [row.state, row.error, row.mail]);
    expect(states).toEqual(
      expect.arrayContaining([
        ['sent', null, 'sent'],
        ['failed', 'EENVELOPE 550', 'failed'],
        ['waiting', 'ECONNECTION', 'due'],
      ]),
    );
    expect(calls).toBe(3);
    ground.room.refuse = undefined;
    await deliver(ids);
    expect((await fate(ids)).map((row) => row.state).sort()).toEqual(['failed', 'sent', 'waiting']);
    ground.yard.clock.advance({ minutes: 2 });
    await deliver(ids);
    expect((await fate(ids)).map((row) => row.state).sort()).toEqual(['failed', 'sent', 'sent']);
    expect(ground.room.counts.sort()).toEqual(['failed', 'retried', 'sent', 'sent']);
  });

  it('waits longer each time and gives up after three days, not before', async () => {
    const ids = await announce('proposals.submitted', await ground.proposal());
    ground.room.refuse = () => new MailRefused('ETIMEDOUT', false);
    const waits: number[] = [];
    const begin = ground.yard.clock.now.getTime();
    for (let attempt = 1; attempt < 30; attempt += 1) {
      await deliver(ids);
      const [row] = await ground.row<{ state: string; due: Date }>(
        'SELECT state, due_at AS due FROM mails WHERE id = $1',
        ids,
      );
      if (row!.state === 'failed') break;
      const minutes = (row!.due.getTime() - ground.yard.clock.now.getTime()) / 60_000;
      waits.push(minutes);
      ground.yard.clock.advance({ minutes });
    }
    expect(waits).toEqual([1, 5, 15, 60, 180, 360, 720, 720, 720, 720, 720]);
    expect(ground.yard.clock.now.getTime() - begin).toBeGreaterThan(2 * 86_400_000);
    expect(await fate(ids)).toEqual([{ state: 'failed', attempts: 12, error: 'ETIMEDOUT', mail: 'failed' }]);
  });

  it('leaves a mail alone that another run holds, until that run is given up', async () => {
    const ids = await announce('proposals.submitted', await ground.proposal());
    await ground.row(
      `INSERT INTO mails (id, recipient, locale, topic, state, attempts, created_at, due_at) VALUES ($1, 'x', 'ko', 'received', 'sending', 1, $2, $2::timestamptz + interval '10 minutes')`,
      [ids[0], ground.yard.clock.now],
    );
    await deliver(ids);
    expect(ground.room.sent).toHaveLength(0);
    ground.yard.clock.advance({ minutes: 11 });
    await deliver(ids);
    expect(ground.room.sent).toHaveLength(1);
  });

  it('gathers what is wanted daily into one mail in the morning of the site', async () => {
    const subject = await ground.proposal('쉼터');
    for (let i = 0; i < 3; i += 1) await announce('comments.written', subject, { commentId: newId(), parentId: null });
    const gather = (): Promise<void> => ground.yard.as(ground.tenant, SYSTEM, () => ground.yard.get(Digests).gather());
    ground.yard.clock.now = new Date('2026-11-23T22:30:00Z'); // half past seven in Seoul
    await gather();
    expect(await ground.yard.outbox('notices.mail_digest')).toEqual([]);
    ground.yard.clock.now = new Date('2026-11-23T23:03:00Z');
    await gather();
    const [job] = await ground.yard.outbox('notices.mail_digest');
    expect(job!.payload).toEqual({ personIds: [ground.author.personId] });
    const run = (): Promise<void> =>
      free(() => ground.yard.get(Digests).deliver(job!.payload as { personIds: string[] }));
    await run();
    await run();
    expect(ground.room.sent.map((mail) => mail.subject)).toEqual(['어제부터 모인 알림 3개']);
    expect(ground.room.sent[0]!.text).toContain('- 한 분 님이 ‘쉼터’에 의견을 남겼어요.\n  https://');
    expect(await ground.row(`SELECT 1 FROM notices WHERE mail = 'digest'`)).toEqual([]);
    const topic = await ground.yard.as(ground.tenant, SYSTEM, () =>
      ground.yard.get(Notices).unsubscribe(tokenOf(ground.room.sent[0]!)),
    );
    expect(topic).toBe('daily');
    expect(
      await ground.row(`SELECT topic, choice FROM notice_choices WHERE person_id = $1 ORDER BY topic`, [
        ground.author.personId,
      ]),
    ).toEqual([
      { topic: 'comments', choice: 'off' },
      { topic: 'incoming', choice: 'off' },
    ]);
  });

  it('turns a topic off by the link of a mail, of this tenant alone', async () => {
    const ids = await announce('proposals.submitted', await ground.proposal());
    await deliver(ids);
    const token = tokenOf(ground.room.sent[0]!);
    const pages = pagesHere();
    const ask = {
      params: { token },
      path: `/unsubscribe/${token}`,
      form: { 'List-Unsubscribe': 'One-Click' },
    } as never;
    const other = await ground.yard.tenant('mails-other');
    for (const refused of [token.slice(0, -1), `${token}x`, token.replace('.received.', '.progress.'), 'nonsense'])
      await expect(
        free(() => inUnit(ground.yard.database, false, () => ground.yard.get(Notices).unsubscribe(refused))),
      ).rejects.toThrow('unsubscribe_missing');
    await expect(free(() => inUnit(ground.yard.database, false, () => pages.unsubscribe(ask)), other)).rejects.toThrow(
      'unsubscribe_missing',
    );
    expect(await ground.yard.as(ground.tenant, SYSTEM, () => pages.unsubscribing(ask))).toMatchObject({
      kind: 'view',
      status: 200,
      model: { done: false, topic: 'received' },
    });
    expect(await ground.row(`SELECT 1 FROM notice_choices WHERE topic = 'received'`)).toEqual([]);
    expect(await ground.yard.as(ground.tenant, SYSTEM, () => pages.unsubscribe(ask))).toMatchObject({
      kind: 'view',
      status: 200,
      model: { done: true },
    });
    expect(await ground.row(`SELECT channel, choice FROM notice_choices WHERE topic = 'received'`)).toEqual([
      { channel: 'mail', choice: 'off' },
    ]);
    const next = await announce('proposals.submitted', await ground.proposal());
    expect(await ground.row('SELECT mail, on_site FROM notices WHERE id = ANY($1)', [next])).toEqual([
      { mail: 'none', on_site: true },
    ]);
  });

  it('lists mine by what they are about, newest first, and marks them read', async () => {
    const reader = await ground.yard.person(ground.tenant, { name: '읽는 이' });
    const stranger = await ground.yard.person(ground.tenant);
    const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => ground.yard.as(ground.tenant, who, work);
    const subjects = [await ground.proposal('하나'), await ground.proposal('둘')];
    for (const id of subjects)
      await ground.row('INSERT INTO follows (subject_id, person_id, at) VALUES ($1, $2, $3)', [
        id,
        reader.personId,
        ground.yard.clock.now,
      ]);
    for (const id of [...subjects, subjects[0]!]) {
      ground.yard.clock.advance({ minutes: 1 });
      await announce('proposals.moved', id, { from: 'collecting', to: 'missed', rule: 'deadline' });
    }
    const list = ground.yard.get(NoticesReader);
    expect(await as(reader, () => list.unread())).toBe(3);
    const first = await as(reader, () => list.list(2));
    const rest = await as(reader, () => list.list(2, first.cursors[1]));
    expect([...first.nodes, ...rest.nodes].map((row) => row.title)).toEqual(['하나', '둘', '하나']);
    expect([first.hasNextPage, rest.hasNextPage]).toEqual([true, false]);
    const page = await as(reader, () => pagesHere().list({ query: {} } as never));
    expect(page).toMatchObject({
      model: {
        groups: [
          { title: '하나', items: [{}, {}] },
          { title: '둘', items: [{}] },
        ],
      },
    });
    const service = ground.yard.get(Notices);
    expect(await as(stranger, () => service.markRead({ ids: first.nodes.map((row) => row.id) }))).toBe(0);
    expect(await as(reader, () => service.markRead({ ids: [first.nodes[1]!.id] }))).toBe(1);
    expect(await as(reader, () => service.markRead({ subjectId: subjects[0] }))).toBe(2);
    expect(await as(reader, () => list.unread())).toBe(0);
    await expect(as(SYSTEM, () => service.markRead())).rejects.toThrow('sign_in_first');
  });
});
