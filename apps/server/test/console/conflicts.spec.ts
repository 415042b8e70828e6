import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';

const bar = (page: Page): Locator => page.getByRole('region', { name: '저장하지 않은 변경' });
const dialog = (page: Page): Locator => page.getByRole('dialog');
const korean = (within: Page | Locator): Locator => within.getByRole('textbox', { name: '한국어' }).first();
const clash = (page: Page): Locator => page.getByRole('alert').filter({ hasText: '그사이 내용이 바뀌었어요' });
const gone = (within: Locator): Promise<void> => within.waitFor({ state: 'detached' });

/** One screen on which two people may change the same thing. */
interface Shared {
  path: string;
  /** From the screen to the field. */
  open?: (page: Page) => Promise<unknown>;
  field: (page: Page) => Locator;
  /** What holds the button that saves, and goes away once it is saved. */
  form: (page: Page) => Locator;
  button: string;
  texts?: [string, string];
  /** Where it is chosen, not written. */
  choose?: (page: Page, text: string) => Promise<unknown>;
}

describe('two people who change the same thing in the console', () => {
  let yard: ConsoleHouse;
  let process = '';

  beforeAll(async () => {
    yard = await openConsoleHouse();
    const [row] = await yard.sql<{ id: string }>(
      'SELECT id FROM processes p WHERE EXISTS (SELECT 1 FROM activities a WHERE a.process_id = p.id) ORDER BY created_at LIMIT 1',
    );
    process = `/processes/${row!.id}`;
    await yard.sql(
      `INSERT INTO answer_templates (id, name, kind, body, created_at) VALUES (gen_random_uuid(), '늘 쓰는 답', 'accepted', '고맙습니다.', now())`,
    );
  }, 120_000);
  afterAll(() => yard.close());

  const inBar = (path: string, field: Shared['field'], more: Partial<Shared> = {}): Shared => ({
    path,
    field,
    form: bar,
    button: '저장하기',
    ...more,
  });
  const inDialog = (path: string, opener: string | RegExp, more: Partial<Shared> = {}): Shared => ({
    path,
    open: (page) => page.getByRole('button', { name: opener }).first().click(),
    field: (page) => korean(dialog(page)),
    form: dialog,
    button: '저장하기',
    ...more,
  });
  const firstCell = (page: Page) => page.getByRole('table').locator('tbody tr button').first().click();

  const SHARED: Record<string, () => Shared> = {
    'the rules of signing in': () =>
      inBar('/settings/sign-in', (page) => page.getByRole('textbox', { name: '로그인을 유지하는 날' }), {
        texts: ['41', '42'],
      }),
    'a notice': () =>
      inDialog('/site/notices', '', {
        open: (page) => page.getByRole('table').locator('tbody tr button').first().click(),
        field: (page) => dialog(page).getByRole('textbox', { name: '글', exact: true }),
        texts: ['첫째가 고친 글이에요.', '둘째가 고친 글이에요.'],
      }),
    'the menu': () =>
      inBar('/site/menu', (page) => korean(page), {
        open: (page) => page.locator('.site-block-name').first().click(),
        button: '펴내기',
      }),
    'the first page': () =>
      inBar('/site/home', (page) => korean(page), {
        open: (page) => page.locator('.site-block-name').first().click(),
        button: '펴내기',
      }),
    'a page': () => inBar('/site/pages/about', (page) => korean(page), { button: '초안 저장하기' }),
    'the look': () =>
      inBar('/look/theme', (page) => page.getByRole('textbox', { name: '브랜드 색' }), {
        texts: ['#0b5fff', '#7a1fa2'],
        button: '초안 저장하기',
      }),
    'a template': () =>
      inBar('/look/templates/footer', (page) => page.getByRole('textbox', { name: '글', exact: true }), {
        texts: ['<p>첫째 꼬리말</p>', '<p>둘째 꼬리말</p>'],
        button: '초안 저장하기',
      }),
    'a sentence': () =>
      inDialog('/look/texts?q=이 일을 할 수 있는 권한', /이 일을 할 수 있는 권한|이 말을/, {
        open: firstCell,
        field: (page) => dialog(page).getByRole('textbox', { name: '우리 문장' }),
      }),
    'a term': () =>
      inDialog('/look/terms?q=phase', '', {
        open: firstCell,
        field: (page) => dialog(page).getByRole('textbox', { name: '부르는 이름' }),
      }),
    'what a process says': () => inBar(`${process}?tab=texts`, (page) => korean(page)),
    'the phases of a process': () => inBar(`${process}?tab=phases`, (page) => korean(page)),
    'an activity': () => inDialog(`${process}?tab=grid`, /설정$/),
    'a space': () => inDialog('/spaces', /고치기$/),
    'a category': () => inDialog('/categories', '고치기'),
    'a department': () =>
      inDialog('/categories', '', {
        open: (page) => page.getByRole('button', { name: '고치기' }).last().click(),
      }),
    'an answer template': () =>
      inDialog('/inputs/templates', '늘 쓰는 답 고치기', {
        field: (page) => dialog(page).getByRole('textbox', { name: '답변', exact: true }),
      }),
    'languages and time': () =>
      inBar('/settings/languages', (page) => page.getByRole('combobox', { name: '시간대' }), {
        texts: ['Asia/Tokyo', 'Asia/Bangkok'],
        choose: async (page, text) => {
          await page.getByRole('combobox', { name: '시간대' }).fill(text);
          await page.getByRole('option', { name: text }).click();
        },
      }),
  };

  it.each(Object.keys(SHARED))('%s: both versions are shown, and the one chosen is kept', async (name) => {
    const shared = SHARED[name]!();
    const [first, second] = shared.texts ?? ['첫째가 썼어요', '둘째가 썼어요'];
    const [one, two] = [await yard.open(shared.path), await yard.open(shared.path, { width: 360, mode: 'dark' })];
    for (const [page, text] of [
      [one, first],
      [two, second],
    ] as const) {
      await shared.open?.(page);
      await (shared.choose ? shared.choose(page, text) : shared.field(page).fill(text));
    }
    const save = (page: Page) => shared.form(page).getByRole('button', { name: shared.button, exact: true }).click();
    await save(one);
    await gone(shared.form(one));
    await save(two);
    await clash(two).filter({ hasText: first }).filter({ hasText: second }).waitFor();
    expect(await shared.field(two).inputValue()).toBe(second);
    await picture(two, `conflict-${name.replaceAll(' ', '-')}-360`);
    expect([name, await axeOf(two), await overflows(two)]).toEqual([name, [], false]);
    await clash(two).getByRole('button', { name: '내 것으로 저장하기' }).click();
    await gone(shared.form(two));
    await two.getByRole('heading', { level: 1 }).waitFor();
    await one.reload();
    await shared.open?.(one);
    await shared.field(one).waitFor();
    expect(await shared.field(one).inputValue()).toBe(second);
    await Promise.all([one.context().close(), two.context().close()]);
  });

  it('two who open different windows of one process see both grids, and only the chosen one is kept', async () => {
    const path = `${process}?tab=grid`;
    const [one, two] = [await yard.open(path), await yard.open(path)];
    const box = (page: Page, at: number): Locator =>
      page.getByRole('table', { name: '활동과 단계' }).getByRole('checkbox').nth(at);
    await box(one, 0).waitFor();
    const before = [await box(one, 0).isChecked(), await box(one, 1).isChecked()];
    await box(one, 0).click();
    await box(two, 1).click();
    await bar(one).getByRole('button', { name: '저장하기' }).click();
    await gone(bar(one));
    await bar(two).getByRole('button', { name: '저장하기' }).click();
    await clash(two).waitFor();
    await clash(two).getByRole('button', { name: '내 것으로 저장하기' }).click();
    await gone(bar(two));
    await one.reload();
    await box(one, 1).waitFor();
    expect([await box(one, 0).isChecked(), await box(one, 1).isChecked()]).toEqual([before[0], !before[1]]);
    await Promise.all([one.context().close(), two.context().close()]);
  });

  const DAYS = '/settings/sign-in';
  const days = (page: Page): Locator => page.getByRole('textbox', { name: '로그인을 유지하는 날' });
  const saveDays = (page: Page): Promise<void> => bar(page).getByRole('button', { name: '저장하기' }).click();
  const savedDays = async (text: string): Promise<void> => {
    const page = await yard.open(DAYS);
    await days(page).fill(text);
    await saveDays(page);
    await gone(bar(page));
    await page.context().close();
  };

  it('reading again in the background does not lift the revision under unsaved work', async () => {
    const page = await yard.open(DAYS);
    await page.clock.install();
    await page.reload();
    await days(page).fill('51');
    await savedDays('52');
    await page.clock.fastForward(20_000);
    const read = page.waitForResponse((answer) => answer.request().postData()?.includes('SignInRules') ?? false);
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await read;
    await saveDays(page);
    await clash(page).filter({ hasText: '51' }).filter({ hasText: '52' }).waitFor();
    await clash(page).getByRole('button', { name: '저장된 것을 쓰기' }).click();
    await gone(bar(page));
    expect(await days(page).inputValue()).toBe('52');
    await days(page).fill('53');
    await saveDays(page);
    await gone(bar(page));
    expect(await clash(page).count()).toBe(0);
    await page.context().close();
  });

  it('what was brought back on another day stands on the revision it was begun on', async () => {
    const page = await yard.open(DAYS);
    await days(page).fill('54');
    await bar(page).waitFor();
    await page.close();
    await savedDays('55');
    const again = await page.context().newPage();
    await again.goto(`http://${yard.host}:${yard.house.port}/console${DAYS}`);
    await bar(again)
      .getByText(/되살렸어요/)
      .waitFor();
    await saveDays(again);
    await clash(again).filter({ hasText: '54' }).filter({ hasText: '55' }).waitFor();
    await clash(again).getByRole('button', { name: '내 것으로 저장하기' }).click();
    await gone(bar(again));
    await again.context().close();
  });

  it('what is typed while it is being saved stays, and is no conflict with oneself', async () => {
    const page = await yard.open('/site/pages/about');
    const release: (() => void)[] = [];
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('WritePage')) await new Promise<void>((go) => release.push(go));
      await route.continue();
    });
    await korean(page).fill('저장을 누를 때');
    const asked = page.waitForRequest((request) => request.postData()?.includes('WritePage') ?? false);
    await page.keyboard.press('Control+s');
    await asked;
    await korean(page).fill('저장을 누른 뒤에도');
    release.forEach((go) => go());
    await page.getByText('초안을 저장했어요.').waitFor();
    expect(await korean(page).inputValue()).toBe('저장을 누른 뒤에도');
    await page.unrouteAll();
    await bar(page).getByRole('button', { name: '초안 저장하기' }).click();
    await gone(bar(page));
    expect(await clash(page).count()).toBe(0);
    await page.reload();
    await korean(page).waitFor();
    expect(await korean(page).inputValue()).toBe('저장을 누른 뒤에도');
    await page.context().close();
  });

  it('two officers at one answer see both, though drafts keep themselves', async () => {
    const [row] = await yard.sql<{ id: string }>(
      `SELECT a.subject_id AS id FROM assignments a JOIN subjects s ON s.id = a.subject_id
        WHERE a.ended_at IS NULL AND s.state = 'awaiting_answer' ORDER BY s.number LIMIT 1`,
    );
    const [one, two] = [await yard.open(`/inputs/${row!.id}`), await yard.open(`/inputs/${row!.id}`)];
    const answer = (page: Page): Locator => page.getByRole('textbox', { name: '답변', exact: true });
    const kept = (page: Page): Promise<void> => page.getByText(/에 저장했어요/).waitFor();
    await answer(two).waitFor();
    await answer(one).fill('첫째 답변이에요.');
    await kept(one);
    await answer(two).fill('둘째 답변이에요.');
    await clash(two).filter({ hasText: '첫째 답변이에요.' }).filter({ hasText: '둘째 답변이에요.' }).waitFor();
    await picture(two, 'conflict-answer-1280');
    expect(await axeOf(two)).toEqual([]);
    await clash(two).getByRole('button', { name: '내 것으로 저장하기' }).click();
    await kept(two);
    await answer(two).fill('둘째 답변이에요. 더 썼어요.');
    await two.waitForResponse((reply) => reply.request().postData()?.includes('SaveDraft') ?? false);
    await one.reload();
    await answer(one).waitFor();
    expect(await answer(one).inputValue()).toBe('둘째 답변이에요. 더 썼어요.');
    expect(await clash(two).count()).toBe(0);
    await Promise.all([one.context().close(), two.context().close()]);
  });

  it('an order is saved with each move, and two orders at once are both shown', async () => {
    const [one, two] = [await yard.open('/categories'), await yard.open('/categories', { width: 360, mode: 'dark' })];
    const ordered = (page: Page): Promise<void> => page.getByText('순서를 바꿨어요').waitFor();
    const stored = async (): Promise<string[]> =>
      (await yard.sql<{ name: string }>(`SELECT name ->> 'ko' AS name FROM categories ORDER BY position, slug`)).map(
        (row) => row.name,
      );
    // A department may be called the same; the only one of its list cannot be moved.
    const downOf = (page: Page, name: string): Locator =>
      page.getByRole('button', { name: `${name} 아래로`, disabled: false });
    const down = (page: Page, name: string): Promise<void> => downOf(page, name).click();
    const [a, b, c, ...rest] = (await stored()) as [string, string, string, ...string[]];
    await downOf(two, a).waitFor();
    await down(one, a);
    await ordered(one);
    await down(two, b);
    await clash(two)
      .filter({ hasText: `1. ${b}\n2. ${a}` })
      .filter({ hasText: `1. ${a}\n2. ${c}` })
      .waitFor();
    expect(await stored()).toEqual([b, a, c, ...rest]);
    await picture(two, 'conflict-order-360');
    expect([await axeOf(two), await overflows(two)]).toEqual([[], false]);
    await clash(two).getByRole('button', { name: '내 것으로 저장하기' }).click();
    await ordered(two);
    await gone(clash(two));
    expect(await stored()).toEqual([a, c, b, ...rest]);
    const ids = (await yard.sql<{ id: string }>('SELECT id FROM categories ORDER BY position, slug')).map(
      ({ id }) => id,
    );
    const order = async (was: string[], next: string[]): Promise<string | undefined> => {
      const answer = await yard.house.gql(
        yard.host,
        'mutation($input: OrderInput!) { orderPlaces(input: $input) }',
        { input: { what: 'categories', was, ids: next } },
        { cookie: await yard.cookie() },
      );
      return answer.errors?.[0]?.extensions?.code;
    };
    expect(await order([...ids].reverse(), ids)).toBe('changed_meanwhile');
    expect(await order(ids.slice(1), ids.slice(1))).toBe('changed_meanwhile');
    expect(await order(ids, ids.slice(1))).toBe('invalid_input');
    expect(await stored()).toEqual([a, c, b, ...rest]);
    expect(await order(ids, [...ids].reverse())).toBeUndefined();
    await Promise.all([one.context().close(), two.context().close()]);
  });

  it('a dialog closed by a slip opens again with what was typed; cancelling throws it away', async () => {
    const page = await yard.open('/spaces');
    const open = (): Promise<void> => page.getByRole('button', { name: '새 공간' }).first().click();
    await open();
    await korean(dialog(page)).fill('아직 없는 공간');
    await page.keyboard.press('Escape');
    await gone(dialog(page));
    await open();
    await dialog(page)
      .getByText(/되살렸어요/)
      .waitFor();
    expect(await korean(dialog(page)).inputValue()).toBe('아직 없는 공간');
    await picture(page, 'dialog-restored-1280');
    await dialog(page).getByRole('button', { name: '그만두기' }).click();
    await gone(dialog(page));
    await open();
    expect(await korean(dialog(page)).inputValue()).toBe('');
    await page.context().close();
  });
});
