/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n');
const LOGO = Buffer.from('<svg viewBox="0 0 120 40"><rect width="120" height="40" rx="8" fill="#1f6b4f"/></svg>');

describe('files and second factors', () => {
  let yard: ConsoleHouse;

  const LOOKS = [
    [360, 'light', 'ko'],
    [1280, 'dark', 'en'],
  ] as const;
  /** Opens a path of the portal as somebody of the demo. */
  const portal = async (
    path: string,
    role: 'administrator' | 'member',
    look: (typeof LOOKS)[number],
  ): Promise<Page> => {
    const [width, mode, locale] = look;
    const page = await yard.open('/', { role: 'administrator', width, mode, locale });
    await page.context().clearCookies();
    const [name, value] = (await yard.cookie(role)).split('=') as [string, string];
    const url = `http://${yard.host}:${yard.house.port}`;
    await page.context().addCookies([{ name, value, url }]);
    await page.goto(`${url}/${locale}${path}`);
    return page;
  };
  const faultsOf = async (page: Page, name: string): Promise<string[]> => {
    await page.waitForLoadState('networkidle');
    const width = page.viewportSize()!.width;
    await picture(page, `${name}-${width}`);
    return [...(await axeOf(page)), ...((await overflows(page)) ? ['can be moved sideways'] : [])].map(
      (fault) => `${name} ${width}: ${fault}`,
    );
  };

  beforeAll(async () => {
    yard = await openConsoleHouse();
  });
  afterAll(() => yard.close());

  it('takes documents and drawings into the library', async () => {
    const page = await yard.open('/site/files?kind=documents');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '총회 자료집.pdf', mimeType: 'application/pdf', buffer: PDF });
    const row = page.locator('tr', { hasText: '총회 자료집.pdf' });
    await row.waitFor();
    await row.getByText('총회 자료집.pdf').click();
    await page.getByRole('dialog').getByRole('textbox', { name: '이름' }).fill('정기총회 자료집');
    await picture(page, 'document-one');
    await page.getByRole('dialog').getByRole('button', { name: '저장하기' }).click();
    await page.locator('tr', { hasText: '정기총회 자료집.pdf' }).waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('PK') });
    await page.getByText('쓸 수 없는 파일이에요', { exact: false }).waitFor();
    await page.getByRole('radiogroup').getByText('그림', { exact: true }).click();
    await page.locator('input[type=file]').setInputFiles({ name: '로고.svg', mimeType: 'image/svg+xml', buffer: LOGO });
    await page.locator('tr', { hasText: '로고.svg' }).waitFor();
    await page.close();
  }, 60_000);

  it('attaches documents to a notice, which shows them on the portal', async () => {
    const page = await yard.open('/site/notices?write=yes');
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: '제목' }).fill('정기총회를 알려요');
    await form.getByRole('textbox', { name: '글', exact: true }).fill('자료를 미리 봐 주세요.');
    const files = form.getByRole('group', { name: '첨부 파일' });
    await files.getByRole('combobox').click();
    await page.getByRole('option', { name: '정기총회 자료집.pdf' }).click();
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: '위임장.txt', mimeType: 'text/plain', buffer: Buffer.from('위임합니다') });
    await files.getByText('위임장.txt').waitFor();
    await picture(page, 'notice-files');
    await form.getByRole('button', { name: '올리기', exact: true }).click();
    await page.locator('tr', { hasText: '정기총회를 알려요' }).waitFor();
    const [post] = await yard.house.program.provisioning.withAdmin(async (client) => {
      const tenant = (await yard.house.program.registry.get({ slug: yard.slug }))!;
      const { rows } = await client.query<{ path: string }>(
        `SELECT '/' || sp.slug || '/posts/' || s.number AS path FROM ${tenant.schema}.subjects s JOIN ${tenant.schema}.spaces sp ON sp.id = s.space_id WHERE s.title = '정기총회를 알려요'`,
      );
      return rows;
    });
    await page.close();
    const faults: string[] = [];
    for (const look of LOOKS) {
      const shown = await portal(post!.path, 'member', look);
      await shown.getByRole('link', { name: '정기총회 자료집.pdf' }).waitFor();
      await shown.getByRole('link', { name: '위임장.txt' }).waitFor();
      faults.push(...(await faultsOf(shown, 'post-files')));
      await shown.close();
    }
    expect(faults).toEqual([]);
  }, 90_000);

  it('lets an author change the pictures of a proposal', async () => {
    const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#5b8c5a' } })
      .jpeg()
      .toBuffer();
    const page = await portal('/propose', 'member', [1280, 'light', 'ko'] as never);
    const open = page.locator('a[href$="/proposals/new"]').first();
    if (await open.count()) await open.click();
    await page.fill('#f-title', '그늘막을 놓아 주세요');
    await page.fill('#f-content', '한여름에는 서 있기가 어려워요. 그늘막이 있으면 좋겠어요.');
    await page.setInputFiles('#f-picture', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.fill('#f-alt', '그늘 없는 길');
    await page.click('main form.form button.primary');
    await page.locator('main img[alt="그늘 없는 길"]').waitFor();
    const path = new URL(page.url()).pathname.replace(/^\/(ko|en)\//, '/');
    await page.goto(`${page.url().split('#')[0]!}/edit`);
    await page.getByRole('textbox', { name: '사진 설명' }).first().fill('그늘이 하나도 없는 길');
    await page.setInputFiles('#f-picture', { name: 'b.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.fill('#f-alt', '정류장');
    await page.click('main form.form button.primary');
    await page.locator('main img[alt="그늘이 하나도 없는 길"]').waitFor();
    await page.locator('main img[alt="정류장"]').waitFor();
    await page.close();
    const faults: string[] = [];
    for (const look of LOOKS) {
      const edit = await portal(`${path}/edit`, 'member', look);
      faults.push(...(await faultsOf(edit, 'proposal-edit')));
      await edit.close();
    }
    expect(faults).toEqual([]);
  }, 90_000);

  it('keeps versions of the home page, shows what changed, and brings one back', async () => {
    const page = await yard.open('/site/home');
    const cookie = await yard.cookie();
    const state = async (): Promise<string> => {
      const { data } = await yard.house.gql(yard.host, '{ homeState { json } }', {}, { cookie });
      return (data!['homeState'] as unknown as { json: string }).json;
    };
    const was = await state();
    const blocks = (JSON.parse(was) as { type: string; enabled: boolean; settings: object }[]).map(
      ({ settings, ...block }) => ({ ...settings, ...block }),
    );
    await yard.house.gql(
      yard.host,
      'mutation ($blocks: String!) { saveHomeBlocks(blocks: $blocks) { changed } }',
      { blocks: JSON.stringify([...blocks, { type: 'html', html: { ko: '<p>새로 넣은 글</p>', en: '<p>New</p>' } }]) },
      { cookie },
    );
    expect(await state()).not.toBe(was);
    await page.reload();
    await page.getByRole('button', { name: '지난 판' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '달라진 곳' }).first().click();
    await dialog.locator('ins', { hasText: '새로 넣은 글' }).waitFor();
    await picture(page, 'home-versions-1280');
    await dialog.getByRole('button', { name: '이 판으로 되돌리기' }).first().click();
    await page.getByText('되돌렸어요. 지금 첫 화면에 보여요.').waitFor();
    expect(JSON.parse(await state())).toEqual(JSON.parse(was));
    await page.close();
    const faults: string[] = [];
    for (const [width, mode, locale] of LOOKS) {
      const look = await yard.open('/site/home', { width, mode, locale });
      await look.getByRole('button', { name: locale === 'ko' ? '지난 판' : 'Versions' }).click();
      await look.getByRole('dialog').getByRole('group').nth(1).waitFor();
      faults.push(...(await faultsOf(look, 'home-versions-list')));
      await look.close();
    }
    expect(faults).toEqual([]);
  }, 120_000);

  it('sets up a second factor on the portal, asks for it, and lets an administrator take it off', async () => {
    const faults: string[] = [];
    const at = '/me/security/second-factor';
    for (const look of LOOKS) {
      const page = await portal(at, 'member', look);
      faults.push(...(await faultsOf(page, 'factor-start')));
      await page.click('main form[action$="/begin"] button.primary');
      await page.locator('.qr').waitFor();
      faults.push(...(await faultsOf(page, 'factor-enrol')));
      await page.close();
    }
    const page = await portal(at, 'member', [1280, 'light', 'ko'] as never);
    await page.click('main form[action$="/begin"] button.primary');
    const secret = (await page.locator('.secret').textContent())!.replaceAll(' ', '');
    await page.fill('#f-code', generateSync({ secret }));
    await page.click('main form.form button.primary');
    await page.locator('.codes li').nth(9).waitFor();
    faults.push(...(await faultsOf(page, 'factor-codes')));
    await page.click('main a.button.primary');
    await page.locator('form[action$="/codes"]').waitFor();
    faults.push(...(await faultsOf(page, 'factor-mine')));
    const person = await page.evaluate(async () => {
      const answer = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ viewer { id } }' }),
      });
      return ((await answer.json()) as { data: { viewer: { id: string } } }).data.viewer.id;
    });
    await page.close();
    // Another session of the same person, in which nothing was proved yet.
    await yard.house.program.provisioning.withAdmin(async (client) => {
      const tenant = (await yard.house.program.registry.get({ slug: yard.slug }))!;
      await client.query(`UPDATE ${tenant.schema}.sessions SET factor_at = NULL WHERE person_id = $1`, [person]);
    });
    for (const look of LOOKS) {
      const half = await portal('/sign-in', 'member', look);
      await half.locator('form[action="/sign-in/second-factor"]').first().waitFor();
      faults.push(...(await faultsOf(half, 'factor-code')));
      await half.close();
    }
    const console_ = await yard.open(`/people/${person}`);
    await console_.getByRole('button', { name: '2단계 인증 풀기' }).click();
    await console_.getByRole('dialog').getByRole('textbox').first().fill('휴대전화를 잃어버렸어요');
    await picture(console_, 'person-factor');
    await console_.getByRole('dialog').getByRole('button', { name: '2단계 인증 풀기' }).click();
    await console_.getByText('쓰지 않아요.').waitFor();
    await console_.close();
    expect(faults).toEqual([]);
  }, 120_000);
});
