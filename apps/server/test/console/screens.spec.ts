/// <reference lib="dom" />
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readTree } from '../rules/tree.js';
import { openConsoleHouse, type ConsoleHouse } from '../kit/console.js';

const TABLE = fileURLToPath(new URL('screens.json', import.meta.url));
// `guide` is a member with a role of the site's own, for one space: what comes in, comments, processes.
const ROLES = ['member', 'guide', 'organiser', 'officer', 'administrator'] as const;

/** Screens of the tenant's console that have an address without parts that vary, as the parts declare them. */
const screens = [...readTree()]
  .filter(([path]) => /^libs\/(commons|methods)\/[^/]+\/console\/index\.ts$/.test(path))
  .flatMap(([, text]) => [...text.matchAll(/path: '([^'$]+)'/g)].map((match) => match[1]!))
  .sort();

describe('screens of the console', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
  }, 120_000);
  afterAll(() => yard.close());

  /** What one role sees: `menu` it is offered and opens, `open` it opens by its address alone, `no` it is refused. */
  async function seenBy(role: (typeof ROLES)[number]): Promise<Record<string, string>> {
    const page = await yard.open('/no-such-screen', { role });
    // Whoever has no screen at all is told so at every address.
    if (await page.getByText('들어올 수 없는 계정이에요').count())
      return Object.fromEntries(screens.map((path) => [path, 'no']));
    const offered = await page
      .getByRole('navigation', { name: '메뉴' })
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
    const seen: Record<string, string> = {};
    for (const path of screens) {
      const address = `/console${path === '/' ? '' : path}`;
      // Inside the one page that is open: the bundle is not loaded anew for every screen.
      await page.evaluate((to) => {
        // The heading of the screen before must not be taken for the next one's.
        document.querySelectorAll('h1').forEach((heading) => heading.setAttribute('data-before', ''));
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, address);
      await page.waitForFunction((to) => location.pathname === to, address);
      await page.locator('h1:not([data-before])').first().waitFor();
      await page.waitForLoadState('networkidle');
      const refused = await page.getByText('볼 수 없는 화면이에요').count();
      const trouble = await page.getByRole('alert').filter({ hasText: '하지 못했어요' }).count();
      const inMenu = offered.some((href) => href.replace(/\/$/, '') === address);
      if (trouble > 0) seen[path] = 'trouble';
      else if (refused > 0) seen[path] = inMenu ? 'offered and refused' : 'no';
      else seen[path] = inMenu ? 'menu' : 'open';
    }
    await page.close();
    return seen;
  }

  it('are offered to whoever may use them, and to nobody else (UPDATE_MATRIX=1 writes the table anew)', async () => {
    const table: Record<string, Record<string, string>> = {};
    for (const role of ROLES)
      for (const [path, what] of Object.entries(await seenBy(role))) table[path] = { ...table[path], [role]: what };
    if (process.env['UPDATE_MATRIX'] || !existsSync(TABLE)) writeFileSync(TABLE, `${JSON.stringify(table, null, 2)}\n`);
    expect(table).toEqual(JSON.parse(readFileSync(TABLE, 'utf8')));
    // A screen that opens must not fail, and one that is offered must open.
    const wrong = Object.entries(table).filter(([, by]) =>
      Object.values(by).some((what) => /trouble|offered and/.test(what)),
    );
    expect(wrong).toEqual([]);
    expect(Object.values(table).every((by) => by['administrator'] === 'menu' || by['administrator'] === 'open')).toBe(
      true,
    );
    expect(Object.values(table).every((by) => by['member'] === 'no')).toBe(true);
    // A bundle of permissions opens the screens they are for, in the menu and by address, and no other.
    const guide = Object.entries(table).filter(([, by]) => by['guide'] !== 'no');
    expect(guide.map(([path]) => path)).toEqual(expect.arrayContaining(['/', '/inputs', '/processes']));
    for (const path of ['/people', '/site/home', '/settings/hosts', '/categories'])
      expect([path, table[path]!['guide']]).toEqual([path, 'no']);
  }, 180_000);
});
