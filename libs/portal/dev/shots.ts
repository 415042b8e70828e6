/**
 * Pictures of the gallery, to look at: node --conditions=source --import ./infra/dev/source.mjs libs/portal/dev/shots.ts
 * [folder] [page,page] [site,site] [mode,mode] [width,width]. Prints what axe finds and what is wider than the screen.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launchBrowser } from '../../../infra/dev/browser.mjs';
import { galleryFile, galleryPage, PAGES } from './gallery.js';
import { SITES } from './samples.js';

const [folder = '.cache/shots', pages, sites, modes, widths] = process.argv.slice(2);
const chosen = <T extends string>(list: string | undefined, everything: readonly T[]): T[] =>
  list && list !== 'all' ? (list.split(',') as T[]) : [...everything];
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await launchBrowser();
try {
  for (const width of chosen(widths, ['1280', '390'])) {
    const context = await browser.newContext({ viewport: { width: Number(width), height: 900 }, bypassCSP: true });
    for (const site of SITES.filter(({ slug }) =>
      chosen(
        sites,
        SITES.map((one) => one.slug),
      ).includes(slug),
    )) {
      for (const page of chosen(pages, PAGES)) {
        for (const mode of chosen(modes, ['light', 'dark', 'contrast'] as const)) {
          const tab = await context.newPage();
          tab.on('pageerror', (error) => console.log('script:', error.message));
          await tab.route('**/*', (route) => {
            const path = new URL(route.request().url()).pathname;
            const file = galleryFile(path) ?? { type: 'text/html', body: galleryPage(site, page, mode) };
            return route.fulfill({ contentType: `${file.type}; charset=utf-8`, body: file.body });
          });
          await tab.goto(`http://gallery.test/${page}`, { waitUntil: 'load' });
          await tab.evaluate(
            () => (globalThis as unknown as { document: { fonts: { ready: Promise<unknown> } } }).document.fonts.ready,
          );
          await tab.screenshot({ path: `${folder}/${site.slug}-${page}-${width}-${mode}.png`, fullPage: true });
          await tab.evaluate(axe);
          const found = await tab.evaluate<string[]>(
            `axe.run({ runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')))`,
          );
          const wide = await tab.evaluate<number>(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          console.log(
            `${site.slug} ${page} ${width} ${mode}${wide > 0 ? ` WIDER BY ${wide}` : ''}${found.map((one) => `\n  ${one}`).join('')}`,
          );
          await tab.close();
        }
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
}
