import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, newId, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { conversation } from '@madang/commons-conversation';
import { media, MediaFolder } from '@madang/commons-media';
import { people } from '@madang/commons-people';
import { site, HomeSources } from '@madang/commons-site';
import { spaces } from '@madang/commons-spaces';
import { SearchReader, subjects } from '@madang/commons-subjects';
import { InputActs } from '@madang/commons-inputs';
import { openYard, type Yard } from '@madang/testing';
import { posts } from './posts.method.js';
import { PostsReader } from './posts.reader.js';
import { PostSeeds } from './posts.seeds.js';
import { Posts } from './posts.service.js';

let yard: Yard;
let tenant: Tenant;
let organiser: Actor;
let insider: Actor;
let outsider: Actor;
let admin: Actor;
const spaceId = newId();

describe('posts', () => {
  beforeAll(async () => {
    yard = await openYard([audit, people, spaces, subjects, conversation, media, site, posts], {
      provide: [
        { provide: InputActs, useValue: new InputActs() },
        { provide: MediaFolder, useValue: { path: '/nonexistent' } },
      ],
    });
    tenant = await yard.tenant('meadow');
    await yard.as(tenant, SYSTEM, async () => {
      await db().run(`INSERT INTO spaces (id, slug, name, created_at) VALUES ($1, 'hill', '{"ko":"언덕"}', $2)`, [
        spaceId,
        yard.clock.now,
      ]);
      const boards: [string, object, string[]][] = [
        ['notices', { kind: 'notice', writers: 'organisers' }, ['write']],
        ['talk', { kind: 'talk', writers: 'members' }, ['write', 'comment']],
        ['square', { kind: 'talk', writers: 'everyone' }, ['write', 'comment']],
        ['inside', { kind: 'talk', writers: 'members', audience: 'members' }, ['write', 'comment']],
        ['old', { kind: 'news', writers: 'everyone' }, ['comment']],
      ];
      for (const [slug, settings, interactions] of boards) {
        const id = newId();
        await db().run(
          `INSERT INTO activities (id, space_id, method, slug, title, settings, created_at) VALUES ($1, $2, 'posts', $3, $4, $5, $6)`,
          [id, spaceId, slug, { ko: slug }, settings, yard.clock.now],
        );
        await db().run('INSERT INTO windows (id, activity_id, interactions) VALUES ($1, $2, $3)', [
          newId(),
          id,
          interactions,
        ]);
      }
    });
    organiser = await yard.person(tenant, { spaces: { [spaceId]: 'organiser' } });
    insider = await yard.person(tenant, { spaces: { [spaceId]: 'member' } });
    outsider = await yard.person(tenant);
    admin = await yard.person(tenant, { role: 'administrator' });
  });
  afterAll(() => yard.close());

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const write = (who: Actor, board: string, title = '알립니다', body = '본문이에요.') =>
    as(who, () => yard.get(Posts).write({ space: 'hill', board, title, body }));
  const list = (who: Actor, board: string, first = 20, after?: string) =>
    as(who, async () => yard.get(PostsReader).list(await yard.get(PostsReader).board('hill', board), first, after));

  describe('boards', () => {
    it.each([
      ['notices', { organiser: true, insider: false, outsider: false, visitor: false, admin: true }],
      ['talk', { organiser: true, insider: true, outsider: false, visitor: false, admin: true }],
      ['square', { organiser: true, insider: true, outsider: true, visitor: false, admin: true }],
      ['inside', { organiser: true, insider: true, outsider: false, visitor: false, admin: true }],
      ['old', { organiser: false, insider: false, outsider: false, visitor: false, admin: false }],
    ] as const)('let the right people write on %s', async (board, expected) => {
      const actors = { organiser, insider, outsider, visitor: VISITOR, admin };
      const found: Record<string, boolean> = {};
      for (const [name, who] of Object.entries(actors))
        found[name] = await write(who, board).then(
          () => true,
          () => false,
        );
      expect(found).toEqual(expected);
    });

    it('announce a post once and number it within the space', async () => {
      const one = await write(organiser, 'notices', '첫 번째');
      const two = await write(organiser, 'notices', '두 번째');
      expect(two.number).toBe(one.number + 1);
      const events = await as(SYSTEM, () =>
        db().rows<{ name: string }>('SELECT name FROM events WHERE subject_id = $1', [one.id]),
      );
      expect(events).toEqual([{ name: 'posts.published' }]);
    });

    it('refuse an empty or overlong post by field', async () => {
      await expect(write(organiser, 'notices', '가', '')).rejects.toMatchObject({
        kind: 'invalid',
        fields: expect.arrayContaining([
          expect.objectContaining({ field: 'title' }),
          expect.objectContaining({ field: 'body' }),
        ]),
      });
      await expect(write(organiser, 'notices', 'x'.repeat(121))).rejects.toMatchObject({
        fields: [{ field: 'title', code: 'too_long', params: { limit: 120 } }],
      });
    });

    it('show pinned posts first, then the newest, page by page without loss', async () => {
      for (let i = 0; i < 5; i += 1) {
        yard.clock.advance({ minutes: 1 });
        await write(admin, 'square', `글 ${i}`);
      }
      const all = (await list(VISITOR, 'square', 100)).nodes;
      await as(organiser, () => yard.get(Posts).pin(all.at(-1)!.id, true));
      const order = [all.at(-1)!.id, ...all.slice(0, -1).map((post) => post.id)];
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await list(VISITOR, 'square', 3, after);
        seen.push(...page.nodes.map((post) => post.id));
        if (!page.hasNextPage) break;
        after = page.cursors.at(-1);
      }
      expect(seen).toEqual(order);
      await expect(as(insider, () => yard.get(Posts).pin(all[0]!.id, true))).rejects.toMatchObject({ kind: 'denied' });
    });

    it('hide with a reason, for others but not for who keeps order, and restore', async () => {
      const { id } = await write(insider, 'talk', '지나친 글');
      const read = (who: Actor) => as(who, () => yard.get(PostsReader).detail({ id }));
      await expect(as(organiser, () => yard.get(Posts).hide(id, true, ' '))).rejects.toMatchObject({ kind: 'invalid' });
      await as(organiser, () => yard.get(Posts).hide(id, true, '행동강령 1조'));
      await expect(read(VISITOR)).rejects.toMatchObject({ kind: 'missing' });
      expect((await list(VISITOR, 'talk')).nodes.map((post) => post.id)).not.toContain(id);
      expect((await read(organiser)).hiddenAt).not.toBeNull();
      await as(organiser, () => yard.get(Posts).hide(id, false, '다시 살펴봤어요'));
      expect((await read(VISITOR)).title).toBe('지나친 글');
      const audited = await as(SYSTEM, () =>
        db().rows<{ act: string }>('SELECT act FROM audit WHERE object_id = $1 ORDER BY id', [id]),
      );
      expect(audited.map((row) => row.act)).toEqual(['posts.hidden', 'posts.restored']);
    });

    it('let authors and organisers change a post, nobody else', async () => {
      const { id } = await write(insider, 'talk', '처음 제목');
      const edit = (who: Actor) => as(who, () => yard.get(Posts).edit({ id, title: '고친 제목', body: '고친 본문' }));
      await expect(edit(outsider)).rejects.toMatchObject({ kind: 'denied' });
      await edit(insider);
      expect(await as(VISITOR, () => yard.get(PostsReader).detail({ id }))).toMatchObject({
        title: '고친 제목',
        body: '고친 본문',
      });
    });
  });

  describe('a board for members', () => {
    it('is read by members of the space only, and found by no search and no home page', async () => {
      const { id, number } = await write(insider, 'inside', '오붓한 이야기', '우리끼리만');
      await write(insider, 'talk', '오붓하지 않은 이야기', '모두에게');
      for (const who of [VISITOR, outsider]) {
        await expect(list(who, 'inside')).rejects.toMatchObject({ kind: 'denied' });
        await expect(as(who, () => yard.get(PostsReader).detail({ space: 'hill', number }))).rejects.toMatchObject({
          kind: 'denied',
        });
      }
      expect((await list(insider, 'inside')).nodes.map((post) => post.id)).toContain(id);
      const titles = (await as(VISITOR, () => yard.get(SearchReader).search('오붓'))).map((found) => found.title);
      expect(titles).toEqual(['오붓하지 않은 이야기']);
      await as(insider, () => yard.get(Posts).edit({ id, title: '더 오붓한 이야기', body: '우리끼리만' }));
      expect(await as(VISITOR, () => yard.get(SearchReader).search('더 오붓'))).toEqual([]);
      const home = await as(VISITOR, () =>
        yard.get(HomeSources).read([{ id: 'n', source: 'posts', list: 'newest', limit: 12 }]),
      );
      expect(home.get('n')!.map((card) => ('title' in card ? card.title : ''))).not.toContain('더 오붓한 이야기');
      expect(home.get('n')!.length).toBeGreaterThan(3);
    });
  });

  describe('demo posts', () => {
    it('load once, with their conversation, as their authors at their time', async () => {
      const at = new Date('2026-11-01T03:00:00Z');
      const world = {
        person: (key: string) => (key === 'o' ? organiser : insider),
        crowd: [outsider.personId!],
        at: () => at,
        departmentId: () => Promise.reject(new Error('posts name no department')),
        categoryId: () => Promise.resolve(null),
        day: (offset: string) => offset,
      };
      const seeds = [
        {
          key: 'one',
          space: 'hill',
          board: 'talk',
          author: 'o',
          at: '-1d',
          title: '옛 이야기',
          body: '본문',
          pinned: false,
          comments: [
            {
              author: 'i',
              at: '-1d',
              body: '댓글',
              relates: 3,
              official: false,
              replies: [{ author: 'o', at: '-1d', body: '답글', relates: 0, official: false, replies: [] }],
            },
          ],
        },
      ];
      const load = () => as(SYSTEM, () => yard.get(PostSeeds).load({ posts: seeds }, world));
      expect(await load()).toBe(1);
      expect(await load()).toBe(0);
      const post = (await list(VISITOR, 'talk', 100)).nodes.find((one) => one.title === '옛 이야기')!;
      expect(new Date(post.publishedAt)).toEqual(at);
      expect(post.authorName).toBe(organiser.displayName);
      expect(post.comments).toBe(2);
    });
  });
});
