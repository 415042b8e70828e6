/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { axeOf, openConsoleHouse, picture, type ConsoleHouse } from '../kit/console.js';

describe('inputs in the console', () => {
  let yard: ConsoleHouse;
  let waiting = '';

  const sql: ConsoleHouse['sql'] = (text, values) => yard.sql(text, values);

  beforeAll(async () => {
    yard = await openConsoleHouse();
    const [row] = await sql<{ id: string }>(
      `SELECT a.subject_id AS id FROM assignments a JOIN subjects s ON s.id = a.subject_id WHERE a.ended_at IS NULL AND s.state = 'awaiting_answer' ORDER BY s.number LIMIT 1`,
    );
    waiting = row!.id;
    await sql(
      `UPDATE activities SET settings = settings || '{"answersNeedApproval": true}' WHERE id = (SELECT activity_id FROM subjects WHERE id = $1)`,
      [waiting],
    );
  });
  afterAll(() => yard.close());

  it('stand in one table whose view is its address: queues, filters, words, columns', async () => {
    const page = await yard.open('/inputs');
    await page.getByRole('row').nth(3).waitFor();
    await picture(page, 'inputs-1280');
    await page
      .getByRole('group', { name: '할 일' })
      .getByRole('button', { name: /담당 없음/ })
      .click();
    await page.waitForURL(/queue=unassigned/);
    const [unassigned] = await sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM subjects WHERE state = 'awaiting_assignment'`,
    );
    const shows = (count: number): Promise<unknown> =>
      page.waitForFunction((wanted) => document.querySelectorAll('tbody tr').length === wanted, count);
    await shows(unassigned!.count);
    await page.reload();
    await shows(unassigned!.count);
  }, 60_000);

  it('leave as a file with exactly the rows of the view', async () => {
    const page = await yard.open('/inputs?queue=unassigned');
    const expected = await sql<{ title: string }>(`SELECT title FROM subjects WHERE state = 'awaiting_assignment'`);
    expect(expected.length).toBeGreaterThan(0);
    await page.waitForFunction((wanted) => document.querySelectorAll('tbody tr').length === wanted, expected.length);
    await page.getByRole('button', { name: '내려받기' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV 파일' }).click(),
    ]);
    const [, ...rows]: string[][] = parse(readFileSync(await file.path(), 'utf8'), { bom: true });
    const lines = await page.locator('tbody tr').allInnerTexts();
    expect(rows).toHaveLength(lines.length);
    for (const { title } of expected) expect(rows.filter((row) => row.includes(title))).not.toHaveLength(0);
    rows.forEach((row, index) => {
      const title = expected.find((one) => row.includes(one.title))?.title;
      expect(title).toBeDefined();
      expect(lines[index]).toContain(title);
    });
  }, 60_000);

  it('are acted on together after a look at what would happen and who would be told', async () => {
    const page = await yard.open('/inputs?queue=unassigned');
    await page.locator('tbody input[type=checkbox]').first().check();
    await page.getByRole('region', { name: /고른/ }).getByRole('button', { name: '담당 정하기' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: '부서' }).click();
    await page.getByRole('option').first().click();
    await dialog.getByRole('button', { name: '무엇이 바뀌는지 보기' }).click();
    await dialog.getByText('글 1개를 처리할 수 있어요.').waitFor();
    await picture(page, 'inputs-bulk-1280');
    // Whoever is told is told the day that was promised.
    expect(await dialog.innerText()).toMatch(/ (?!2000)20\d\d년 \d+월 \d+일까지 답해 주세요/);
    await dialog.getByRole('button', { name: '글 1개 처리하기' }).click();
    await dialog.getByText('모두 마쳤어요. 1개 가운데 1개를 처리했어요.').waitFor();
  }, 60_000);

  it('are answered by a draft that keeps itself, an approver who asks for changes, and the public at the end', async () => {
    const [charge] = await sql<{ officer: string }>(
      `SELECT coalesce(officer_id, (SELECT p.id FROM people p WHERE p.role = 'officer' AND p.department_id = a.department_id LIMIT 1)) AS officer FROM assignments a WHERE subject_id = $1 AND ended_at IS NULL`,
      [waiting],
    );
    await sql(
      `UPDATE assignments SET officer_id = (SELECT p.id FROM people p WHERE p.role = 'officer' AND p.state = 'active' AND p.password_hash IS NOT NULL ORDER BY p.created_at LIMIT 1) WHERE subject_id = $1 AND ended_at IS NULL`,
      [waiting],
    );
    expect(charge).toBeDefined();
    const officer = await yard.open(`/inputs/${waiting}`, { role: 'officer' });
    await officer.getByRole('combobox', { name: '답변 종류' }).click();
    await officer.getByRole('option', { name: '받아들임', exact: true }).click();
    await officer.getByRole('textbox', { name: '답변', exact: true }).fill('12월부터 신호를 5초 늘립니다.');
    await officer.getByText(/에 저장했어요/).waitFor();
    await picture(officer, 'inputs-answer-1280');
    await officer.getByRole('button', { name: '승인 요청하기' }).click();
    await officer.getByText('승인을 기다리고 있어요.', { exact: false }).waitFor();
    const chief = await yard.open(`/inputs/${waiting}`);
    await chief.getByRole('button', { name: '고쳐 달라고 하기' }).click();
    await chief.getByRole('dialog').getByRole('textbox', { name: '고칠 점' }).fill('날짜를 적어 주세요.');
    await chief.getByRole('dialog').getByRole('button', { name: '고쳐 달라고 하기' }).click();
    await chief.getByText('고칠 점을 보냈어요').waitFor();
    await officer.reload();
    await officer.getByText('날짜를 적어 주세요.').first().waitFor();
    await officer.getByRole('textbox', { name: '답변', exact: true }).fill('12월 1일부터 신호를 5초 늘립니다.');
    await officer.getByText(/에 저장했어요/).waitFor();
    await officer.getByRole('button', { name: '승인 요청하기' }).click();
    await officer.getByText('승인을 요청했어요').waitFor();
    await chief.reload();
    await chief.getByRole('button', { name: '승인하고 공개하기' }).click();
    await chief.getByText('답변을 공개했어요').waitFor();
    const [item] = await sql<{ path: string }>(
      `SELECT '/' || sp.slug || '/proposals/' || s.number AS path FROM subjects s JOIN spaces sp ON sp.id = s.space_id WHERE s.id = $1`,
      [waiting],
    );
    expect((await yard.house.ask(yard.host, item!.path)).body).toContain('12월 1일부터 신호를 5초 늘립니다.');
    // Whoever changes it begins from what the public reads, and only a change can be published.
    await chief.getByText('공개한 답변이에요', { exact: false }).waitFor();
    const body = chief.getByRole('textbox', { name: '답변', exact: true });
    expect(await body.inputValue()).toBe('12월 1일부터 신호를 5초 늘립니다.');
    expect(await chief.getByRole('button', { name: '승인하고 공개하기' }).isDisabled()).toBe(true);
    await body.fill('12월 1일부터 신호를 7초 늘립니다.');
    await chief.getByRole('button', { name: '승인하고 공개하기' }).click();
    await chief.getByText('고쳐서 공개한 답변이에요', { exact: false }).waitFor();
    expect(await body.inputValue()).toBe('12월 1일부터 신호를 7초 늘립니다.');
    const told = await sql('SELECT kind, body FROM answers WHERE subject_id = $1', [waiting]);
    expect(told).toEqual([{ kind: 'accepted', body: '12월 1일부터 신호를 7초 늘립니다.' }]);
  }, 90_000);

  it('are entered for somebody who brought them on paper, and shown as such', async () => {
    const page = await yard.open('/inputs/enter', { role: 'officer' });
    await page.getByRole('radio', { name: '전화' }).check();
    // What is wrong is said beside its field, and can be read in either mode.
    await page.getByRole('textbox', { name: '제목' }).fill('의자');
    await page.getByRole('textbox', { name: '내용' }).fill('없어요');
    await page.getByRole('button', { name: '올리기', exact: true }).click();
    await page.getByText('5자 이상 적어 주세요.').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      expect(await axeOf(page)).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('textbox', { name: '제목' }).fill('정류장에 의자를 놓아 주세요');
    await page.getByRole('textbox', { name: '내용' }).fill('버스를 기다리는 동안 앉을 곳이 없어서 힘들어요.');
    await page.getByRole('textbox', { name: '장소' }).fill('솔밭 정류장');
    await page.getByRole('textbox', { name: '이름' }).fill('김영순');
    const data = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#336699' } })
      .jpeg()
      .toBuffer();
    await page
      .getByRole('group', { name: '그림' })
      .locator('input[type=file]')
      .or(page.locator('input[type=file]'))
      .first()
      .setInputFiles({ name: '정류장.jpg', mimeType: 'image/jpeg', buffer: data });
    await page.getByRole('textbox', { name: '정류장.jpg 설명' }).fill('의자 없는 정류장');
    await picture(page, 'inputs-enter-1280');
    await page.getByRole('button', { name: '올리기', exact: true }).click();
    await page.getByRole('link', { name: '올린 글 보기' }).click();
    await page.getByRole('heading', { name: '정류장에 의자를 놓아 주세요' }).waitFor();
    const path = await page.getByRole('link', { name: '누리집에서 보기' }).getAttribute('href');
    const shown = await yard.house.ask(yard.host, path!);
    expect(shown.body).toMatch(/김영순[\s\S]{0,200}전화로 접수/);
    expect(shown.body).toContain('alt="의자 없는 정류장"');
  }, 60_000);

  it('are entered for a member who is found by name; addresses are for those who may see them', async () => {
    const [member] = await sql<{ name: string; email: string }>(
      `SELECT display_name AS name, email FROM people WHERE role = 'member' AND state = 'active' AND email IS NOT NULL ORDER BY created_at LIMIT 1`,
    );
    const chief = await yard.open('/inputs/enter');
    await chief.getByRole('combobox', { name: '회원에서 찾기' }).fill(member!.name);
    await chief.getByRole('option', { name: `${member!.name} · ${member!.email}` }).waitFor();
    await chief.context().close();
    const page = await yard.open('/inputs/enter', { role: 'officer' });
    await page.getByRole('textbox', { name: '제목' }).fill('그늘막을 하나 더 세워 주세요');
    await page.getByRole('textbox', { name: '내용' }).fill('여름에 건널목에서 기다리기 힘들어요.');
    await page.getByRole('combobox', { name: '회원에서 찾기' }).fill(member!.name);
    const found = page.getByRole('option', { name: new RegExp(`^${member!.name} · .*부터 함께`) });
    await found.waitFor();
    expect((await page.getByRole('option').allInnerTexts()).join()).not.toContain('@');
    await picture(page, 'inputs-enter-member-1280');
    await found.click();
    expect(await axeOf(page)).toEqual([]);
    expect(await page.getByRole('textbox', { name: '이름' }).inputValue()).toBe(member!.name);
    await page.reload();
    await page.getByRole('combobox', { name: '회원에서 찾기' }).waitFor();
    expect(await page.getByRole('combobox', { name: '회원에서 찾기' }).inputValue()).toBe(member!.name);
    await page.getByRole('button', { name: '올리기' }).click();
    await page.getByRole('link', { name: '올린 글 보기' }).waitFor();
    const [made] = await sql<{ name: string }>(
      `SELECT p.display_name AS name FROM subjects s JOIN people p ON p.id = s.author_id WHERE s.title = '그늘막을 하나 더 세워 주세요'`,
    );
    expect(made?.name).toBe(member!.name);
    await page.context().close();
  }, 60_000);

  it('are moved together, seen before who is told, and moved back', async () => {
    const moved = await sql<{ id: string }>(
      `UPDATE subjects SET state = 'under_way' WHERE id IN (SELECT id FROM subjects WHERE kind = 'proposal' AND state IN ('collecting', 'missed') ORDER BY number LIMIT 2) RETURNING id`,
    );
    const states = async (): Promise<string[]> =>
      (await sql<{ state: string }>('SELECT state FROM subjects WHERE id = ANY($1)', [moved.map((one) => one.id)])).map(
        (row) => row.state,
      );
    const page = await yard.open('/inputs?state=under_way');
    const rows = page.locator('tbody input[type=checkbox]');
    await rows.nth(1).waitFor();
    await page.getByRole('checkbox', { name: '모두 고르기' }).check();
    await page.getByRole('region', { name: /고른/ }).getByRole('button', { name: '상태 바꾸기' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: '상태' }).click();
    await page.getByRole('option').nth(1).click();
    await dialog.getByRole('textbox', { name: '까닭' }).fill('공사가 끝났어요.');
    await dialog.getByRole('button', { name: '무엇이 바뀌는지 보기' }).click();
    await dialog.getByText(/처리할 수 있어요/).waitFor();
    await picture(page, 'inputs-move-1280');
    expect(await axeOf(page)).toEqual([]);
    expect(await states()).toEqual(['under_way', 'under_way']);
    await dialog.getByRole('button', { name: /처리하기$/ }).click();
    await dialog.getByText(/모두 마쳤어요/).waitFor();
    expect(await states()).toEqual(['done', 'done']);
    await dialog.getByRole('button', { name: '상태 되돌리기' }).click();
    const back = page.getByRole('dialog', { name: '상태 되돌리기' });
    await back.getByRole('textbox', { name: '까닭' }).fill('다른 글을 골랐어요.');
    await back.getByRole('button', { name: '무엇이 바뀌는지 보기' }).click();
    await back.getByText(/처리할 수 있어요/).waitFor();
    await picture(page, 'inputs-move-back-1280');
    await back.getByRole('button', { name: /처리하기$/ }).click();
    await back.getByText(/모두 마쳤어요/).waitFor();
    expect(await states()).toEqual(['under_way', 'under_way']);
    await page.context().close();
    const list = await yard.open('/inputs/bulk');
    await list.getByText(/^상태 바꾸기 · /).waitFor();
    // It was taken back already: once is enough.
    expect(await list.getByRole('button', { name: '상태 되돌리기' }).count()).toBe(0);
    await picture(list, 'inputs-bulk-list-1280');
    await list.context().close();
  }, 60_000);

  it('lend texts to begin an answer with', async () => {
    const page = await yard.open('/inputs/templates');
    await page.getByRole('button', { name: '새 답변 틀' }).first().click();
    await page.getByRole('textbox', { name: '이름' }).fill('받아들임 기본');
    await page.getByRole('textbox', { name: '답변', exact: true }).fill('제안해 주셔서 고맙습니다.');
    await page.getByRole('dialog').getByRole('button', { name: '저장하기' }).click();
    await page.getByText('받아들임 기본').first().waitFor();
  }, 30_000);
});
