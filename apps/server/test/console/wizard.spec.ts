/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashSecret, newId, newSecret } from '@madang/kernel';
import type { Page } from 'playwright-core';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';

describe('the first run', () => {
  let yard: ConsoleHouse;
  let page: Page;
  const host = 'meadow.localhost';
  const session = newSecret();

  beforeAll(async () => {
    yard = await openConsoleHouse();
    const { provisioning, registry } = yard.house.program;
    await provisioning.create({ slug: 'meadow', name: { ko: '들판', en: 'Meadow' }, locales: ['ko', 'en'] });
    const tenant = (await registry.get({ slug: 'meadow' }))!;
    const person = newId();
    await provisioning.withAdmin(async (client) => {
      await client.query(
        `INSERT INTO ${tenant.schema}.people (id, email, display_name, role, assurance, created_at) VALUES ($1, 'admin@spec.example', '새내기', 'administrator', 'email', now())`,
        [person],
      );
      await client.query(
        `INSERT INTO ${tenant.schema}.sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
        [newId(), person, hashSecret(session)],
      );
    });
    page = await yard.open('/');
    const url = `http://${host}:${yard.house.port}`;
    await page.context().addCookies([{ name: 'madang_session', value: session, url }]);
    await page.goto(`${url}/console`);
  });
  afterAll(() => yard.close());

  const heading = (name: string): Promise<void> => page.getByRole('heading', { name, level: 2 }).waitFor();
  const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();

  it('leads a newcomer from an empty site to a public process, each step saved as it is left', async () => {
    await page.getByRole('link', { name: '첫 과정을 공개해 보세요' }).click();
    await heading('어떤 곳인가요?');
    await page.getByRole('radio', { name: '협동조합' }).check();
    await press('이 틀로 갖추기');
    await heading('무엇이라고 부르나요?');
    await page
      .getByRole('group', { name: '제안을 뭐라고 부르나요' })
      .getByRole('textbox', { name: '한국어' })
      .fill('건의');
    await press('저장하고 다음');
    await heading('어떤 색인가요?');
    await page.getByRole('textbox', { name: '대표 색' }).fill('#0b5394');
    await press('저장하고 다음');
    await heading('어디에서 모이나요?');
    await page.getByRole('textbox', { name: '한국어' }).fill('책 읽는 모임');
    await press('공간 더하기');
    await page.getByText('책 읽는 모임').waitFor();
    await page.getByRole('button', { name: '다음 걸음' }).click();
    await heading('무엇을 함께 정할까요?');
    await page.getByRole('radio', { name: '안건 발의' }).check();
    await press('만들기');
    await heading('누구와 함께하나요?');
    await page.goto(`http://${host}:${yard.house.port}/console/setup`);
    await heading('누구와 함께하나요?');
    await page.getByRole('textbox', { name: '메일 주소' }).fill('friend@spec.example');
    await press('초대하기');
    await page.getByText('1명에게 초대를 보냈어요').waitFor();
    await press('다음 걸음');
    await heading('공개할까요?');
    await picture(page, 'setup-publish-1280');
    await press('지금 공개하기');
    await page.getByText(/공개돼 있어요/).waitFor();
    const process = await yard.house.ask(host, '/spaces');
    expect(process.status).toBe(200);
    const answer = await yard.house.gql(host, '{ processes { title state activities { open } } }');
    expect(answer.data!['processes']).toMatchObject([{ title: '안건 발의', state: 'open' }]);
    const home = await yard.house.ask(host, '/');
    expect(home.body).toContain('건의');
    await page.goto(`http://${host}:${yard.house.port}/console`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: '첫 과정을 공개해 보세요' }).count()).toBe(0);
  }, 90_000);

  it('goes back and skips, and has no fault axe can see on any step', async () => {
    const faults: string[] = [];
    for (const [width, mode] of [
      [360, 'light'],
      [1280, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: mode });
      await page.goto(`http://${host}:${yard.house.port}/console/setup?step=preset`);
      for (const [name, title] of [
        ['preset', '어떤 곳인가요?'],
        ['words', '무엇이라고 부르나요?'],
        ['look', '어떤 색인가요?'],
        ['spaces', '어디에서 모이나요?'],
        ['process', '무엇을 함께 정할까요?'],
        ['invite', '누구와 함께하나요?'],
        ['publish', '공개할까요?'],
      ] as const) {
        await heading(title);
        await page.waitForLoadState('networkidle');
        await picture(page, `setup-${name}-${width}-${mode}`);
        faults.push(...(await axeOf(page)).map((fault) => `${name} ${width} ${fault}`));
        if (await overflows(page)) faults.push(`${name} ${width} can be moved sideways`);
        if (name !== 'publish') await press('건너뛰기');
      }
      await press('앞 걸음');
      await heading('누구와 함께하나요?');
    }
    expect(faults).toEqual([]);
  }, 120_000);
});
