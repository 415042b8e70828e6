import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, SYSTEM, type Actor, type Migration, type Tenant } from '@madang/kernel';
import { openYard, type Yard } from '@madang/testing';
import { audit, AuditReader, record } from '@madang/commons-audit';

// The audit stands below people; of them it reads the name and the state.
const somebody: Migration = {
  version: 2,
  name: 'somebody',
  statements: [
    `CREATE TABLE people (id uuid PRIMARY KEY, email text, display_name text NOT NULL, role text, assurance text, created_at timestamptz, state text NOT NULL DEFAULT 'active')`,
  ],
};

describe('the audit', () => {
  let yard: Yard;
  let here: Tenant;
  let admin: Actor & { personId: string };
  let member: Actor & { personId: string };

  beforeAll(async () => {
    yard = await openYard([audit, { name: 'somebody', home: import.meta.url, migrations: [somebody] }]);
    here = await yard.tenant();
    admin = await yard.person(here, { name: '관리', role: 'administrator' });
    member = await yard.person(here, { name: '주민' });
    for (let i = 1; i <= 5; i += 1) {
      yard.clock.advance({ minutes: 1 });
      await yard.as(here, i % 2 ? admin : member, () =>
        record(i % 2 ? 'people.banned' : 'answers.published', 'person', String(i), `이유 ${i}`, { turn: i }),
      );
    }
  });
  afterAll(() => yard.close());

  const list = (who: Actor, filter = {}): ReturnType<AuditReader['list']> =>
    yard.as(here, who, () => yard.get(AuditReader).list(filter));

  it('is read newest first, page by page, without gaps or repeats', async () => {
    const first = await list(admin, { first: 2 });
    const second = await list(admin, { first: 2, after: first.cursors.at(-1) });
    const third = await list(admin, { first: 2, after: second.cursors.at(-1) });
    expect([first, second, third].flatMap((page) => page.nodes.map((row) => row.objectId))).toEqual([
      '5',
      '4',
      '3',
      '2',
      '1',
    ]);
    expect(first.nodes[0]).toMatchObject({
      act: 'people.banned',
      reason: '이유 5',
      details: { turn: 5 },
      actorName: '관리',
      actorId: admin.personId,
      requestId: 'spec',
    });
    expect([first.hasNextPage, third.hasNextPage]).toEqual([true, false]);
  });

  it('is filtered by act, by part and by who acted', async () => {
    expect((await list(admin, { act: 'answers.published' })).nodes.map((row) => row.objectId)).toEqual(['4', '2']);
    expect((await list(admin, { act: 'people' })).nodes).toHaveLength(3);
    expect((await list(admin, { act: 'peo' })).nodes).toEqual([]);
    expect((await list(admin, { actorId: member.personId })).nodes).toHaveLength(2);
    expect((await list(admin, { objectKind: 'person', objectId: '3' })).nodes).toHaveLength(1);
  });

  it('is for administrators alone', async () => {
    await expect(list(member)).rejects.toMatchObject({ kind: 'denied', code: 'denied' });
    await expect(list({ ...member, role: 'officer' })).rejects.toMatchObject({ kind: 'denied' });
  });

  it('cannot be changed or emptied, not even by the software', async () => {
    for (const sql of [`UPDATE audit SET reason = 'another'`, 'DELETE FROM audit', 'TRUNCATE audit'])
      await expect(yard.as(here, SYSTEM, () => db().run(sql))).rejects.toThrow('permission denied');
    expect((await list(admin)).nodes).toHaveLength(5);
  });

  it('goes with the act: undone together', async () => {
    await expect(
      yard.as(here, admin, async () => {
        await record('people.banned', 'person', '6');
        throw new Error('on purpose');
      }),
    ).rejects.toThrow('on purpose');
    expect((await list(admin, { objectId: '6' })).nodes).toEqual([]);
  });
});
