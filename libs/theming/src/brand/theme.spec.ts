import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONTRACT, measure, type ContractPair } from './contract.js';
import { oklchOfHex } from './oklch.js';
import { NUDGE } from './palette.js';
import { contrastReport } from './report.js';
import { solveTheme, type ThemeInput } from './theme-input.js';
import type { Theme } from './theme.js';
import { COLOUR_NAMES, MODES } from './tokens.js';

const broken = (theme: Theme): string[] => {
  const report = contrastReport(theme);
  if (report.passes) return [];
  const rows = report.rows.filter((row) => !row.passes);
  return [
    `${theme.choice.brand}: ${rows.map((row) => `${row.mode} ${row.ink}/${row.ground} ${row.ratio.toFixed(2)}`).join(', ')}`,
  ];
};

const anyHex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('solved themes', () => {
  it('declares 132 pairs over 43 colours', () => {
    expect(CONTRACT).toHaveLength(132);
    expect(COLOUR_NAMES).toHaveLength(43);
  });

  it('keep the contract for every brand #rgb, in every mode', () => {
    const failures: string[] = [];
    let checks = 0;
    for (let value = 0; value < 4096; value += 1) {
      const brand = `#${value.toString(16).padStart(3, '0')}`;
      const theme = solveTheme({ brand, keepBrand: value % 2 ? 'exact' : 'nudge' });
      failures.push(...broken(theme));
      checks += CONTRACT.length * MODES.length;
    }
    expect(failures).toEqual([]);
    expect(checks).toBe(1_622_016);
  });

  it('keep the contract for any pair of brand and accent', () => {
    const property = fc.property(anyHex, anyHex, fc.constantFrom('nudge', 'exact'), (brand, accent, keepBrand) => {
      expect(broken(solveTheme({ brand, accent, keepBrand }))).toEqual([]);
    });
    fc.assert(property, { numRuns: 400, seed: 20261123 });
  });

  it('would be caught breaking it: an impossible pair and a spoilt colour both fail', () => {
    const theme = solveTheme({ brand: '#1f7a4d' });
    const impossible: ContractPair[] = [{ ink: 'line', ground: 'page', level: 'text' }];
    expect(measure('light', theme.palettes.light, impossible)).toMatchObject([{ passes: false }]);
    const spoilt = { ...theme, palettes: { ...theme.palettes, dark: { ...theme.palettes.dark, muted: '#333333' } } };
    const report = contrastReport(spoilt);
    expect(report.passes).toBe(false);
    expect(report.rows[0]).toMatchObject({ mode: 'dark', ink: 'muted', passes: false });
  });

  it('keep an exact brand, and move a nudged one only as far as white ink needs', () => {
    const shifts: number[] = [];
    for (let value = 0; value < 4096; value += 7) {
      const brand = `#${value.toString(16).padStart(3, '0')}`;
      const exact = contrastReport(solveTheme({ brand, keepBrand: 'exact' })).brand;
      expect(exact.kept).toBe(true);
      const { given, used } = contrastReport(solveTheme({ brand })).brand;
      shifts.push(Math.abs(oklchOfHex(given).l - oklchOfHex(used).l));
    }
    expect(Math.max(...shifts)).toBeLessThanOrEqual(NUDGE + 0.005);
    expect(shifts.some((shift) => shift > 0.01)).toBe(true);
    expect(shifts.filter((shift) => shift < 0.001).length / shifts.length).toBeGreaterThan(0.75);
  });

  it('keep a yellow brand yellow: dark ink on the fill, an edge of its own for lines', () => {
    const { light } = solveTheme({ brand: '#f5b301' }).palettes;
    expect(light.brand).toBe('#f5b301');
    expect(oklchOfHex(light['on-brand']).l).toBeLessThan(0.3);
    expect(oklchOfHex(light['brand-edge']).l).toBeLessThan(oklchOfHex(light.brand).l);
  });

  it('refuse whatever is not a hex colour, so that no text reaches a stylesheet', () => {
    for (const brand of ['red', '#12', '#ffff', '#ggg', '#fff;}body{display:none}', 'url(x)', '', '#FFF\n']) {
      expect(() => solveTheme({ brand })).toThrow();
    }
    expect(() => solveTheme({ brand: '#fff', colour: 'x' } as unknown as ThemeInput)).toThrow();
    expect(solveTheme({ brand: '#ABC' }).choice.brand).toBe('#aabbcc');
  });
});
