import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';
import { listsOf, LISTS, type ListAt } from '../kit/lists.js';

/** What a cell shows: a moment by its instant, everything else by its words. */
interface Cell {
  text: string;
  at: string | null;
}

const clock = (at: string): string =>
  new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'short' });
const plain = (text: string): string =>
  text
    .replace(/[●◆✕] /g, '')
    .replace(/[\s,]+/g, ' ')
    .trim()
    .replace(/^—$/, '')
    .replace(/^[\d ]+$/, (number) => number.replaceAll(' ', ''));

/** What a table shows, by its headings. */
async function shown(table: Locator): Promise<{ heads: string[]; rows: Cell[][] }> {
  const of = (cells: Element[]): Cell[] =>
    cells
      .filter((cell) => !cell.querySelector('input[type=checkbox]:not([role=switch])'))
      .map((cell) => ({
        text: cell.querySelector('input[role=switch]:checked') ? '예' : (cell as HTMLElement).innerText,
        at: cell.querySelector('time')?.dateTime ?? null,
      }));
  const heads = await table.locator('thead th').evaluateAll(of);
  const rows = await table.locator('tbody tr').all();
  return {
    heads: heads.map(({ text }) => plain(text)),
    rows: await Promise.all(rows.map((row) => row.locator('td').evaluateAll(of))),
  };
}

async function csvFrom(page: Page): Promise<string[][]> {
  await page.getByRole('button', { name: '내려받기', exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV 파일' }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  return parse(text, { bom: true });
}

describe('lists in the console', () => {
  let yard: ConsoleHouse;
  let filled: Awaited<ReturnType<typeof listsOf>>;
  beforeAll(async () => {
    yard = await openConsoleHouse();
    await yard.house.server.worker.drain();
    filled = await listsOf(yard);
  }, 120_000);
  afterAll(() => yard.close());

  it('are kept as views, come back by their address and leave as exactly what is shown', async () => {
    const page = await yard.open('/no-such-screen');
    const base = `http://${yard.host}:${yard.house.port}/console`;
    const go = async (address: string): Promise<Locator> => {
      await page.goto(`${base}${address}`);
      const table = page.getByRole('table').first();
      await table.locator('tbody tr').first().waitFor();
      return table;
    };
    const keep = async (list: ListAt): Promise<void> => {
      const path = filled.path(list);
      await go(`${path}${path.includes('?') ? '&' : '?'}${list.view}`);
      await page.getByRole('button', { name: '보기', exact: true }).click();
      await page.getByRole('menuitem', { name: '이 보기 저장하기' }).click();
      await page.getByLabel('보기 이름').fill(`보기 ${list.name}`);
      await page.getByRole('dialog').getByRole('button', { name: '이 보기 저장하기' }).click();
      await page.getByText('보기를 저장했어요.').first().waitFor();
    };
    const reopen = async (list: ListAt): Promise<Locator> => {
      await page.getByRole('button', { name: `보기 ${list.name}` }).click();
      await page.getByRole('menuitem', { name: '모두 보기' }).click();
      await page.getByRole('button', { name: '보기', exact: true }).click();
      await page.getByRole('menuitem', { name: `보기 ${list.name}` }).click();
      const wanted = [...new URLSearchParams(list.view)];
      await page.waitForURL((url) => wanted.every(([key, value]) => url.searchParams.get(key) === value));
      return go(page.url().slice(base.length));
    };
    /** What the file says otherwise than the table. */
    const faults = async (list: ListAt): Promise<object | undefined> => {
      await keep(list);
      const { heads, rows } = await shown(await reopen(list));
      const next = page.getByRole('button', { name: '다음', exact: true });
      const more = (await next.count()) > 0 && (await next.isEnabled());
      const [head = [], ...lines] = await csvFrom(page);
      // Every column that is shown is in the file, under the same name, but for the one with buttons.
      const missing = heads.filter((name) => !head.includes(name) && name !== '할 일');
      const differ = rows.flatMap((cells, index) =>
        cells.flatMap(({ text, at }, column) => {
          const to = head.indexOf(heads[column]!);
          if (to < 0 || list.drawn?.includes(heads[column]!)) return [];
          const other = plain((lines[index]?.[to] ?? '?').replace(/^'(?=[=+@-])/, ''));
          const one = at ? clock(at) : plain(text);
          return one === other ? [] : [`${index} ${heads[column]}: ${one} / ${other}`];
        }),
      );
      const few = rows.length < (list.least ?? 2) || (!more && rows.length !== lines.length);
      if (missing.length === 0 && differ.length === 0 && !few) return undefined;
      return { missing, differ: differ.slice(0, 8), rows: rows.length, lines: lines.length };
    };
    const wrong: Record<string, object> = {};
    for (const list of LISTS) {
      const found = await faults(list).catch((error: unknown) => ({ at: page.url(), error: String(error) }));
      if (found) wrong[list.name] = found;
    }
    expect(wrong).toEqual({});
    await page.close();
  }, 240_000);

  it('are written in the background where they are long, and fetched where they gather', async () => {
    await yard.sql('DELETE FROM list_files');
    await yard.sql(
      `INSERT INTO people (id, email, display_name, created_at) SELECT gen_random_uuid(), 'many' || n || '@spec.example', '많은이 ' || n, date_trunc('milliseconds', now()) FROM generate_series(1, 10001) n`,
    );
    const page = await yard.open('/people?words=많은이');
    await page.getByText('많은이 ').first().waitFor();
    await page.getByRole('button', { name: '내려받기' }).click();
    await page.getByRole('menuitem', { name: 'CSV 파일' }).click();
    await page.getByRole('heading', { name: '내려받을 파일', level: 1 }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'people.csv' });
    await row.getByText('기다림').waitFor();
    await yard.house.server.worker.drain();
    await row.getByText('다 됐음').waitFor();
    expect((await row.innerText()).replace(/\s+/g, ' ')).toContain('10,001');
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'files-1280-light-ko');
    const [file] = await Promise.all([page.waitForEvent('download'), row.getByRole('link', { name: '받기' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(10_002);
    await row.getByRole('button', { name: '지우기' }).click();
    await page.getByText('아직 파일이 없어요').waitFor();
    await page.close();
  }, 60_000);

  it.each([
    [360, 'dark', 'en'],
    [1280, 'light', 'ko'],
  ] as const)('teach at %s, %s, %s what gathers there', async (width, mode, locale) => {
    const page = await yard.open('/files', { width, mode, locale });
    await page.getByText(locale === 'ko' ? '아직 파일이 없어요' : 'No files yet').waitFor();
    expect(await axeOf(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    await picture(page, `files-empty-${width}-${mode}-${locale}`);
    await page.close();
  });
});
