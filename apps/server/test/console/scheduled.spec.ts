/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConsoleHouse, type ConsoleHouse } from '../kit/console.js';

/** The queue, the relay and the job run as they do in production; only the moment that was planned is moved. */
describe('a process that was planned', () => {
  let yard: ConsoleHouse;
  beforeAll(async () => {
    yard = await openConsoleHouse();
  }, 120_000);
  afterAll(() => yard.close());

  it('goes public by itself, by the worker that runs', async () => {
    const page = await yard.open('/processes?new=1');
    await page.getByRole('radio', { name: '함께 모으는 생각' }).check();
    await page.getByRole('textbox', { name: '한국어' }).fill('저절로 열리는 과정');
    await page.getByRole('button', { name: '만들기' }).click();
    await page.waitForURL(/\/console\/processes\/[0-9a-f-]{36}/);
    await page.getByRole('tab', { name: '공개' }).click();
    await page.getByLabel('공개할 때').fill('2099-01-01T09:00');
    await page.getByRole('button', { name: '예약하기' }).click();
    await page.getByText(/에 공개해요/).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    const [process] = await yard.sql<{ path: string }>(
      `SELECT '/' || sp.slug || '/processes/' || pr.slug AS path FROM processes pr JOIN spaces sp ON sp.id = pr.space_id WHERE pr.id = $1`,
      [id],
    );
    const path = process!.path;
    expect((await yard.house.ask(yard.host, path)).status).toBe(404);

    // In the outbox or in the queue already, whichever the relay has come to: its moment comes now.
    await yard.house.server.worker.start();
    await yard.sql(`UPDATE processes SET publish_at = now() - interval '1 minute' WHERE id = $1`, [id]);
    await yard.house.program.provisioning.withAdmin(async (client) => {
      await client.query(`UPDATE platform.outbox SET run_after = NULL WHERE topic = 'processes.publish'`);
      await client.query(
        `UPDATE pgboss.job SET start_after = now() WHERE name = 'jobs' AND data ->> 'topic' = 'processes.publish'`,
      );
    });
    await page.waitForFunction(
      (at) => {
        const here = globalThis as { last?: number };
        void fetch(at, { credentials: 'omit', cache: 'no-store' }).then(({ status }) => (here.last = status));
        return here.last === 200;
      },
      path,
      { polling: 500 },
    );
    await page.reload();
    await page.getByText('공개한 과정이에요').waitFor();
    const acts = await yard.sql<{ act: string }>(
      `SELECT act FROM audit WHERE object_id = $1 AND act IN ('processes.scheduled', 'processes.published') ORDER BY at`,
      [id],
    );
    expect(acts.map((row) => row.act)).toEqual(['processes.scheduled', 'processes.published']);
  }, 120_000);
});
