import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, inContext, inUnit, newContext, SYSTEM, type Part, type Tenant } from '@madang/kernel';
import { openYard, type Yard } from '@madang/testing';

const notes: Part = {
  name: 'notes',
  home: import.meta.url,
  migrations: [
    { version: 1, name: 'notes', statements: ['CREATE TABLE notes (id integer PRIMARY KEY, word text NOT NULL)'] },
  ],
};

describe.each(['role', 'path'] as const)('units of work under isolation %s', (isolation) => {
  let yard: Yard;
  let a: Tenant;
  let b: Tenant;

  beforeAll(async () => {
    yard = await openYard([notes], { isolation, poolSize: 1 });
    a = await yard.tenant(`a-${isolation}`);
    b = await yard.tenant(`b-${isolation}`);
    for (const tenant of [a, b])
      await yard.as(tenant, SYSTEM, () => db().run('INSERT INTO notes VALUES (1, $1)', [tenant.slug]));
  });
  afterAll(() => yard.close());

  const word = async (): Promise<string | undefined> =>
    (await db().row<{ word: string }>('SELECT word FROM notes WHERE id = 1'))?.word;

  it('sees only its own tenant, however units interleave on one connection', async () => {
    const turns = Array.from({ length: 60 }, (_, i) => ((i * 7) % 3 === 0 ? a : b));
    const seen = await Promise.all(turns.map((tenant) => yard.as(tenant, SYSTEM, word)));
    expect(seen).toEqual(turns.map((tenant) => tenant.slug));
  });

  it('throws outside a context, outside a unit and inside a unit', async () => {
    expect(() => db()).toThrow('no tenant context');
    const current = newContext(a);
    expect(() => inContext(current, () => db())).toThrow('no unit of work');
    await expect(
      inContext(current, () => inUnit(yard.database, true, () => inUnit(yard.database, true, word))),
    ).rejects.toThrow('already open');
  });

  it('takes nothing back after a commit and leaves nothing after an error', async () => {
    await expect(
      yard.as(a, SYSTEM, async () => {
        await db().run(`INSERT INTO notes VALUES (2, 'gone')`);
        throw new Error('on purpose');
      }),
    ).rejects.toThrow('on purpose');
    expect(await yard.as(a, SYSTEM, () => db().rows('SELECT 1 FROM notes WHERE id = 2'))).toEqual([]);
  });

  it('reports a failure that the work swallowed instead of pretending it was stored', async () => {
    await expect(
      yard.as(a, SYSTEM, async () => {
        await db()
          .run('SELECT 1 / 0')
          .catch(() => undefined);
      }),
    ).rejects.toThrow('rolled back');
  });

  it('commits an act that is the whole unit along with its last statements, and nothing of it when one fails', async () => {
    const sent: string[] = [];
    const act = (singleAct: boolean, ...statements: string[]): Promise<unknown> =>
      yard.as(a, SYSTEM, async () => {
        const unit = db();
        unit.singleAct = singleAct;
        await unit.run('SELECT 1');
        unit.finish();
        const answers = Promise.all(statements.map((text) => unit.run(text)));
        await answers;
        // What is sent afterwards belongs to no transaction any more, or is still part of this one.
        await unit.run('DELETE FROM notes WHERE id = 11').then(
          () => sent.push('sent'),
          (error: Error) => sent.push(error.message),
        );
      });
    const rows = (): Promise<{ id: number }[]> =>
      yard.as(a, SYSTEM, () => db().rows<{ id: number }>('SELECT id FROM notes WHERE id >= 10 ORDER BY id'));
    const [ten, eleven] = [`INSERT INTO notes VALUES (10, 'x')`, `INSERT INTO notes VALUES (11, 'x')`];
    await act(true, ten, eleven);
    expect([await rows(), sent]).toEqual([[{ id: 10 }, { id: 11 }], ['this unit of work has ended']]);
    await expect(act(true, `INSERT INTO notes VALUES (12, 'x')`, ten)).rejects.toThrow('duplicate key');
    expect(await rows()).toEqual([{ id: 10 }, { id: 11 }]);
    await act(false, `INSERT INTO notes VALUES (13, 'x')`);
    expect([await rows(), sent.at(-1)]).toEqual([[{ id: 10 }, { id: 13 }], 'sent']);
    await yard.as(a, SYSTEM, () => db().run('DELETE FROM notes WHERE id >= 10'));
  });

  it('keeps to its tenant in reading units of one statement, of several and of several at once', async () => {
    const reading = <T>(tenant: Tenant, work: () => Promise<T>): Promise<T> =>
      inContext(newContext(tenant), () => inUnit(yard.database, true, work));
    for (const tenant of [a, b, a]) {
      expect(await reading(tenant, word)).toBe(tenant.slug);
      expect(await reading(tenant, async () => [await word(), await word(), await word()])).toEqual(
        Array(3).fill(tenant.slug),
      );
      expect(await reading(tenant, () => Promise.all([word(), word(), word()]))).toEqual(Array(3).fill(tenant.slug));
      await expect(reading(tenant, () => db().rows('SELECT 1 / 0'))).rejects.toThrow('division by zero');
      await expect(reading(tenant, async () => [await word(), await db().rows('SELECT 1 / 0')])).rejects.toThrow(
        'division by zero',
      );
    }
    await expect(
      reading(a, async () => [await word(), await db().run(`INSERT INTO notes VALUES (3, 'x')`)]),
    ).rejects.toThrow('read-only');
  });

  it('refuses to write in a reading unit', async () => {
    await expect(
      inContext(newContext(a), () => inUnit(yard.database, true, () => db().run(`INSERT INTO notes VALUES (3, 'x')`))),
    ).rejects.toThrow('read-only');
  });

  it('refuses to change role, path or settings', async () => {
    for (const sql of [
      `SET ROLE ${b.schema}`,
      'RESET ROLE',
      `SELECT set_config('search_path', '${b.schema}', false)`,
      `SET LOCAL search_path = ${b.schema}`,
    ])
      await expect(yard.as(a, SYSTEM, () => db().run(sql))).rejects.toThrow('may not change');
  });

  it('fails closed when the schema is gone, and the connection is fit for the next tenant', async () => {
    const lost = { ...a, schema: 't_999999' };
    await expect(yard.as(lost, SYSTEM, word)).rejects.toThrow(/t_999999|notes/);
    expect(await yard.as(b, SYSTEM, word)).toBe(b.slug);
  });

  if (isolation === 'role') {
    it('cannot name another tenant even by its schema', async () => {
      await expect(yard.as(a, SYSTEM, () => db().rows(`SELECT word FROM ${b.schema}.notes`))).rejects.toThrow(
        'permission denied',
      );
      expect(await yard.as(b, SYSTEM, () => db().rows(`SELECT word FROM ${b.schema}.notes`))).toEqual([
        { word: b.slug },
      ]);
    });

    it('cannot queue a job for another tenant', async () => {
      const sql = 'SELECT platform.enqueue($1, $2, $3, NULL, NULL)';
      await expect(yard.as(a, SYSTEM, () => db().run(sql, [b.schema, 'x', {}]))).rejects.toThrow('another tenant');
      await yard.as(a, SYSTEM, () => db().run(sql, [a.schema, 'x', {}]));
      expect(await yard.outbox('x')).toHaveLength(1);
    });
  }
});

