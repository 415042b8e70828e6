import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';

describe('look and words in the console', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
  });
  afterAll(() => yard.close());

  const portal = async (path = '/'): Promise<string> => (await yard.house.ask(yard.host, path)).body;

  it('shows and measures a brand at every keystroke, publishes it and brings the old one back', async () => {
    const page = await yard.open('/look/theme');
    const brand = page.getByRole('textbox', { name: '브랜드 색' });
    await brand.fill('#f5b301');
    await page.getByText('396 / 396 통과').waitFor();
    await page.waitForFunction(() => {
      const root = document.querySelector('iframe')!.contentDocument?.documentElement;
      return !!root && getComputedStyle(root).getPropertyValue('--m-brand').trim() === '#f5b301';
    });
    await page.getByText('어둡게', { exact: true }).click();
    await page.waitForFunction(
      () => document.querySelector('iframe')!.contentDocument?.documentElement?.dataset['mode'] === 'dark',
    );
    await picture(page, 'look-theme-yellow');
    const themed = async (): Promise<string> => /theme-([a-z0-9]+)\.css/.exec(await portal())![1]!;
    const before = await themed();
    await page.getByRole('button', { name: '펴내기' }).click();
    await page.getByText('새 모양새를 펴냈어요.').waitFor();
    expect(await themed()).not.toBe(before);
    await page.getByRole('button', { name: '지난 모양새' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '되돌리기' }).first().click();
    await page.getByText('예전 모양새로 되돌렸어요.').waitFor();
    expect(await themed()).toBe(before);
    await page.close();
  });

  it('says what is wrong with a template line by line, and publishes it once it is mended', async () => {
    const page = await yard.open('/look/templates/footer');
    const source = page.getByRole('textbox', { name: '글', exact: true });
    await source.fill('<p>첫 줄</p>\n<p onclick="x()">둘째 줄</p>');
    await page.getByRole('button', { name: '2번째 줄' }).waitFor();
    expect(await page.getByRole('button', { name: '펴내기', exact: true }).isDisabled()).toBe(true);
    await picture(page, 'look-template-flawed');
    await source.fill('<p>우리가 쓴 꼬리말 · {{site.name}}</p>');
    await page.getByText('고칠 곳이 없어요.').waitFor();
    await page.frameLocator('iframe').getByText('우리가 쓴 꼬리말').waitFor();
    await page.getByRole('button', { name: '펴내기', exact: true }).click();
    await page.getByText('펴냈어요.', { exact: true }).waitFor();
    expect(await portal()).toContain('우리가 쓴 꼬리말');
    await page.getByRole('button', { name: '원본으로 되돌리기' }).click();
    await page.getByText('원본으로 되돌렸어요.').waitFor();
    expect(await portal()).not.toContain('우리가 쓴 꼬리말');
    await page.close();
  });

  it('words a mail, shows it in light, dark and plain, and sends a test', async () => {
    const page = await yard.open('/look/mails/mail~answered');
    await page.getByRole('textbox', { name: '제목' }).fill('{{site.name}}에서 답이 왔어요');
    await page.getByRole('textbox', { name: '글', exact: true }).fill('<p>{{item}}에 답했어요.</p>');
    const frame = page.frameLocator('iframe');
    await frame.getByText('퇴근길 건널목 신호를 5초만 늘려 주세요에 답했어요.').waitFor();
    expect(await frame.locator('h1').evaluate((heading) => getComputedStyle(heading).fontSize)).toBe('25px');
    await picture(page, 'look-mail');
    await page.getByText('글만').click();
    await page.getByRole('region', { name: '글만' }).waitFor();
    await page.getByRole('button', { name: '나에게 시험 메일' }).click();
    await page.getByText('시험 메일을 보냈어요. 곧 도착해요.').waitFor();
    await yard.house.server.worker.drain();
    const mails = await yard.house.program.platform.rows<{ subject: string }>('SELECT subject FROM platform.mailbox');
    expect(mails.map((mail) => mail.subject).join()).toContain('에서 답이 왔어요');
    await page.close();
  });

  it('finds the sentence one sees, says it differently, and the original again', async () => {
    const page = await yard.open('/look/texts?q=이 일을 할 수 있는 권한');
    await page.getByText('이 일을 할 수 있는 권한이 없어요.').first().click();
    await page.getByRole('textbox', { name: '우리 문장' }).fill('여기서는 할 수 없는 일이에요.');
    await page.getByRole('status', { name: '이렇게 보여요' }).getByText('여기서는 할 수 없는 일이에요.').waitFor();
    await picture(page, 'look-text');
    await page.getByRole('button', { name: '저장하기' }).click();
    await page.getByText('문구를 바꿨어요.').waitFor();
    await page.close();
  });

  it('chooses a term', async () => {
    const page = await yard.open('/look/terms?q=phase');
    await page.getByText('단계', { exact: true }).first().click();
    await page.getByRole('textbox', { name: '부르는 이름' }).fill('고개');
    await page.getByRole('button', { name: '저장하기' }).click();
    await page.getByText('용어를 바꿨어요.').waitFor();
    await page.getByText('고개', { exact: true }).first().waitFor();
    await page.close();
  });
});
