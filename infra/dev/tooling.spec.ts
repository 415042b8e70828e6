import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { launchBrowser } from './browser.mjs';

describe('the shared test database', () => {
  it('takes a superuser and knows Korean trigrams', async () => {
    const client = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await client.connect();
    try {
      const { rows } = await client.query<{ super: string; ctype: string }>(
        `SELECT current_setting('is_superuser') AS super, upper('é') AS ctype`,
      );
      expect(rows).toEqual([{ super: 'on', ctype: 'É' }]);
    } finally {
      await client.end();
    }
  });
});

describe('the browser', () => {
  it('opens a page and lays Korean text out', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent('<title>마당</title><p style="display:inline-block">제안</p>');
      expect(await page.title()).toBe('마당');
      expect((await page.locator('p').boundingBox())?.width).toBeGreaterThan(10);
    } finally {
      await browser.close();
    }
  });
});
