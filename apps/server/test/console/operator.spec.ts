import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser } from '../../../../infra/dev/browser.mjs';
import { inviteOperator, newLink } from '@madang/platform-operators';
import { axeOf, picture } from '../kit/console.js';
import { OPERATOR_PASSWORD, OperatorBrowser, PLATFORM, signedInOperator } from '../kit/operators.js';
import { openHouse, type House } from '../kit/yard.js';

describe('the operators’ console', () => {
  let house: House;
  let browser: Browser;
  let owner: OperatorBrowser;

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.stock(2);
    await house.program.provisioning.create({
      slug: 'maple',
      name: { ko: '단풍마을', en: 'Maple Village' },
      locales: ['ko', 'en'],
    });
    owner = await signedInOperator(house);
    await owner.ask('mutation { measureTenants }');
    await house.server.operations.drain();
    house.server.operations.start();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const at = (path: string): string => `http://${PLATFORM}:${house.port}/console${path === '/' ? '' : path}`;

  async function open(
    path: string,
    look: { width?: number; mode?: 'light' | 'dark'; locale?: 'ko' | 'en'; who?: OperatorBrowser | null } = {},
  ): Promise<Page> {
    const { width = 1280, mode = 'light', locale = 'ko', who = owner } = look;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: mode,
      locale: locale === 'ko' ? 'ko-KR' : 'en-GB',
      reducedMotion: 'reduce',
    });
    if (who)
      await context.addCookies([
        { name: 'madang_operator_session', value: who.cookie!, url: `http://${PLATFORM}:${house.port}` },
      ]);
    const page = await context.newPage();
    await page.goto(at(path));
    await page.locator('h1').first().waitFor();
    return page;
  }

  it('lets somebody in by an invitation, a QR code and a code, and keeps the others out', async () => {
    const token = await house.program.platform.transaction(async (client) =>
      newLink(
        client,
        await inviteOperator(client, { email: 'new@operators.example', name: '새', role: 'operator' }),
        new Date(),
      ),
    );
    const page = await open(`/set-up?token=${token}`, { who: null });
    await page.getByLabel('이름').fill('바다');
    await page.getByLabel('새 비밀번호').fill(OPERATOR_PASSWORD);
    await page.getByRole('button', { name: '계속하기' }).click();
    await page.getByRole('heading', { name: '두 번째 인증 정하기' }).waitFor();
    const app = new OperatorBrowser(house);
    app.secret = (await page.locator('code').innerText()).replaceAll(' ', '');
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-enrol-1280-light-ko');
    await page.getByLabel('여섯 자리 코드').fill('000000');
    await page.getByRole('button', { name: '확인하기' }).click();
    await page.getByText('코드가 맞지 않거나').waitFor();
    await page.getByLabel('여섯 자리 코드').fill(app.code());
    await page.getByRole('button', { name: '확인하기' }).click();
    await page.getByRole('heading', { name: '복구 코드를 보관해 주세요' }).waitFor();
    await page.getByRole('button', { name: '보관했어요, 들어가기' }).click();
    await page.getByRole('heading', { name: '기관', level: 1 }).waitFor();

    await page.context().clearCookies();
    await page.goto(at('/log'));
    await page.getByLabel('이메일').fill('new@operators.example');
    await page.locator('input[autocomplete="current-password"]').fill(OPERATOR_PASSWORD);
    await page.getByRole('button', { name: '로그인' }).click();
    await page.getByLabel('여섯 자리 코드').fill(app.code());
    await page.getByRole('button', { name: '계속하기' }).click();
    await page.getByRole('heading', { name: '운영 기록' }).waitFor();
    await page.close();
  });

  it('makes an organisation in five steps and shows how it goes', async () => {
    const page = await open('/provision', { locale: 'en' });
    await page.locator('input[required]').first().fill('솔숲');
    await page.getByLabel('Short name').fill('pines');
    for (let i = 0; i < 4; i += 1) await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('First administrator’s address (optional)').fill('kim@pines.example');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('Done', { exact: true }).waitFor();
    expect(await page.getByText('Furnish from the preset').count()).toBe(1);
    await picture(page, 'operator-provisioned-1280-light-en');
    await page.getByRole('link', { name: 'To the organisation' }).click();
    await page.getByRole('heading', { name: '솔숲' }).waitFor();
    expect((await house.ask('pines.localhost', '/')).status).toBe(200);
    await page.close();
  });

  it('erases only what was typed, says what will be gone, and takes it back', async () => {
    const page = await open('/tenants/maple', { locale: 'en' });
    await page.getByRole('button', { name: 'Erase' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('after 30 days').waitFor();
    const button = dialog.getByRole('button', { name: 'Erase' });
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('the contract ended');
    await dialog.getByLabel(/Type .*maple/).fill('maple');
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-erase-1280-light-en');
    await button.click();
    await page.getByText(/It will be erased on/).waitFor();
    expect((await house.ask('maple.localhost', '/')).status).toBe(410);
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByText(/It will be erased on/).waitFor({ state: 'detached' });
    expect((await house.ask('maple.localhost', '/')).status).toBe(200);
    await page.close();
  });

  it('takes no second factor off at one click', async () => {
    const page = await open('/operators');
    await page.getByRole('button', { name: '두 번째 인증 지우기' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('다음 로그인 때 새로 정해요.', { exact: false }).waitFor();
    expect(await dialog.getByRole('button', { name: '두 번째 인증 지우기' }).isDisabled()).toBe(true);
    await page.close();
  });

  it('opens a support visit that leads into the organisation', async () => {
    const page = await open('/tenants/maple');
    await page.getByRole('button', { name: '지원 방문' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('왜').fill('메뉴가 보이지 않는다는 문의');
    expect(await axeOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: '지원 방문' }).click();
    const link = await dialog.getByRole('link', { name: '기관으로 가기' }).getAttribute('href');
    expect(link).toMatch(/^http:\/\/maple\.localhost:\d+\/-\/support\/enter\?token=/);
    await page.goto(at('/visits'));
    await page.getByText('메뉴가 보이지 않는다는 문의').waitFor();
    await page.close();
  });

  it('makes a plan, puts an organisation on it and writes an invoice', async () => {
    const page = await open('/plans', { locale: 'en' });
    await page.getByRole('button', { name: 'New plan' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Short name').fill('union');
    await dialog.getByLabel('Name in Korean').fill('연합');
    await dialog.getByLabel('Name in English').fill('Union');
    await dialog.getByLabel('Members').fill('300');
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-plan-dialog-1280-light-en');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Union' }).waitFor();
    await page.goto(at('/tenants/maple/bill'));
    await page.getByLabel('What for').fill('2026');
    const [amount, due] = [page.getByLabel('Amount'), page.getByLabel('Due')];
    const write = page.getByRole('button', { name: 'Write an invoice' });
    await amount.fill('-5');
    await due.fill('2020-01-31');
    await page.getByText('This day has passed.', { exact: false }).waitFor();
    expect([await amount.inputValue(), await write.isDisabled()]).toEqual(['-5', true]);
    await amount.fill('120000');
    await due.fill('2030-01-31');
    await page.getByLabel('Billed to').fill('Maple Village');
    await write.click();
    await page.getByText('The invoice is written.').waitFor();
    await page.goto(at('/invoices'));
    await page.getByRole('button', { name: 'Mark paid' }).click();
    await page.getByText('Paid', { exact: true }).first().waitFor();
    await page.close();
  });

  it('shows two operators who change one plan both versions', async () => {
    const [one, two] = [await open('/plans', { locale: 'en' }), await open('/plans', { locale: 'en' })];
    const name = (page: Page) => page.getByRole('dialog').getByLabel('Name in English');
    const save = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    for (const [page, text] of [
      [one, 'Union of the first'],
      [two, 'Union of the second'],
    ] as const) {
      await page.getByRole('button', { name: 'Edit 연합' }).click();
      await name(page).fill(text);
    }
    await save(one);
    await one.getByRole('heading', { name: 'Union of the first' }).waitFor();
    await save(two);
    const notice = two.getByRole('alert').filter({ hasText: 'Union of the first' });
    await notice.filter({ hasText: 'Union of the second' }).waitFor();
    await picture(two, 'operator-plan-conflict-1280-light-en');
    await notice.getByRole('button', { name: 'Save mine' }).click();
    await two.getByRole('heading', { name: 'Union of the second' }).waitFor();
    await Promise.all([one.close(), two.close()]);
  });

  it('shows two operators who put one organisation on different plans both versions', async () => {
    const path = '/tenants/maple/bill';
    const [one, two] = [await open(path, { locale: 'en' }), await open(path, { locale: 'en' })];
    const plan = (page: Page) => page.getByRole('combobox', { name: 'Plan' });
    const choose = async (page: Page, name: string): Promise<void> => {
      await plan(page).click();
      await page.getByRole('option', { name, exact: true }).click();
    };
    const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
    await choose(one, 'Standard');
    await choose(two, 'District');
    await save(one);
    await one.getByText('The plan was changed.').waitFor();
    await save(two);
    const notice = two.getByRole('alert').filter({ hasText: 'Standard' }).filter({ hasText: 'District' });
    await notice.waitFor();
    expect(await axeOf(two)).toEqual([]);
    await picture(two, 'operator-account-conflict-1280-light-en');
    await notice.getByRole('button', { name: 'Use what is saved' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(await plan(two).inputValue()).toBe('Standard');
    await Promise.all([one.close(), two.close()]);
  });

  it('shows two operators who change one announcement both versions', async () => {
    const made = await owner.ask(
      `mutation { saveAnnouncement(input: { textKo: "점검해요", textEn: "Maintenance", severity: "info", fromAt: "2026-01-01T00:00:00Z", untilAt: "2030-01-01T00:00:00Z" }) { id } }`,
    );
    expect(made.errors).toBeUndefined();
    const [one, two] = [await open('/announcements', { locale: 'en' }), await open('/announcements', { locale: 'en' })];
    const words = (page: Page) => page.getByRole('dialog').getByLabel('In English');
    const save = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    for (const [page, text] of [
      [one, 'The first words'],
      [two, 'The second words'],
    ] as const) {
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      await words(page).fill(text);
    }
    await save(one);
    await one.getByRole('dialog').waitFor({ state: 'detached' });
    await save(two);
    const notice = two
      .getByRole('alert')
      .filter({ hasText: 'The first words' })
      .filter({ hasText: 'The second words' });
    await notice.getByRole('button', { name: 'Use what is saved' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(await words(two).inputValue()).toBe('The first words');
    await Promise.all([one.close(), two.close()]);
  });

  it('keeps a view of a list, hands exactly it over, and acts on the chosen ones name by name', async () => {
    await house.program.provisioning.create({ slug: 'willow', name: { ko: '버들마을' } });
    const page = await open('/?state=active');
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('버들마을').waitFor();
    await page.getByRole('button', { name: '보기', exact: true }).click();
    await page.getByRole('menuitem', { name: '이 보기 저장하기' }).click();
    await page.getByRole('dialog').getByLabel('보기 이름').fill('열린 곳');
    await page.getByRole('dialog').getByRole('button', { name: '이 보기 저장하기' }).click();
    await page.getByRole('button', { name: '열린 곳' }).waitFor();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '내려받기' }).click();
    await page.getByRole('menuitem', { name: 'CSV 파일' }).click();
    const file = readFileSync(await (await coming).path(), 'utf8');
    expect(file.split('\r\n')[0]).toBe(
      '\uFEFF기관,짧은 이름,상태,건강,요금제,사람,크기(바이트),마지막 활동,마지막 내보내기',
    );
    expect(file).toContain('버들마을,willow,열림');
    for (const name of ['버들마을', '단풍마을']) await row(name).getByRole('checkbox').check();
    await page.getByRole('button', { name: '멈추기' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('버들마을 (willow)').waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-bulk-1280-light-ko');
    await dialog.getByLabel('이유').fill('점검');
    await dialog.getByLabel(/2곳/).fill('2곳');
    await dialog.getByRole('button', { name: '멈추기' }).click();
    await dialog.getByText('마침', { exact: true }).waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'operator-bulk-done-1280-light-ko');
    await dialog.getByRole('button', { name: '닫기', exact: true }).last().click();
    await row('버들마을').waitFor({ state: 'detached' });
    expect((await house.ask('willow.localhost', '/')).status).toBe(503);
    await owner.ask('mutation { resumeTenant(slug: "maple") { state } }');
    await page.close();
  });

  it('shows why somebody may not', async () => {
    const reader = await signedInOperator(house, 'reader');
    const page = await open('/tenants/maple', { who: reader, locale: 'en' });
    expect(await page.getByRole('button', { name: 'Erase' }).isDisabled()).toBe(true);
    await page.getByText('Only operators and owners may do these.').waitFor();
    await page.goto(at('/provision'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('button', { name: 'Next' }).count()).toBe(0);
    await page.close();
  });
});
