import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, newId, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { people } from '@madang/commons-people';
import { spaces } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { openYard, type Yard } from '@madang/testing';
import { CommentsReader, nest } from './comments.reader.js';
import { Comments } from './comments.service.js';
import type { Comment } from './comments.types.js';
import { conversation } from './conversation.part.js';

describe('comments', () => {
  let yard: Yard;
  let tenant: Tenant;
  let one: Actor;
  let two: Actor;
  let keeper: Actor;
  const open = { space: newId(), subject: newId() };
  const inner = { space: newId(), subject: newId() };
  const board = { space: open.space, subject: newId() };

  beforeAll(async () => {
    yard = await openYard([audit, people, spaces, subjects, conversation]);
    tenant = await yard.tenant();
    await yard.as(tenant, SYSTEM, async () => {
      const at = yard.clock.now;
      for (const [place, visibility] of [
        [open, 'public'],
        [inner, 'members'],
      ] as const)
        await db().run(
          `INSERT INTO spaces (id, slug, name, visibility, created_at) VALUES ($1, $2, '{"ko":"곳"}', $3, $4)`,
          [place.space, visibility, visibility, at],
        );
      for (const [place, slug, settings] of [
        [open, 'a', {}],
        [inner, 'b', {}],
        [board, 'c', { audience: 'members' }],
      ] as const) {
        const activityId = newId();
        await db().run(
          `INSERT INTO activities (id, space_id, method, slug, title, settings, created_at) VALUES ($1, $2, 'x', $3, '{"ko":"활동"}', $4, $5)`,
          [activityId, place.space, slug, settings, at],
        );
        await db().run(`INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, '{comment}')`, [
          newId(),
          activityId,
        ]);
        await db().run(
          `INSERT INTO subjects (id, kind, space_id, activity_id, number, title, locale, state, state_since, created_at, published_at, active_at)
           VALUES ($1, $2, $3, $4, 1, '글', 'ko', 'x', $5, $5, $5, $5)`,
          [place.subject, slug, place.space, activityId, at],
        );
      }
    });
    one = await yard.person(tenant, { name: '하나' });
    two = await yard.person(tenant, { name: '둘' });
    keeper = await yard.person(tenant, {
      name: '지기',
      spaces: { [open.space]: 'organiser', [inner.space]: 'member' },
    });
  });
  afterAll(() => yard.close());

  const write = (who: Actor, body: string, parentId?: string, subjectId = open.subject): Promise<string> =>
    yard.as(tenant, who, () => yard.get(Comments).write({ subjectId, body, parentId }));
  const read = (who: Actor, subjectId = open.subject): Promise<Comment[]> =>
    yard.as(tenant, who, async () => (await yard.get(CommentsReader).threads(subjectId, 'old', 50)).nodes);
  const act = <T>(who: Actor, work: (comments: Comments) => Promise<T>): Promise<T> =>
    yard.as(tenant, who, () => work(yard.get(Comments)));

  it('stand in threads, answers below what they answer, however deep they go', async () => {
    const root = await write(one, '첫째');
    const second = await write(one, '둘째');
    let parent = root;
    for (const word of ['ㄱ', 'ㄴ', 'ㄷ', 'ㄹ', 'ㅁ']) parent = await write(two, word, parent);
    const rows = await read(one);
    expect(rows.map((row) => row.body)).toEqual(['첫째', 'ㄱ', 'ㄴ', 'ㄷ', 'ㄹ', 'ㅁ', '둘째']);
    expect(Math.max(...rows.map((row) => row.depth))).toBe(3);
    expect(nest(rows).map((branch) => branch.id)).toEqual([root, second]);
  });

  it('can be changed and taken back by their authors alone, and keep their place', async () => {
    const id = await write(one, '고칠 말');
    await expect(act(two, (c) => c.edit(id, '남의 말'))).rejects.toMatchObject({ code: 'comment_missing' });
    await act(one, (c) => c.edit(id, '고친 말'));
    await write(two, '답', id);
    await act(one, (c) => c.withdraw(id));
    const rows = await read(two);
    expect(rows.find((row) => row.id === id)).toMatchObject({ body: null, state: 'withdrawn' });
    expect(rows.some((row) => row.parentId === id)).toBe(true);
  });

  it('are hidden by organisers with a reason; the original stays and can come back', async () => {
    const id = await write(one, '가릴 말');
    await expect(act(two, (c) => c.hide(id, true, '까닭'))).rejects.toMatchObject({ kind: 'denied' });
    await expect(act(keeper, (c) => c.hide(id, true, ' '))).rejects.toMatchObject({
      fields: [{ field: 'reason', code: 'required' }],
    });
    await act(keeper, (c) => c.hide(id, true, '비방'));
    expect((await read(two)).find((row) => row.id === id)).toMatchObject({ body: null, hiddenReason: '비방' });
    await act(keeper, (c) => c.hide(id, false, ''));
    expect((await read(two)).find((row) => row.id === id)).toMatchObject({ body: '가릴 말' });
  });

  it('count each relation once, also when it comes many times at once', async () => {
    const id = await write(one, '공감할 말');
    await Promise.all(Array.from({ length: 6 }, () => act(two, (c) => c.relate(id, true))));
    expect((await read(two)).find((row) => row.id === id)).toMatchObject({ relates: 1, related: true });
    expect(await act(two, (c) => c.relate(id, false))).toBe(0);
    expect(await act(two, (c) => c.relate(id, false))).toBe(0);
  });

  it('of closed places are neither read nor written from outside', async () => {
    for (const place of [inner, board]) {
      const id = await write(keeper, '안에서 한 말', undefined, place.subject);
      expect((await read(keeper, place.subject)).map((row) => row.id)).toEqual([id]);
      for (const outsider of [one, VISITOR]) expect(await read(outsider, place.subject)).toEqual([]);
      await expect(write(one, '밖에서 한 말', undefined, place.subject)).rejects.toMatchObject({ kind: 'missing' });
    }
  });

  it('are not taken from people who are banned from the space', async () => {
    const banned = await yard.person(tenant);
    await yard.as(tenant, SYSTEM, () =>
      db().run(`INSERT INTO memberships (space_id, person_id, state, requested_at) VALUES ($1, $2, 'banned', now())`, [
        open.space,
        banned.personId,
      ]),
    );
    await expect(write(banned, '나가라고 했지만')).rejects.toMatchObject({ code: 'banned_from_space' });
  });

  it('refuse what is empty, too long, or answers a comment elsewhere', async () => {
    await expect(write(one, '   ')).rejects.toMatchObject({ fields: [{ field: 'body', code: 'required' }] });
    await expect(write(one, '가'.repeat(1001))).rejects.toMatchObject({
      fields: [{ field: 'body', code: 'too_long', params: { limit: 1000 } }],
    });
    const id = await write(keeper, '다른 곳', undefined, inner.subject);
    await expect(write(keeper, '답', id)).rejects.toMatchObject({ code: 'comment_missing' });
  });
});
