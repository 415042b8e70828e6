import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, newId, SYSTEM, type Actor, type Tenant } from '@madang/kernel';
import { answers, AnswersReader } from '@madang/commons-answers';
import { audit } from '@madang/commons-audit';
import { conversation, Comments } from '@madang/commons-conversation';
import { inputs } from '@madang/commons-inputs';
import { media, MediaFolder } from '@madang/commons-media';
import { notices } from '@madang/commons-notices';
import { people } from '@madang/commons-people';
import { site } from '@madang/commons-site';
import { spaces } from '@madang/commons-spaces';
import { HistoryReader, subjects } from '@madang/commons-subjects';
import { openYard, type Yard } from '@madang/testing';
import { Office } from './office.service.js';
import { proposals } from './proposals.method.js';
import { ProposalsReader } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';

describe('proposals', () => {
  let yard: Yard;
  let tenant: Tenant;
  let author: Actor;
  let officer: Actor & { personId: string };
  let admin: Actor;
  const spaceId = newId();
  const departmentId = newId();

  const THRESHOLD = 5;

  beforeAll(async () => {
    yard = await openYard(
      [audit, people, spaces, subjects, conversation, answers, media, notices, inputs, site, proposals],
      {
        provide: [{ provide: MediaFolder, useValue: { path: '/nonexistent' } }],
        poolSize: 8,
      },
    );
    tenant = await yard.tenant('grove');
    await yard.as(tenant, SYSTEM, async () => {
      const at = yard.clock.now;
      await db().run(
        `INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, 'gu', 'site', '{"ko":"구 전체"}', $2)`,
        [spaceId, at],
      );
      await db().run(`INSERT INTO departments (id, slug, name) VALUES ($1, 'roads', '{"ko":"교통행정과"}')`, [
        departmentId,
      ]);
      const activityId = newId();
      await db().run(
        `INSERT INTO activities (id, space_id, method, slug, title, settings, created_at) VALUES ($1, $2, 'proposals', 'proposals', '{"ko":"제안"}', $3, $4)`,
        [activityId, spaceId, { threshold: THRESHOLD, collectingDays: 10, answerDays: 20 }, at],
      );
      await db().run(
        `INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{submit,comment,relate,support}')`,
        [newId(), activityId],
      );
    });
    author = await yard.person(tenant, { name: '지은이' });
    officer = await yard.person(tenant, { name: '담당자', role: 'officer' });
    admin = await yard.person(tenant, { name: '관리자', role: 'administrator' });
  });
  afterAll(() => yard.close());

  const submit = (who = author): Promise<{ id: string; number: number }> =>
    yard.as(tenant, who, () =>
      yard.get(Proposals).submit({
        space: 'gu',
        title: '횡단보도 신호를 늘려 주세요',
        content: '저녁 여섯 시부터 여덟 시까지 5초만 늘려 주세요.',
      }),
    );
  const support = (id: string, who: Actor, on = true): Promise<unknown> =>
    yard.as(tenant, who, () => yard.get(Proposals).support(id, on));
  const read = (id: string): ReturnType<ProposalsReader['detail']> =>
    yard.as(tenant, author, () => yard.get(ProposalsReader).detail({ id }));
  const crowd = (n: number): Promise<Actor[]> => Promise.all(Array.from({ length: n }, () => yard.person(tenant)));

  it('goes from submission through threshold, assignment and answer to done, with its history', async () => {
    const { id } = await submit();
    for (const who of await crowd(THRESHOLD)) await support(id, who);
    expect((await read(id)).state).toBe('awaiting_assignment');
    await yard.as(tenant, admin, () =>
      yard.get(Office).assign({ subjectId: id, departmentId, officerId: officer.personId }),
    );
    expect((await read(id)).dueOn).toBe('2026-12-13');
    await yard.as(tenant, officer, () =>
      yard
        .get(Office)
        .answer({ subjectId: id, kind: 'accepted', body: '12월부터 5초 늘립니다.', promisedOn: '2026-12-31' }),
    );
    await yard.as(tenant, officer, () =>
      yard.get(Office).report({ subjectId: id, status: 'done', body: '늘렸습니다.' }),
    );
    const item = await read(id);
    expect(item.state).toBe('done');
    expect(item.supportsAtReview).toBe(THRESHOLD);
    const history = await yard.as(tenant, author, () => yard.get(HistoryReader).of(id));
    expect(history.map((move) => [move.toState, move.rule ?? move.actorName])).toEqual([
      ['collecting', '지은이'],
      ['awaiting_assignment', 'threshold'],
      ['awaiting_answer', '관리자'],
      ['answered', '담당자'],
      ['done', '담당자'],
    ]);
    const outcome = await yard.as(tenant, author, () => yard.get(AnswersReader).outcome(id));
    expect(outcome.answer).toMatchObject({ kind: 'accepted', department: '교통행정과' });
  });

  it('counts exactly and moves once when everybody supports at the same moment', async () => {
    const { id } = await submit();
    const people = await crowd(24);
    const outcomes = await Promise.allSettled([...people, ...people].map((who) => support(id, who)));
    const counted = await yard.as(tenant, admin, () =>
      db().row<{ rows: number; moves: number }>(
        `SELECT (SELECT count(*)::int FROM supports WHERE subject_id = $1) AS rows,
                (SELECT count(*)::int FROM transitions WHERE subject_id = $1 AND to_state = 'awaiting_assignment') AS moves`,
        [id],
      ),
    );
    const item = await read(id);
    expect(item.state).toBe('awaiting_assignment');
    expect(counted).toEqual({ rows: item.supports, moves: 1 });
    expect(item.supportsAtReview).toBe(item.supports);
    expect(item.supports).toBeGreaterThanOrEqual(THRESHOLD);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'support_closed' });
  });

  it('takes support once, gives it back, and not after the review began', async () => {
    const { id } = await submit();
    const [one] = await crowd(1);
    await support(id, one!);
    await support(id, one!);
    expect((await read(id)).supports).toBe(1);
    await support(id, one!, false);
    await support(id, one!, false);
    expect((await read(id)).supports).toBe(0);
    for (const who of await crowd(THRESHOLD)) await support(id, who);
    await expect(support(id, one!)).rejects.toMatchObject({ code: 'support_closed' });
  });

  it('ends at its day: missed without the count, and told so', async () => {
    const { id } = await submit();
    yard.clock.advance({ days: 11 });
    await yard.as(tenant, SYSTEM, () => yard.get(Office).clock());
    expect((await read(id)).state).toBe('missed');
    await yard.as(tenant, admin, () => yard.get(Proposals).lift(id, '안전과 직접 관련된 내용이라 검토합니다.'));
    expect((await read(id)).state).toBe('awaiting_assignment');
  });

  it('reminds before the due day and marks what is late, each once', async () => {
    const { id } = await submit();
    for (const who of await crowd(THRESHOLD)) await support(id, who);
    await yard.as(tenant, admin, () => yard.get(Office).assign({ subjectId: id, departmentId }));
    const told = async (name: string): Promise<number> =>
      (await yard.as(tenant, admin, () =>
        db().row<{ n: number }>('SELECT count(*)::int AS n FROM events WHERE subject_id = $1 AND name = $2', [
          id,
          name,
        ]),
      ))!.n;
    const tick = (): Promise<void> => yard.as(tenant, SYSTEM, () => yard.get(Office).clock());
    await tick();
    expect(await told('proposals.due_soon')).toBe(0);
    yard.clock.advance({ days: 16 });
    await tick();
    await tick();
    expect([await told('proposals.due_soon'), await told('proposals.overdue')]).toEqual([1, 0]);
    yard.clock.advance({ days: 5 });
    await tick();
    await tick();
    expect([await told('proposals.due_soon'), await told('proposals.overdue')]).toEqual([1, 1]);
  });

  it('lets only those answer who are in charge, and asks for a reason', async () => {
    const { id } = await submit();
    for (const who of await crowd(THRESHOLD)) await support(id, who);
    await expect(
      yard.as(tenant, author, () => yard.get(Office).assign({ subjectId: id, departmentId })),
    ).rejects.toMatchObject({ kind: 'denied' });
    await yard.as(tenant, admin, () => yard.get(Office).assign({ subjectId: id, officerId: officer.personId }));
    const other = await yard.person(tenant, { role: 'officer' });
    await expect(
      yard.as(tenant, other, () => yard.get(Office).answer({ subjectId: id, kind: 'accepted', body: '네' })),
    ).rejects.toMatchObject({ kind: 'denied' });
    await expect(
      yard.as(tenant, officer, () => yard.get(Office).answer({ subjectId: id, kind: 'declined', body: '어렵습니다.' })),
    ).rejects.toMatchObject({
      fields: [{ field: 'reason', code: 'required' }],
    });
  });

  it('shows whoever is in charge what waits for them, and nobody else', async () => {
    const { id } = await submit();
    for (const who of await crowd(THRESHOLD)) await support(id, who);
    const queue = async (who: Actor): Promise<string[]> =>
      (await yard.as(tenant, who, () => yard.get(Office).queue())).map((item) => item.id);
    const other = await yard.person(tenant, { role: 'officer' });
    expect(await queue(other)).toContain(id);
    await yard.as(tenant, admin, () => yard.get(Office).assign({ subjectId: id, officerId: officer.personId }));
    expect(await queue(officer)).toContain(id);
    expect(await queue(other)).not.toContain(id);
    await expect(queue(author)).rejects.toMatchObject({ kind: 'denied' });
  });

  it('can be withdrawn by its author only while nobody has joined', async () => {
    const { id } = await submit();
    const other = await yard.person(tenant);
    await expect(yard.as(tenant, other, () => yard.get(Proposals).withdraw(id))).rejects.toMatchObject({
      kind: 'denied',
    });
    await yard.as(tenant, other, () => yard.get(Comments).write({ subjectId: id, body: '좋은 생각이에요.' }));
    await expect(yard.as(tenant, author, () => yard.get(Proposals).withdraw(id))).rejects.toMatchObject({
      code: 'others_joined',
    });
    const alone = await submit();
    await yard.as(tenant, author, () => yard.get(Proposals).withdraw(alone.id));
    expect((await read(alone.id)).state).toBe('withdrawn');
  });

  it('takes nothing from people who are banned from the space', async () => {
    const { id } = await submit();
    const banned = await yard.person(tenant);
    await yard.as(tenant, SYSTEM, () =>
      db().run(`INSERT INTO memberships (space_id, person_id, state, requested_at) VALUES ($1, $2, 'banned', now())`, [
        spaceId,
        banned.personId,
      ]),
    );
    await expect(support(id, banned)).rejects.toMatchObject({ code: 'banned_from_space' });
    await expect(submit(banned)).rejects.toMatchObject({ code: 'banned_from_space' });
  });

  it('refuses what is empty or too long, naming the fields', async () => {
    await expect(
      yard.as(tenant, author, () => yard.get(Proposals).submit({ space: 'gu', title: '  ', content: '짧다' })),
    ).rejects.toMatchObject({
      kind: 'invalid',
      fields: [
        { field: 'title', code: 'required' },
        { field: 'content', code: 'too_short', params: { limit: 10 } },
      ],
    });
  });

  it('is found by two syllables, by sort and filter, page by page without gaps', async () => {
    for (let i = 0; i < 7; i += 1) {
      yard.clock.advance({ minutes: 1 });
      await submit();
    }
    const list = (filter: object, first: number, after?: string): ReturnType<ProposalsReader['list']> =>
      yard.as(tenant, author, () => yard.get(ProposalsReader).list({ sort: 'new', ...filter }, first, after));
    for (const sort of ['new', 'support', 'comments', 'closing'] as const) {
      const whole = await list({ sort }, 100);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await list({ sort }, 3, after);
        seen.push(...page.nodes.map((node) => node.id));
        after = page.hasNextPage ? page.cursors.at(-1) : undefined;
      } while (after);
      expect(seen).toEqual(whole.nodes.map((node) => node.id));
      expect(seen.length).toBeGreaterThanOrEqual(7);
    }
    expect((await list({ q: '신호' }, 100)).nodes.length).toBeGreaterThan(7);
    expect((await list({ q: '단보' }, 1)).nodes).toHaveLength(1);
    expect((await list({ q: '없는말' }, 5)).nodes).toEqual([]);
    expect((await list({ q: '%' }, 5)).nodes).toEqual([]);
  });
});
