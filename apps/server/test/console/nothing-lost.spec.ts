import type { Dialog, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConsoleHouse, signIn, type ConsoleHouse } from '../kit/console.js';

const SCREEN = '/settings/sign-in';
const days = (page: Page) => page.getByRole('textbox', { name: '로그인을 유지하는 날' });
const bar = (page: Page) => page.getByRole('region', { name: '저장하지 않은 변경' });
const save = (page: Page) => bar(page).getByRole('button', { name: '저장하기' }).click();
const gone = (page: Page) => bar(page).waitFor({ state: 'detached' });
const guard = (page: Page) => page.getByRole('dialog').filter({ hasText: '저장하지 않고 나갈까요?' });
const stay = (page: Page) => guard(page).getByRole('button', { name: '계속 쓰기' }).click();
const leave = (page: Page) => guard(page).getByRole('button', { name: '두고 나가기' }).click();

/** Types as a person does: browsers ask before a page is left only where somebody really touched it. */
async function type(page: Page, text: string): Promise<void> {
  await days(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await bar(page).waitFor();
}

async function restored(page: Page, text: string): Promise<void> {
  await bar(page)
    .getByText(/되살렸어요/)
    .waitFor();
  expect(await days(page).inputValue()).toBe(text);
}

/** Drafts lie on the device: one browser context is one device. */
describe('what is typed in the console', () => {
  let yard: ConsoleHouse;
  let page: Page;
  let address = '';

  beforeAll(async () => {
    yard = await openConsoleHouse();
    page = await yard.open(SCREEN);
    address = page.url();
    await days(page).waitFor();
  }, 120_000);
  afterAll(() => yard.close());

  it('outlives a lost connection, and is saved when it is back', async () => {
    await type(page, '45');
    await page.context().setOffline(true);
    await save(page);
    await page
      .getByText(/연결이 끊겼어요/)
      .first()
      .waitFor();
    expect(await days(page).inputValue()).toBe('45');
    await page.context().setOffline(false);
    await save(page);
    await gone(page);
    await page.reload();
    await days(page).waitFor();
    expect(await days(page).inputValue()).toBe('45');
  });

  it('outlives reloading before it was saved; the browser asks first', async () => {
    await type(page, '50');
    const asked: string[] = [];
    const answer = (dialog: Dialog): void => {
      asked.push(dialog.type());
      void (asked.length === 1 ? dialog.dismiss() : dialog.accept());
    };
    page.on('dialog', answer);
    const first = page.waitForEvent('dialog');
    await page.evaluate(() => setTimeout(() => globalThis.location.reload()));
    await first;
    expect(await days(page).inputValue()).toBe('50');
    await page.reload();
    page.off('dialog', answer);
    expect(asked).toEqual(['beforeunload', 'beforeunload']);
    await restored(page, '50');
    await save(page);
    await gone(page);
  });

  it('outlives the end of a session: the person is told, signs in by the link offered, and goes on', async () => {
    await type(page, '60');
    await yard.endSessions();
    await save(page);
    await page
      .getByText(/로그인이 끝났어요/)
      .first()
      .waitFor();
    expect(await days(page).inputValue()).toBe('60');
    const [popup] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '새 창에서 다시 로그인' }).click(),
    ]);
    await signIn(popup, await yard.email());
    // Back where one was, with everything typed; and the first window goes on as well.
    await popup.waitForURL(address);
    await restored(popup, '60');
    await popup.close();
    await save(page);
    await gone(page);
    await page.reload();
    await days(page).waitFor();
    expect(await days(page).inputValue()).toBe('60');
  });

  it('is there again after the window was closed, until it is taken back', async () => {
    await type(page, '90');
    const device = page.context();
    await page.close();
    page = await device.newPage();
    await page.goto(address);
    await restored(page, '90');
    await bar(page).getByRole('button', { name: '되돌리기' }).click();
    await gone(page);
    expect(await days(page).inputValue()).toBe('60');
    await page.reload();
    await days(page).waitFor();
    expect(await days(page).inputValue()).toBe('60');
    expect(await bar(page).count()).toBe(0);
  });

  it('holds the person back from leaving by a slip, and is kept when they go', async () => {
    await type(page, '75');
    const away = page.getByRole('navigation', { name: '메뉴' }).getByRole('link', { name: '보낸 메일' });
    await away.click();
    await stay(page);
    expect(page.url()).toBe(address);
    expect(await days(page).inputValue()).toBe('75');
    await away.click();
    await leave(page);
    await page.waitForURL(/\/settings\/mails/);
    await page.goBack();
    await restored(page, '75');
    await bar(page).getByRole('button', { name: '되돌리기' }).click();
    await gone(page);
  });

  it('is guarded from the back button too', async () => {
    const menu = page.getByRole('navigation', { name: '메뉴' });
    await menu.getByRole('link', { name: '보낸 메일' }).click();
    await page.waitForURL(/\/settings\/mails/);
    await menu.getByRole('link', { name: '가입과 로그인' }).click();
    await page.waitForURL(address);
    await type(page, '80');
    await page.evaluate(() => globalThis.history.back());
    await stay(page);
    await guard(page).waitFor({ state: 'detached' });
    expect(page.url()).toBe(address);
    expect(await days(page).inputValue()).toBe('80');
    await page.evaluate(() => globalThis.history.back());
    await leave(page);
    await page.waitForURL(/\/settings\/mails/);
    await page.goForward();
    await restored(page, '80');
  });

  it('is guarded when another screen is found by ⌘K', async () => {
    const find = async (): Promise<void> => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('화면, 할 일, 사람, 글 찾기').fill('보낸 메일');
      await page
        .getByRole('button', { name: /보낸 메일/ })
        .first()
        .click();
    };
    await find();
    await stay(page);
    await guard(page).waitFor({ state: 'detached' });
    expect(page.url()).toBe(address);
    expect(await days(page).inputValue()).toBe('80');
    await find();
    await leave(page);
    await page.waitForURL(/\/settings\/mails/);
    await page.goBack();
    await restored(page, '80');
  });
});
