/// <reference lib="dom" />
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../infra/dev/browser.mjs';
import { DEMO_PASSWORD } from '../src/demo/people.js';
import { provisionDemo, tenantFolders } from '../src/demo/demo.js';
import { openHouse, tokenIn, type House } from './kit/yard.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Set SCREENS to a folder to keep a picture of every page seen. */
const SCREENS = process.env['SCREENS'];

/** What axe looks at in every mode; the rest of its rules does not depend on colours and runs once for each width. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In which modes axe looks, by language and width. Colours do not depend on the language. */
const LOOKS: Record<string, Record<number, string[]>> = {
  ko: { 1280: ['light', 'dark', 'contrast'], 390: ['light', 'dark', 'contrast'] },
  en: { 390: ['light'] },
};

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}

interface Visit {
  name: string;
  path: string;
  /** 200 unless said otherwise. */
  status?: number;
  role?: 'member' | 'officer' | 'administrator';
}

describe('pages of the demo tenants', () => {
  let house: House;
  let browser: Browser;
  const slug = tenantFolders().at(-1)!;
  const host = `${slug}.localhost`;
  const cookies = new Map<string, string>();
  const visits: Visit[] = [];

  beforeAll(async () => {
    house = await openHouse();
    await provisionDemo(house.program, house.server, () => undefined, [slug]);
    browser = await launchBrowser();
    for (const role of ['member', 'officer', 'administrator'] as const) cookies.set(role, await signIn(role));
    const tenant = (await house.program.registry.get({ slug }))!;
    const rows = await house.program.provisioning.withAdmin(
      async (client) =>
        (
          await client.query<{ state: string; path: string }>(
            `SELECT DISTINCT ON (s.state) s.state, '/' || sp.slug || '/proposals/' || s.number AS path FROM ${tenant.schema}.subjects s
               JOIN ${tenant.schema}.spaces sp ON sp.id = s.space_id WHERE s.kind = 'proposal' AND s.hidden_at IS NULL AND sp.visibility = 'public' ORDER BY s.state, s.comment_count DESC`,
          )
        ).rows,
    );
    const space = rows.find((row) => row.state === 'collecting')!.path.split('/')[1]!;
    const paths = async (sql: string): Promise<string[]> =>
      house.program.provisioning.withAdmin(async (client) =>
        (await client.query<{ path: string }>(sql)).rows.map(({ path }) => path),
      );
    const place = `JOIN ${tenant.schema}.spaces sp ON sp.id = x.space_id AND sp.visibility = 'public'`;
    const others = (
      await Promise.all([
        paths(
          `SELECT '/' || sp.slug || '/processes/' || x.slug AS path FROM ${tenant.schema}.processes x ${place} ORDER BY 1 LIMIT 1`,
        ),
        paths(
          `SELECT '/' || sp.slug || '/boards/' || x.slug AS path FROM ${tenant.schema}.activities x ${place} WHERE x.method = 'posts' ORDER BY 1 LIMIT 1`,
        ),
        paths(
          `SELECT '/' || sp.slug || '/posts/' || x.number AS path FROM ${tenant.schema}.subjects x ${place} WHERE x.kind = 'post' ORDER BY 1 LIMIT 1`,
        ),
      ])
    ).flat();
    const [closed] = await paths(
      `SELECT slug AS path FROM ${tenant.schema}.spaces WHERE visibility <> 'public' ORDER BY 1 LIMIT 1`,
    );
    const of = (state: string): string => rows.find((row) => row.state === state)!.path;
    visits.push(
      { name: 'home', path: '/' },
      { name: 'spaces', path: '/spaces' },
      { name: 'space', path: `/${space}` },
      { name: 'proposals', path: '/proposals' },
      { name: 'proposals-none', path: '/proposals?q=zzzz' },
      ...rows.map((row) => ({ name: `proposal-${row.state}`, path: row.path })),
      { name: 'supporters', path: `${of('collecting')}/supporters` },
      { name: 'search', path: '/search?q=%EC%A3%BC%EB%AF%BC' },
      { name: 'search-none', path: '/search?q=zzzz' },
      { name: 'sign-in', path: '/sign-in' },
      { name: 'register', path: '/register' },
      { name: 'about', path: '/pages/about' },
      { name: 'versions', path: '/pages/about/versions' },
      { name: 'version', path: '/pages/about/versions/1' },
      ...others.map((path) => ({ name: path.split('/')[2] ?? 'post', path })),
      { name: 'members', path: `/${space}/members` },
      { name: 'closed-space', path: `/${closed}`, status: 200 },
      { name: 'missing', path: '/no/such/page', status: 404 },
      { name: 'refused', path: `${of('awaiting_answer')}/answer`, role: 'member', status: 403 },
      { name: 'write', path: `/${space}/proposals/new`, role: 'member' },
      { name: 'proposal-member', path: of('collecting'), role: 'member' },
      { name: 'me', path: '/me', role: 'member' },
      { name: 'profile', path: '/me/profile', role: 'member' },
      { name: 'security', path: '/me/security', role: 'member' },
      { name: 'consents', path: '/me/consents', role: 'member' },
      { name: 'close', path: '/me/close', role: 'member' },
      { name: 'notifications', path: '/notifications', role: 'member' },
      { name: 'notification-settings', path: '/notifications/settings', role: 'member' },
      { name: 'assign', path: `${of('awaiting_assignment')}/assign`, role: 'administrator' },
      { name: 'answer', path: `${of('awaiting_answer')}/answer`, role: 'administrator' },
      { name: 'hide', path: `${of('collecting')}/hide`, role: 'administrator' },
      { name: 'proposal-officer', path: of('awaiting_answer'), role: 'officer' },
      { name: 'write-post', path: `${others[1]!}/new`, role: 'administrator' },
    );
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  async function signIn(role: string): Promise<string> {
    const tenant = (await house.program.registry.get({ slug }))!;
    const email = await house.program.provisioning.withAdmin(
      async (client) =>
        (
          await client.query<{ email: string }>(
            `SELECT email FROM ${tenant.schema}.people WHERE role = $1 AND email IS NOT NULL ORDER BY email LIMIT 1`,
            [role],
          )
        ).rows[0]!.email,
    );
    const page = await house.ask(host, '/sign-in');
    const answer = await house.ask(host, '/sign-in/password', {
      form: { email, password: DEMO_PASSWORD, _csrf: tokenIn(page.body) },
    });
    expect([role, answer.status]).toEqual([role, 303]);
    return answer.cookies['madang_session']!;
  }

  const contextOf = async (visit: Visit, options: object = {}): Promise<BrowserContext> => {
    const context = await browser.newContext({ locale: 'ko-KR', reducedMotion: 'reduce', ...options });
    const session = visit.role && cookies.get(visit.role);
    if (session)
      await context.addCookies([{ name: 'madang_session', value: session, url: `http://${host}:${house.port}` }]);
    return context;
  };
  const open = async (page: Page, language: string, path: string): Promise<void> => {
    await page.goto(`http://${host}:${house.port}/${language}${path === '/' ? '' : path}`, { waitUntil: 'load' });
  };

  it('are valid HTML in both languages', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: {
        'long-title': 'off',
        'no-trailing-whitespace': 'off',
        'void-style': 'off',
        'attribute-boolean-style': 'off',
        'no-inline-style': 'error',
        'require-sri': 'off',
        'tel-non-breaking': 'off',
        'attribute-empty-style': 'off',
        'prefer-native-element': 'off',
        'svg-focusable': 'off',
        'no-redundant-role': 'off',
        // A button in a form sends it: that is what nearly all of ours are for, and the buttons that do not say so.
        'no-implicit-button-type': 'off',
        // A list may carry a name (the path of a matter does).
        'aria-label-misuse': ['error', { allowAnyNamable: true }],
        'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit'] }],
      },
    });
    const wrong: string[] = [];
    for (const visit of visits)
      for (const language of ['ko', 'en']) {
        const session = visit.role && cookies.get(visit.role);
        const answer = await house.ask(host, `/${language}${visit.path}`, {
          cookies: session ? { madang_session: session } : {},
        });
        if (answer.status !== (visit.status ?? 200)) wrong.push(`${visit.name} ${language}: status ${answer.status}`);
        const report = await validator.validateString(answer.body);
        for (const message of report.results[0]?.messages ?? [])
          wrong.push(`${visit.name} ${language}: ${message.ruleId} ${message.message} (line ${message.line})`);
      }
    expect([...new Set(wrong)].slice(0, 40)).toEqual([]);
  }, 120_000);

  const barriers = (page: Page, what: object): Promise<string[]> =>
    page.evaluate(async (runOnly) => {
      const { axe } = window as unknown as { axe: Axe };
      const { violations } = await axe.run({ runOnly, resultTypes: ['violations'], preload: false, elementRef: false });
      return violations.map(
        ({ id, nodes }) => `${id} ${nodes.slice(0, 2).flatMap(({ target }) => target).join(' | ')}`, // prettier-ignore
      );
    }, what);

  async function look(visit: Visit, wrong: Set<string>): Promise<void> {
    const context = await contextOf(visit);
    const page = await context.newPage();
    for (const language of ['ko', 'en']) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await open(page, language, visit.path);
      await page.evaluate(AXE);
      for (const width of [1280, 390, 320]) {
        await page.setViewportSize({ width, height: 900 });
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (sideways > 0) wrong.add(`${visit.name} ${language} ${width}: ${sideways} px sideways`);
        for (const mode of LOOKS[language]?.[width] ?? []) {
          await page.evaluate((m) => document.documentElement.setAttribute('data-mode', m), mode);
          const what = mode === 'light' ? { type: 'tag', values: TAGS } : { type: 'rule', values: COLOURS };
          for (const barrier of await barriers(page, what))
            wrong.add(`${visit.name} ${language} ${mode} ${width}: ${barrier}`);
          if (SCREENS)
            await page.screenshot({
              path: join(SCREENS, `${visit.name}-${language}-${width}-${mode}.png`),
              fullPage: true,
            });
        }
      }
    }
    await context.close();
  }

  it('have no barrier that axe knows, in both languages, three modes and two widths, and never scroll sideways', async () => {
    if (SCREENS) mkdirSync(SCREENS, { recursive: true });
    const wrong = new Set<string>();
    const queue = [...visits];
    const work = async (): Promise<void> => {
      for (let visit = queue.shift(); visit; visit = queue.shift()) await look(visit, wrong);
    };
    await Promise.all([work(), work()]);
    expect([...wrong].slice(0, 60)).toEqual([]);
  }, 420_000);

  it('finds a barrier that is planted', async () => {
    const context = await contextOf(visits[0]!);
    const page = await context.newPage();
    await open(page, 'ko', '/spaces');
    await page.evaluate(AXE);
    const ids = await page.evaluate(async () => {
      document.querySelector('main')!.insertAdjacentHTML('beforeend', '<img src="/favicon.svg"><input name="x">');
      const axe = (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe;
      return (await axe.run()).violations.map((v) => v.id);
    });
    expect(ids).toEqual(expect.arrayContaining(['image-alt', 'label']));
    await context.close();
  });

  it('stay within their bytes and ask nobody else for anything', async () => {
    for (const path of ['/', '/proposals', visits.find((v) => v.name === 'proposal-answered')!.path]) {
      const context = await contextOf({ name: 'bytes', path });
      const page = await context.newPage();
      const asked: { url: string; type: string }[] = [];
      page.on('response', (response) => {
        asked.push({ url: response.url(), type: response.request().resourceType() });
      });
      await page.setViewportSize({ width: 390, height: 900 });
      await open(page, 'ko', path);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      expect(asked.filter(({ url }) => !url.startsWith(`http://${host}:${house.port}/`))).toEqual([]);
      const size = async (types: string[]): Promise<number> => {
        let total = 0;
        for (const { url, type } of asked.filter((a) => types.includes(a.type))) {
          const { bytes } = await house.ask(host, new URL(url).pathname + new URL(url).search);
          total += type === 'font' ? bytes.length : brotliCompressSync(bytes).length;
        }
        return total;
      };
      expect(await size(['document', 'stylesheet', 'script'])).toBeLessThanOrEqual(40 * 1024);
      expect(await size(['script'])).toBeLessThanOrEqual(15 * 1024);
      expect(await size(['font'])).toBeLessThanOrEqual(120 * 1024);
      expect(asked.filter((a) => a.type === 'font').length).toBeLessThanOrEqual(2);
      await context.close();
    }
  }, 60_000);

  it('let people take part without JavaScript', async () => {
    const context = await contextOf({ name: 'noscript', path: '/', role: 'member' }, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setViewportSize({ width: 390, height: 900 });
    const space = visits.find((v) => v.name === 'write')!.path.split('/')[1]!;
    await open(page, 'ko', `/${space}/proposals/new`);
    await page.fill('#f-title', '짧');
    await page.fill('#f-content', '놀이터 그늘막을 여름 전에 설치해 주세요. 오후에는 그늘이 전혀 없어요.');
    await page.$eval('form.form', (form) => form.setAttribute('novalidate', '')).catch(() => undefined);
    await page.click('form.form button.primary');
    expect(await page.inputValue('#f-content')).toContain('그늘막');
    const label = (await page.textContent('label[for=f-title]'))!.trim();
    expect(await page.textContent('#errors a[href="#f-title"]')).toContain(label);
    await page.fill('#f-title', '놀이터에 그늘막을 설치해 주세요');
    await page.click('form.form button.primary');
    await page.waitForURL(/proposals\/\d+$/);
    expect(await page.textContent('h1')).toContain('그늘막');
    await page.click('#support button.primary');
    expect(await page.textContent('#support .count')).toMatch(/^\s*1/);
    await page.fill('textarea[name=body]', '저도 찬성해요.');
    await page.click('#discussion form.form button.primary');
    expect(await page.textContent('#discussion')).toContain('저도 찬성해요.');
    await context.close();
  }, 60_000);
});
