/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStandIn } from '../../src/billing/standin/open.js';
import type { StripeStandIn } from '../../src/billing/standin/server.js';
import { axeOf, openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';
import { PLATFORM, signedInOperator, type OperatorBrowser } from '../kit/operators.js';

describe('what a site and its host share, on the console', () => {
  let yard: ConsoleHouse;
  let standIn: StripeStandIn;
  let owner: OperatorBrowser;

  beforeAll(async () => {
    yard = await openConsoleHouse();
    standIn = await openStandIn(yard.house.server.billing, PLATFORM, yard.house.port);
    owner = await signedInOperator(yard.house);
  });
  afterAll(async () => {
    await standIn.close();
    await yard.close();
  });

  it('pays for a plan on the stand-in’s page and comes back to it', async () => {
    const page = await yard.open('/settings/plan', { locale: 'en' });
    await page.getByText('This is a test. No money moves.').first().waitFor();
    await page.getByRole('button', { name: 'Choose Standard' }).click();
    await page.waitForLoadState('networkidle');
    await picture(page, 'hosting-pay');
    await page.getByRole('button', { name: /Pay/ }).click({ timeout: 5000 });
    // The stand-in cannot know the port of this house's tenants; what came of it is asked of the console.
    await standIn.settled();
    // Where the stand-in sent the browser nobody answers: wait until it has given up, or it interrupts the next address.
    await page.waitForURL((url) => url.protocol === 'chrome-error:');
    await page.goto(`http://${yard.host}:${yard.house.port}/console/settings/plan`);
    await page.getByRole('heading', { name: 'Standard' }).waitFor();
    await page.getByText(/^TEST-/).waitFor();
    await page.getByRole('button', { name: 'Manage payments' }).waitFor();
    await picture(page, 'hosting-plan-paid-1280-light-en');
    await page.close();
  });

  it('shares the design of a process, and copies one with a click', async () => {
    const page = await yard.open('/library');
    await page.getByText('아직 나눈 과정이 없어요').waitFor();
    expect(await axeOf(page)).toEqual([]);
    await page.getByRole('button', { name: '우리 과정 나누기' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: '나눌 과정' }).click();
    const option = page.getByRole('option').first();
    const title = (await option.textContent())!;
    await option.click();
    await dialog.getByRole('textbox', { name: '한 문장 소개' }).fill('밤길을 함께 살피는 석 달짜리 과정이에요.');
    await dialog.getByRole('button', { name: '우리 과정 나누기' }).click();
    await page.getByText('밤길을 함께 살피는 석 달짜리 과정이에요.').waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'hosting-library-1280-light-ko');
    await page.getByRole('button', { name: `${title} 가져오기` }).click();
    await page.getByRole('dialog').getByRole('button', { name: '가져오기', exact: true }).click();
    await page.waitForURL(/\/console\/processes\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.goto(`http://${yard.host}:${yard.house.port}/console/library`);
    await page.getByRole('button', { name: '그만 나누기' }).click();
    await page.getByText('아직 나눈 과정이 없어요').waitFor();
    await page.setViewportSize({ width: 360, height: 800 });
    // The shell is laid out anew for the narrower window; what overflows then stays and is found.
    await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
    await page.close();
  }, 60_000);

  it('shows announcements and a visit of support above every screen, and ends the visit', async () => {
    const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    await owner.ask(
      `mutation { saveAnnouncement(input: { textKo: "오늘 밤 2시에 점검해요", textEn: "Maintenance at 2 tonight", severity: "warning", fromAt: "${at(-5)}", untilAt: "${at(60)}" }) { id } }`,
    );
    const asked = await owner.ask<{ openVisit: { link: string } }>(
      `mutation { openVisit(input: { slug: "${yard.slug}", reason: "메뉴가 보이지 않는다는 문의" }) { link } }`,
    );
    const token = new URL(asked.data.openVisit.link).searchParams.get('token')!;
    const admin = await yard.open('/settings/support');
    await admin.getByText('오늘 밤 2시에 점검해요').waitFor();
    await admin.getByText('메뉴가 보이지 않는다는 문의').first().waitFor();

    const page = await yard.open('/settings/support');
    await page.context().clearCookies();
    await page.goto(`http://${yard.host}:${yard.house.port}/-/support/enter?token=${token}`);
    await page.getByRole('button', { name: /들어가기/ }).click();
    await page.getByText(/지원 방문 중: 운영 owner/).waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'hosting-visit-1280-light-ko');
    await page.goto(`http://${yard.host}:${yard.house.port}/`);
    await page.getByText(/지원 방문 중/).waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'hosting-visit-portal-1280-light-ko');

    await admin.getByRole('button', { name: '방문 끝내기' }).click();
    await admin.getByText('방문을 끝냈어요.').waitFor();
    await page.reload();
    expect(await page.getByText(/지원 방문 중/).count()).toBe(0);
    await page.close();
    await admin.close();
  });
});
