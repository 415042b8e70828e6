import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, HeldCount, SYSTEM, type Tenant } from '@madang/kernel';
import { openYard, type Yard } from '@madang/testing';

describe('a count over everything', () => {
  let yard: Yard;
  let one: Tenant;
  let other: Tenant;
  beforeAll(async () => {
    yard = await openYard([]);
    one = await yard.tenant('one');
    other = await yard.tenant('other');
  });
  afterAll(() => yard.close());

  /** Counts its calls, each with a statement, and tells when the next one has come. */
  function counter(): { count: () => Promise<number>; calls: () => number; next: () => Promise<void> } {
    let calls = 0;
    let told = Promise.withResolvers<void>();
    return {
      count: async () => {
        calls += 1;
        const row = await db().row<{ n: number }>('SELECT $1::int AS n', [calls]);
        told.resolve();
        told = Promise.withResolvers<void>();
        return row!.n;
      },
      calls: () => calls,
      next: () => told.promise,
    };
  }
  const get = (held: HeldCount<number>, tenant: Tenant, count: () => Promise<number>): Promise<number> =>
    yard.as(tenant, SYSTEM, () => held.get('all', count));

  it('is counted once for as long as it holds, for each tenant', async () => {
    const held = new HeldCount<number>(yard.database, { least: 60_000 });
    const { count } = counter();
    expect(await get(held, one, count)).toBe(1);
    expect(await get(held, one, count)).toBe(1);
    expect(await get(held, other, count)).toBe(2);
  });

  it('is counted anew each time where it is quick and nothing else is wanted', async () => {
    const held = new HeldCount<number>(yard.database, { quick: 60_000 });
    const { count } = counter();
    expect([await get(held, one, count), await get(held, one, count)]).toEqual([1, 2]);
  });

  it('is told as it was when it has grown old, and counted again behind that answer', async () => {
    const held = new HeldCount<number>(yard.database, { least: 1, quick: 60_000 });
    const { count, next } = counter();
    expect(await get(held, one, count)).toBe(1);
    const until = Date.now() + 2;
    while (Date.now() < until); // what holds for a millisecond is old after two
    const again = next();
    expect(await get(held, one, count)).toBe(1);
    await again;
  });

  it('is kept for as long as it was worth where it is not quick', async () => {
    const held = new HeldCount<number>(yard.database, { quick: -1 });
    const { count } = counter();
    expect([await get(held, one, count), await get(held, one, count)]).toEqual([1, 1]);
  });
});
