/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { knownMethods, registerMethods, type Method } from '@madang/kernel';
import { openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';

/** A method that exists in this spec alone: what the console shows of it, it shows of any new folder. */
const dances: Method = {
  name: 'dances',
  home: import.meta.url,
  settings: {
    steps: { kind: 'integer', default: 4, min: 1, max: 99 },
    style: { kind: 'choice', default: 'slow', options: ['slow', 'quick'] },
    outdoors: { kind: 'boolean', default: false },
  },
  subjects: [{ kind: 'dance', path: 'dances', states: ['called', 'danced'] }],
  interactions: ['call', 'join'],
};

describe('processes in the console', () => {
  let yard: ConsoleHouse;
  let address = '';

  beforeAll(async () => {
    yard = await openConsoleHouse();
  });
  afterAll(() => yard.close());

  it('go from a design to a public process with phases drawn on the timeline', async () => {
    const page = await yard.open('/processes?new=1', { locale: 'ko' });
    await page.getByRole('radio', { name: '함께 모으는 생각' }).check();
    await page.getByRole('textbox', { name: '한국어' }).fill('공원에 무엇을 놓을까');
    await page.getByRole('button', { name: '만들기' }).click();
    await page.waitForURL(/\/console\/processes\/[0-9a-f-]{36}/);
    address = new URL(page.url()).pathname.replace('/console', '');
    const bar = page.getByRole('slider', { name: '제안 모으기' });
    const before = await bar.getAttribute('aria-valuetext');
    await bar.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Alt+ArrowRight');
    expect(await bar.getAttribute('aria-valuetext')).not.toBe(before);
    // What is unsaved is not published from another tab unseen.
    await page.getByRole('tab', { name: '공개' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '계속 쓰기' }).click();
    await page.getByRole('region', { name: '저장하지 않은 변경' }).getByRole('button', { name: '저장' }).click();
    await page.getByText('단계를 저장했어요').waitFor();
    await page
      .getByText(/겹쳐요/)
      .first()
      .waitFor();
    await picture(page, 'process-phases-1280');
    await page.getByRole('tab', { name: '공개' }).click();
    await page.getByText('참여할 수 있는 일').first().waitFor();
    await picture(page, 'process-publish-1280');
    await page.getByRole('button', { name: '지금 공개하기' }).click();
    await page.getByText('공개한 과정이에요').waitFor();
    const shown = await yard.house.ask(
      yard.host,
      (await page.getByRole('link', { name: '누리집에서 보기' }).getAttribute('href')) ?? '',
    );
    expect(shown.status).toBe(200);
    expect(shown.body).toContain('공원에 무엇을 놓을까');
    await page.getByRole('button', { name: '초안으로 되돌리기' }).click();
    await page.getByText('아직 초안이에요').waitFor();
  }, 90_000);

  it('open and close what people may do, phase by phase, and tune an activity by its method’s own form', async () => {
    const page = await yard.open(`${address}?tab=grid`);
    const cell = page.getByRole('checkbox', { name: '제안, 토론과 동의: 제안 쓰기' });
    await cell.check();
    await page.getByRole('region', { name: '저장하지 않은 변경' }).getByRole('button', { name: '저장' }).click();
    await page.getByText('여는 때를 저장했어요').waitFor();
    await page.reload();
    await page.getByRole('checkbox', { name: '제안, 토론과 동의: 제안 쓰기', checked: true }).waitFor();
    await picture(page, 'process-grid-1280');
    await page.getByRole('button', { name: '제안 설정' }).click();
    await page.getByRole('textbox', { name: '동의 기준 (명)' }).fill('7');
    await picture(page, 'process-activity-1280');
    await page.getByRole('dialog').getByRole('button', { name: '저장하기' }).click();
    await page.getByText('활동을 저장했어요').waitFor();
    await page.getByRole('button', { name: '제안 설정' }).click();
    expect(await page.getByRole('textbox', { name: '동의 기준 (명)' }).inputValue()).toBe('7');
  }, 60_000);

  it('show two people who edit the same thing both versions, and lose neither', async () => {
    const [one, two] = [await yard.open(`${address}?tab=texts`), await yard.open(`${address}?tab=texts`)];
    const field = (page: typeof one): ReturnType<typeof one.getByRole> =>
      page.getByRole('group', { name: '왜 하나요' }).getByRole('textbox', { name: '한국어' });
    const save = (page: typeof one): Promise<void> =>
      page.getByRole('region', { name: '저장하지 않은 변경' }).getByRole('button', { name: '저장' }).click();
    await field(one).fill('첫째가 쓴 까닭이에요.');
    await field(two).fill('둘째가 쓴 까닭이에요.');
    await save(one);
    await one.getByText('저장했어요').waitFor();
    await save(two);
    const notice = two.getByRole('alert').filter({ hasText: '그사이 내용이 바뀌었어요' });
    await notice.filter({ hasText: /둘째가 쓴[\s\S]*첫째가 쓴/ }).waitFor();
    await picture(two, 'process-conflict-1280');
    await notice.getByRole('button', { name: '내 것으로 저장하기' }).click();
    await two.getByText('저장했어요').waitFor();
    await one.reload();
    await one.waitForFunction(() => document.body.innerHTML.includes('둘째가 쓴'));
  }, 60_000);

  it('show a draft by its link to somebody without an account', async () => {
    const page = await yard.open(`${address}?tab=publish`);
    await page.getByRole('button', { name: '미리보기 주소 만들기' }).click();
    const url = await page.getByRole('textbox', { name: '미리보기 주소' }).inputValue();
    const path = new URL(url).pathname;
    const shown = await yard.house.ask(yard.host, path);
    expect([shown.status, shown.body.includes('미리보기예요'), shown.body.includes('noindex')]).toEqual([
      200,
      true,
      true,
    ]);
    await page.getByRole('button', { name: '주소 모두 막기' }).click();
    await page.getByText('주소 1개를 막았어요').waitFor();
    expect((await yard.house.ask(yard.host, path)).status).toBe(404);
  }, 60_000);

  it('show a method nobody knew before by its declaration alone: in the menu, in the grid, as a form', async () => {
    const before = knownMethods();
    registerMethods([...before, dances]);
    try {
      const page = await yard.open(`${address}?tab=grid`);
      await page.getByRole('button', { name: '활동 더하기' }).click();
      await page.getByRole('menuitem', { name: 'dances' }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('textbox', { name: 'steps' }).fill('12');
      await form.getByRole('combobox', { name: 'style' }).click();
      await page.getByRole('option', { name: 'quick' }).click();
      await form.getByRole('switch', { name: 'outdoors' }).check();
      await form.getByRole('button', { name: '저장하기' }).click();
      await page.getByText('활동을 저장했어요').waitFor();
      await page.getByRole('checkbox', { name: 'dances, 언제나: join' }).waitFor();
      const answer = await yard.house.gql(
        yard.host,
        'query One($id: ID!) { manageProcess(id: $id) { activities { method settings } } }',
        { id: address.split('/').at(-1) },
        { cookie: await yard.cookie() },
      );
      const process = answer.data!['manageProcess'] as unknown as {
        activities: { method: string; settings: object }[];
      };
      expect(process.activities.find((one) => one.method === 'dances')?.settings).toEqual({
        steps: 12,
        style: 'quick',
        outdoors: true,
      });
    } finally {
      registerMethods(before);
    }
  }, 60_000);
});
