import { describe, expect, it } from '@jest/globals';
import { CHART_TOKENS } from './contract.js';
import { seriesDistance } from './charts.js';
import { themeCss } from './css.js';
import { themeDtcg } from './dtcg.js';
import { fontFaceCss } from './fonts.js';
import { mailTokens } from './mail.js';
import { themeManifest } from './manifest.js';
import { solveTheme } from './theme-input.js';
import { COLOUR_NAMES, MODES, SHAPE_TOKENS } from './tokens.js';

const theme = solveTheme({ brand: '#1f7a4d' });

describe('the stylesheet of a theme', () => {
  const { css, name, hash } = themeCss(theme);

  it('sets every token in every mode, by system and by choice', () => {
    for (const colour of COLOUR_NAMES) expect(css.split(`--m-${colour}:`)).toHaveLength(1 + 5);
    for (const shape of Object.keys(SHAPE_TOKENS)) expect(css.split(`--m-${shape}:`)).toHaveLength(2);
    for (const mode of MODES) expect(css).toContain(`[data-mode=${mode}]`);
    expect(css).toContain('prefers-color-scheme:dark');
    expect(css).toContain('prefers-contrast:more');
  });

  it('is named by its content', () => {
    expect(name).toBe(`theme-${hash}.css`);
    expect(themeCss(solveTheme({ brand: '#1f7a4d' })).hash).toBe(hash);
    expect(themeCss(solveTheme({ brand: '#1f7a4e' })).hash).not.toBe(hash);
    expect(themeCss(solveTheme({ brand: '#1f7a4d', radius: 'pill' })).hash).not.toBe(hash);
  });
});

describe('chart series', () => {
  it('are told apart by every kind of colour vision, the first four of 111 brands by 0.09 or more', () => {
    let least = Infinity;
    for (let index = 0; index < 111; index += 1) {
      const brand = `#${((index * 150_001) % 0xffffff).toString(16).padStart(6, '0')}`;
      const { palettes } = solveTheme({ brand });
      for (const mode of MODES) {
        const series = CHART_TOKENS.map((token) => palettes[mode][token]);
        expect(new Set(series).size).toBe(6);
        for (let a = 1; a < 4; a += 1) {
          for (let b = 0; b < a; b += 1)
            least = Math.min(least, seriesDistance(series[a] as string, series[b] as string));
        }
      }
    }
    expect(least).toBeGreaterThanOrEqual(0.09);
  });

  it('would notice red and green that a protan eye confuses', () => {
    expect(seriesDistance('#c00000', '#6b5b00')).toBeLessThan(0.09);
  });
});

describe('other outputs', () => {
  it('gives mails plain values for light and dark', () => {
    const tokens = mailTokens(theme);
    expect(tokens.brand).toBe(theme.palettes.light.brand);
    expect(tokens.dark.page).toBe(theme.palettes.dark.page);
    expect(JSON.stringify(tokens)).not.toContain('var(');
  });

  it('gives drawing programs every colour of every mode', () => {
    const { color, radius } = themeDtcg(theme);
    for (const mode of MODES) expect(Object.keys(color[mode])).toEqual(COLOUR_NAMES);
    expect(color.light['brand']?.$value).toMatchObject({ colorSpace: 'srgb', hex: theme.palettes.light.brand });
    expect(radius.r3).toEqual({ $value: { value: 18, unit: 'px' } });
  });

  it('writes a manifest with maskable icons', () => {
    const manifest = themeManifest(theme, {
      name: '별빛구',
      lang: 'ko',
      iconUrl: (size, maskable) => `/icon-${size}${maskable ? '-m' : ''}.png`,
    });
    expect(manifest).toMatchObject({ name: '별빛구', short_name: '별빛구', theme_color: theme.palettes.light.brand });
    expect(manifest['icons']).toContainEqual({
      src: '/icon-512-m.png',
      sizes: '512x512',
      type: 'image/png',
      purpose: 'maskable',
    });
  });

  it('names both font files once, with ranges that do not overlap for Hangul', () => {
    const css = fontFaceCss((file) => `/f/${file}`);
    expect(css.match(/@font-face/g)).toHaveLength(2);
    expect(css.match(/U\+AC00-D7A3/g)).toHaveLength(1);
  });
});
