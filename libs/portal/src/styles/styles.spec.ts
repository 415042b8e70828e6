import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { COLOUR_TOKENS, SHAPE_TOKENS } from '@madang/theming';
import { portalCss, squeezeCss, STYLE_FILES } from './index.js';

const files = STYLE_FILES.map((file) => ({ file, css: readFileSync(new URL(file, import.meta.url), 'utf8') }));

/** Physical sides, which break right-to-left pages; the inside of the meter and SVG have no logical counterpart. */
const PHYSICAL =
  /[{;\s](?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|text-align:\s*(?:left|right)|float)\s*:/;
const COLOURS = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i;

describe('the portal sheet', () => {
  it('fits its budget of 14 KB brotli with room to spare', () => {
    expect(brotliCompressSync(portalCss()).length).toBeLessThan(10_000);
  });

  it('uses only tokens that themes define, and nearly all of them', () => {
    const used = new Set(Array.from(portalCss().matchAll(/var\(--m-([a-z0-9-]+)/g), (match) => match[1] as string));
    const known = new Set([...Object.keys(COLOUR_TOKENS), ...Object.keys(SHAPE_TOKENS)]);
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
    expect(used.size).toBeGreaterThan(35);
  });

  it('has no colour of its own outside print, and no physical sides', () => {
    for (const { file, css } of files) {
      expect({ file, physical: PHYSICAL.exec(css)?.[0] }).toEqual({ file, physical: undefined });
      if (file !== 'print.css') expect({ file, colour: COLOURS.exec(css)?.[0] }).toEqual({ file, colour: undefined });
    }
    expect(PHYSICAL.test('.x { margin-left: 1px }')).toBe(true);
    expect(COLOURS.test('.x { color: #fff }')).toBe(true);
  });

  it('puts every rule into a layer, so that a tenant can override it without force', () => {
    for (const { css } of files)
      expect(
        css
          .replace(/^@layer [a-z, ]+;\s*/, '')
          .trimStart()
          .startsWith('@layer'),
      ).toBe(true);
  });

  it('answers forced colours, reduced motion and print', () => {
    const css = portalCss();
    for (const query of ['forced-colors:active', 'prefers-reduced-motion:reduce', '@media print'])
      expect(css).toContain(query);
  });

  it('is squeezed without changing quoted text, calculations or selectors', () => {
    const css =
      '/* no */ .a::before { content: "● : ; {x}" / ""; inline-size: calc(1px + 2px) }\n.b :is(a, b) > c { color : red; }';
    expect(squeezeCss(css)).toBe(
      '.a::before{content:"● : ; {x}" / "";inline-size:calc(1px + 2px)}.b :is(a,b)>c{color :red}',
    );
  });
});
