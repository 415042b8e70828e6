import { describe, expect, it } from '@jest/globals';
import { bytesOfHex, contrast, hexOfOklch, mixHex, oklchOfHex } from './oklch.js';

describe('colour arithmetic', () => {
  it('knows the published OKLCH coordinates of the primaries', () => {
    const known: [string, number, number, number][] = [
      ['#ff0000', 0.628, 0.2577, 29.23],
      ['#00ff00', 0.8664, 0.2948, 142.5],
      ['#0000ff', 0.452, 0.3132, 264.05],
    ];
    for (const [hex, l, c, h] of known) {
      const found = oklchOfHex(hex);
      expect(found.l).toBeCloseTo(l, 3);
      expect(found.c).toBeCloseTo(c, 3);
      expect(found.h).toBeCloseTo(h, 1);
    }
    expect(oklchOfHex('#ffffff').l).toBeCloseTo(1, 5);
  });

  it('measures contrast as WCAG 2.2 does', () => {
    expect(contrast('#000', '#fff')).toBe(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#0000ff', '#ffffff')).toBeCloseTo(8.59, 2);
  });

  it('returns to the same 8-bit colour', () => {
    for (let value = 0; value <= 0xffffff; value += 70_001) {
      const hex = `#${value.toString(16).padStart(6, '0')}`;
      expect(hexOfOklch(oklchOfHex(hex))).toBe(hex);
    }
  });

  it('lowers chroma, not lightness or hue, for colours no screen can show', () => {
    const shown = oklchOfHex(hexOfOklch({ l: 0.7, c: 0.4, h: 200 }));
    expect(shown.l).toBeCloseTo(0.7, 2);
    expect(Math.abs(shown.h - 200)).toBeLessThan(3);
    expect(shown.c).toBeLessThan(0.2);
  });

  it('mixes from one end to the other', () => {
    expect(mixHex('#1f7a4d', '#ffffff', 0)).toBe('#1f7a4d');
    expect(mixHex('#1f7a4d', '#ffffff', 1)).toBe('#ffffff');
    expect(bytesOfHex('#0f8')).toEqual([0, 255, 136]);
  });
});
