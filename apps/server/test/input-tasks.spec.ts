import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@madang/kernel';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';
import { openHouse, tokenIn, type House } from './kit/yard.js';

const HOST = 'grove.localhost';
const QUEUES = ['overdue', 'mine', 'approval', 'due_soon', 'unassigned'];

describe('what waits in the office, for each role', () => {
  let house: House;
  const who = new Map<string, Staff>();

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({ slug: 'grove', name: { ko: '수풀' } });
    const tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    const sql = sqlOf(house, tenant);
    for (const [name, role] of [
      ['administrator', 'administrator'],
      ['officer', 'officer'],
      ['other', 'officer'],
      ['approver', 'officer'],
      ['organiser', 'member'],
      ['member', 'member'],
    ] as const)
      who.set(name, await staffOf(house, tenant, role));
    const [here, there, roads] = [newId(), newId(), newId()];
    for (const [id, slug] of [
      [here, 'here'],
      [there, 'there'],
    ])
      await sql(
        `WITH space AS (INSERT INTO spaces (id, slug, kind, name, created_at) VALUES ($1, $2, 'group', '{"ko":"곳"}', now()) RETURNING id)
         INSERT INTO activities (id, space_id, method, slug, title, created_at) SELECT id, id, 'proposals', 'proposals', '{"ko":"제안"}', now() FROM space`,
        [id, slug],
      );
    await sql(
      `INSERT INTO memberships (space_id, person_id, state, requested_at) VALUES ($1, $2, 'organiser', now())`,
      [here, who.get('organiser')!.id],
    );
    await sql(`INSERT INTO departments (id, slug, name, approver_id) VALUES ($1, 'roads', '{"ko":"도로과"}', $2)`, [
      roads,
      who.get('approver')!.id,
    ]);
    let number = 0;
    const item = async (space: string, state: string, due?: number, hidden = false): Promise<string> => {
      const id = newId();
      await sql(
        `INSERT INTO subjects (id, kind, space_id, activity_id, number, author_id, title, locale, state, state_since, created_at, published_at, active_at, hidden_at)
         VALUES ($1, 'proposal', $2, $2, $3, $4, '제안', 'ko', $5, now(), now(), now(), now(), CASE WHEN $6 THEN now() END)`,
        [id, space, (number += 1), who.get('member')!.id, state, hidden],
      );
      if (due !== undefined)
        await sql(
          `INSERT INTO assignments (id, subject_id, department_id, officer_id, assigned_at, due_on)
           VALUES ($1, $2, $3, $4, now(), (now() AT TIME ZONE 'Asia/Seoul')::date + $5::int)`,
          [newId(), id, roads, who.get('officer')!.id, due],
        );
      return id;
    };
    // Brought in: its id tells nothing of when it came.
    await sql(
      `INSERT INTO subjects (id, kind, space_id, activity_id, number, title, locale, state, state_since, created_at, published_at, active_at)
       VALUES ('ffffffff-0000-8000-8000-000000000000', 'proposal', $1, $1, 999, '옛 제안', 'ko', 'collecting', now(), now(), now() - interval '9 days', now())`,
      [here],
    );
    await item(here, 'awaiting_assignment');
    await item(there, 'awaiting_assignment');
    await item(there, 'awaiting_assignment');
    await item(here, 'awaiting_assignment', undefined, true);
    await item(here, 'awaiting_answer', -2);
    await item(there, 'awaiting_answer', 3);
    const drafted = await item(here, 'awaiting_answer', 40);
    await sql(
      `INSERT INTO answer_drafts (id, subject_id, kind, body, state, submitted_at, created_at, changed_at) VALUES ($1, $2, 'accepted', '하겠습니다.', 'submitted', now(), now(), now())`,
      [newId(), drafted],
    );
  }, 60_000);
  afterAll(() => house.close());

  const ask = async <T>(name: string, query: string): Promise<T> => {
    const { data, errors } = await house.gql(HOST, query, {}, who.get(name)!.headers);
    if (errors) throw new Error(errors[0]!.extensions.code);
    return data as T;
  };
  const counts = async (name: string): Promise<Record<string, number>> => {
    const { tasks } = await ask<{ tasks: { href: string; count: number }[] }>(name, '{ tasks { href count } }');
    return Object.fromEntries(
      tasks
        .filter(({ href }) => href.startsWith('/inputs?queue='))
        .map(({ href, count }) => [href.slice('/inputs?queue='.length), count]),
    );
  };

  it('is counted: all for the office, what is theirs for an officer and an approver, their space for an organiser', async () => {
    // What has nothing waiting is not said.
    const all = { overdue: 1, due_soon: 1, unassigned: 3 };
    expect(await counts('administrator')).toEqual({ ...all, approval: 1 });
    expect(await counts('officer')).toEqual({ ...all, mine: 3 });
    expect(await counts('other')).toEqual(all);
    expect(await counts('approver')).toEqual({ ...all, approval: 1 });
    expect(await counts('organiser')).toEqual({ overdue: 1, unassigned: 1, approval: 1 });
    await expect(counts('member')).rejects.toThrow('denied');
  });

  it('stands with the newest first, whatever ids were brought in, page by page', async () => {
    const { inputs: all } = await ask<{ inputs: { nodes: { id: string; publishedAt: string }[] } }>(
      'administrator',
      '{ inputs(first: 100) { nodes { id publishedAt } } }',
    );
    const old = all.nodes.at(-1)!;
    expect(old.id).toMatch(/^ffffffff/);
    const days = all.nodes.map(({ publishedAt }) => Date.parse(publishedAt));
    expect(days).toEqual(days.toSorted((a, b) => b - a));
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const { inputs } = await ask<{
        inputs: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      }>(
        'administrator',
        `{ inputs(first: 2${after ? `, after: "${after}"` : ''}) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      );
      seen.push(...inputs.nodes.map(({ id }) => id));
      [after, more] = [inputs.pageInfo.endCursor, inputs.pageInfo.hasNextPage];
    }
    expect(seen).toEqual(all.nodes.map(({ id }) => id));
  });

  it('says of an address that names nothing that it is not there', async () => {
    for (const id of ['not-an-id', newId()])
      await expect(ask('administrator', `{ input(id: "${id}") { id } }`)).rejects.toThrow('input_missing');
  });

  it.each(['administrator', 'officer', 'other', 'approver', 'organiser'])(
    'leads %s to as many rows as it says',
    async (name) => {
      const told = await counts(name);
      for (const queue of QUEUES) {
        const { inputs } = await ask<{ inputs: { nodes: object[] } }>(
          name,
          `{ inputs(first: 100, filter: { queue: "${queue}" }) { nodes { id } } }`,
        );
        expect([queue, inputs.nodes.length]).toEqual([queue, told[queue] ?? 0]);
      }
    },
  );

  it('is not answered over a colleague unseen: both answers are shown before one replaces the other', async () => {
    const at = '/there/proposals/6/answer';
    await sqlOf(
      house,
      (await house.program.registry.get({ slug: 'grove' }))!,
    )(`INSERT INTO proposals (id, content, answer_days) SELECT id, '내용', 20 FROM subjects WHERE number = 6`);
    const { cookies } = who.get('officer')!;
    const seenIn = (body: string): string => /name="seen" value="([^"]*)"/.exec(body)![1]!;
    const send = (seen: string, body: string): ReturnType<House['ask']> =>
      house.ask(HOST, at, { cookies, form: { _csrf: tokenIn(page.body), seen, kind: 'accepted', body } });
    const page = await house.ask(HOST, at, { cookies });
    const seen = seenIn(page.body);
    expect((await send(seen, '먼저 쓴 답변이에요.')).status).toBe(303);
    const second = await send(seen, '나중에 쓴 답변이에요.');
    expect(second.status).toBe(409);
    for (const text of ['먼저 쓴 답변이에요.', '나중에 쓴 답변이에요.', '그사이 다른 사람이 고쳤어요.'])
      expect(second.body).toContain(text);
    expect((await house.ask(HOST, at, { cookies })).body).toContain('먼저 쓴 답변이에요.</textarea>');
    expect((await send(seenIn(second.body), '둘을 모은 답변이에요.')).status).toBe(303);
    // Two who send at the same moment, both having seen the same answer: one is asked again.
    const last = seenIn((await house.ask(HOST, at, { cookies })).body);
    const both = await Promise.all(['하나', '둘'].map((text) => send(last, `${text}, 함께 보낸 답변이에요.`)));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    // Whoever answered goes on to report what comes of it; nobody else does.
    const shown = async (name: string): Promise<boolean> =>
      (await house.ask(HOST, '/there/proposals/6', { cookies: who.get(name)!.cookies })).body.includes('/6/progress"');
    expect([await shown('officer'), await shown('other'), await shown('member')]).toEqual([true, false, false]);
  });
});
