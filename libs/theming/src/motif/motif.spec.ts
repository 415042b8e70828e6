import { describe, expect, it } from '@jest/globals';
import { MOTIFS } from '../brand/theme.js';
import { renderPng } from '../images/render.js';
import { motifSvg } from './motif.js';

const INK = { far: '#cccccc', mid: '#999999', near: '#666666' };
const drawn = MOTIFS.filter((kind) => kind !== 'none');

describe('motifs', () => {
  it('are the same for the same seed and another for another', () => {
    for (const kind of drawn) {
      expect(motifSvg(kind, 'one')).toBe(motifSvg(kind, 'one'));
      expect(motifSvg(kind, 'one')).not.toBe(motifSvg(kind, 'two'));
    }
    expect(motifSvg('none', 'one')).toBe('');
  });

  it('follow the theme in a page, stay hidden from screen readers, and stay small', () => {
    for (const kind of drawn) {
      const svg = motifSvg(kind, 'one');
      expect(svg).toContain('var(--m-motif-near)');
      expect(svg).toContain('aria-hidden="true"');
      expect(svg).not.toMatch(/NaN|undefined|style=/);
      expect(svg.length).toBeLessThan(16_000);
    }
  });

  it('can be drawn, for many seeds', async () => {
    for (const kind of drawn) {
      for (const seed of ['a', '솔', 'x-1', '']) {
        const png = await renderPng(motifSvg(kind, seed, INK), 240);
        expect(png.length).toBeGreaterThan(300);
      }
    }
  });

  it('take nothing but colours as ink', () => {
    expect(() => motifSvg('hills', 'one', { ...INK, mid: '"/><script>' })).toThrow(RangeError);
    expect(() => motifSvg('hills', 'one', { ...INK, mid: 'url(#x)' })).toThrow(RangeError);
  });
});
