import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import pg from 'pg';
import { instant } from './instants.js';
import { valueText } from './values.js';

const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils.js') as { prepareValue(value: unknown): unknown };

describe('values on the wire', () => {
  it('are written as the driver writes them', () => {
    const values = [
      null,
      undefined,
      '',
      '마당 "x" \\',
      0,
      -1.5,
      10n,
      true,
      false,
      Buffer.from([0, 255]),
      new Uint8Array([1, 2]),
      { a: [1, '"'], b: null },
      [],
      [1, null, 'x'],
      ['a"b', 'c\\d', ',', '{}', '', 'NULL'],
      [
        ['a', 'b'],
        [null, '마'],
      ],
      [true, { a: 1 }],
      [Buffer.from('hi')],
    ];
    for (const value of values) {
      const [ours, theirs] = [valueText(value), prepareValue(value)];
      expect(Buffer.isBuffer(ours) ? ours.toString('hex') : ours).toEqual(
        Buffer.isBuffer(theirs) ? theirs.toString('hex') : theirs,
      );
    }
  });

  it('write instants that are the same instants', () => {
    for (const text of ['2026-11-28T22:45:43.921Z', '1999-12-31T23:59:59.999Z', '2026-06-01T00:00:00.000Z']) {
      expect(valueText(new Date(text))).toBe(text);
      expect(new Date(prepareValue(new Date(text)) as string).toISOString()).toBe(text);
    }
    expect(valueText(new Date(Number.NaN))).toBe('no date');
  });
});

describe('instants of the server', () => {
  const usual = pg.types.getTypeParser(1184) as (text: string) => unknown;

  it('are those the driver reads', () => {
    const texts = [
      '2026-11-28 22:45:43.921123+00',
      '2026-11-28 22:45:43+00',
      '2026-11-28 22:45:43.9+00',
      '2026-11-28 22:45:43.99+09',
      '2026-11-28 22:45:43.0001-03:30',
      '2024-02-29 00:00:00+05:45',
      '1968-01-01 00:00:00.5+00',
      '1900-01-01 00:00:00+08:27:52',
      '0099-01-01 00:00:00+00',
      '0044-03-15 12:00:00+00 BC',
      '12026-01-01 00:00:00+00',
      '2026-11-28 22:45:43+00 BC',
      'infinity',
      '-infinity',
    ];
    for (const text of texts) expect([text, instant(text)]).toEqual([text, usual(text)]);
  });
});
