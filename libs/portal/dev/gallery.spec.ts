import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../infra/dev/browser.mjs';
import { galleryFile, galleryPage, galleryTemplates, PAGES } from './gallery.js';
import { SITES } from './samples.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const MODES = ['light', 'dark', 'contrast'] as const;
/** Each page in each mode; sites and widths take turns, so that every pair of page and site is seen. */
const CASES = PAGES.flatMap((page, row) =>
  MODES.map((mode, column) => ({
    page,
    mode,
    site: SITES[(row + column) % SITES.length] as (typeof SITES)[number],
    width: (row + column) % 2 ? 390 : 1280,
  })),
);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

interface Seen {
  axe: string[];
  wider: number;
  font: boolean;
}

async function look({ page, mode, site, width }: (typeof CASES)[number], spoil = ''): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  try {
    const tab = await context.newPage();
    await tab.route('**/*', (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = galleryFile(path) ?? { type: 'text/html', body: galleryPage(site, page, mode) + spoil };
      return route.fulfill({ contentType: `${file.type}; charset=utf-8`, body: file.body });
    });
    await tab.goto('http://gallery.test/');
    await tab.evaluate(AXE);
    return await tab.evaluate<Seen>(`Promise.all([document.fonts.ready, axe.run({ runOnly: ${JSON.stringify(RULES)} })]).then(([, found]) => ({
      axe: found.violations.map((one) => one.id + ' ' + one.nodes.map((node) => node.target.join(' ')).join(' | ')),
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      font: [...document.fonts].some((face) => face.family.includes('Madang Sans') && face.status === 'loaded'),
    }))`);
  } finally {
    await context.close();
  }
}

describe('the gallery', () => {
  it.each(CASES)('$page in $mode at $width px: axe finds nothing, nothing is wider than the screen', async (one) => {
    expect(await look(one)).toEqual({ axe: [], wider: 0, font: true });
  });

  it('would notice a picture without words and a box that sticks out', async () => {
    const spoil = '<img src="/grove.svg" width="2000" height="9">';
    const seen = await look(CASES[0] as (typeof CASES)[number], spoil);
    expect(seen.axe.join()).toContain('image-alt');
  });

  it('costs a reader at most 40 KB before fonts, scripts at most 15 KB', () => {
    const size = (path: string): number => brotliCompressSync(galleryFile(path)?.body ?? '').length;
    const shared = ['/portal.css', '/grove.css', '/fonts.css', '/enhance.js'].map(size);
    const page = brotliCompressSync(galleryPage(SITES[0] as (typeof SITES)[number], 'proposal')).length;
    expect(shared.every((bytes) => bytes > 100)).toBe(true);
    expect(shared.reduce((sum, bytes) => sum + bytes, page)).toBeLessThan(25_000);
  });

  it('is valid HTML', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:standard'],
      rules: {
        'no-trailing-whitespace': 'off',
        'no-inline-style': 'error',
        'long-title': 'off',
        'doctype-style': 'off',
        'void-style': 'off',
        'attribute-boolean-style': 'off',
        'attribute-empty-style': 'off',
        'require-sri': 'off',
        'tel-non-breaking': 'off',
        'no-implicit-button-type': 'off',
        // Sorting of repeated labels in the sample menus is not what this looks for.
        'no-redundant-role': 'error',
      },
    });
    for (const page of PAGES) {
      const report = await validator.validateString(galleryPage(SITES[0] as (typeof SITES)[number], page));
      const problems = report.results.flatMap(({ messages }) =>
        messages.map((one) => `${page}:${one.line} ${one.ruleId} ${one.message}`),
      );
      expect(problems).toEqual([]);
    }
  });

  it('shows every component', () => {
    const shown = new Set(
      ['layout', 'error', ...PAGES.map((page) => `gallery/${page}`)].flatMap((name) =>
        Array.from(
          galleryTemplates()
            .source(name)
            ?.text.matchAll(/\{\{[#>\s]*>\s*([\w/-]+)/g) ?? [],
          ([, partial]) => partial as string,
        ),
      ),
    );
    const nested = galleryTemplates()
      .names()
      .filter((name) => name.startsWith('ui/'));
    const inside = new Set(
      nested.flatMap((name) =>
        Array.from(
          galleryTemplates()
            .source(name)
            ?.text.matchAll(/\{\{#?>\s*([\w/-]+)/g) ?? [],
          ([, partial]) => partial as string,
        ),
      ),
    );
    expect(nested.filter((name) => !shown.has(name) && !inside.has(name))).toEqual([]);
  });
});
