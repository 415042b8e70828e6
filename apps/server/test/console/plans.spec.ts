/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';
import { PLATFORM, signedInOperator, type OperatorBrowser } from '../kit/operators.js';

describe('what the plan leaves out, on both consoles', () => {
  let yard: ConsoleHouse;
  let owner: OperatorBrowser;

  beforeAll(async () => {
    yard = await openConsoleHouse();
    owner = await signedInOperator(yard.house);
    const made = await owner.ask(
      `mutation { savePlan(input: { id: "bare", nameKo: "맨몸", nameEn: "Bare", features: [], graceDays: 3 }) { id } }`,
    );
    expect(made.errors).toBeUndefined();
    await plan('bare');
  }, 60_000);
  afterAll(() => yard.close());

  const plan = async (id: string, off = ''): Promise<void> => {
    const { data } = await owner.ask<{ account: { revision: number } }>(
      `{ account(slug: "${yard.slug}") { revision } }`,
    );
    const done = await owner.ask(
      `mutation { assignPlan(input: { slug: "${yard.slug}", plan: "${id}", method: "none", featuresOff: [${off}], revision: ${data.account.revision} }) { state } }`,
    );
    expect(done.errors).toBeUndefined();
  };

  it('is told above the screen, with the plans that have it and the way there', async () => {
    const page = await yard.open('/settings/hosts');
    await page.getByText('‘우리 주소 쓰기’는 지금 요금제에 없어요. 있는 요금제: 처음, 표준, 지자체.').waitFor();
    await page.getByRole('button', { name: '주소 더하기' }).waitFor();
    expect(await page.getByRole('textbox').first().isDisabled()).toBe(true);
    // The menu says it too, before anybody opens the screen.
    await page.getByRole('navigation').getByRole('img', { name: '요금제에 없음' }).first().waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'plans-hosts-1280-light-ko');
    await page.getByRole('main').getByRole('link', { name: '요금제 보기' }).click();
    await page.getByRole('heading', { name: '맨몸', level: 2 }).waitFor();
    await page.getByRole('list', { name: '있는 기능' }).first().waitFor();
    await page.close();
  });

  it.each([
    ['/look/templates/footer', 'Templates of your own: in these plans: Starter, Standard, District.'],
    ['/look/mails/mail~answered', 'Wording of mails: in these plans: Starter, Standard, District.'],
    ['/people/roles', 'Roles of your own: in these plans: Starter, Standard, District.'],
    ['/library', 'Process library: in these plans: Starter, Standard, District.'],
    ['/settings/tokens', 'API tokens: in these plans: Starter, Standard, District.'],
  ])('%s says why nothing new can be made there', async (path, words) => {
    const page = await yard.open(path, { locale: 'en', width: 360, mode: 'dark' });
    await page.getByText(words).first().waitFor();
    expect(await axeOf(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    await picture(page, `plans${path.replaceAll(/[/~]/g, '-')}-360-dark-en`);
    await page.close();
  });

  it('keeps lists from leaving as files, and says why where the button is', async () => {
    const page = await yard.open('/people');
    await page.getByRole('button', { name: '내려받기' }).click();
    await page.getByText('‘목록을 파일로 받기(CSV·엑셀)’는 지금 요금제에 없어요.').waitFor();
    expect(await page.getByRole('menuitem', { name: '엑셀 파일 (XLSX)' }).isDisabled()).toBe(true);
    await picture(page, 'plans-export-1280-light-ko');
    await page.close();
  });

  it('is let go and switched off by the operator, for one organisation', async () => {
    const operator: Page = await (async () => {
      const context = await (
        await yard.open('/')
      )
        .context()
        .browser()!
        .newContext({ locale: 'ko-KR', viewport: { width: 1280, height: 900 } });
      await context.addCookies([
        { name: 'madang_operator_session', value: owner.cookie!, url: `http://${PLATFORM}:${yard.house.port}` },
      ]);
      const page = await context.newPage();
      await page.goto(`http://${PLATFORM}:${yard.house.port}/console/tenants/${yard.slug}/bill`);
      return page;
    })();
    await operator.getByRole('combobox', { name: '요금제' }).click();
    await operator.getByRole('option', { name: '지자체' }).click();
    await operator.getByRole('checkbox', { name: '우리 주소 쓰기' }).uncheck();
    expect(await axeOf(operator)).toEqual([]);
    await picture(operator, 'operator-account-1280-light-ko');
    await operator.getByRole('button', { name: '저장' }).click();
    await operator.getByText('요금제를 바꿨어요.').waitFor();
    const page = await yard.open('/settings/hosts');
    await page.getByText('운영 기관이 이 사이트에서 ‘우리 주소 쓰기’를 꺼 두었어요.').waitFor();
    await page.goto(`http://${yard.host}:${yard.house.port}/console/look/templates`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('지금 요금제에 없어요').count()).toBe(0);
    await page.close();
    await operator.context().close();
  });
});
