import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Tenant } from '@madang/kernel';
import { axeOf, openConsoleHouse, overflows, picture, type ConsoleHouse } from '../kit/console.js';
import { sqlOf } from '../kit/staff.js';

describe('the mails of a site in the console', () => {
  let yard: ConsoleHouse;
  let tenant: Tenant;
  const mail = newId();
  beforeAll(async () => {
    yard = await openConsoleHouse();
    tenant = (await yard.house.program.registry.get({ slug: yard.slug }))!;
    await yard.house.server.worker.drain();
    const sql = sqlOf(yard.house, tenant);
    await sql('DELETE FROM mails');
    await sql(
      `WITH link AS (INSERT INTO mail_links (id, email, purpose, token_hash, data, created_at, expires_at)
         VALUES ($1, 'lost@spec.example', 'register', 'none', '{"locale":"ko","displayName":"새 사람"}', now(), now() + interval '1 day') RETURNING id)
       INSERT INTO mails (id, link_id, recipient, locale, topic, subject, state, attempts, error, created_at, due_at)
       SELECT id, id, 'lost@spec.example', 'ko', 'register', '', 'failed', 12, 'ETIMEDOUT', now(), now() FROM link`,
      [mail],
    );
    await sql(
      `INSERT INTO mails (id, recipient, locale, topic, subject, state, attempts, error, created_at, due_at)
       VALUES ($1, 'later@spec.example', 'ko', 'answered', '', 'withheld', 0, 'quota_mails_month', now(), now())`,
      [newId()],
    );
  }, 120_000);
  afterAll(() => yard.close());

  it('sends a failed one again, and it arrives', async () => {
    const page = await yard.open('/settings/mails?state=failed');
    const row = page.getByRole('row').filter({ hasText: 'lost@spec.example' });
    await row.getByText('ETIMEDOUT').waitFor();
    expect(await axeOf(page)).toEqual([]);
    await picture(page, 'mails-failed-1280-light-ko');
    await row.getByRole('button', { name: '다시 보내기' }).click();
    await page.getByText('곧 다시 보내요.').waitFor();
    await row.waitFor({ state: 'detached' });
    await yard.house.server.worker.drain();
    await page.goto(`http://${yard.host}:${yard.house.port}/console/settings/mails?state=sent`);
    await page.getByRole('row').filter({ hasText: 'lost@spec.example' }).waitFor();
    const [letter] = await yard.house.program.platform.rows<{ recipient: string }>(
      'SELECT recipient FROM platform.mailbox WHERE id = $1',
      [mail],
    );
    expect(letter).toEqual({ recipient: 'lost@spec.example' });
    await page.close();
  });

  it.each([
    [360, 'dark', 'en'],
    [1280, 'light', 'ko'],
  ] as const)('says at %s why one is held back, and when it goes out', async (width, mode, locale) => {
    const page = await yard.open('/settings/mails?state=withheld', { width, mode, locale });
    await page
      .getByText(locale === 'ko' ? '요금제의 이번 달 메일을 다 썼어요.' : 'used up. It goes out by itself')
      .first()
      .waitFor();
    expect(await axeOf(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
    await picture(page, `mails-withheld-${width}-${mode}-${locale}`);
    await page.close();
  });
});
