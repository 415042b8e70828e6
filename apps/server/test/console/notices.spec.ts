import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';

describe('notices in the console', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
  });
  afterAll(() => yard.close());

  it('are written, kept on top and mended', async () => {
    const page = await yard.open('/site/notices');
    await page.getByRole('button', { name: '소식 쓰기' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: '제목' }).fill('운영실에서 쓴 공지');
    await form.getByRole('textbox', { name: '글', exact: true }).fill('모두에게 알려요.');
    await form.getByRole('switch', { name: '맨 위에 올려 두기' }).check();
    await picture(page, 'notices-write');
    await form.getByRole('button', { name: '올리기' }).click();
    await page.getByText('소식을 올렸어요.').waitFor();
    const row = page.locator('tr', { hasText: '운영실에서 쓴 공지' });
    await row.waitFor();
    await row.getByRole('switch', { checked: true }).waitFor();
    await row.getByText('운영실에서 쓴 공지').first().click();
    await page.getByRole('dialog').getByRole('textbox', { name: '제목' }).fill('운영실에서 고친 공지');
    await page.getByRole('dialog').getByRole('button', { name: '저장하기' }).click();
    await page.locator('tr', { hasText: '운영실에서 고친 공지' }).waitFor();
    await page.close();
  });
});
