/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from '../../../infra/dev/browser.mjs';
import { provisionDemo, tenantFolders } from '../src/demo/demo.js';
import { DEMO_PASSWORD } from '../src/demo/people.js';
import { openHouse, tokenIn, type House } from './kit/yard.js';

const NEWCOMER = { email: 'newcomer@journey.example', name: '새이웃' };

describe('journeys in a browser', () => {
  let house: House;
  let browser: Browser;
  let schema: string;
  let newcomer: Page;
  let proposal: string;
  const host = `${tenantFolders().at(-1)!}.localhost`;
  const contexts: BrowserContext[] = [];
  const at = (path: string): string => `http://${host}:${house.port}${path}`;

  beforeAll(async () => {
    house = await openHouse();
    await provisionDemo(house.program, house.server, () => undefined, [host.split('.')[0]!]);
    await house.server.worker.drain();
    browser = await launchBrowser();
    schema = (await house.program.registry.get({ slug: host.split('.')[0]! }))!.schema;
    newcomer = await visitor();
  }, 180_000);
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser.close();
    await house.close();
  });

  async function visitor(session?: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'ko-KR', reducedMotion: 'reduce' });
    contexts.push(context);
    context.setDefaultTimeout(15_000);
    if (session) await context.addCookies([{ name: 'madang_session', value: session, url: at('/') }]);
    return context.newPage();
  }
  const rows = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
    house.program.provisioning.withAdmin(
      async (client) => (await client.query(sql.replaceAll('@', `${schema}.`), values)).rows as T[],
    );
  /** A demo person, signed in by password. */
  async function known(email: string): Promise<Page> {
    const page = await house.ask(host, '/sign-in');
    const form = { email, password: DEMO_PASSWORD, _csrf: tokenIn(page.body) };
    const { cookies } = await house.ask(host, '/sign-in/password', { form });
    return visitor(cookies['madang_session']);
  }
  const someone = async (role: string): Promise<{ email: string; name: string }> =>
    (await rows<{ email: string; name: string }>(
      `SELECT email, display_name AS name FROM @people WHERE role = $1 AND email IS NOT NULL ORDER BY email LIMIT 1`,
      [role],
    ))[0]!; // prettier-ignore
  /** Subject and text of the last mail to an address, once everything due is sent. */
  async function mailTo(recipient: string): Promise<{ subject: string; text: string }> {
    await house.server.worker.drain();
    const [mail] = await rows<{ subject: string; message: string }>(
      'SELECT subject, message FROM platform.mailbox WHERE recipient = $1 ORDER BY at DESC LIMIT 1',
      [recipient],
    );
    const part = /Content-Type: text\/plain[^]*?\r?\n\r?\n([^]*?)\r?\n--/i.exec(mail!.message)!;
    const text = /base64/i.test(part[0].split(/\r?\n\r?\n/)[0]!)
      ? Buffer.from(part[1]!, 'base64').toString()
      : Buffer.from(
          part[1]!
            .replace(/=\r?\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, byte: string) => String.fromCharCode(parseInt(byte, 16))),
          'latin1',
        ).toString();
    return { subject: mail!.subject, text };
  }
  const linkIn = async (recipient: string): Promise<string> =>
    at(/\/link\/[\w-]+/.exec((await mailTo(recipient)).text)![0]);
  /** Marks the document, so that a reload would show. */
  const mark = (page: Page): Promise<void> => page.evaluate(() => document.documentElement.setAttribute('data-same', 'yes')); // prettier-ignore
  const isSame = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.hasAttribute('data-same')); // prettier-ignore
  const nearest = async (): Promise<{ path: string; title: string; left: number }[]> =>
    rows(
      `SELECT '/' || sp.slug || '/proposals/' || s.number AS path, s.title, p.threshold - s.support_count AS left
         FROM @subjects s JOIN @spaces sp ON sp.id = s.space_id JOIN @proposals p ON p.id = s.id
        WHERE s.state = 'collecting' AND s.hidden_at IS NULL AND sp.visibility = 'public' ORDER BY 3, 1`,
    );

  it('joins by the link in a mail', async () => {
    await newcomer.goto(at('/ko/register'));
    await newcomer.fill('#f-email', NEWCOMER.email);
    await newcomer.fill('#f-displayName', NEWCOMER.name);
    await newcomer.check('input[name=terms]');
    await newcomer.check('input[name=privacy]');
    await newcomer.click('main form.form button.primary');
    await newcomer.waitForURL(/\/sign-in\/sent/);
    const link = await linkIn(NEWCOMER.email);
    await newcomer.goto(link);
    expect(await newcomer.locator('.site-tools .who').count()).toBe(0); // looking at the link does nothing
    await newcomer.click('main form.form button.primary');
    await newcomer.locator('.site-tools .who', { hasText: NEWCOMER.name }).waitFor();
  });

  it('leaves, and comes back by a link', async () => {
    await newcomer.goto(at('/ko/me'));
    await newcomer.click('form[action="/sign-out"] button');
    await newcomer.locator('.site-tools a.button').waitFor();
    await newcomer.goto(at('/ko/sign-in'));
    await newcomer.fill('#f-email', NEWCOMER.email);
    await newcomer.click('main form[action="/sign-in"] button.primary');
    await newcomer.waitForURL(/\/sign-in\/sent/);
    await newcomer.goto(await linkIn(NEWCOMER.email));
    await newcomer.click('main form.form button.primary');
    await newcomer.locator('.site-tools .who', { hasText: NEWCOMER.name }).waitFor();
  });

  it('proposes with a picture: the draft outlives a reload, the place of the picture does not outlive the upload', async () => {
    const space = (await nearest())[0]!.path.split('/')[1]!;
    await newcomer.goto(at(`/ko/${space}/proposals/new`));
    await newcomer.fill('#f-title', '버스 정류장에 햇빛 가리개를 달아 주세요');
    await newcomer.fill('#f-content', '여름 낮에는 기다리는 동안 서 있을 그늘이 없어요. 가리개를 달아 주세요.');
    await newcomer.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes('가리개를')));
    await newcomer.reload();
    expect(await newcomer.inputValue('#f-content')).toContain('그늘이 없어요');
    await newcomer.locator('[data-draft-note]').waitFor();
    const taken = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#3a7' } })
      .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect((await sharp(taken).metadata()).exif).toBeDefined();
    await newcomer.setInputFiles('#f-picture', { name: 'stop.jpg', mimeType: 'image/jpeg', buffer: taken });
    await newcomer.fill('#f-alt', '그늘 없는 버스 정류장');
    await newcomer.click('main form.form button.primary');
    await newcomer.waitForURL(/\/proposals\/\d+$/);
    proposal = new URL(newcomer.url()).pathname.replace(/^\/ko/, '');
    const picture = newcomer.locator('main img[alt="그늘 없는 버스 정류장"]');
    const { bytes } = await house.ask(host, (await picture.getAttribute('src'))!);
    const stored = await sharp(bytes).metadata();
    expect([stored.format, stored.exif, stored.xmp, stored.iptc, stored.icc]).toEqual([
      'webp',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    await newcomer.goto(at(`/ko/${space}/proposals/new`));
    expect(await newcomer.inputValue('#f-content')).toBe('');
  });

  it('supports and takes it back, in place, and whoever looks on sees the count move', async () => {
    const onlooker = await visitor();
    await onlooker.goto(at(`/ko${proposal}`));
    await mark(onlooker);
    await newcomer.goto(at(`/ko${proposal}`));
    await mark(newcomer);
    await newcomer.click('#support button.primary');
    await newcomer.locator('#support button.done[aria-pressed=true]').waitFor();
    expect(await newcomer.textContent('#support .count')).toMatch(/^1 /);
    await onlooker.locator('#support .count', { hasText: /^1 / }).waitFor();
    await newcomer.click('#support button.done');
    await newcomer.locator('#support button.primary').waitFor();
    expect(await newcomer.textContent('#support .count')).toMatch(/^0 /);
    await onlooker.locator('#support .count', { hasText: /^0 / }).waitFor();
    expect(await Promise.all([newcomer, onlooker].map(isSame))).toEqual([true, true]);
    await onlooker.close();
  });

  it('comments and answers a comment, in place', async () => {
    await newcomer.fill('#discussion textarea[name=body]', '어느 정류장부터 할지 함께 정해요.');
    await newcomer.locator('#discussion .choice', { hasText: '찬성' }).click();
    await newcomer.click('#discussion form.form button.primary');
    const comment = newcomer.locator('.comment', { hasText: '함께 정해요' });
    await comment.waitFor();
    expect(await comment.locator('.chip').textContent()).toBe('찬성');
    expect(await newcomer.inputValue('#discussion textarea[name=body]')).toBe('');
    expect(await isSame(newcomer)).toBe(true);
    await comment.locator('a.pill').click();
    await newcomer.locator('#reply textarea').fill('시장 앞부터 어때요?');
    await mark(newcomer);
    await newcomer.click('#reply button.primary');
    await newcomer.locator('.replies .comment', { hasText: '시장 앞부터' }).waitFor();
    expect(await newcomer.locator('#reply').count()).toBe(0);
    expect(await isSame(newcomer)).toBe(true);
  });

  it('sees the last support move the matter, an officer answer it, and tells the supporter', async () => {
    const [close] = (await nearest()).filter(({ left }) => left === 1);
    const onlooker = await visitor();
    await onlooker.goto(at(`/ko${close!.path}`));
    await mark(onlooker);
    await newcomer.goto(at(`/ko${close!.path}`));
    await mark(newcomer);
    const before = await newcomer.textContent('#standing');
    await newcomer.click('#support button.primary');
    await newcomer.locator('#head .chip.wait').waitFor();
    expect(await newcomer.textContent('#standing')).not.toBe(before);
    await onlooker.locator('#head .chip.wait').waitFor(); // the state moved, and with it what can be done
    expect(await Promise.all([newcomer, onlooker].map(isSame))).toEqual([true, true]);
    await onlooker.close();

    const officer = await someone('officer');
    const administrator = await known((await someone('administrator')).email);
    await administrator.goto(at(`/ko${close!.path}/assign`));
    const option = administrator.locator('#f-officerId option', { hasText: officer.name });
    await administrator.selectOption('#f-officerId', await option.getAttribute('value'));
    await administrator.click('main form.form button.primary');
    await administrator.locator('#flash').waitFor();

    const desk = await known(officer.email);
    await desk.goto(at(`/ko${close!.path}`));
    await desk.click('a[href$="/answer"]');
    await desk.locator('input[name=kind]').first().check();
    await desk.fill('#f-body', '제안대로 다음 달부터 시작합니다. 자세한 날짜는 다시 알려 드려요.');
    await desk.fill('#f-reason', '필요한 예산과 사람이 이미 있어요.');
    await desk.click('main form.form button.primary');
    await desk.locator('#answer', { hasText: '다음 달부터' }).waitFor();

    const mail = await mailTo(NEWCOMER.email);
    expect(mail.text).toContain(close!.title);
    await newcomer.goto(at('/ko/notifications'));
    await newcomer.locator('main .card', { hasText: close!.title }).getByRole('link').first().click();
    await newcomer.locator('#answer', { hasText: '다음 달부터' }).waitFor();
  });

  it('lets a visitor support first and confirm by mail', async () => {
    const { path } = (await nearest()).at(-1)!;
    const page = await visitor();
    await page.goto(at(`/ko${path}`));
    const count = async (): Promise<number> => parseInt((await page.textContent('#support .count'))!, 10);
    const before = await count();
    await page.click('#support summary');
    await page.fill('#support input[name=email]', 'passer@journey.example');
    await page.fill('#support input[name=name]', '지나던이');
    await page.click('#support details button.primary');
    await page.locator('#flash').waitFor();
    expect(await count()).toBe(before);
    await page.goto(await linkIn('passer@journey.example'));
    await page.check('input[name=terms]');
    await page.check('input[name=privacy]');
    await page.click('button[value=sign_in]');
    await page.locator('.site-tools .who', { hasText: '지나던이' }).waitFor();
    await page.goto(at(`/ko${path}`));
    expect(await count()).toBe(before + 1);
    await page.locator('#support button.done').waitFor();
  });

  it('asks to join a space and is let in by its organiser', async () => {
    const [space] = await rows<{ slug: string; email: string | null }>(
      `SELECT sp.slug, (SELECT p.email FROM @memberships m JOIN @people p ON p.id = m.person_id
          WHERE m.space_id = sp.id AND m.state = 'organiser' AND p.email IS NOT NULL ORDER BY p.email LIMIT 1) AS email
         FROM @spaces sp WHERE sp.joining = 'approval' AND sp.visibility = 'public' ORDER BY 2 NULLS LAST LIMIT 1`,
    );
    await newcomer.goto(at(`/ko/${space!.slug}`));
    await newcomer.fill('textarea[name=message]', '동네 일을 같이 하고 싶어요.');
    await newcomer.click('form[action$="/join"] button');
    await newcomer.locator('#flash').waitFor();
    const organiser = await known(space!.email ?? (await someone('administrator')).email);
    await organiser.goto(at(`/ko/${space!.slug}/members`));
    const request = organiser.locator('.list > li', { hasText: '같이 하고 싶어요' });
    await request.locator('button[value=member]').click();
    await organiser.locator('#flash').waitFor();
    await newcomer.goto(at(`/ko/${space!.slug}`));
    await newcomer.locator('form[action$="/leave"]').waitFor();
  });

  it('keeps the page when the language changes, and the look when the page does', async () => {
    await newcomer.goto(at(`/ko${proposal}`));
    await newcomer.click('.site-foot a[lang=en]');
    await newcomer.waitForURL(at(`/en${proposal}`));
    expect(await newcomer.getAttribute('html', 'lang')).toBe('en');
    await mark(newcomer);
    const kept = newcomer.waitForResponse((response) => response.url().endsWith('/display'));
    await newcomer.click('[data-display] button[value=dark]');
    expect(await newcomer.getAttribute('html', 'data-mode')).toBe('dark');
    expect(await isSame(newcomer)).toBe(true);
    await kept;
    await newcomer.goto(at('/en/proposals'));
    expect(await newcomer.getAttribute('html', 'data-mode')).toBe('dark');
    expect(await newcomer.locator('[data-display] button[value=dark]').getAttribute('aria-pressed')).toBe('true');
  });
});
