import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';
import { sqlOf } from '../kit/staff.js';

describe('long lists in the console', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
    await yard.house.server.worker.drain();
    const tenant = (await yard.house.program.registry.get({ slug: yard.slug }))!;
    await sqlOf(
      yard.house,
      tenant,
    )(
      `INSERT INTO people (id, email, display_name, created_at) SELECT gen_random_uuid(), 'many' || n || '@spec.example', '많은이 ' || n, date_trunc('milliseconds', now()) FROM generate_series(1, 10001) n`,
    );
  }, 120_000);
  afterAll(() => yard.close());

  it('are written in the background and fetched where they gather', async () => {
    const page = await yard.open('/people?words=많은이');
    await page.getByText('많은이 ').first().waitFor();
    await page.getByRole('button', { name: '내려받기' }).click();
    await page.getByRole('menuitem', { name: 'CSV 파일' }).click();
    await page.getByRole('heading', { name: '내려받을 파일', level: 1 }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'people.csv' });
    await row.getByText('기다림').waitFor();
    await yard.house.server.worker.drain();
    await row.getByText('다 됐음').waitFor();
    expect((await row.innerText()).replace(/\s+/g, ' ')).toContain('10,001');
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'files-1280-light-ko');
    const [file] = await Promise.all([page.waitForEvent('download'), row.getByRole('link', { name: '받기' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(10_002);
    await row.getByRole('button', { name: '지우기' }).click();
    await page.getByText('아직 파일이 없어요').waitFor();
    await page.close();
  }, 60_000);

  it.each([
    [360, 'dark', 'en'],
    [1280, 'light', 'ko'],
  ] as const)('teach at %s, %s, %s what gathers there', async (width, mode, locale) => {
    const page = await yard.open('/files', { width, mode, locale });
    await page.getByText(locale === 'ko' ? '아직 파일이 없어요' : 'No files yet').waitFor();
    expect(await axeOf(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    await picture(page, `files-empty-${width}-${mode}-${locale}`);
    await page.close();
  });
});
