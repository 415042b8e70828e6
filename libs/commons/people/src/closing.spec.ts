import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, hashSecret, newId, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { answers } from '@madang/commons-answers';
import { audit } from '@madang/commons-audit';
import { conversation } from '@madang/commons-conversation';
import { notices } from '@madang/commons-notices';
import { site } from '@madang/commons-site';
import { spaces } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { openYard, type Yard } from '@madang/testing';
import { MyAccount } from './account.service.js';
import { Closing } from './closing.service.js';
import { MyData } from './my-data.js';
import { MyPageReader, type DeedRow } from './my-page.reader.js';
import { people } from './people.part.js';
import { PeopleReader } from './people.reader.js';
import { Sessions } from './sessions.service.js';
import { Staff } from './staff/staff.service.js';

type Someone = Actor & { personId: string };
const ORIGIN = { address: '192.0.2.7', userAgent: 'spec' };
const SPACE = newId();
const ACTIVITY = newId();

describe('what belongs to a person', () => {
  let yard: Yard;
  let tenant: Tenant;
  let number = 0;

  beforeAll(async () => {
    const tables = [spaces, subjects, conversation, answers, notices, site].map(({ name, home, migrations }) => ({
      name,
      home,
      migrations,
    }));
    yard = await openYard([audit, people, ...tables]);
    tenant = await yard.tenant();
    await as(SYSTEM, async () => {
      await db().run(`INSERT INTO spaces (id, slug, name, created_at) VALUES ($1, 'dong', '{"ko": "우리 동"}', $2)`, [
        SPACE,
        yard.clock.now,
      ]);
      await db().run(
        `INSERT INTO activities (id, space_id, method, slug, title, created_at) VALUES ($1, $2, 'proposals', 'proposals', '{}', $3)`,
        [ACTIVITY, SPACE, yard.clock.now],
      );
    });
  });
  afterAll(() => yard.close());

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const rows = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    as(SYSTEM, () => db().rows(sql, values));
  const n = async (sql: string, values: unknown[] = []): Promise<unknown> =>
    (await rows(`SELECT count(*)::int AS n FROM ${sql}`, values))[0]!['n'];

  /** A subject by somebody; published now. */
  async function write(author: Someone, title: string, state = 'collecting'): Promise<string> {
    const id = newId();
    yard.clock.advance({ minutes: 1 });
    await as(SYSTEM, () =>
      db().run(
        `INSERT INTO subjects (id, kind, space_id, activity_id, number, author_id, title, locale, state, state_since, created_at, published_at, active_at)
         VALUES ($1, 'proposal', $2, $3, $4, $5, $6, 'ko', $7, $8, $8, $8, $8)`,
        [id, SPACE, ACTIVITY, (number += 1), author.personId, title, state, yard.clock.now],
      ),
    );
    return id;
  }
  /** Supports and relates, counted as the house counts. */
  async function join(person: Someone, subjectId: string): Promise<void> {
    yard.clock.advance({ minutes: 1 });
    await as(SYSTEM, async () => {
      await db().run('INSERT INTO supports (subject_id, person_id, at) VALUES ($1, $2, $3)', [
        subjectId,
        person.personId,
        yard.clock.now,
      ]);
      await db().run('INSERT INTO reactions (subject_id, person_id, at) VALUES ($1, $2, $3)', [
        subjectId,
        person.personId,
        yard.clock.now,
      ]);
      for (const kind of ['support', 'relate'])
        await db().run(
          `INSERT INTO tallies VALUES ($1, $2, 0, 1) ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + 1`,
          [subjectId, kind],
        );
    });
  }
  async function comment(person: Someone, subjectId: string, body: string): Promise<void> {
    const id = newId();
    yard.clock.advance({ minutes: 1 });
    await as(SYSTEM, () =>
      db().run(
        `INSERT INTO comments (id, subject_id, root_id, depth, path, author_id, body, created_at) VALUES ($1, $2, $1, 0, $3, $4, $5, $6)`,
        [id, subjectId, `/${id}`, person.personId, body, yard.clock.now],
      ),
    );
  }
  const tally = async (subjectId: string, kind: string): Promise<unknown> =>
    (await rows('SELECT sum(n)::int AS n FROM tallies WHERE subject_id = $1 AND kind = $2', [subjectId, kind]))[0]![
      'n'
    ];
  const close = (who: Someone, supports: 'keep' | 'withdraw', confirm = who.displayName!): Promise<void> =>
    as(who, () => yard.get(Closing).close({ supports, confirm }));

  it('is listed newest first with what came of it, page by page', async () => {
    const [me, other] = [await yard.person(tenant), await yard.person(tenant)];
    const mine = await write(me, '내 제안');
    const theirs = await write(other, '이웃의 제안', 'answered');
    await as(SYSTEM, () =>
      db().run(
        `INSERT INTO answers (id, subject_id, kind, body, published_at, created_at) VALUES ($1, $2, 'accepted', '네', $3, $3)`,
        [newId(), theirs, yard.clock.now],
      ),
    );
    await join(me, theirs);
    await comment(me, theirs, '좋아요');
    await comment(other, theirs, '남의 글');
    const read = (first: number, after?: string): ReturnType<MyPageReader['deeds']> =>
      as(me, () => yard.get(MyPageReader).deeds({ first, after }));
    const seen: DeedRow[] = [];
    for (let after: string | undefined, page; ; after = page.cursors.at(-1)) {
      page = await read(1, after);
      seen.push(...page.nodes);
      if (!page.hasNextPage) break;
    }
    expect(seen.map((row) => row.deed)).toEqual(['commented', 'supported', 'related', 'wrote']);
    expect(seen[0]).toMatchObject({
      title: '이웃의 제안',
      state: 'answered',
      answer: 'accepted',
      words: '좋아요',
      spaceSlug: 'dong',
    });
    expect(seen[3]).toMatchObject({ subjectId: mine, state: 'collecting', answer: null });
    expect(await as(me, () => yard.get(MyPageReader).counts())).toEqual({
      wrote: 1,
      supported: 1,
      related: 1,
      commented: 1,
    });
    expect((await as(me, () => yard.get(MyPageReader).deeds({ deed: 'wrote' }))).nodes).toHaveLength(1);
  });

  it('can be taken away as a file: every table, nothing of others, no secrets', async () => {
    const [me, other] = [
      await yard.person(tenant, { name: '내려받는이' }),
      await yard.person(tenant, { name: '다른사람' }),
    ];
    const theirs = await write(other, '이웃의 비밀스런 제안');
    await write(me, '나의 제안');
    await join(me, theirs);
    await comment(me, theirs, '나의 말');
    await comment(other, theirs, '이웃의 말');
    const secret = await as(VISITOR, () => yard.get(Sessions).start(me.personId, 'mine@spec.example', 'link', ORIGIN));
    const token = await as(me, () => yard.get(MyAccount).createToken({ name: '기록', scopes: ['read'] }));
    const data = await as(me, () => yard.get(MyData).collect());
    const tables = data['tables'] as Record<string, Record<string, unknown>[]>;
    expect(Object.keys(tables).sort()).toEqual([
      'api_tokens',
      'audit',
      'comments',
      'people',
      'reactions',
      'sessions',
      'sign_ins',
      'subjects',
      'supports',
    ]);
    expect(tables['people']).toEqual([expect.objectContaining({ id: me.personId, display_name: '내려받는이' })]);
    const text = JSON.stringify(data);
    for (const hidden of [
      secret,
      hashSecret(secret),
      token.secret,
      hashSecret(token.secret),
      'token_hash',
      'password_hash',
      '이웃의 말',
      '이웃의 비밀스런 제안',
      '다른사람',
    ])
      expect(text).not.toContain(hidden);
    for (const own of ['나의 말', '나의 제안', '192.0.2.7']) expect(text).toContain(own);
    // Every table that says whose a row is would be in it: a part added later needs no line here.
    const owned = await rows(
      `SELECT DISTINCT c.relname AS name FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(k.conkey)
        WHERE k.contype = 'f' AND k.confrelid = 'people'::regclass AND a.attname IN ('person_id', 'author_id', 'owner_id')`,
    );
    expect(owned.map((row) => row['name'])).toEqual(
      expect.arrayContaining([
        'api_tokens',
        'comments',
        'consents',
        'follows',
        'memberships',
        'reactions',
        'sessions',
        'subjects',
        'supports',
      ]),
    );
  });

  it('leaves what one wrote without a name, and keeps supports counted', async () => {
    const [me, other] = [
      await yard.person(tenant, { name: '떠나는이', email: 'leaving@spec.example', spaces: { [SPACE]: 'member' } }),
      await yard.person(tenant),
    ];
    await as(SYSTEM, () => db().run('UPDATE spaces SET member_count = 1 WHERE id = $1', [SPACE]));
    const mine = await write(me, '남기는 제안');
    const theirs = await write(other, '이웃의 제안');
    await join(me, theirs);
    await comment(me, theirs, '남기는 말');
    const session = await as(VISITOR, () =>
      yard.get(Sessions).start(me.personId, 'leaving@spec.example', 'link', ORIGIN),
    );
    const token = await as(me, () => yard.get(MyAccount).createToken({ name: '기록', scopes: ['read'] }));
    await as(SYSTEM, () =>
      db().run(
        `INSERT INTO mails (id, person_id, recipient, locale, topic, subject, state, created_at, due_at)
         SELECT gen_random_uuid(), person, $2, 'ko', 'sign_in', '링크', state, $3, $3 FROM (VALUES ($1::uuid, 'sent'), (NULL, 'waiting')) v (person, state)`,
        [me.personId, 'leaving@spec.example', yard.clock.now],
      ),
    );
    await close(me, 'keep');
    expect(
      await rows('SELECT state, email, password_hash, display_name, bio, role FROM people WHERE id = $1', [
        me.personId,
      ]),
    ).toEqual([{ state: 'closed', email: null, password_hash: null, display_name: '-', bio: '', role: 'member' }]);
    expect(await n('subjects WHERE id = $1', [mine])).toBe(1);
    expect(await n('comments WHERE author_id = $1 AND state = $2', [me.personId, 'visible'])).toBe(1);
    expect(await tally(theirs, 'support')).toBe(1);
    expect(await rows('SELECT name_hidden FROM supports WHERE person_id = $1', [me.personId])).toEqual([
      { name_hidden: true },
    ]);
    expect(await rows('SELECT member_count FROM spaces WHERE id = $1', [SPACE])).toEqual([{ member_count: 0 }]);
    for (const by of [{ sessionToken: session }, { apiToken: token.secret }])
      expect(await as(VISITOR, () => yard.get(PeopleReader).recognise(by))).toBe(VISITOR);
    expect(await as(VISITOR, () => yard.get(PeopleReader).profile(me.personId))).toBeUndefined();
    for (const table of [
      'sessions',
      'sign_ins',
      'api_tokens',
      'mail_links',
      'follows',
      'memberships',
      'notices',
      'notice_choices',
    ])
      expect([table, await n(`${table} WHERE person_id = $1`, [me.personId])]).toEqual([table, 0]);
    expect(await rows('SELECT recipient, subject, state FROM mails ORDER BY state')).toEqual([
      { recipient: '', subject: '', state: 'failed' },
      { recipient: '', subject: '', state: 'sent' },
    ]);
    expect(JSON.stringify(await rows('SELECT to_jsonb(e) AS row FROM events e'))).not.toContain('leaving@spec.example');
    // The address and the name are free again.
    await expect(yard.person(tenant, { name: '떠나는이', email: 'leaving@spec.example' })).resolves.toBeDefined();
  });

  it('takes supports back where items still collect, and leaves frozen counts alone', async () => {
    const [me, other] = [await yard.person(tenant), await yard.person(tenant)];
    const open = await write(other, '모으는 중');
    const frozen = await write(other, '검토 중', 'awaiting_answer');
    for (const item of [open, frozen]) {
      await join(other, item);
      await join(me, item);
    }
    await close(me, 'withdraw');
    expect([await tally(open, 'support'), await tally(frozen, 'support')]).toEqual([1, 2]);
    expect([await tally(open, 'relate'), await tally(frozen, 'relate')]).toEqual([1, 1]);
    expect(await rows('SELECT subject_id, name_hidden FROM supports WHERE person_id = $1', [me.personId])).toEqual([
      { subject_id: frozen, name_hidden: true },
    ]);
  });

  it('is closed by its person alone, who has to say so', async () => {
    const me = await yard.person(tenant);
    await expect(close(me, 'keep', 'somebody else')).rejects.toMatchObject({
      fields: [{ field: 'confirm', code: 'type_name' }],
    });
    await expect(close({ ...me, kind: 'token' }, 'keep')).rejects.toMatchObject({ kind: 'denied' });
    await expect(as(VISITOR, () => yard.get(Closing).close({ supports: 'keep', confirm: '-' }))).rejects.toMatchObject({
      code: 'sign_in_first',
    });
  });

  it('never leaves a site without an administrator, even when the last two go at once', async () => {
    const [a, b] = [
      await yard.person(tenant, { role: 'administrator' }),
      await yard.person(tenant, { role: 'administrator' }),
    ];
    const results = await Promise.allSettled([close(a, 'keep'), close(b, 'keep')]);
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'last_administrator' } });
    const last = results[0].status === 'rejected' ? a : b;
    const staff = yard.get(Staff);
    await expect(
      as(last, () => staff.setRole({ personId: last.personId, role: 'member', reason: '쉬려고요' })),
    ).rejects.toMatchObject({ code: 'last_administrator' });
    await expect(as(last, () => staff.ban({ personId: last.personId, reason: '실수' }))).rejects.toMatchObject({
      code: 'not_yourself',
    });
    expect(await n(`people WHERE role = 'administrator' AND state = 'active'`)).toBe(1);
  });
});
