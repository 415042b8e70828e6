import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axeOf, openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';
import { listsOf, LISTS, ORDERED, type ListAt } from '../kit/lists.js';
import { readTree } from '../rules/tree.js';

/** What a cell shows: a moment by its instant, everything else by its words. */
interface Cell {
  text: string;
  at: string | null;
}

interface ListPage {
  nodes: object[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** What the console says in Korean and English: 이름 · Name. */
function consoleWords(): Set<string> {
  const tree = readTree();
  const of = (path: string): Record<string, string> => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  const folders = [...tree.keys()]
    .flatMap((path) => /^libs\/(?:commons|methods)\/[^/]+\/console\//.exec(path)?.[0] ?? [])
    .filter((folder, index, all) => all.indexOf(folder) === index);
  return new Set(
    folders.flatMap((folder) => {
      const en = of(`${folder}i18n/en.json`);
      return Object.entries(of(`${folder}i18n/ko.json`)).map(([key, text]) => `${text} · ${en[key]}`);
    }),
  );
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
    const open = async (list: ListAt): Promise<Locator> => {
      const path = filled.path(list);
      await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}${list.view}`);
      const table = page.getByRole('table').first();
      await table.locator('tbody tr').first().waitFor();
      return table;
    };
    const keep = async ({ name }: ListAt): Promise<void> => {
      await page.getByRole('button', { name: '보기', exact: true }).click();
      await page.getByRole('menuitem', { name: '이 보기 저장하기' }).click();
      await page.getByLabel('보기 이름').fill(`보기 ${name}`);
      await page.getByRole('dialog').getByRole('button', { name: '이 보기 저장하기' }).click();
      await page.getByText('보기를 저장했어요.').first().waitFor();
    };
    const leaveAndComeBack = async ({ name, view }: ListAt): Promise<void> => {
      const wanted = [...new URLSearchParams(view)];
      await page.getByRole('button', { name: `보기 ${name}` }).click();
      await page.getByRole('menuitem', { name: '모두 보기' }).click();
      await page.waitForURL((url) => wanted.every(([key]) => !url.searchParams.has(key)));
      await page.getByRole('button', { name: '보기', exact: true }).click();
      await page.getByRole('menuitem', { name: `보기 ${name}` }).click();
      await page.waitForURL((url) => wanted.every(([key, value]) => url.searchParams.get(key) === value));
    };
    /** What the file says otherwise than the table. */
    const faults = async (list: ListAt): Promise<object | undefined> => {
      const { heads, rows } = await shown(await open(list));
      await picture(page, `list-${list.name}`);
      const next = page.getByRole('button', { name: '다음', exact: true });
      const more = (await next.count()) > 0 && (await next.isEnabled());
      await keep(list);
      await leaveAndComeBack(list);
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

  it('are read page by page in each of their orders, both ways, without gaps or repeats', async () => {
    const cookie = await yard.cookie();
    const wrong: string[] = [];
    for (const { field, args = '', id = 'id', by } of ORDERED) {
      const given = Object.entries(filled.board).reduce((text, [key, value]) => text.replace(`$${key}`, value), args);
      const read = async (sort: string, first: number, after?: string): Promise<ListPage> => {
        const query = `query ($first: Int!, $after: String, $sort: String) {
          list: ${field}(first: $first, after: $after, sort: $sort ${given && `, ${given}`}) { nodes { ${id} } pageInfo { hasNextPage endCursor } } }`;
        const answer = await yard.house.gql(yard.host, query, { first, after, sort }, { cookie });
        return (answer.data?.['list'] ?? { error: answer.errors?.[0]?.extensions.code }) as unknown as ListPage;
      };
      for (const sort of by.flatMap((one) => [one, `-${one}`])) {
        const all = (await read(sort, 100)).nodes.map((node) => JSON.stringify(node));
        const paged: string[] = [];
        for (let after: string | undefined, more = true; more && paged.length < 12;) {
          const { nodes, pageInfo } = await read(sort, 2, after);
          paged.push(...nodes.map((node) => JSON.stringify(node)));
          after = pageInfo.endCursor ?? undefined;
          more = pageInfo.hasNextPage;
        }
        if (paged.length < 2 || paged.join() !== all.slice(0, paged.length).join()) wrong.push(`${field} ${sort}`);
        const turned = (await read(sort.startsWith('-') ? sort.slice(1) : `-${sort}`, 100)).nodes;
        if (
          all.length < 100 &&
          turned
            .reverse()
            .map((node) => JSON.stringify(node))
            .join() !== all.join()
        )
          wrong.push(`${field} ${sort} turned round`);
      }
      expect(await read('password', 2)).toEqual({ error: 'invalid_input' });
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('leave only for who may see them, and with the words of the console', async () => {
    const post = { 'apollo-require-preflight': '1' };
    const admin = { cookie: await yard.cookie(), ...post };
    const labels: string[][] = [];
    for (const locale of ['ko', 'en']) {
      const { data } = await yard.house.gql(
        yard.host,
        '{ exportLists { name columns { name label } } }',
        {},
        {
          ...admin,
          'accept-language': locale,
        },
      );
      const lists = data!['exportLists'] as unknown as { name: string; columns: { label: string }[] }[];
      expect(lists.map(({ name }) => name).sort()).toEqual(Object.keys(filled.exports).sort());
      labels.push(lists.flatMap(({ columns }) => columns.map(({ label }) => label)));
    }
    const [ko = [], en = []] = labels;
    // These no table shows; who asks the API may have them.
    const known = consoleWords().add('대신한 사람 · On behalf of').add('번호 · Number').add('주소 · Path');
    expect(ko.map((label, index) => `${label} · ${en[index]}`).filter((pair) => !known.has(pair))).toEqual([]);

    // Somebody who may take files away and nothing more, and an organiser, who sees what organisers see.
    const may = async (role: 'member' | 'organiser'): Promise<string[]> => {
      const [person] = await yard.sql<{ id: string }>('SELECT id FROM people WHERE email = $1', [
        await yard.email(role),
      ]);
      await yard.sql(
        `INSERT INTO role_holders (id, role_id, person_id, given_at) SELECT gen_random_uuid(), id, $1, now() FROM roles ON CONFLICT DO NOTHING`,
        [person!.id],
      );
      const cookie = await yard.cookie(role);
      const left: string[] = [];
      for (const [list, { filter, column }] of Object.entries(filled.exports)) {
        const { data, errors } = await yard.house.gql(
          yard.host,
          `mutation ($input: ExportListInput!) { exportList(input: $input) { url } }`,
          { input: { list, filter: JSON.stringify(filter), columns: [column], format: 'csv' } },
          { cookie, ...post },
        );
        if (data?.['exportList']) left.push(list);
        else
          expect([list, errors?.[0]?.extensions.code]).toEqual([
            list,
            expect.stringMatching(/denied|missing|members_only/),
          ]);
      }
      return left;
    };
    expect(await may('member')).toEqual(['notices']);
    expect(await may('organiser')).toEqual(['designs', 'documents', 'inputs', 'members', 'notices', 'processes']);
  });

  it('are acted on row by row: what cannot be done is named before and after, and what can be undone is', async () => {
    const page = await yard.open('/people/invitations');
    await page.getByRole('checkbox', { name: '모두 고르기' }).check();
    await page.getByRole('region', { name: '고른 줄에 할 일' }).getByRole('button', { name: '거두기' }).click();
    const dialog = page.getByRole('dialog', { name: '거두기' });
    await dialog.getByText('invited1@spec.example: 거둠').waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'lists-many-1280-light');
    await dialog.getByRole('button', { name: '거두기' }).click();
    await page.getByText('초대 2개를 거뒀어요.').first().waitFor();
    const left = page.getByRole('alert').filter({ hasText: '1개는 하지 못했어요' });
    await left.getByText('invited1@spec.example').waitFor();
    // What was not done stays chosen.
    await page.getByText('1개 골랐어요').waitFor();
    await picture(page, 'lists-many-left-1280-light');
    expect(await yard.sql(`SELECT DISTINCT state FROM invitations`)).toEqual([{ state: 'revoked' }]);

    await page.goto(page.url().replace('/people/invitations', '/site/notices'));
    const pinned = `SELECT count(*)::int AS count FROM subjects WHERE pinned`;
    const [before] = await yard.sql<{ count: number }>(pinned);
    await page.getByRole('checkbox', { name: '모두 고르기' }).check();
    await page.getByRole('button', { name: '맨 위에 올리기' }).click();
    await page.getByText('맨 위에 올렸어요.').waitFor();
    expect((await yard.sql<{ count: number }>(pinned))[0]!.count).toBeGreaterThan(before!.count);
    await page.getByRole('button', { name: '되돌리기' }).click();
    await page.getByText('되돌렸어요.').waitFor();
    expect(await yard.sql(pinned)).toEqual([before]);
    await page.close();
  }, 60_000);

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
});
