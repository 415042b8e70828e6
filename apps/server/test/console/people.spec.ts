import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeOf, openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';

describe('people in the console', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
  }, 120_000);
  afterAll(() => yard.close());

  const settled = async (page: Page): Promise<void> => {
    await page.getByRole('status').filter({ hasText: '불러오는 중' }).waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
  };

  it('begins with what waits and numbers that lead to their rows', async () => {
    const page = await yard.open('/');
    await page.getByRole('heading', { name: '나를 기다리는 일' }).waitFor();
    await page.getByRole('link', { name: '함께하는 사람' }).click();
    await page.waitForURL(/\/console\/people\?state=active/);
    await page.getByRole('table', { name: '사람' }).waitFor();
  });

  it('lists people by an address that can be shared, and opens one', async () => {
    const page = await yard.open('/people?role=administrator');
    const table = page.getByRole('table', { name: '사람' });
    await table.waitFor();
    expect(await table.locator('tbody tr').count()).toBe(1);
    await table.locator('tbody tr a').first().click();
    await page.waitForURL(/\/console\/people\/[0-9a-f-]{36}/);
    await page.getByRole('heading', { name: '할 수 있는 일과 까닭' }).waitFor();
    await page.getByText('누리집 꾸미기').waitFor();
    await settled(page);
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'people-person-1280-light');
  });

  it('makes a role, gives it to somebody, and shows why they may', async () => {
    const page = await yard.open('/people/roles/new');
    await page.getByLabel('한국어').fill('의견 돌봄이');
    await page.getByLabel('의견 가리고 되살리기').check();
    await page.getByRole('button', { name: '저장하기' }).click();
    await page.getByText('역할을 저장했어요.').waitFor();
    await page.waitForURL(/\/people\/roles\/[0-9a-f-]{36}/);
    await page.goto(page.url().replace(/\/roles\/.*/, '?role=member&state=active'));
    await page.getByRole('table', { name: '사람' }).locator('tbody tr a').first().click();
    await page.getByRole('button', { name: '역할 주기' }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: '역할' }).click();
    await page.getByRole('option', { name: '의견 돌봄이' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '역할 주기' }).click();
    await page.getByText('역할을 줬어요.').waitFor();
    await page.getByText(/의견 돌봄이 · 누리집 전체/).waitFor();
  });

  it('lets two administrators who change one role find out and choose, nothing lost', async () => {
    const role = /\/people\/roles\/[0-9a-f-]{36}/;
    const one = await yard.open('/people/roles');
    await one.getByRole('link', { name: /의견 돌봄이/ }).click();
    await one.waitForURL(role);
    await one.getByLabel('글 쓰고 관리하기').waitFor();
    const other = await yard.open(role.exec(one.url())![0]);
    await other.getByLabel('글 쓰고 관리하기').check();
    await other.getByRole('button', { name: '저장하기' }).click();
    await other.getByText('역할을 저장했어요.').waitFor();
    await one.getByLabel('사람 목록과 연락처 보기').check();
    await one.getByRole('button', { name: '저장하기' }).click();
    await one.getByText('그사이 내용이 바뀌었어요').waitFor();
    await one.getByRole('button', { name: '내 것으로 저장하기' }).click();
    await one.getByText('역할을 저장했어요.').waitFor();
    expect(await one.getByLabel('사람 목록과 연락처 보기').isChecked()).toBe(true);
  });

  it('looks a sheet of invitations through, names the bad line, and sends the rest', async () => {
    const page = await yard.open('/people/invite');
    await page.getByLabel('초대할 사람').fill('이메일,이름\nfresh@spec.example,새 사람\nnot-an-address,누구');
    await page.getByRole('button', { name: '살펴보기' }).click();
    await page.getByText('2명 가운데 1명을 초대할 수 있어요').waitFor();
    const row = page.getByRole('table', { name: '고칠 곳' }).locator('tbody tr');
    expect(await row.allInnerTexts()).toEqual([
      expect.stringMatching(/3\s+not-an-address\s+이메일 주소의 꼴이 아니에요/),
    ]);
    await page.getByLabel('잘못된 1명을 빼고 보내기').check();
    await page.getByRole('button', { name: '1명 초대하기' }).click();
    await page.getByText('초대를 보내는 중이에요').first().waitFor();
    await yard.house.server.worker.drain();
    await page.getByText('초대를 모두 보냈어요').waitFor();
  });

  it('bans with a reason that is kept, and lets in again', async () => {
    const page = await yard.open('/people?role=officer');
    await page.getByRole('table', { name: '사람' }).locator('tbody tr a').first().click();
    await page.getByRole('button', { name: '이용 막기' }).click();
    await page.getByLabel('까닭').fill('시험');
    await page.getByRole('dialog').getByRole('button', { name: '이용 막기' }).click();
    await page.getByText('이용을 막았어요.').waitFor();
    await page.getByText('people.banned').waitFor();
    await page.getByRole('button', { name: '다시 이용하게 하기' }).click();
    await page.getByLabel('까닭').fill('끝');
    await page.getByRole('dialog').getByRole('button', { name: '다시 이용하게 하기' }).click();
    await page.getByText('다시 이용할 수 있어요.').waitFor();
  });

  it('tells a member why the console is not theirs, and shows an organiser their members alone', async () => {
    const page = await yard.open('/people/members', { role: 'organiser' });
    await page.getByRole('table', { name: '공간 멤버와 신청' }).waitFor();
    const denied = await yard.open('/people', { role: 'organiser' });
    await denied.getByText('볼 수 없는 화면이에요').waitFor();
  });
});
