import { describe, expect, it } from '@jest/globals';
import { SafeHtml } from '@madang/theming';
import { alike } from './alike.js';

const at = (): Date => new Date('2026-11-28T01:00:00Z');
const model = (more: object = {}): object => ({
  title: '하나',
  n: 1,
  none: null,
  at: at(),
  html: new SafeHtml('<b>x</b>'),
  list: [{ a: 1 }, { a: [at()] }],
  ...more,
});

class Own {
  readonly #hidden: number;
  constructor(hidden: number) {
    this.#hidden = hidden;
  }
  get twice(): number {
    return this.#hidden * 2;
  }
}

describe('values that are alike', () => {
  it('say the same all the way down', () => {
    expect(alike(model(), model())).toBe(true);
    expect(alike(Number.NaN, Number.NaN)).toBe(true);
    expect(alike(Object.assign(Object.create(null), { a: 1 }), Object.assign(Object.create(null), { a: 1 }))).toBe(
      true,
    );
  });

  it('differ where anything does', () => {
    const differences: object[] = [
      { title: '둘' },
      { n: '1' },
      { none: undefined },
      { at: new Date('2026-11-28T01:00:00.001Z') },
      { at: '2026-11-28T01:00:00.000Z' },
      { html: new SafeHtml('<b>y</b>') },
      { html: '<b>x</b>' },
      { list: [{ a: 1 }] },
      { list: [{ a: 1 }, { a: [at(), at()] }] },
      { list: { 0: { a: 1 }, 1: { a: [at()] } } },
      { more: undefined },
    ];
    for (const one of differences) {
      expect([one, alike(model(), model(one))]).toEqual([one, false]);
      expect([one, alike(model(one), model())]).toEqual([one, false]);
    }
    // As many names, one of them without a value.
    expect(alike({ a: undefined, b: 1 }, { b: 1, c: undefined })).toBe(false);
  });

  it('do not claim what cannot be looked into', () => {
    expect(alike(new Own(1), new Own(1))).toBe(false);
    expect(alike(new Map([[1, 2]]), new Map([[1, 2]]))).toBe(false);
    expect(
      alike(
        () => 1,
        () => 1,
      ),
    ).toBe(false);
    const same = new Own(2);
    expect(alike({ same }, { same })).toBe(true);
    expect(same.twice).toBe(4);
  });
});
