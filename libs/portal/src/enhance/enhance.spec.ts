import { brotliCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../../infra/dev/browser.mjs';
import { startSampleSite, type SampleSite } from '../../dev/sample-site.js';
import { enhancerScript } from './index.js';

let browser: Browser;
let site: SampleSite;
let context: BrowserContext;
let tab: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  site = await startSampleSite();
  context = await browser.newContext();
  tab = await context.newPage();
  await tab.goto(`${site.url}/p`);
});
afterEach(async () => {
  await context.close();
  await site.close();
});

const text = (selector: string): Promise<string | null> => tab.textContent(selector);
/** Something only this very document has: gone after a reload. */
const mark = (): Promise<unknown> => tab.evaluate('window.same = true');
const sameDocument = (): Promise<unknown> => tab.evaluate('window.same === true');

describe('the enhancer', () => {
  it('fits the budget for scripts: 15 KB brotli', () => {
    expect(brotliCompressSync(enhancerScript()).length).toBeLessThan(15_000);
    expect(enhancerScript()).not.toMatch(/\beval\(|new Function|\.innerHTML\s*=\s*[^=]*location/);
  });

  it('changes the named region alone and keeps what is typed and unfolded elsewhere', async () => {
    await mark();
    await tab.fill('#elsewhere', '쓰던 글');
    await tab.click('#more summary');
    await tab.click('#support button');
    await tab.waitForFunction('document.getElementById("count").textContent === "8"');
    expect(await sameDocument()).toBe(true);
    expect(await tab.inputValue('#elsewhere')).toBe('쓰던 글');
    expect(await tab.evaluate('document.getElementById("more").open')).toBe(true);
    expect(await text('#said')).toBe('공감했어요');
    expect(site.asked).toContain('POST /support #support kind=relate');
    expect(await tab.evaluate('document.activeElement.textContent')).toBe('공감하기');
  });

  it('filters in place and keeps the address true', async () => {
    await mark();
    await tab.fill('#find [name=q]', '없는 말');
    await tab.click('#find button');
    await tab.waitForFunction('document.querySelectorAll("#talk li").length === 0');
    expect(await sameDocument()).toBe(true);
    const { pathname, searchParams } = new URL(tab.url());
    expect([pathname, Array.from(searchParams)]).toEqual(['/p', [['q', '없는 말']]]);
  });

  it('shows a refused form with what was typed, and moves to the summary', async () => {
    await mark();
    await tab.fill('#f-body', '네');
    await tab.click('#say button');
    await tab.waitForSelector('#errors');
    expect(await sameDocument()).toBe(true);
    expect(await tab.inputValue('#f-body')).toBe('네');
    expect(await tab.evaluate('document.activeElement.id')).toBe('errors');
  });

  it('empties a form that was accepted and forgets its draft', async () => {
    await tab.fill('#f-body', '좋은 생각이에요');
    await tab.waitForFunction('Object.keys(localStorage).some((key) => key.startsWith("draft:"))');
    await tab.click('#say button');
    await tab.waitForFunction('document.querySelectorAll("#talk li").length === 2');
    expect(await tab.inputValue('#f-body')).toBe('');
    expect(await tab.evaluate('Object.keys(localStorage)')).toEqual([]);
  });

  it('brings a draft back after the page was left', async () => {
    await tab.fill('#f-body', '아직 쓰는 중');
    await tab.waitForFunction('Object.keys(localStorage).some((key) => key.startsWith("draft:"))');
    await tab.goto(`${site.url}/other`);
    await tab.goto(`${site.url}/p`);
    await tab.waitForFunction('document.getElementById("f-body").value !== ""');
    expect(await tab.inputValue('#f-body')).toBe('아직 쓰는 중');
    expect(await text('#c-body')).toBe('7 / 200');
  });

  it('forgets a draft that was refused at another address before it was accepted', async () => {
    await tab.fill('#write textarea', '네');
    await tab.waitForFunction('Object.keys(localStorage).length > 0');
    await tab.click('#write button');
    await tab.waitForURL('**/letters');
    await tab.fill('#write textarea', '네, 좋아요');
    await tab.waitForFunction('Object.values(localStorage).some((draft) => draft.includes("좋아요"))');
    await tab.click('#write button');
    await tab.waitForSelector('#flash.ok');
    expect(await tab.inputValue('#write textarea')).toBe('');
    expect(await tab.evaluate('Object.keys(localStorage)')).toEqual([]);
  });

  it('sends a plain form once, however often its button is pressed', async () => {
    site.hold();
    await tab.fill('#write textarea', '한 번만');
    await tab.evaluate(`{
      const press = () => document.querySelector('#write button').click();
      press();
      setTimeout(() => { press(); fetch('/pressed'); }, 100);
    }`);
    await tab.waitForSelector('#flash.ok');
    expect(site.asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  it('lets the browser send the form when no answer comes', async () => {
    await mark();
    // The script's own request fails; the browser's goes through.
    await tab.route('**/support', (route) =>
      route.request().headers()['x-enhance'] ? route.abort() : route.continue(),
    );
    await tab.click('#support button');
    await tab.waitForFunction('document.getElementById("count")?.textContent === "8" && window.same !== true');
    expect(site.asked.filter((one) => one.startsWith('POST'))).toEqual(['POST /support - kind=relate']);
  });

  it('follows to another page without losing what it says', async () => {
    await tab.click('#away button');
    await tab.waitForSelector('#other');
    expect(new URL(tab.url()).pathname).toBe('/other');
    expect(await text('#said')).toBe('옮겼어요');
    expect(site.asked.filter((one) => one.startsWith('GET /other'))).toHaveLength(1);
    await tab.goBack();
    await tab.waitForSelector('#talk');
  });

  it('switches light and dark at once', async () => {
    await tab.click('#look [value=dark]');
    expect(await tab.evaluate('document.documentElement.dataset.mode')).toBe('dark');
    expect(await tab.getAttribute('#look [value=dark]', 'aria-pressed')).toBe('true');
    await tab.click('#look [value=""]');
    expect(await tab.evaluate('"mode" in document.documentElement.dataset')).toBe(false);
  });

  it('says how long ago, keeping the date as title', async () => {
    expect(await text('.comment time')).toBe('3시간 전');
    expect(await text('#now')).toBe('지금');
    expect(await tab.getAttribute('.comment time', 'title')).toBe('오늘');
  });

  it('is not needed: the same forms work without scripts', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    try {
      const page = await plain.newPage();
      await page.goto(`${site.url}/p`);
      await page.click('#support button');
      expect(await page.textContent('#count')).toBe('8');
      expect(await page.textContent('#flash')).toBe('공감했어요');
      await page.fill('#f-body', '네');
      await page.click('#say button');
      expect(await page.textContent('#errors')).toBe('너무 짧아요');
      expect(await page.inputValue('#f-body')).toBe('네');
    } finally {
      await plain.close();
    }
  });
});
