import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../../src/demo/people.js';
import { openConsoleHouse, type ConsoleHouse } from '../kit/console.js';

const SCREEN = '/settings/sign-in';
const days = (page: Page) => page.getByRole('textbox', { name: '로그인을 유지하는 날' });
const bar = (page: Page) => page.getByRole('region', { name: '저장하지 않은 변경' });
const save = (page: Page) => bar(page).getByRole('button', { name: '저장하기' }).click();

/** Drafts lie on the device: one browser context is one device. */
describe('what is typed in the console', () => {
  let yard: ConsoleHouse;
  let page: Page;

  beforeAll(async () => {
    yard = await openConsoleHouse();
    page = await yard.open(SCREEN);
    await days(page).waitFor();
  }, 120_000);
  afterAll(() => yard.close());

  it('outlives a lost connection, and is saved when it is back', async () => {
    await days(page).fill('45');
    await bar(page).waitFor();
    await page.context().setOffline(true);
    await save(page);
    await page
      .getByText(/연결이 끊겼어요/)
      .first()
      .waitFor();
    expect(await days(page).inputValue()).toBe('45');
    await page.context().setOffline(false);
    await save(page);
    await bar(page).waitFor({ state: 'detached' });
    await page.reload();
    await days(page).waitFor();
    expect(await days(page).inputValue()).toBe('45');
  });

  it('outlives the end of a session: the person is told, signs in, and goes on', async () => {
    await days(page).fill('60');
    await bar(page).waitFor();
    const tenant = (await yard.house.program.registry.get({ slug: yard.slug }))!;
    await yard.house.program.provisioning.withAdmin((client) =>
      client.query(`UPDATE ${tenant.schema}.sessions SET revoked_at = now() WHERE revoked_at IS NULL`),
    );
    await save(page);
    await page
      .getByText(/로그인이 끝났어요/)
      .first()
      .waitFor();
    expect(await days(page).inputValue()).toBe('60');
    const email = await yard.house.program.provisioning.withAdmin(
      async (client) =>
        (
          await client.query<{ email: string }>(
            `SELECT email FROM ${tenant.schema}.people WHERE role = 'administrator' AND password_hash IS NOT NULL ORDER BY created_at LIMIT 1`,
          )
        ).rows[0]!.email,
    );
    const other = await page.context().newPage();
    await other.goto(`http://${yard.host}:${yard.house.port}/sign-in`);
    const form = other.locator('form[action="/sign-in/password"]');
    await form.evaluate((node) => node.closest('details')?.setAttribute('open', ''));
    await form.locator('input[name=email]').fill(email);
    await form.locator('input[name=password]').fill(DEMO_PASSWORD);
    await form.locator('button').click();
    await other.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await other.close();
    await save(page);
    await bar(page).waitFor({ state: 'detached' });
    await page.reload();
    await days(page).waitFor();
    expect(await days(page).inputValue()).toBe('60');
  });

  it('is there again after the window was closed, until it is taken back', async () => {
    await days(page).fill('90');
    await bar(page).waitFor();
    const again = await page.context().newPage();
    await again.goto(page.url());
    await bar(again)
      .getByText(/되살렸어요/)
      .waitFor();
    expect(await days(again).inputValue()).toBe('90');
    await bar(again).getByRole('button', { name: '되돌리기' }).click();
    await bar(again).waitFor({ state: 'detached' });
    expect(await days(again).inputValue()).toBe('60');
    await again.close();
  });

  it('holds the person back from leaving by a slip, and is kept when they go', async () => {
    await days(page).fill('75');
    await bar(page).waitFor();
    const away = page.getByRole('navigation', { name: '메뉴' }).getByRole('link', { name: '보낸 메일' });
    await away.click();
    await page.getByRole('dialog').getByRole('button', { name: '계속 쓰기' }).click();
    expect(page.url()).toContain(SCREEN);
    expect(await days(page).inputValue()).toBe('75');
    await away.click();
    await page.getByRole('dialog').getByRole('button', { name: '두고 나가기' }).click();
    await page.waitForURL(/\/settings\/mails/);
    await page.goBack();
    await bar(page)
      .getByText(/되살렸어요/)
      .waitFor();
    expect(await days(page).inputValue()).toBe('75');
  });
});
