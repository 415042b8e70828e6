import { describe, expect, it } from '@jest/globals';
import { newContext, tenant } from './context.js';
import { missing } from './errors.js';
import { Follower } from './follower.js';
import type { Tenant } from './tenant.js';

const grove = { id: 'grove', locale: 'ko' } as Tenant;

/** Follows a number that nobody may see from ten on. */
function follow(): { follower: Follower<number, { n: number; at: string }>; left: () => number } {
  let gone = 0;
  const see = (n: number): { n: number; at: string } => {
    if (n >= 10) throw missing('too_far');
    return { n, at: tenant().id };
  };
  const follower = new Follower(newContext(grove), see, () => (gone += 1));
  return { follower, left: () => gone };
}

describe('whoever follows something', () => {
  it('gets the newest alone, as their own tenant shows it', async () => {
    const { follower } = follow();
    for (const n of [1, 2, 3]) follower.offer(n);
    expect(await follower.next()).toEqual({ done: false, value: { n: 3, at: 'grove' } });
    const next = follower.next();
    follower.offer(3); // nothing new
    follower.offer(4);
    expect((await next).value).toEqual({ n: 4, at: 'grove' });
    follower.offer(5);
    follower.offer(4); // changed back before anybody looked
    const later = follower.next();
    follower.offer(6);
    expect((await later).value).toEqual({ n: 6, at: 'grove' });
  });

  it('ends with the error of what they may not see, and gets nothing after it', async () => {
    const { follower, left } = follow();
    follower.offer(1);
    expect(() => follower.offer(10)).toThrow('too_far');
    follower.offer(2);
    await expect(follower.next()).rejects.toMatchObject({ code: 'too_far' });
    expect([await follower.next(), left()]).toEqual([{ done: true, value: undefined }, 1]);
  });

  it('leaves at once when they want no more, though they wait', async () => {
    const { follower, left } = follow();
    const waiting = follower.next();
    await follower.return();
    expect([await waiting, left()]).toEqual([{ done: true, value: undefined }, 1]);
  });
});
