import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';

const bar = (page: Page): Locator => page.getByRole('region', { name: '저장하지 않은 변경' });
const day = (text: string, days: number): string =>
  new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Takes hold of a point with the real mouse and puts it down elsewhere, by way of some points between. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const part of [0.1, 0.4, 0.8, 1])
    await page.mouse.move(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}
const middleOf = async (thing: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
  await thing.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await thing.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2, width, height };
};

/** Drags the first row of a list below the second by its grip. */
async function belowSecond(page: Page, grips: Locator): Promise<void> {
  const [first, second] = [await middleOf(grips.nth(0)), await middleOf(grips.nth(1))];
  const now = await middleOf(grips.nth(0));
  await drag(page, now, { x: now.x, y: now.y + (second.y - first.y) + 12 });
}

/**
 * Presses a button until what it closes is gone. For fifty milliseconds after a drop the library takes clicks for part of the
 * dragging; nobody's hand is that quick, but a browser that is driven is.
 */
async function press(button: Locator, closes: Locator): Promise<void> {
  for (let times = 0; times < 5; times += 1) {
    await button.click({ timeout: 6000 }).catch(() => undefined);
    const gone = await closes.waitFor({ state: 'detached', timeout: 6000 }).then(
      () => true,
      () => false,
    );
    if (gone) return;
  }
  throw new Error('what the button closes is still there');
}

