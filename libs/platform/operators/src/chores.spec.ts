import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openYard, type Yard } from '@madang/testing';
import { Chores } from '@madang/platform-operators';

describe('chores', () => {
  let yard: Yard;
  beforeAll(async () => {
    yard = await openYard([]);
  });
  afterAll(() => yard.close());

  it('are done by one of several processes when they are due, and one that fails stops no other', async () => {
    const done: string[] = [];
    const troubles: string[] = [];
    const process = (): Chores => {
      const chores = new Chores(yard.platform);
      chores.teach('at first', 60, () => Promise.resolve(done.push('at first')), true);
      chores.teach('broken', 60, () => Promise.reject(new Error('on purpose')));
      chores.teach('later', 60, () => Promise.resolve(done.push('later')));
      return chores;
    };
    const [one, two] = [process(), process()];
    const both = (minutes: number): Promise<unknown> => {
      const at = new Date(Date.parse('2026-11-28T00:00:00Z') + minutes * 60_000);
      const tell = (name: string): void => void troubles.push(name);
      return Promise.all([one.due(at, tell), two.due(at, tell)]);
    };
    await both(0);
    expect([done, troubles]).toEqual([['at first'], []]);
    await both(59);
    expect(done).toEqual(['at first']);
    await both(60);
    expect([done.sort(), troubles]).toEqual([['at first', 'at first', 'later'], ['broken']]);
  });
});
