/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Migration } from '@madang/kernel';
import { launchBrowser } from '../../../../infra/dev/browser.mjs';
import { axeOf, overflows, picture } from '../kit/console.js';
import { PLATFORM, signedInOperator, type OperatorBrowser } from '../kit/operators.js';
import { sqlOf } from '../kit/staff.js';
import { openHouse, type House } from '../kit/yard.js';

describe('what operators do to one organisation', () => {
  let house: House;
  let browser: Browser;
  let owner: OperatorBrowser;

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({
      slug: 'maple',
      name: { ko: '단풍마을', en: 'Maple Village' },
      locales: ['ko', 'en'],
      ownerEmail: 'first@maple.example',
    });
    owner = await signedInOperator(house);
    house.server.operations.start();
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  async function open(path: string, look: { width?: number; mode?: 'light' | 'dark' } = {}): Promise<Page> {
    const { width = 1280, mode = 'light' } = look;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: mode,
      locale: 'ko-KR',
      reducedMotion: 'reduce',
    });
    const url = `http://${PLATFORM}:${house.port}`;
    await context.addCookies([{ name: 'madang_operator_session', value: owner.cookie!, url }]);
    const page = await context.newPage();
    await page.goto(`${url}/console${path}`);
    await page.locator('h1').first().waitFor();
    return page;
  }

  it('changes its name and contact; of two at once the second sees both and chooses', async () => {
    const page = await open('/tenants/maple');
    await page.getByRole('button', { name: '이름과 연락처 바꾸기' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '기관 이름' }).fill('붉은단풍마을');
    await dialog.getByRole('textbox', { name: '연락할 주소' }).fill('second@maple.example');
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-describe-1280-light-ko');
    const { data } = await owner.ask<{ tenant: { revision: number } }>('{ tenant(slug: "maple") { revision } }');
    await owner.ask(
      `mutation { describeTenant(input: { slug: "maple", revision: ${data.tenant.revision}, name: "노란단풍마을" }) { name } }`,
    );
    await dialog.getByRole('button', { name: '저장하기' }).click();
    await dialog.getByText('노란단풍마을').waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-describe-conflict-1280-light-ko');
    await dialog.getByRole('button', { name: '내 것으로 저장하기' }).click();
    await page.getByRole('heading', { name: '붉은단풍마을', level: 1 }).waitFor();
    await page.getByText('second@maple.example').first().waitFor();
    await page.close();
  });

  it.each([
    [360, 'dark'],
    [1280, 'light'],
  ] as const)('fits its dialog at %s, %s', async (width, mode) => {
    const page = await open('/tenants/maple', { width, mode });
    await page.getByRole('button', { name: '이름과 연락처 바꾸기' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: '기관 이름' }).waitFor();
    expect(await axeOf(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    await picture(page, `operator-describe-${width}-${mode}-ko`);
    await page.close();
  });

  it('takes off the second factor of somebody, after address, reason and name', async () => {
    const sql = sqlOf(house, (await house.program.registry.get({ slug: 'maple' }))!);
    await sql(
      `WITH who AS (INSERT INTO people (id, email, display_name, role, assurance, created_at)
         VALUES (gen_random_uuid(), 'last@maple.example', '마지막', 'administrator', 'email', now()) RETURNING id)
       INSERT INTO second_factors (person_id, sealed, used_step, enrolled_at) SELECT id, 'x', 0, now() FROM who`,
    );
    const page = await open('/tenants/maple', { width: 360 });
    await page.getByRole('button', { name: '2단계 인증 풀기' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('그 사람이 로그인하는 이메일').fill('last@maple.example');
    await dialog.getByLabel('이유').fill('통화로 확인했어요');
    await dialog.getByLabel(/maple/).fill('maple');
    expect([await axeOf(page), await overflows(page)]).toEqual([[], false]);
    await picture(page, 'operator-rescue-360');
    await dialog.getByRole('button', { name: '2단계 인증 풀기' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await sql('SELECT 1 FROM second_factors')).toEqual([]);
    await page.close();
  });

  it('tries the upgrade of one again, once its trouble is mended', async () => {
    const tenant = (await house.program.registry.get({ slug: 'maple' }))!;
    const sql = sqlOf(house, tenant);
    // An upgrade that comes tomorrow, and a table of the same name that somebody left in this one schema.
    (house.program.provisioning.schema.migrations as Migration[]).push({
      version: 9999,
      name: 'tomorrow',
      statements: ['CREATE TABLE tomorrow (id uuid PRIMARY KEY)'],
    });
    await sql('CREATE TABLE tomorrow (id uuid PRIMARY KEY)');
    const page = await open('/upgrades');
    await page.getByRole('button', { name: '모두 업그레이드' }).click();
    await page.getByText('relation "tomorrow" already exists').first().waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-upgrade-failed-1280-light-ko');
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '내려받기' }).last().click();
    await page.getByRole('menuitem', { name: 'CSV 파일' }).click();
    const file = readFileSync(await (await coming).path(), 'utf8');
    expect(file).toMatch(/^\uFEFF기관,스키마,까닭\r\nmaple,\d+,.*relation ""?tomorrow""? already exists/);
    await sql('DROP TABLE tomorrow');
    await page.getByRole('button', { name: '다시 해 보기' }).click();
    await page.getByRole('row', { name: /^9999/ }).waitFor();
    await page.getByText('모두 업그레이드했어요').waitFor();
    expect((await house.program.registry.get({ slug: 'maple' }))!.schemaVersion).toBe(9999);
    await page.close();
  });
});