describe('dragging with the mouse in the console', () => {
  let yard: ConsoleHouse;
  let id = '';

  const gql = async <T>(query: string, variables: object): Promise<T> => {
    const answer = await yard.house.gql(yard.host, query, { ...variables }, { cookie: await yard.cookie() });
    expect(answer.errors).toBeUndefined();
    return answer.data as unknown as T;
  };
  interface Activities {
    manageProcess: { revision: number; activities: { id: string }[] };
  }
  const activities = (): Promise<Activities> =>
    gql('query($id: ID!) { manageProcess(id: $id) { revision activities { id } } }', { id });

  beforeAll(async () => {
    yard = await openConsoleHouse();
    const [space] = await yard.sql<{ slug: string }>(`SELECT slug FROM spaces WHERE kind <> 'site' ORDER BY slug`);
    const made = await gql<{ createProcessFromDesign: { id: string } }>(
      'mutation($input: ProcessFromDesignInput!) { createProcessFromDesign(input: $input) { id } }',
      { input: { space: space!.slug, template: 'consultation', title: { ko: '끌어 보기' }, startsOn: '2026-12-01' } },
    );
    id = made.createProcessFromDesign.id;
    await gql('mutation($input: SaveActivityInput!) { saveActivity(input: $input) }', {
      input: { processId: id, method: 'posts', title: { ko: '둘째 게시판' } },
    });
  }, 120_000);
  afterAll(() => yard.close());

  it('moves a phase on the timeline, and draws its end', async () => {
    const page = await yard.open(`/processes/${id}?tab=phases`);
    const phases = page.getByRole('slider');
    await phases.first().waitFor();
    const [starts, ends] = [page.getByLabel('시작하는 날').first(), page.getByLabel('끝나는 날').first()];
    const before = { from: await starts.inputValue(), to: await ends.inputValue() };
    const field = (await phases.first().locator('xpath=..').boundingBox())!;
    const pixels = async (days: number): Promise<number> =>
      (field.width / Number(await phases.first().getAttribute('aria-valuemax'))) * days;
    const bar1 = await middleOf(phases.first());
    await drag(page, bar1, { x: bar1.x + (await pixels(5)), y: bar1.y });
    expect([await starts.inputValue(), await ends.inputValue()]).toEqual([day(before.from, 5), day(before.to, 5)]);
    const bar2 = await middleOf(phases.first());
    const edge = { x: bar2.x + bar2.width / 2 - 5, y: bar2.y };
    await drag(page, edge, { x: edge.x + (await pixels(3)), y: edge.y });
    expect([await starts.inputValue(), await ends.inputValue()]).toEqual([day(before.from, 5), day(before.to, 8)]);
    await picture(page, 'dragged-phases-1280');
    await bar(page).getByRole('button', { name: '저장하기' }).click();
    await bar(page).waitFor({ state: 'detached' });
    const [stored] = await yard.sql<{ from: string; to: string }>(
      `SELECT starts_on::text AS "from", ends_on::text AS "to" FROM phases WHERE process_id = $1 ORDER BY position LIMIT 1`,
      [id],
    );
    expect(stored).toEqual({ from: day(before.from, 5), to: day(before.to, 8) });
    await page.context().close();
  });

  it('puts the blocks of the first page into an order', async () => {
    const page = await yard.open('/site/home');
    const names = page.locator('.site-block-name');
    await names.nth(2).waitFor();
    const before = await names.allInnerTexts();
    await belowSecond(page, page.getByRole('button', { name: /옮기기$/ }));
    await names
      .nth(0)
      .filter({ hasText: before[1]!.split('\n')[0] })
      .waitFor();
    expect(await names.allInnerTexts()).toEqual([before[1], before[0], ...before.slice(2)]);
    await press(bar(page).getByRole('button', { name: '펴내기' }), bar(page));
    await page.reload();
    await names.nth(2).waitFor();
    expect(await names.allInnerTexts()).toEqual([before[1], before[0], ...before.slice(2)]);
    await page.context().close();
  });

  it('orders activities by mouse, by keyboard and by buttons; the order is stored as a whole', async () => {
    const page = await yard.open(`/processes/${id}?tab=grid`);
    const open = (): Promise<void> => page.getByRole('button', { name: '활동 차례 바꾸기' }).click();
    const dialog = page.getByRole('dialog');
    const grips = dialog.getByRole('button', { name: /옮기기$/ });
    const order = (): Promise<string[]> =>
      grips.evaluateAll((all) => all.map((one) => (one.getAttribute('aria-label') ?? '').replace(/ 옮기기$/, '')));
    const save = async (): Promise<void> => {
      await press(dialog.getByRole('button', { name: '저장하기' }), dialog);
    };
    await open();
    await grips.nth(2).waitFor();
    const [one, two, three] = (await order()) as [string, string, string];
    await picture(page, 'activity-order-1280');
    expect(await axeOf(page)).toEqual([]);
    await belowSecond(page, grips);
    await dialog
      .getByText(new RegExp(`^${one}을|^${one}를|2번째 자리`))
      .first()
      .waitFor({ state: 'attached' });
    expect(await order()).toEqual([two, one, three]);
    await save();
    await open();
    expect(await order()).toEqual([two, one, three]);
    await grips.first().focus();
    await page.keyboard.press('Space');
    const told = dialog.getByText(/2번째 자리$/).first();
    // What is taken up listens to arrows a moment later; nobody is told when. A person would press again, too.
    for (let times = 0; times < 20 && (await told.count()) === 0; times += 1) {
      await page.keyboard.press('ArrowDown');
      await told.waitFor({ state: 'attached', timeout: 1500 }).catch(() => undefined);
    }
    await told.waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await grips
      .first()
      .and(page.getByRole('button', { name: `${one} 옮기기` }))
      .waitFor();
    await dialog.getByRole('button', { name: `${three} 위로` }).click();
    expect(await order()).toEqual([one, three, two]);
    await save();
    const { manageProcess } = await activities();
    const titles = await yard.sql<{ id: string; title: { ko: string } }>(
      'SELECT id, title FROM activities WHERE process_id = $1',
      [id],
    );
    expect(manageProcess.activities.map((row) => titles.find((found) => found.id === row.id)!.title.ko)).toEqual([
      one,
      three,
      two,
    ]);
    await page.context().close();
    const phone = await yard.open(`/processes/${id}?tab=grid`, { width: 360, mode: 'dark' });
    await phone.getByRole('button', { name: '활동 차례 바꾸기' }).click();
    await phone
      .getByRole('dialog')
      .getByRole('button', { name: /옮기기$/ })
      .nth(2)
      .waitFor();
    await picture(phone, 'activity-order-360-dark');
    expect([await axeOf(phone), await overflows(phone)]).toEqual([[], false]);
    await phone.context().close();
  });

  it('refuses an order that is old, or that leaves an activity out', async () => {
    const { manageProcess } = await activities();
    const ids = manageProcess.activities.map((one) => one.id);
    const order = async (input: object): Promise<string | undefined> => {
      const answer = await yard.house.gql(
        yard.host,
        'mutation($input: OrderActivitiesInput!) { orderActivities(input: $input) { revision } }',
        { input: { processId: id, revision: manageProcess.revision, ids, ...input } },
        { cookie: await yard.cookie() },
      );
      return answer.errors?.[0]?.extensions?.code;
    };
    expect(await order({ revision: manageProcess.revision - 1 })).toBe('changed_meanwhile');
    expect(await order({ ids: ids.slice(1) })).toBe('invalid_input');
    expect(await order({ ids: [ids[0], ids[0], ids[1]] })).toBe('invalid_input');
    expect((await activities()).manageProcess).toEqual(manageProcess);
    expect(await order({ ids: [...ids].reverse() })).toBeUndefined();
  });
});
