import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  db,
  inContext,
  newContext,
  newId,
  registerMethods,
  SYSTEM,
  tenant,
  type Actor,
  type Tenant,
} from '@madang/kernel';
import { answers, AnswersReader } from '@madang/commons-answers';
import { audit } from '@madang/commons-audit';
import { conversation } from '@madang/commons-conversation';
import {
  AnswerDrafts,
  BulkActs,
  Entries,
  InputFilter,
  inputs,
  InputsReader,
  AnswerTemplates,
} from '@madang/commons-inputs';
import { media, MediaFolder } from '@madang/commons-media';
import { MailRoom, notices } from '@madang/commons-notices';
import { people } from '@madang/commons-people';
import { site } from '@madang/commons-site';
import { spaces } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { SiteWords } from '@madang/portal';
import { openYard, type Yard } from '@madang/testing';
import { createMessages, type Words } from '@madang/theming';
import { proposals } from './proposals.method.js';
import { ProposalsReader } from './proposals.reader.js';
import { Proposals } from './proposals.service.js';

const catalogue = (path: string, locale: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../${path}/i18n/${locale}.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
const messages = createMessages({
  catalogues: ['commons/notices', 'commons/inputs', 'methods/proposals', 'portal'].map((path) => ({
    ko: catalogue(path, 'ko'),
    en: catalogue(path, 'en'),
  })),
});
class KnownWords extends SiteWords {
  override in(locale: string): Promise<Words> {
    return Promise.resolve(messages.for(locale, tenant().timeZone));
  }
}
class KnownRoom extends MailRoom {
  override words(locale: string): Promise<Words> {
    return Promise.resolve(messages.for(locale, tenant().timeZone));
  }
}

describe('the office’s table of all inputs', () => {
  let yard: Yard;
  let grove: Tenant;
  let admin: Actor & { personId: string };
  let officer: Actor & { personId: string };
  let organiser: Actor & { personId: string };
  let approver: Actor & { personId: string };
  let member: Actor & { personId: string };
  const [gu, dong, guActivity, dongActivity, roads, category] = Array.from({ length: 6 }, () => newId()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];

  beforeAll(async () => {
    yard = await openYard(
      [audit, people, spaces, subjects, conversation, answers, media, notices, inputs, site, proposals],
      {
        provide: [
          { provide: MediaFolder, useValue: { path: '/nonexistent' } },
          { provide: SiteWords, useValue: new KnownWords() },
          { provide: MailRoom, useValue: new KnownRoom() },
        ],
        poolSize: 8,
      },
    );
    registerMethods([proposals]);
    grove = await yard.tenant('grove');
    await yard.as(grove, SYSTEM, async () => {
      const at = yard.clock.now;
      for (const [id, slug, activity, settings] of [
        [gu, 'gu', guActivity, { threshold: 1, collectingDays: 10, answersNeedApproval: true }],
        [dong, 'dong', dongActivity, { threshold: 3, collectingDays: 10 }],
      ] as const) {
        await db().run(
          `INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, $2, 'group', '{"ko":"곳"}', $3)`,
          [id, slug, at],
        );
        await db().run(
          `INSERT INTO activities (id, space_id, method, slug, title, settings, state_words, created_at)
           VALUES ($1, $2, 'proposals', 'proposals', '{"ko":"제안"}', $3, '{"collecting":{"ko":"모으는 중이에요"}}', $4)`,
          [activity, id, settings, at],
        );
        await db().run(
          `INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{submit,comment,relate,support}')`,
          [newId(), activity],
        );
      }
      await db().run(`INSERT INTO departments (id, slug, name) VALUES ($1, 'roads', '{"ko":"교통행정과"}')`, [roads]);
      await db().run(`INSERT INTO categories (id, slug, name) VALUES ($1, 'safety', '{"ko":"안전"}')`, [category]);
    });
    admin = await yard.person(grove, { role: 'administrator', name: '관리자' });
    officer = await yard.person(grove, { role: 'officer', name: '담당자' });
    approver = await yard.person(grove, { role: 'officer', name: '과장' });
    organiser = await yard.person(grove, { name: '오거나이저', spaces: { [dong]: 'organiser' } });
    member = await yard.person(grove, { name: '주민' });
    await as(SYSTEM, () =>
      db().run('UPDATE departments SET approver_id = $2 WHERE id = $1', [roads, approver.personId]),
    );
  });
  afterAll(async () => {
    registerMethods([]);
    await yard.close();
  });

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(grove, who, work);
  const table = (who: Actor, filter: Partial<InputFilter> = {}): ReturnType<InputsReader['table']> =>
    as(who, () => yard.get(InputsReader).table({ sort: 'new', ...filter }, 50));
  let made = 0;
  const propose = (space = 'dong'): Promise<{ id: string }> =>
    as(member, () =>
      yard.get(Proposals).submit({
        space,
        title: `횡단보도 신호를 늘려 주세요 ${(made += 1)}`,
        content: '저녁 여섯 시부터 여덟 시까지 5초만 늘려 주세요.',
      }),
    );
  /** A proposal of the space whose answers need approval, with the officer in charge. */
  async function assigned(): Promise<string> {
    const { id } = await propose('gu');
    await as(officer, () => yard.get(Proposals).support(id, true));
    await run(admin, { act: 'assign', ids: [id], departmentId: roads, officerId: officer.personId });
    return id;
  }
  const run = (who: Actor, input: Parameters<BulkActs['run']>[0]): Promise<string> =>
    as(who, () => yard.get(BulkActs).run(input));

  it('is for staff; organisers see their own spaces, others nothing', async () => {
    const [a, b] = [await propose('gu'), await propose('dong')];
    expect((await table(admin)).nodes.map((row) => row.id)).toEqual(expect.arrayContaining([a.id, b.id]));
    expect(new Set((await table(organiser)).nodes.map((row) => row.spaceSlug))).toEqual(new Set(['dong']));
    await expect(table(member)).rejects.toMatchObject({ code: 'denied' });
    await expect(as(organiser, () => yard.get(InputsReader).one(a.id))).rejects.toMatchObject({
      code: 'input_missing',
    });
  });

  it('calls states by the organisation’s own words, and the house’s where there are none', async () => {
    const { id } = await propose();
    const row = await as(admin, () => yard.get(InputsReader).one(id));
    expect([row.stateWord, row.path]).toEqual(['모으는 중이에요', `/dong/proposals/${row.number}`]);
    await as(SYSTEM, () => db().run(`UPDATE subjects SET state = 'missed' WHERE id = $1`, [id]));
    expect((await as(admin, () => yard.get(InputsReader).one(id))).stateWord).toBe('동의 부족');
  });

  it('pages through every sort without losing or repeating anything, and finds two syllables', async () => {
    for (let n = 0; n < 5; n += 1) await propose();
    const all = (await table(admin)).nodes.length;
    for (const sort of ['new', 'active', 'due', 'supports', 'comments'] as const) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await as(admin, () => yard.get(InputsReader).table({ sort }, 2, after));
        seen.push(...page.nodes.map((row) => row.id));
        after = page.hasNextPage ? page.cursors.at(-1) : undefined;
      } while (after);
      expect([sort, new Set(seen).size, seen.length]).toEqual([sort, all, all]);
    }
    expect((await table(admin, { words: '횡단' })).nodes).toHaveLength(all - 1);
    expect((await table(admin, { words: '가로' })).nodes).toHaveLength(1);
    expect((await table(admin, { words: '도서관' })).nodes).toEqual([]);
    const streamed = await as(admin, async () => {
      let rows = 0;
      for await (const page of yard.get(InputsReader).stream({ sort: 'new' })) rows += page.length;
      return rows;
    });
    expect(streamed).toBe(all);
  });

  it('takes an answer from its writer through the approver to the public', async () => {
    const id = await assigned();
    const drafts = yard.get(AnswerDrafts);
    expect((await as(officer, () => yard.get(InputsReader).queues()))['mine']).toBeGreaterThan(0);
    const revision = await as(officer, () =>
      drafts.save({ subjectId: id, revision: 0, kind: 'declined', body: '어려워요.' }),
    );
    await expect(as(officer, () => drafts.submit(id, revision))).rejects.toMatchObject({
      fields: [{ field: 'reason', code: 'required' }],
    });
    const next = await as(officer, () =>
      drafts.save({ subjectId: id, revision, kind: 'declined', body: '어려워요.', reason: '예산이 없어요.' }),
    );
    await expect(as(officer, () => drafts.publish(id, next))).rejects.toMatchObject({ code: 'approval_needed' });
    await as(officer, () => drafts.submit(id, next));
    expect((await table(approver, { queue: 'approval' })).nodes.map((row) => row.id)).toEqual([id]);
    expect((await table(officer, { queue: 'approval' })).nodes).toEqual([]);
    await as(approver, () => drafts.giveBack(id, next + 1, '까닭을 더 적어 주세요.'));
    const returned = await as(officer, () => drafts.find(id));
    expect(returned).toMatchObject({ state: 'returned', note: '까닭을 더 적어 주세요.' });
    await as(officer, () => drafts.submit(id, returned!.revision));
    await as(approver, () => drafts.publish(id, returned!.revision + 1));
    const outcome = await as(member, () => yard.get(AnswersReader).outcome(id));
    expect(outcome.answer).toMatchObject({ kind: 'declined', reason: '예산이 없어요.' });
    expect(await as(officer, () => drafts.find(id))).toBeNull();
    const events = await as(SYSTEM, () =>
      db().rows<{ name: string }>(
        `SELECT name FROM events WHERE subject_id = $1 AND name LIKE 'answers.%' ORDER BY id`,
        [id],
      ),
    );
    expect(events.map((row) => row.name)).toEqual([
      'answers.submitted',
      'answers.returned',
      'answers.submitted',
      'answers.published',
    ]);
  });

  it('tells two who write the same answer apart, and keeps what the first one wrote', async () => {
    const id = await assigned();
    const drafts = yard.get(AnswerDrafts);
    await as(officer, () => drafts.save({ subjectId: id, revision: 0, body: '하나' }));
    await expect(as(admin, () => drafts.save({ subjectId: id, revision: 0, body: '둘' }))).rejects.toMatchObject({
      code: 'changed_meanwhile',
    });
    await as(admin, () => drafts.save({ subjectId: id, revision: 1, body: '둘' }));
    await expect(as(officer, () => drafts.save({ subjectId: id, revision: 1, body: '셋' }))).rejects.toMatchObject({
      code: 'changed_meanwhile',
    });
    expect((await as(officer, () => drafts.find(id)))!.body).toBe('둘');
    await expect(as(member, () => drafts.save({ subjectId: id, revision: 2, body: '몰래' }))).rejects.toMatchObject({
      code: 'denied',
    });
  });

  it('foresees an act on many items: who refuses, who would hear what; and changes nothing', async () => {
    const [fresh, supported] = [await propose('gu'), await propose('gu')];
    await as(officer, () => yard.get(Proposals).support(supported.id, true));
    const input = {
      act: 'assign' as const,
      ids: [fresh.id, supported.id],
      departmentId: roads,
      officerId: officer.personId,
    };
    const foreseen = await as(admin, () => yard.get(BulkActs).preview(input));
    expect(foreseen).toMatchObject({
      able: 1,
      failures: [{ id: fresh.id, code: 'already_moved' }],
      notices: [{ audience: 'officer', people: 1, mails: 1 }],
    });
    expect(foreseen.notices[0]!.title).toContain('배정');
    expect((await as(admin, () => yard.get(InputsReader).one(supported.id))).state).toBe('awaiting_assignment');
    const id = await run(admin, input);
    expect(await as(admin, () => yard.get(BulkActs).find(id))).toMatchObject({
      state: 'done',
      total: 2,
      done: 2,
      failures: [{ id: fresh.id, code: 'already_moved' }],
    });
    expect((await as(admin, () => yard.get(InputsReader).one(supported.id))).officer).toBe('담당자');
  });

  it('does what is asked for more than fifty as a job, each by its own rules and with the rights of who asked', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 52; n += 1) ids.push((await propose()).id);
    const foreign = (await propose('gu')).id;
    const id = await run(organiser, { act: 'hide', ids: [...ids, foreign], reason: '시험 글이에요.' });
    expect((await as(organiser, () => yard.get(BulkActs).find(id))).state).toBe('waiting');
    const [job] = (await yard.outbox('inputs.bulk')).slice(-1);
    await inContext(newContext(grove, { actor: SYSTEM, now: () => yard.clock.now }), () =>
      yard.get(BulkActs).work(job!.payload as { id: string }),
    );
    expect(await as(organiser, () => yard.get(BulkActs).find(id))).toMatchObject({
      state: 'done',
      total: 52,
      done: 52,
      failures: [],
    });
    expect((await table(organiser, { hidden: true })).nodes).toHaveLength(50);
    expect((await as(admin, () => yard.get(InputsReader).one(foreign))).hiddenAt).toBeNull();
    await expect(run(admin, { act: 'restore', ids })).rejects.toMatchObject({ fields: [{ field: 'reason' }] });
  });

  it('moves many at once, and takes back those that can go back and have not moved on', async () => {
    const made = [await propose(), await propose(), await propose()];
    const [one, two, fresh] = made.map((item) => item.id) as [string, string, string];
    const state = (id: string, to?: string): Promise<string> =>
      as(admin, async () => {
        if (to) await db().run('UPDATE subjects SET state = $2 WHERE id = $1', [id, to]);
        return (await yard.get(InputsReader).one(id)).state;
      });
    await state(one, 'under_way');
    await state(two, 'answered');
    const input = { act: 'move' as const, ids: [one, two, fresh], to: 'done', reason: '공사를 마쳤어요.' };
    const foreseen = await as(admin, () => yard.get(BulkActs).preview(input));
    expect(foreseen).toMatchObject({ able: 2, failures: [{ id: fresh, code: 'already_moved' }] });
    expect(foreseen.notices).toMatchObject([{ audience: 'author', people: 2 }]);
    expect(await state(one)).toBe('under_way');
    const id = await run(admin, input);
    expect([await state(one), await state(two), await state(fresh)]).toEqual(['done', 'done', 'collecting']);
    const undo = { act: 'undo' as const, of: id, reason: '잘못 골랐어요.' };
    expect(await as(admin, () => yard.get(BulkActs).preview(undo))).toMatchObject({
      able: 1,
      failures: [{ id: two, code: 'no_way_back' }],
    });
    await run(admin, undo);
    expect([await state(one), await state(two)]).toEqual(['under_way', 'done']);
    expect(await as(admin, () => yard.get(BulkActs).find(id))).toMatchObject({ act: 'move', to: 'done', undone: true });
    await expect(as(admin, () => yard.get(BulkActs).preview(undo))).resolves.toMatchObject({
      able: 0,
      failures: expect.arrayContaining([{ id: one, title: expect.any(String), code: 'already_moved' }]) as unknown,
    });
    await expect(as(organiser, () => yard.get(BulkActs).preview(undo))).rejects.toMatchObject({ code: 'bulk_missing' });
    await expect(run(admin, { ...input, to: 'collecting' })).resolves.toBeDefined();
    expect(await state(one)).toBe('under_way');
    await expect(run(admin, { ...input, reason: ' ' })).rejects.toMatchObject({ fields: [{ field: 'reason' }] });
  });

  it('finds who brought something among the accounts, with addresses only for those who may see them', async () => {
    const find = (who: Actor, words: string): Promise<{ name: string; email: string | null }[]> =>
      as(who, () => yard.get(Entries).people({ activityId: dongActivity, words }));
    const [found] = await find(admin, '주민');
    expect([found?.name, found?.email]).toEqual(['주민', expect.stringContaining('@')]);
    expect(await find(officer, '주민')).toMatchObject([{ name: '주민', email: null }]);
    expect(await find(admin, found!.email!)).toHaveLength(1);
    expect(await find(officer, found!.email!)).toEqual([]);
    await expect(find(member, '주민')).rejects.toMatchObject({ code: 'denied' });
    await expect(find(officer, '주')).rejects.toMatchObject({ fields: [{ field: 'words' }] });
  });

  it('takes what came on paper for somebody, shown as such, with a name or without', async () => {
    const enter = (extra: object, who: Actor = officer): Promise<string> =>
      as(who, () =>
        yard.get(Entries).enter({
          activityId: dongActivity,
          source: 'paper',
          title: '경로당 앞 의자를 놓아 주세요',
          body: '버스를 기다리는 동안 앉을 곳이 없어요.',
          ...extra,
        }),
      );
    const named = await enter({ name: '김영순' });
    const shown = await as(member, () => yard.get(ProposalsReader).detail({ id: named }));
    expect([shown.authorName, shown.source, shown.mine]).toEqual(['김영순', 'paper', false]);
    const nameless = await as(member, async () => yard.get(ProposalsReader).detail({ id: await enterOne }));
    expect([nameless.authorName, nameless.source]).toEqual([null, 'phone']);
    const matched = await enter({ personId: member.personId });
    expect((await as(member, () => yard.get(ProposalsReader).detail({ id: matched }))).mine).toBe(true);
    const [event] = await as(admin, () =>
      db().rows(`SELECT actor_id AS by, data FROM events WHERE subject_id = $1 AND name = 'proposals.submitted'`, [
        matched,
      ]),
    );
    expect(event).toEqual({ by: officer.personId, data: { source: 'paper' } });
    expect((await table(admin, { source: 'paper' })).nodes.map((row) => row.id).sort()).toEqual(
      [matched, named].sort(),
    );
    await expect(enter({}, member)).rejects.toMatchObject({ code: 'denied' });
    await expect(enter({ source: 'dream' })).rejects.toMatchObject({ fields: [{ field: 'source', code: 'choice' }] });
  });
  let enterOne: Promise<string>;
  beforeAll(() => {
    enterOne = as(officer, () =>
      yard.get(Entries).enter({
        activityId: dongActivity,
        source: 'phone',
        title: '가로등이 어두워요, 밝게 해 주세요',
        body: '골목 안쪽 가로등 두 개가 어두워요.',
      }),
    );
  });

  it('lends texts to begin an answer with: everybody’s, and a department’s own', async () => {
    const templates = yard.get(AnswerTemplates);
    const id = await as(admin, () => templates.save({ name: '받아들임', kind: 'accepted', body: '하겠습니다.' }));
    const own = { ...officer, departmentId: roads };
    await as(own, () => templates.save({ name: '도로', kind: 'declined', body: '어렵습니다.', departmentId: roads }));
    expect((await as(own, () => templates.list())).map((row) => row.name)).toEqual(['도로', '받아들임']);
    expect((await as(officer, () => templates.list())).map((row) => row.name)).toEqual(['받아들임']);
    await expect(as(officer, () => templates.remove(id))).rejects.toMatchObject({ code: 'denied' });
    await expect(
      as(admin, () => templates.save({ id, revision: 7, name: '다름', kind: 'accepted', body: '네' })),
    ).rejects.toMatchObject({ code: 'changed_meanwhile' });
  });
});
