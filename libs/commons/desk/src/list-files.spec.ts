import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, inContext, newContext, SYSTEM, type Actor, type Tenant, type ExportListInput } from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { people } from '@madang/commons-people';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { desk } from './desk.part.js';
import { ListFiles, type ListFileRow } from './list-files.service.js';
import { Lists, LONG } from './lists.service.js';

type Someone = Actor & { personId: string };

describe('files of long lists', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Someone;
  let other: Someone;

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const free = <T>(who: Actor, work: () => Promise<T>): Promise<T> =>
    inContext(newContext(tenant, { actor: who, now: () => yard.clock.now }), work);
  const ask = async (parts: Partial<ExportListInput> = {}): Promise<string> => {
    const wish = { list: 'people', filter: '{"words":"많은"}', columns: ['email'], format: 'csv' as const, ...parts };
    const made = await as(admin, () => yard.get(Lists).prepare(wish));
    if (!('file' in made)) throw new Error('a long list is written by a job');
    return made.file;
  };
  const write = (id: string): Promise<void> => free(SYSTEM, () => yard.get(ListFiles).write({ id }));
  const mine = (who: Actor = admin): Promise<readonly ListFileRow[]> =>
    as(who, async () => (await yard.get(ListFiles).list()).nodes);
  const fetched = async (id: string, who: Actor = admin): Promise<string> =>
    text((await free(who, () => yard.get(ListFiles).fetch(id))).body);

  beforeAll(async () => {
    yard = await openYard([audit, people, spaces, desk]);
    tenant = await yard.tenant();
    admin = await yard.person(tenant, { name: '관리자님', role: 'administrator' });
    other = await yard.person(tenant, { name: '다른 관리자', role: 'administrator' });
    await as(SYSTEM, () =>
      db().run(
        `INSERT INTO people (id, email, display_name, created_at) SELECT gen_random_uuid(), 'many' || n || '@spec.example', '많은' || n, $1 FROM generate_series(1, $2) n`,
        [yard.clock.now, LONG + 1],
      ),
    );
  }, 60_000);
  afterAll(() => yard.close());

  it('are written by a job, say how far they are, and hold every row once', async () => {
    const id = await ask();
    expect(await mine()).toMatchObject([{ id, state: 'waiting', lines: 0 }]);
    await expect(fetched(id)).rejects.toMatchObject({ code: 'export_missing' });
    expect(await yard.outbox('desk.list_file')).toEqual([{ topic: 'desk.list_file', payload: { id } }]);
    await write(id);
    expect(await mine()).toMatchObject([{ id, state: 'done', lines: LONG + 1 }]);
    const lines = (await fetched(id)).trim().split('\r\n').slice(1);
    expect([lines.length, new Set(lines).size]).toEqual([LONG + 1, LONG + 1]);
    // As often as one likes, until it is gone.
    expect(await fetched(id)).toHaveLength((await fetched(id)).length);
    await write(id);
    expect(await mine()).toMatchObject([{ id, state: 'done' }]);
  });

  it('are their maker’s alone, for a day, and then leave nothing', async () => {
    const [{ id }] = (await mine()) as [ListFileRow];
    expect(await mine(other)).toEqual([]);
    await expect(fetched(id, other)).rejects.toMatchObject({ code: 'export_missing' });
    await expect(as(other, () => yard.get(ListFiles).remove(id))).rejects.toMatchObject({ code: 'export_missing' });
    await expect(fetched(id, { ...admin, kind: 'token' })).rejects.toMatchObject({ code: 'tokens_need_session' });
    yard.clock.advance({ days: 1, minutes: 1 });
    await expect(fetched(id)).rejects.toMatchObject({ code: 'export_over' });
    await as(SYSTEM, () => yard.get(ListFiles).tidy());
    const left = await as(SYSTEM, () => db().rows('SELECT 1 FROM list_files UNION ALL SELECT 1 FROM list_file_parts'));
    expect(left).toEqual([]);
  });

  it('are written with the rights their maker has then', async () => {
    const id = await ask();
    await as(SYSTEM, () => db().run(`UPDATE people SET role = 'member' WHERE id = $1`, [admin.personId]));
    await write(id);
    await as(SYSTEM, () => db().run(`UPDATE people SET role = 'administrator' WHERE id = $1`, [admin.personId]));
    expect(await mine()).toMatchObject([{ id, state: 'failed', error: 'denied' }]);
    await as(admin, () => yard.get(ListFiles).remove(id));
  });

  it('are taken up again when their worker was killed, and begun anew', async () => {
    const id = await ask({ format: 'xlsx' });
    await as(SYSTEM, () =>
      db().run(
        `UPDATE list_files SET state = 'writing', attempts = 1, lines = 500, lease_at = $1::timestamptz + interval '5 minutes'`,
        [yard.clock.now],
      ),
    );
    await write(id);
    expect(await mine()).toMatchObject([{ id, state: 'writing', lines: 500 }]);
    yard.clock.advance({ minutes: 6 });
    const before = (await yard.outbox('desk.list_file')).length;
    await as(SYSTEM, () => yard.get(ListFiles).tidy());
    expect((await yard.outbox('desk.list_file')).slice(before)).toEqual([{ topic: 'desk.list_file', payload: { id } }]);
    await write(id);
    expect(await mine()).toMatchObject([{ id, state: 'done', lines: LONG + 1 }]);
    const { body, type } = await free(admin, () => yard.get(ListFiles).fetch(id));
    expect(type).toContain('spreadsheetml');
    expect((await body.take(1).toArray()).map((piece: Buffer) => piece.subarray(0, 2).toString())).toEqual(['PK']);
  });
});
