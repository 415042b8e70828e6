import { describe, expect, it } from '@jest/globals';
import { Waiting, type Waiter } from './waiting.js';

describe('units that wait for a connection', () => {
  const knowing =
    (...known: string[]) =>
    (schema: string): boolean =>
      known.includes(schema);
  const nobody = (): number => 0;
  const waiter = (schema: string, since: number, hopesUntil = 0): Waiter => ({
    schema,
    since,
    hopesUntil,
    give: () => undefined,
    fail: () => undefined,
    timers: [],
  });
  const waiting = (...all: Waiter[]): Waiting => {
    const made = new Waiting();
    for (const one of all) made.add(one);
    return made;
  };
  const schemaOf = (one: Waiter | undefined): string | undefined => one?.schema;

  it('are served as they came, those whose tenant is known first', () => {
    const all = waiting(waiter('a', 0), waiter('b', 1), waiter('c', 2));
    expect(schemaOf(all.next(3, { knows: knowing(), using: nobody }))).toBe('a');
    expect(schemaOf(all.next(3, { knows: knowing('c', 'b'), using: nobody }))).toBe('b');
  });

  it('are not overtaken for ever by a tenant that is known', () => {
    const all = waiting(waiter('a', 0), waiter('b', 50));
    expect(schemaOf(all.next(99, { knows: knowing('b'), using: nobody }))).toBe('b');
    expect(schemaOf(all.next(100, { knows: knowing('b'), using: nobody }))).toBe('a');
  });

  it('come after those whose tenant has fewer connections in use, however long they wait', () => {
    const all = waiting(waiter('a', 0), waiter('b', 900));
    expect(schemaOf(all.next(1000, { knows: knowing('a'), using: (schema) => (schema === 'a' ? 7 : 0) }))).toBe('b');
  });

  it('are left where they hope for another connection, but not by one yet to be made', () => {
    const all = waiting(waiter('a', 0, 30));
    expect(all.next(10, { knows: knowing(), using: nobody })).toBeUndefined();
    expect(schemaOf(all.next(10, { knows: knowing('a'), using: nobody }))).toBe('a');
    expect(schemaOf(all.next(30, { knows: knowing(), using: nobody }))).toBe('a');
    expect(schemaOf(all.first(10, nobody))).toBe('a');
  });
});
