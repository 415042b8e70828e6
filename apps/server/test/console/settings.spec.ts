import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openNames, type Records } from '../kit/names.js';
import { axeOf, openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';

const OWN = 'participate.spec.example';

describe('settings in the console', () => {
  let yard: ConsoleHouse;
  let names: Awaited<ReturnType<typeof openNames>>;
  const records: Records = { txt: {}, a: {} };
  beforeAll(async () => {
    names = await openNames(records);
    yard = await openConsoleHouse({ DNS_SERVERS: names.address, TLS_PORT: '1' });
  }, 120_000);
  afterAll(async () => {
    await yard.close();
    await names.close();
  });

  it('adds a host, says what to enter, and opens it once it is there', async () => {
    const page = await yard.open('/settings/hosts');
    await page.getByLabel('기관의 주소').fill(`https://${OWN}/`);
    await page.getByRole('button', { name: '주소 더하기' }).click();
    await page.getByText('DNS에 이렇게 적어 주세요').waitFor();
    const row = page.getByRole('listitem').filter({ hasText: OWN }).first();
    const [record, value] = await row.locator('code').allInnerTexts();
    await picture(page, 'settings-host-todo');
    expect(await axeOf(page)).toEqual([]);
    records.txt[record!] = value!;
    records.a[OWN] = '127.0.0.1';
    await row.getByRole('button', { name: 'DNS 확인' }).click();
    await row.getByText('TXT 레코드를 찾았어요.').waitFor();
    await row.getByText('주소가 우리 서버를 가리켜요.').waitFor();
    await row.getByRole('button', { name: '대표로 정하기' }).click();
    await page.getByText('대표 주소를 바꿨어요.').waitFor();
    await row.getByRole('button', { name: '주소 빼기' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(OWN);
    await page.getByRole('dialog').getByRole('button', { name: '주소 빼기' }).click();
    await page.getByText('주소를 뺐어요.').waitFor();
  });

  it('decides who may join; two who decide at once find out and choose', async () => {
    const one = await yard.open('/settings/sign-in');
    const other = await yard.open('/settings/sign-in');
    await one.getByLabel('초대받은 사람만').check();
    await one.getByRole('button', { name: '저장하기' }).click();
    await one.getByText('저장했어요. 지금부터 이렇게 해요.').waitFor();
    const register = await yard.house.ask(yard.host, '/register');
    expect(register.body).toContain('초대받은 사람만 함께할 수 있어요');
    await other.getByLabel('로그인을 유지하는 날').fill('7');
    await other.getByRole('button', { name: '저장하기' }).click();
    await other.getByText('그사이 내용이 바뀌었어요').waitFor();
    await other.getByRole('button', { name: '저장된 것을 쓰기' }).click();
    await other.getByLabel('누구나').check();
    await other.getByRole('button', { name: '저장하기' }).click();
    await other.getByText('저장했어요. 지금부터 이렇게 해요.').waitFor();
  });

  it('changes languages', async () => {
    const page = await yard.open('/settings/languages');
    await page.getByRole('checkbox', { name: 'English' }).uncheck();
    await page.getByRole('button', { name: '저장하기' }).click();
    await page.getByText('저장했어요.').waitFor();
    await page.getByRole('checkbox', { name: 'English' }).check();
    await page.getByRole('button', { name: '저장하기' }).click();
    await page.getByText('저장하지 않은 변경').waitFor({ state: 'detached' });
  });

  it('hands everything over as one file', async () => {
    const page = await yard.open('/settings/data');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '내려받기' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.madang\.gz$/);
  });

  it('closes the site only by its typed name', async () => {
    const page = await yard.open('/settings/data');
    await page.getByRole('button', { name: '누리집 닫기' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: '누리집 닫기' }).isDisabled()).toBe(true);
    expect(await axeOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: '그만두기' }).click();
  });
});
