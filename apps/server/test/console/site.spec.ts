import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';

describe('the site in the console', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
  });
  afterAll(() => yard.close());

  const portal = async (path = '/'): Promise<string> => (await yard.house.ask(yard.host, path)).body;

  it('builds the first page: adds a block, sees it, puts it in order by keyboard, publishes and undoes', async () => {
    const page = await yard.open('/site/home');
    const before = await portal();
    await page.getByRole('button', { name: '블록 더하기' }).click();
    await page.getByRole('button', { name: /^글 소개나 안내/ }).click();
    const title = page.getByRole('textbox', { name: '한국어' }).last();
    await title.fill('누리집에서 처음 보는 글');
    const frame = page.frameLocator('iframe');
    await frame.getByText('누리집에서 처음 보는 글').first().waitFor();
    expect(await portal()).toBe(before);
    const up = page.getByRole('button', { name: /위로$/ }).last();
    await up.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '펴내기' }).click();
    await page.getByText('첫 화면을 펴냈어요.').waitFor();
    expect(await portal()).toContain('누리집에서 처음 보는 글');
    await page.getByRole('button', { name: '되돌리기' }).click();
    await page.getByText('되돌렸어요.').waitFor();
    expect(await portal()).not.toContain('누리집에서 처음 보는 글');
    await page.close();
  });

  it('loses nothing when somebody else saved first: both are shown, and one is chosen', async () => {
    const page = await yard.open('/site/menu');
    await page.getByRole('button', { name: '묶음 더하기' }).waitFor();
    const entries = page.locator('.site-block-name');
    await entries.first().click();
    await page.getByRole('textbox', { name: '한국어' }).first().fill('내가 고친 이름');
    const cookie = await yard.cookie();
    const { data } = await yard.house.gql(yard.host, '{ menuState { json } }', {}, { cookie });
    const menu = JSON.parse((data as unknown as { menuState: { json: string } }).menuState.json) as { label: object }[];
    menu[0]!.label = { ko: '남이 먼저 고친 이름' };
    await yard.house.gql(
      yard.host,
      'mutation($m: String!) { saveMenu(menu: $m) { changed } }',
      { m: JSON.stringify(menu) },
      {
        cookie,
      },
    );
    await page.getByRole('button', { name: '펴내기' }).click();
    await page.getByText('그사이 내용이 바뀌었어요').waitFor();
    await page.getByText('남이 먼저 고친 이름').first().waitFor();
    await picture(page, 'site-menu-conflict');
    expect(await portal()).toContain('남이 먼저 고친 이름');
    await page.getByRole('button', { name: '내 것으로 저장하기' }).click();
    await page.getByText('메뉴를 펴냈어요.').waitFor();
    expect(await portal()).toContain('내가 고친 이름');
    await page.close();
  });

  it('writes a page with the toolbar, shows the draft by a link, publishes it and goes back', async () => {
    const page = await yard.open('/site/pages/new');
    await page.getByRole('textbox', { name: '한국어' }).first().fill('마을 규칙');
    await page.getByRole('textbox', { name: '주소에 쓸 이름' }).fill('village-rules');
    const body = page.getByRole('textbox', { name: /본문/ });
    await body.fill('서로 존중해요');
    await body.selectText();
    await page.getByRole('button', { name: '굵게' }).click();
    await page.frameLocator('iframe').locator('strong', { hasText: '서로 존중해요' }).waitFor();
    await page.getByRole('button', { name: '초안 저장하기' }).click();
    await page.getByText('초안을 저장했어요.').waitFor();
    await page.getByRole('button', { name: '미리 보여 주기…' }).click();
    await page.getByRole('button', { name: '링크 만들기' }).click();
    const link = await page.getByRole('textbox', { name: '링크' }).inputValue();
    expect(await portal(new URL(link).pathname)).toContain('서로 존중해요');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '펴내기…' }).click();
    await page.getByRole('button', { name: '지금 펴내기' }).click();
    await page.getByText('펴냈어요.', { exact: true }).waitFor();
    expect(await portal('/pages/village-rules')).toContain('<strong>서로 존중해요</strong>');
    await page.close();
  });

  it('keeps what was typed on this device when the page is left', async () => {
    const page = await yard.open('/site/pages/about');
    await page.getByRole('textbox', { name: '한국어' }).first().fill('아직 저장하지 않은 제목');
    await page.getByText(/저장하지 않은 변경 1개/).waitFor();
    await page.evaluate(() => {
      globalThis.onbeforeunload = null;
    });
    await page.goto(`http://${yard.host}:${yard.house.port}/console/site/pages/about`);
    await page.getByText(/되살렸어요/).waitFor();
    expect(await page.getByRole('textbox', { name: '한국어' }).first().inputValue()).toBe('아직 저장하지 않은 제목');
    await page.close();
  });

  it('keeps pictures with a description', async () => {
    const page = await yard.open('/site/files');
    const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#2a7' } })
      .png()
      .toBuffer();
    await page.locator('input[type=file]').setInputFiles({ name: '나무.png', mimeType: 'image/png', buffer: png });
    await page.getByText('나무.png').first().waitFor();
    await page.getByText('나무.png').first().click();
    await page.getByRole('textbox', { name: '설명' }).fill('초록 나무 한 그루');
    await page.getByRole('button', { name: '저장하기' }).click();
    await page.getByText('초록 나무 한 그루').first().waitFor();
    await picture(page, 'site-files-one');
    await page.close();
  });
});
