import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@madang/kernel';
import { newDatabase } from '@madang/testing';
import pg from 'pg';
import { launchBrowser } from '../../../../infra/dev/browser.mjs';
import { axeOf, overflows, picture } from '../kit/console.js';
import { PLATFORM, signedInOperator, type OperatorBrowser } from '../kit/operators.js';
import { openHouse, type House } from '../kit/yard.js';

describe('moving an organisation in the operators’ console', () => {
  let house: House;
  let east: Awaited<ReturnType<typeof newDatabase>>;
  let browser: Browser;
  let owner: OperatorBrowser;

  beforeAll(async () => {
    east = await newDatabase();
    house = await openHouse({ PLACEMENTS: `east=${east.url} gone=postgres://nobody@127.0.0.1:9/gone` });
    await house.program.provisioning.create({
      slug: 'maple',
      name: { ko: '단풍마을', en: 'Maple Village' },
      locales: ['ko', 'en'],
    });
    owner = await signedInOperator(house);
    house.server.operations.start();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
    await east?.remove();
  });

  async function open(look: { width?: number; mode?: 'light' | 'dark'; locale?: 'ko' | 'en' } = {}): Promise<Page> {
    const { width = 1280, mode = 'light', locale = 'ko' } = look;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: mode,
      locale: locale === 'ko' ? 'ko-KR' : 'en-GB',
      reducedMotion: 'reduce',
    });
    const url = `http://${PLATFORM}:${house.port}`;
    await context.addCookies([{ name: 'madang_operator_session', value: owner.cookie!, url }]);
    const page = await context.newPage();
    await page.goto(`${url}/console/tenants/maple`);
    await page.getByRole('heading', { name: '단풍마을' }).waitFor();
    return page;
  }
  const row = (page: Page, label: string): ReturnType<Page['locator']> =>
    page.locator('tr').filter({ has: page.getByRole('rowheader', { name: label }) });
  const look = async (page: Page, name: string): Promise<void> => {
    expect(await axeOf(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    await picture(page, name);
  };

  it('makes an organisation in the database that is chosen, and copies it there', async () => {
    const page = await open();
    await page.goto(`http://${PLATFORM}:${house.port}/console/provision`);
    await page.locator('input[required]').first().fill('솔숲');
    await page.getByLabel('짧은 이름').fill('pines');
    await page.getByRole('button', { name: '다음' }).click();
    await page.getByRole('combobox', { name: '어느 데이터베이스에 둘까요' }).click();
    await page.getByRole('option', { name: 'east' }).click();
    await look(page, 'operator-provision-placement-1280-light-ko');
    for (let i = 0; i < 3; i += 1) await page.getByRole('button', { name: '다음' }).click();
    await page.getByRole('button', { name: '만들기' }).click();
    await page.getByRole('region', { name: '과정' }).filter({ hasText: '마침' }).waitFor();
    await page.close();
    expect(await house.program.registry.get({ slug: 'pines' })).toMatchObject({ placement: 'east' });
    expect((await house.ask('pines.localhost', '/')).status).toBe(200);
    const ask = (mutation: string): Promise<string | undefined> =>
      owner.ask(`mutation { ${mutation} }`).then(({ errors }) => errors?.[0]?.extensions.code);
    const upload = newId();
    for (const mutation of [
      'provisionTenant(input: { slug: "lost", name: "곳", placement: "mars" })',
      'cloneTenant(input: { slug: "pines", to: "lost", placement: "mars" })',
      `importTenant(input: { upload: "${upload}", placement: "mars" })`,
    ])
      expect([mutation, await ask(mutation)]).toEqual([mutation, 'invalid_input']);
    await ask('cloneTenant(input: { slug: "pines", to: "pines-too", withoutPeople: false })');
    await ask('cloneTenant(input: { slug: "pines", to: "pines-main", placement: "main" })');
    await ask('provisionTenant(input: { slug: "gone-place", name: "곳", placement: "gone" })');
    await house.server.operations.stop();
    await house.server.operations.drain();
    house.server.operations.start();
    const places = await house.program.platform.rows<{ slug: string; placement: string }>(
      `SELECT slug, placement FROM platform.tenants WHERE slug LIKE 'pines%' OR slug = 'gone-place' ORDER BY slug`,
    );
    expect(places.map(({ slug, placement }) => [slug, placement])).toEqual([
      ['pines', 'east'],
      ['pines-main', 'main'],
      ['pines-too', 'east'],
    ]);
    for (const { slug } of places) expect((await house.ask(`${slug}.localhost`, '/')).status).toBe(200);
  });

  it('says what it means, waits for the name, and shows every step', async () => {
    const page = await open();
    await page.getByRole('button', { name: '데이터베이스 옮기기' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('읽을 수만 있어요').waitFor();
    const button = dialog.getByRole('button', { name: '데이터베이스 옮기기' });
    expect(await button.isDisabled()).toBe(true);
    await dialog.locator('input[value="east"]').first().waitFor();
    await dialog.getByLabel(/maple/).fill('maple');
    await look(page, 'operator-move-1280-light-ko');
    await button.click();
    const log = page.getByRole('region', { name: '과정' });
    await log.filter({ hasText: '마침' }).waitFor();
    for (const step of ['모두에게 알리기', '복사', '견주기', '새 자리로 바꾸기', '옛 자리 치우기'])
      expect(await log.getByText(step).count()).toBe(1);
    await row(page, '데이터베이스').filter({ hasText: 'east' }).first().waitFor();
    await look(page, 'operator-moved-1280-light-ko');
    expect((await house.ask('maple.localhost', '/')).status).toBe(200);
    await page.close();
  });

  it('shows where organisations are, and which database is away', async () => {
    for (const [width, mode, locale] of [
      [1280, 'light', 'ko'],
      [360, 'dark', 'en'],
    ] as const) {
      const page = await open({ width, mode, locale });
      await page.goto(`http://${PLATFORM}:${house.port}/console/health`);
      const table = page.getByRole('table', { name: locale === 'ko' ? '데이터베이스' : 'Databases' });
      await table
        .locator('tr')
        .filter({ hasText: 'east' })
        .filter({ hasText: locale === 'ko' ? '쓸 수 있음' : 'Usable' })
        .waitFor();
      await table
        .locator('tr')
        .filter({ hasText: 'gone' })
        .filter({ hasText: locale === 'ko' ? '닿지 않음' : 'Away' })
        .waitFor();
      await look(page, `operator-databases-${width}-${mode}-${locale}`);
      await page.close();
    }
  });

  it('can be given up while it is copied', async () => {
    const holder = new pg.Client({ connectionString: east.url });
    await holder.connect();
    const page = await open({ width: 360, mode: 'dark', locale: 'en' });
    try {
      // Somebody writes and does not come to an end: the copy waits.
      const { schema } = (await house.program.registry.get({ slug: 'maple' }))!;
      await holder.query('BEGIN');
      await holder.query(`LOCK TABLE ${schema}.people IN ROW EXCLUSIVE MODE`);
      await page.getByRole('button', { name: 'Move database' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/Type .*maple/).fill('maple');
      await look(page, 'operator-move-360-dark-en');
      await dialog.getByRole('button', { name: 'Move database' }).click();
      await page.getByText('On its way from east to main').waitFor();
      await look(page, 'operator-moving-360-dark-en');
      await page.getByRole('button', { name: 'Give up the move' }).click();
      await page.getByText('The move is given up').waitFor();
    } finally {
      await holder.query('ROLLBACK');
      await holder.end();
    }
    await page.getByText('tenant "maple" is in "east" as before').first().waitFor();
    await page.getByText('On its way from east to main').waitFor({ state: 'detached' });
    expect(await house.program.registry.get({ slug: 'maple' })).toMatchObject({ placement: 'east', moving: false });
    await page.close();
  });

  it('says what became of a move whose process was killed, and leads to where it is begun again', async () => {
    const id = newId();
    await house.program.platform.run(
      `INSERT INTO platform.operations (id, kind, slug, asked_by, state, error, ended_at) VALUES ($1, 'move', 'maple', 'system', 'failed', 'interrupted', now())`,
      [id],
    );
    const page = await open({ width: 360, mode: 'dark' });
    await page.goto(`http://${PLATFORM}:${house.port}/console/operations/${id}`);
    const told = page.getByRole('alert').filter({ hasText: '필요하면 다시 옮겨 주세요' });
    await told.waitFor();
    await look(page, 'move-interrupted-360-dark');
    await told.getByRole('link', { name: '기관 화면으로' }).click();
    await page.getByRole('button', { name: '데이터베이스 옮기기' }).waitFor();
    await page.context().close();
  });
});
