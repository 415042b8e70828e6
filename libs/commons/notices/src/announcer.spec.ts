import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, newId, SYSTEM, type Actor } from '@madang/kernel';
import { Announcer } from './announcer.js';
import { NoticesReader } from './notices.reader.js';
import { sayNotice } from './notice-row.js';
import { Notices } from './notices.service.js';
import { openGround, type Ground } from '../test/ground.js';
import { TELLINGS, TOPICS } from './topics.js';

describe('announcing', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround('announce');
  });
  afterAll(() => ground.yard.close());

  const announce = (eventId: string): Promise<void> =>
    ground.yard.as(ground.tenant, SYSTEM, () => ground.yard.get(Announcer).announce({ eventId }));
  const told = (
    eventId: string,
  ): Promise<{ who: string; as: string; say: string; topic: string; mail: string; site: boolean }[]> =>
    ground.row(
      `SELECT person_id AS who, params ->> 'as' AS as, params ->> 'say' AS say, topic, mail, on_site AS site FROM notices WHERE event_id = $1 ORDER BY params ->> 'as', id`,
      [eventId],
    );
  const person = (who: Parameters<Ground['yard']['person']>[1] = {}): Promise<Actor & { personId: string }> =>
    ground.yard.person(ground.tenant, who);
  const batches = async (eventId: string): Promise<string[]> => {
    const mine = new Set(
      (await ground.row<{ id: string }>('SELECT id FROM notices WHERE event_id = $1', [eventId])).map((row) => row.id),
    );
    return (await ground.yard.outbox('notices.mail')).flatMap((job) =>
      (job.payload['ids'] as string[]).filter((id) => mine.has(id)),
    );
  };

  it('tells author, supporters and followers of an answer, each once and as what they are first', async () => {
    const id = await ground.proposal();
    const [supporter, both, muted, officer] = [
      await person(),
      await person(),
      await person(),
      await person({ role: 'officer' }),
    ];
    const at = ground.yard.clock.now;
    for (const who of [supporter, both, muted, officer])
      await ground.row('INSERT INTO supports (subject_id, person_id, at) VALUES ($1, $2, $3)', [id, who.personId, at]);
    await ground.row('INSERT INTO follows (subject_id, person_id, at) VALUES ($1, $2, $3)', [id, both.personId, at]);
    await ground.row('INSERT INTO follows (subject_id, person_id, muted, at) VALUES ($1, $2, true, $3)', [
      id,
      muted.personId,
      at,
    ]);
    const event = await ground.happens('answers.published', id, { kind: 'accepted' }, officer.personId);
    await announce(event);
    const rows = await told(event);
    expect(rows.map((row) => [row.who, row.as, row.topic, row.mail])).toEqual(
      expect.arrayContaining([
        [ground.author.personId, 'author', 'progress', 'due'],
        [supporter.personId, 'supporters', 'progress', 'due'],
        [both.personId, 'supporters', 'progress', 'due'],
      ]),
    );
    expect(rows).toHaveLength(3);
    expect(await batches(event)).toHaveLength(3);
  });

  it('tells whoever something was entered for who did it and how it came, and nothing of having put it up', async () => {
    const id = await ground.proposal();
    const officer = await person({ role: 'officer', name: '박담당' });
    const event = await ground.happens('proposals.submitted', id, { source: 'phone' }, officer.personId);
    await announce(event);
    const mine = (await told(event)).filter((row) => row.who === ground.author.personId);
    expect(mine).toMatchObject([{ as: 'author', say: 'entered', topic: 'entered', mail: 'due', site: true }]);
    const page = await ground.yard.as(ground.tenant, ground.author, () => ground.yard.get(NoticesReader).list(50));
    const found = page.nodes.find((row) => row.params.say === 'entered')!;
    const said = await ground.yard.as(ground.tenant, ground.author, async () =>
      sayNotice(await ground.room.words('ko'), found),
    );
    expect(said).toMatchObject({
      title: '내 이름으로 제안이 올라갔어요',
      text: '박담당 님이 전화로 받은 ‘횡단보도 신호를 늘려 주세요’를 내 이름으로 올렸어요.',
      next: expect.stringContaining('거둘 수 있어요'),
      href: expect.stringMatching(/^\/gu\/proposals\/\d+$/),
    });

    // Also where they are no member of a closed space; not by mail to an address nobody confirmed; never where they said so.
    await ground.row(`UPDATE spaces SET visibility = 'members' WHERE id = $1`, [ground.spaceId]);
    const closed = await ground.happens('proposals.submitted', id, { source: 'paper' }, officer.personId);
    await announce(closed);
    expect((await told(closed)).map((row) => [row.who, row.say])).toContainEqual([ground.author.personId, 'entered']);
    await ground.row(`UPDATE spaces SET visibility = 'public' WHERE id = $1`, [ground.spaceId]);
    await ground.row(`UPDATE people SET assurance = 'none' WHERE id = $1`, [ground.author.personId]);
    const unsure = await ground.happens('proposals.submitted', id, { source: 'paper' }, officer.personId);
    await announce(unsure);
    expect((await told(unsure)).filter((row) => row.say === 'entered')).toMatchObject([{ mail: 'none', site: true }]);
    await ground.row(`UPDATE people SET assurance = 'email' WHERE id = $1`, [ground.author.personId]);
  });

  it('does nothing when the job runs a second time', async () => {
    const id = await ground.proposal();
    await ground.support(id, 3, true);
    const event = await ground.happens('answers.published', id, {});
    await announce(event);
    const [before, queued] = [await told(event), await batches(event)];
    await announce(event);
    expect(await told(event)).toEqual(before);
    expect(await batches(event)).toEqual(queued);
    expect(before).toHaveLength(4);
  });

  it('tells two thousand supporters in one statement and queues mails by the hundred', async () => {
    const id = await ground.proposal();
    await ground.support(id, 2000, true);
    const event = await ground.happens('proposals.moved', id, {
      from: 'collecting',
      to: 'awaiting_assignment',
      rule: 'threshold',
    });
    const asked: string[] = [];
    await ground.yard.as(ground.tenant, SYSTEM, async () => {
      const unit = db();
      const rows = unit.rows.bind(unit);
      unit.rows = ((text: string, values?: unknown[]) => {
        asked.push(text);
        return rows(text, values);
      }) as never;
      await ground.yard.get(Announcer).announce({ eventId: event });
    });
    expect(asked).toHaveLength(1);
    expect(await told(event)).toHaveLength(2001);
    const jobs = (await ground.yard.outbox('notices.mail')).map((job) => (job.payload['ids'] as string[]).length);
    expect(jobs.slice(-21)).toEqual([...Array<number>(20).fill(100), 1]);
  });

  it('follows the choices people made', async () => {
    const id = await ground.proposal();
    const [daily, silent, offMail] = [await person(), await person(), await person()];
    for (const who of [daily, silent, offMail])
      await ground.row('INSERT INTO follows (subject_id, person_id, at) VALUES ($1, $2, $3)', [
        id,
        who.personId,
        ground.yard.clock.now,
      ]);
    const choose = (who: Actor, channel: string, choice: string): Promise<void> =>
      ground.yard.as(ground.tenant, who, () => ground.yard.get(Notices).choose('progress', channel, choice));
    await choose(daily, 'mail', 'daily');
    await choose(offMail, 'mail', 'off');
    await choose(silent, 'mail', 'off');
    await choose(silent, 'site', 'off');
    await expect(choose(silent, 'site', 'daily')).rejects.toThrow('bad_choice');
    await expect(choose(silent, 'pigeon', 'now')).rejects.toThrow('bad_choice');
    const event = await ground.happens('proposals.moved', id, { from: 'collecting', to: 'missed', rule: 'deadline' });
    await announce(event);
    const rows = await told(event);
    expect(rows.find((row) => row.who === daily.personId)).toMatchObject({ mail: 'digest', site: true, say: 'missed' });
    expect(rows.find((row) => row.who === offMail.personId)).toMatchObject({ mail: 'none', site: true });
    expect(rows.find((row) => row.who === silent.personId)).toBeUndefined();
    const choices = await ground.yard.as(ground.tenant, daily, () => ground.yard.get(NoticesReader).choices());
    expect(choices.find((row) => row.topic === 'progress' && row.channel === 'mail')?.choice).toBe('daily');
    expect(choices.some((row) => row.topic === 'duty')).toBe(false);
  });

  it('tells the writer of a comment who answered and the author of the text who spoke, never oneself', async () => {
    const id = await ground.proposal();
    const [first, second] = [await person({ name: '처음' }), await person({ name: '다음' })];
    const [root, reply] = [newId(), newId()];
    const write = (comment: string, by: string, parent: string | null): Promise<unknown> =>
      ground.row(
        `INSERT INTO comments (id, subject_id, root_id, parent_id, depth, path, author_id, body, created_at) VALUES ($1::uuid, $2, $3, $4, $5, $1::uuid::text, $6, '말', $7)`,
        [comment, id, parent ?? comment, parent, parent ? 1 : 0, by, ground.yard.clock.now],
      );
    await write(root, first.personId, null);
    await write(reply, second.personId, root);
    const event = await ground.happens('comments.written', id, { commentId: reply, parentId: root }, second.personId);
    await announce(event);
    expect((await told(event)).map((row) => [row.who, row.say, row.mail])).toEqual([
      [ground.author.personId, 'comment', 'digest'],
      [first.personId, 'reply', 'due'],
    ]);
    const own = await ground.happens('comments.written', id, { commentId: reply, parentId: root }, first.personId);
    await announce(own);
    expect((await told(own)).map((row) => row.who)).toEqual([ground.author.personId]);
  });

  it('tells whoever has the duty, even where they muted it, and the department where nobody is named', async () => {
    const id = await ground.proposal();
    const departmentId = newId();
    await ground.row(`INSERT INTO departments (id, slug, name) VALUES ($1, 'roads', '{"ko":"교통행정과"}')`, [
      departmentId,
    ]);
    const [officer, colleague, organiser] = [
      await person({ role: 'officer' }),
      await person({ role: 'officer' }),
      await person({ spaces: { [ground.spaceId]: 'organiser' } }),
    ];
    await ground.row('UPDATE people SET department_id = $1 WHERE id = ANY($2)', [
      departmentId,
      [officer.personId, colleague.personId],
    ]);
    await ground.row('INSERT INTO follows (subject_id, person_id, muted, at) VALUES ($1, $2, true, $3)', [
      id,
      officer.personId,
      ground.yard.clock.now,
    ]);
    await ground.row(
      `INSERT INTO assignments (id, subject_id, officer_id, assigned_at, due_on) VALUES ($1, $2, $3, $4, '2026-12-01')`,
      [newId(), id, officer.personId, ground.yard.clock.now],
    );
    const overdue = await ground.happens('proposals.overdue', id, { dueOn: '2026-12-01' });
    await announce(overdue);
    expect((await told(overdue)).map((row) => [row.who, row.as, row.say])).toEqual([
      [ground.author.personId, 'author', 'late'],
      [officer.personId, 'officer', 'overdue'],
      [organiser.personId, 'organisers', 'overdue'],
    ]);
    await ground.row('UPDATE assignments SET officer_id = NULL, department_id = $2 WHERE subject_id = $1', [
      id,
      departmentId,
    ]);
    const soon = await ground.happens('proposals.due_soon', id, { dueOn: '2026-12-01' });
    await announce(soon);
    expect((await told(soon)).map((row) => row.who).sort()).toEqual([officer.personId, colleague.personId].sort());
    await ground.row(`UPDATE memberships SET state = 'left' WHERE space_id = $1`, [ground.spaceId]);
  });

  it('tells the author who sent it in what happens next, and only those who may see a closed space', async () => {
    const id = await ground.proposal();
    const event = await ground.happens('proposals.submitted', id, {}, ground.author.personId);
    await announce(event);
    expect((await told(event)).map((row) => [row.as, row.say, row.mail])).toEqual([['author', 'submitted', 'due']]);
    const [inside, outside] = [await person({ spaces: { [ground.spaceId]: 'member' } }), await person()];
    for (const who of [inside, outside])
      await ground.row('INSERT INTO follows (subject_id, person_id, at) VALUES ($1, $2, $3)', [
        id,
        who.personId,
        ground.yard.clock.now,
      ]);
    await ground.row(`UPDATE spaces SET visibility = 'members' WHERE id = $1`, [ground.spaceId]);
    const answered = await ground.happens('answers.published', id, {});
    await announce(answered);
    expect((await told(answered)).map((row) => row.who)).toEqual([inside.personId]);
    await ground.row(`UPDATE spaces SET visibility = 'public' WHERE id = $1`, [ground.spaceId]);
  });

  it('tells one act once: a report that also moved the item is told as the move', async () => {
    const id = await ground.proposal();
    const report = await ground.happens('progress.reported', id, { status: 'done' });
    await announce(report);
    expect(await told(report)).toHaveLength(1);
    const again = await ground.happens('progress.reported', id, { status: 'done' });
    const move = await ground.happens('proposals.moved', id, { from: 'under_way', to: 'done' });
    await announce(again);
    await announce(move);
    expect(await told(again)).toEqual([]);
    expect((await told(move)).map((row) => row.say)).toEqual(['done']);
  });

  it('tells organisers of requests and persons of decisions; posts reach members, by mail when pinned', async () => {
    const [asks, member] = [await person(), await person({ spaces: { [ground.spaceId]: 'member' } })];
    const admin = await person({ role: 'administrator' });
    const request = await ground.happens(
      'spaces.join_requested',
      null,
      { spaceId: ground.spaceId, personId: asks.personId },
      asks.personId,
    );
    const decision = await ground.happens(
      'spaces.join_decided',
      null,
      { spaceId: ground.spaceId, personId: asks.personId, to: 'refused', from: 'requested' },
      admin.personId,
    );
    for (const event of [request, decision]) await announce(event);
    expect((await told(request)).map((row) => row.who)).toEqual([admin.personId]);
    expect((await told(decision)).map((row) => [row.who, row.say])).toEqual([[asks.personId, 'joined_refused']]);
    const post = await ground.proposal('새 소식');
    const plain = await ground.happens('posts.published', post, {}, ground.author.personId);
    await announce(plain);
    expect((await told(plain)).find((row) => row.who === member.personId)).toMatchObject({ mail: 'none', site: true });
    await ground.row('UPDATE subjects SET pinned = true WHERE id = $1', [post]);
    const pinned = await ground.happens('posts.published', post, {}, ground.author.personId);
    await announce(pinned);
    expect((await told(pinned)).find((row) => row.who === member.personId)).toMatchObject({ mail: 'due' });
  });

  it('has words for everything it can say, in both languages', async () => {
    const says = new Set<string>();
    const moves = ['awaiting_assignment', 'missed', 'under_way', 'done', 'stopped', 'withdrawn'].flatMap((to) => [
      { to, from: 'collecting', rule: 'threshold' },
      { to, from: 'missed' },
      { to, from: 'collecting' },
    ]);
    const decisions = ['member', 'organiser', 'refused', 'banned', 'left'].flatMap((to) => [
      { to, from: 'requested' },
      { to, from: 'organiser' },
    ]);
    for (const [name, telling] of Object.entries(TELLINGS)) {
      if (typeof telling.say === 'string') says.add(telling.say);
      else for (const data of name === 'spaces.join_decided' ? decisions : moves) says.add(telling.say(data)!);
      for (const rule of telling.rules) if (rule.say) says.add(rule.say);
    }
    const wanted = [...says];
    for (const locale of ['ko', 'en']) {
      const words = await ground.yard.as(ground.tenant, SYSTEM, () => ground.room.words(locale));
      expect(
        wanted.filter((say) => !words.has(`notices.say.${say}.title`) || !words.has(`notices.say.${say}.text`)),
      ).toEqual([]);
      expect(Object.keys(TOPICS).filter((topic) => !words.has(`notices.topic.${topic}`))).toEqual([]);
    }
    expect(wanted.length).toBeGreaterThan(20);
  });
});
