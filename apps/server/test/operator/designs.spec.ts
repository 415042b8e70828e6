import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, hashSecret, inContext, inUnit, newContext, newId, newSecret, SYSTEM } from '@madang/kernel';
import { openHouse, type House } from '../kit/yard.js';

describe('designs shared between organisations', () => {
  let house: House;
  const admins = new Map<string, string>();
  const members = new Map<string, string>();

  beforeAll(async () => {
    house = await openHouse();
    for (const slug of ['grove', 'other']) {
      await house.program.provisioning.create({ slug, name: { ko: `${slug} 마을` } });
      for (const [role, sessions] of [
        ['administrator', admins],
        ['member', members],
      ] as const) {
        const session = newSecret();
        sessions.set(slug, session);
        await inside(slug, async () => {
          const id = newId();
          await db().run(
            `INSERT INTO people (id, email, display_name, role, assurance, created_at) VALUES ($1, $2, $3, $4, 'email', now())`,
            [id, `${role}@${slug}.example`, role, role],
          );
          await db().run(
            `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
            [newId(), id, hashSecret(session)],
          );
        });
      }
      await inside(slug, () =>
        db().run(
          `INSERT INTO spaces (id, slug, kind, name, visibility, joining, position, created_at) VALUES ($1, 'yard', 'group', '{"ko":"마당"}', 'public', 'open', 1, now())`,
          [newId()],
        ),
      );
    }
  });
  afterAll(() => house.close());

  const inside = async <T>(slug: string, work: () => Promise<T>): Promise<T> => {
    const tenant = (await house.program.registry.get({ slug }))!;
    return inContext(newContext(tenant, { actor: SYSTEM }), () => inUnit(house.program.database, false, work));
  };
  const ask = async <T>(slug: string, query: string, sessions = admins): Promise<{ data: T; code?: string }> => {
    const answer = await house.gql(`${slug}.localhost`, query, {}, { cookie: `madang_session=${sessions.get(slug)!}` });
    return { data: answer.data as T, code: answer.errors?.[0]?.extensions.code };
  };
  interface Shelf {
    sharedDesigns: {
      nodes: { id: string; title: string; from: string; copies: number; mine: boolean; processId: string | null }[];
    };
  }
  const shelf = async (slug: string): Promise<Shelf['sharedDesigns']['nodes']> =>
    (await ask<Shelf>(slug, '{ sharedDesigns { nodes { id title from copies mine processId } } }')).data.sharedDesigns
      .nodes;

  it('leave by choice, are copied with one act, and carry nobody', async () => {
    const made = await ask<{ createProcessFromDesign: { id: string } }>(
      'grove',
      'mutation { createProcessFromDesign(input: { space: "yard", template: "consultation" }) { id } }',
    );
    expect(made.code).toBeUndefined();
    const { id } = made.data.createProcessFromDesign;
    expect(await shelf('other')).toEqual([]);
    expect((await ask('grove', `mutation { shareProcess(id: "${id}", summary: "짧음") }`)).code).toBe('invalid_input');
    expect(
      (await ask('grove', `mutation { shareProcess(id: "${id}", summary: "동네 의견을 묻는 기본 틀이에요") }`)).code,
    ).toBeUndefined();
    const [seen] = await shelf('other');
    expect(seen).toMatchObject({ from: 'grove 마을', copies: 0, mine: false, processId: null });
    expect((await shelf('grove'))[0]).toMatchObject({ mine: true, processId: id });
    const copied = await ask<{ copySharedDesign: string }>(
      'other',
      `mutation { copySharedDesign(id: "${seen!.id}", space: "yard") }`,
    );
    expect(copied.code).toBeUndefined();
    const kept = await inside('other', () =>
      db().rows<{ id: string; state: string }>('SELECT id, state FROM processes'),
    );
    expect(kept).toEqual([expect.objectContaining({ id: copied.data.copySharedDesign })]);
    expect((await shelf('other'))[0]!.copies).toBe(1);
  });

  it('are for those who design processes, and are taken back only by who shared them', async () => {
    expect((await ask('other', '{ sharedDesigns { nodes { id } } }', members)).code).toBe('denied');
    const [mine] = await shelf('grove');
    expect((await ask('other', `mutation { unshareProcess(id: "${mine!.processId!}") }`)).code).toBe('missing');
    expect((await ask('grove', `mutation { unshareProcess(id: "${mine!.processId!}") }`)).code).toBeUndefined();
    expect(await shelf('other')).toEqual([]);
    expect((await ask('other', `mutation { copySharedDesign(id: "${mine!.id}", space: "yard") }`)).code).toBe(
      'missing',
    );
    expect(await inside('other', () => db().rows('SELECT id FROM processes'))).toHaveLength(1);
  });
});