describe('a pool of several connections', () => {
  let yard: Yard;
  let tenants: Tenant[];
  beforeAll(async () => {
    yard = await openYard([notes], { poolSize: 3 });
    tenants = await Promise.all(['one', 'two', 'three'].map((slug) => yard.tenant(slug)));
  });
  afterAll(() => yard.close());

  it('meets a tenant again on the connection that knows it', async () => {
    const backend = async (): Promise<number> =>
      (await db().row<{ pid: number }>('SELECT pg_backend_pid() AS pid'))!.pid;
    const reached = tenants.map(() => Promise.withResolvers<void>());
    const all = Promise.all(reached.map(({ promise }) => promise));
    // All three at once, so that each has a connection of its own.
    const first = await Promise.all(
      tenants.map((tenant, n) =>
        yard.as(tenant, SYSTEM, async () => {
          const pid = await backend();
          reached[n]!.resolve();
          await all;
          return pid;
        }),
      ),
    );
    expect(new Set(first).size).toBe(3);
    for (const n of [2, 0, 1, 1, 2, 0, 0])
      expect([n, await yard.as(tenants[n]!, SYSTEM, backend)]).toEqual([n, first[n]]);
    // One that nobody knows is served all the same, and known from then on.
    const fourth = await yard.tenant('four');
    const pid = await yard.as(fourth, SYSTEM, backend);
    expect(await yard.as(fourth, SYSTEM, backend)).toBe(pid);
  });
});
