import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';

describe('the picture of a space', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
  }, 120_000);
  afterAll(() => yard.close());

  const portal = async (path: string): Promise<string> => (await yard.house.ask(yard.host, path)).body;

  it('is chosen from the library, shown on the site, kept there while it is used, and taken away', async () => {
    const page = await yard.open('/spaces');
    const dialog = page.getByRole('dialog', { name: '공간 고치기' });
    const open = (): Promise<void> =>
      page
        .getByRole('button', { name: /고치기$/ })
        .nth(1)
        .click();
    await open();
    await dialog.getByRole('button', { name: '사진 고르기' }).click();
    const library = page.getByRole('dialog', { name: '그림 고르기' });
    const meadow = await sharp({ create: { width: 1200, height: 600, channels: 3, background: '#7fb069' } })
      .composite([
        {
          input: Buffer.from('<svg width="1200" height="600"><circle cx="900" cy="200" r="120" fill="#ffd166"/></svg>'),
        },
      ])
      .png()
      .toBuffer();
    await library
      .locator('input[type=file]')
      .setInputFiles({ name: '풀밭.png', mimeType: 'image/png', buffer: meadow });
    await dialog.getByRole('button', { name: '사진 빼기' }).waitFor();
    await picture(page, 'space-cover-form-1280');
    expect(await axeOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: '저장하기' }).click();
    await dialog.waitFor({ state: 'detached' });
    const [space] = await yard.sql<{ slug: string; media: string }>(
      `SELECT slug, cover ->> 'media' AS media FROM spaces WHERE cover IS NOT NULL`,
    );
    const address = `/media/${space!.media}.webp`;
    expect(await portal('/spaces')).toContain(address);
    expect(await portal(`/${space!.slug}`)).toContain(address);
    expect((await yard.house.ask(yard.host, address)).status).toBe(200);
    const removed = await yard.house.gql(
      yard.host,
      'mutation($id: ID!) { removePicture(id: $id) }',
      { id: space!.media },
      { cookie: await yard.cookie() },
    );
    expect(removed.errors?.[0]?.extensions?.code).toBe('file_in_use');

    for (const path of ['/spaces', `/${space!.slug}`])
      for (const [width, mode] of [
        [360, 'light'],
        [1280, 'light'],
        [1280, 'dark'],
      ] as const) {
        const shown = await yard.open('/spaces', { width, mode });
        await shown.goto(`http://${yard.host}:${yard.house.port}${path}`);
        await shown.locator(`img[src="${address}"]`).first().scrollIntoViewIfNeeded();
        await shown.waitForLoadState('networkidle');
        await picture(shown, `space-cover-${path === '/spaces' ? 'list' : 'home'}-${width}-${mode}`);
        expect([path, width, mode, await axeOf(shown)]).toEqual([path, width, mode, []]);
        expect(await overflows(shown)).toBe(false);
        await shown.context().close();
      }

    await open();
    await dialog.getByRole('button', { name: '사진 빼기' }).click();
    await dialog.getByRole('button', { name: '저장하기' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await portal(`/${space!.slug}`)).not.toContain(address);
    await page.context().close();
  }, 90_000);
});
