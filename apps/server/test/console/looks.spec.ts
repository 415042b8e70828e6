/// <reference lib="dom" />
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONSOLE_DIST } from '../../src/http/console.js';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse, type ConsoleLook } from '../kit/console.js';
import { PLATFORM, signedInOperator } from '../kit/operators.js';
import { readTree } from '../rules/tree.js';

/** What a screen may load, brotli: scripts, styles and the words of one language. */
const BUDGET = 250 * 1024;

/** Ways to look that are always taken; `SCREENS`, which keeps pictures, takes the others too. */
const LOOKS: Required<ConsoleLook>[] = [
  { width: 1280, mode: 'light', locale: 'ko' },
  { width: 360, mode: 'dark', locale: 'en' },
];
const MORE: Required<ConsoleLook>[] = [
  { width: 1280, mode: 'dark', locale: 'ko' },
  { width: 360, mode: 'light', locale: 'ko' },
  { width: 1280, mode: 'dark', locale: 'en' },
  { width: 360, mode: 'light', locale: 'en' },
  { width: 1280, mode: 'light', locale: 'en' },
];

/** Addresses of an area's screens as the parts declare them. */
const declared = (parts: RegExp): string[] =>
  [...readTree()]
    .filter(([path]) => parts.test(path))
    .flatMap(([, text]) => [...text.matchAll(/path: '([^']+)'/g)].map((match) => match[1]!))
    .sort();

const AREAS = {
  tenant: declared(/^libs\/(commons|methods)\/[^/]+\/console\/index\.ts$/),
  operator: declared(/^libs\/platform\/[^/]+\/console\/index\.ts$/),
};

/** Screens with faces of their own, by what stands behind the address. */
const FACES: Readonly<Record<string, readonly string[]>> = {
  '/processes/$id': ['?tab=phases', '?tab=grid', '?tab=texts', '?tab=publish'],
  '/site/files': ['?kind=documents'],
};

describe('every screen of the console', () => {
  let yard: ConsoleHouse;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    yard = await openConsoleHouse();
    const { house } = yard;
    const owner = await signedInOperator(house);
    await owner.ask('mutation { measureTenants }');
    await owner.ask('mutation { provisionTenant(input: { slug: "maple", name: "단풍마을" }) }');
    await house.server.operations.drain();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await yard.close();
  });

  /** A page of somebody who may see everything in the area. */
  async function visitor(area: keyof typeof AREAS, look: ConsoleLook): Promise<Page> {
    const page = await yard.open('/no-such-screen', look);
    if (area === 'tenant') return page;
    const owner = await signedInOperator(yard.house);
    await page
      .context()
      .addCookies([
        { name: 'madang_operator_session', value: owner.cookie!, url: `http://${PLATFORM}:${yard.house.port}` },
      ]);
    return page;
  }

  const weigh = (area: string, urls: readonly string[]): number =>
    [...new Set(urls.flatMap((url) => /\/-\/console\/(assets\/[\w.-]+\.(?:js|css))$/.exec(url)?.[1] ?? []))].reduce(
      (sum, file) => sum + statSync(join(CONSOLE_DIST, area, `${file}.br`)).size,
      0,
    );

  /** Opens an address anew and says what is wrong with what came; `links` gathers where it leads. */
  async function inspect(
    page: Page,
    area: keyof typeof AREAS,
    path: string,
    name: string,
    links: Set<string>,
  ): Promise<string[]> {
    const errors: string[] = [];
    const listen = (text: string): void => void errors.push(text);
    const onError = (error: Error): void => listen(`error: ${error.message}`);
    const onMessage = (message: { type(): string; text(): string }): void => {
      if (message.type() === 'error') listen(`console: ${message.text()}`);
    };
    page.on('pageerror', onError).on('console', onMessage);
    const host = area === 'tenant' ? yard.host : PLATFORM;
    await page.goto(`http://${host}:${yard.house.port}/console${path === '/' ? '' : path}`);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    const weight = weigh(
      area,
      await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name)),
    );
    if (weight > BUDGET) listen(`weighs ${weight} bytes`);
    for (const href of await page
      .locator('a[href^="/console"]')
      .evaluateAll((all) =>
        all.map((link) => new URL((link as HTMLAnchorElement).href).pathname.slice('/console'.length)),
      ))
      links.add(href);
    if (
      await page
        .getByRole('alert')
        .filter({ hasText: /하지 못했어요|did not work/ })
        .count()
    )
      listen('tells of trouble');
    if (await overflows(page)) listen('can be moved sideways');
    listen((await axeOf(page)).join('\n'));
    await picture(page, name);
    page.off('pageerror', onError).off('console', onMessage);
    return errors.filter((error) => error !== '');
  }

  const cases = (Object.keys(AREAS) as (keyof typeof AREAS)[]).flatMap((area) =>
    [...LOOKS, ...(process.env['SCREENS'] ? MORE : [])].map((look) => ({ area, ...look })),
  );
  it.each(cases)(
    'opens, fits and can be used by everybody: $area, $width px, $mode, $locale',
    async ({ area, ...look }) => {
      const page = await visitor(area, look);
      contexts.push(page.context());
      const links = new Set<string>();
      const wrong: Record<string, string[]> = {};
      const visit = async (pattern: string, path: string): Promise<void> => {
        for (const face of ['', ...(FACES[pattern] ?? [])]) {
          const name = `${area}${(pattern + face).replaceAll(/[/?=]/g, '-')}-${look.width}-${look.mode}-${look.locale}`;
          const found = await inspect(page, area, path + face, name, links);
          if (found.length > 0) wrong[path + face] = found;
        }
      };
      const plain = AREAS[area].filter((path) => !path.includes('$'));
      for (const path of [...plain, '/no-such-screen']) await visit(path, path);
      // A screen about one thing is opened from where it is listed; one that nothing leads to is no screen.
      for (const pattern of AREAS[area].filter((path) => path.includes('$'))) {
        const shape = new RegExp(`^${pattern.replaceAll(/\$\w+/g, '[^/]+')}$`);
        const path = [...links].find((link) => shape.test(link) && !plain.includes(link));
        if (path) await visit(pattern, path);
        else wrong[pattern] = ['nothing leads there'];
      }
      expect(wrong).toEqual({});
    },
    240_000,
  );
});
