import { describe, expect, it } from '@jest/globals';
import { comparePaired, digits, spread, spreadText, withSection } from './bench-figures.mjs';

describe('the arithmetic of the benches', () => {
  it('takes the middle, also of an even number of figures', () => {
    expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(spread([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
  });

  it('shows three digits', () => {
    expect([0.012345, 1.2345, 12.345, 1234.5, 100, 1].map(digits)).toEqual([
      '0.0123',
      '1.23',
      '12.3',
      '1,235',
      '100',
      '1',
    ]);
    expect(spreadText([1, 2, 3])).toBe('2 (1–3)');
  });

  it('pairs each round with its own limit and turns the order round', async () => {
    const order: string[] = [];
    let speed = 1;
    const rows = await comparePaired(
      {
        limit: () => (order.push('limit'), 10 * speed),
        ours: () => (order.push('ours'), 20 * speed++),
      },
      { rounds: 2, warm: 0 },
    );
    // Rounds: limit 10, ours 20; then ours 40 first, limit 30 after it. Ratios pair within the round.
    expect(order).toEqual(['limit', 'ours', 'ours', 'limit']);
    expect(rows.map(({ name, figures, ratios }) => [name, figures, ratios])).toEqual([
      ['limit', [10, 30], [1, 1]],
      ['ours', [20, 40], [0.5, 0.75]],
    ]);
  });

  it('counts a rate the other way round', async () => {
    const rows = await comparePaired({ limit: () => 100, ours: () => 50 }, { rounds: 1, warm: 0, better: 'more' });
    expect(rows[1]?.ratios).toEqual([0.5]);
  });
});

describe('sections of the page', () => {
  const page = '# P\n\n<!-- bench: a -->\nold\n<!-- /bench: a -->\n\nkept\n';

  it('are replaced between their markers, or added at the end', () => {
    expect(withSection(page, 'a', 'new')).toBe('# P\n\n<!-- bench: a -->\n\nnew\n\n<!-- /bench: a -->\n\nkept\n');
    expect(withSection(page, 'b', 'more')).toBe(
      `${page.trimEnd()}\n\n<!-- bench: b -->\n\nmore\n\n<!-- /bench: b -->\n`,
    );
  });

  it('are refused when one is left open', () => {
    expect(() => withSection('<!-- bench: a -->', 'a', 'new')).toThrow(/does not close/);
  });
});
