import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, inContext, inUnit, newContext } from '@madang/kernel';
import { MailLinks } from '@madang/commons-people';
import { PlainBrowser } from './kit/plain-browser.js';
import { openHouse, type House } from './kit/yard.js';

const HOST = 'grove.localhost';

describe('people over HTTP, without JavaScript', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    for (const slug of ['grove', 'harbour'])
      await house.program.provisioning.create({ slug, name: { ko: slug, en: slug }, locales: ['ko', 'en'] });
  });
  afterAll(() => house.close());

  const inTenant = async <T>(work: () => Promise<T>): Promise<T> => {
    const tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    return inContext(newContext(tenant), () => inUnit(house.program.database, false, work));
  };
  /** The path in the last mail to an address. */
  const mailed = (email: string): Promise<string> =>
    inTenant(async () => {
      const link = await db().row<{ id: string }>(
        'SELECT id FROM mail_links WHERE email = $1 ORDER BY created_at DESC, id DESC LIMIT 1',
        [email],
      );
      return `/link/${(await house.server.app.get(MailLinks).arm(link!.id))!.secret}`;
    });
  const join = async (email: string, displayName: string): Promise<PlainBrowser> => {
    const browser = new PlainBrowser(house, HOST);
    await browser.send('/register', { email, displayName, terms: 'yes', privacy: 'yes', back: '/proposals' });
    const done = await browser.send(await mailed(email), { password: 'a long enough sentence' });
    expect([done.status, done.headers['location']]).toEqual([303, '/proposals']);
    return browser;
  };

  it('joins, comes back by password and by link, and leaves', async () => {
    const browser = await join('first@spec.example', '첫이웃');
    expect((await browser.open('/me')).body).toContain('첫이웃');
    expect((await browser.send('/sign-out')).status).toBe(303);
    expect((await browser.open('/me')).headers['location']).toBe('/sign-in?back=/me');
    const form = { email: 'first@spec.example', password: 'a long enough sentence', back: '/me' };
    expect((await browser.send('/sign-in/password', form)).headers['location']).toBe('/me');
    await browser.send('/sign-out');
    await browser.send('/sign-in', { email: 'first@spec.example', back: '/me/profile' });
    const path = await mailed('first@spec.example');
    for (let i = 0; i < 2; i += 1) expect((await browser.open(path)).status).toBe(200); // looking changes nothing
    expect((await browser.open('/me')).status).toBe(303);
    expect((await browser.send(path)).headers['location']).toBe('/me/profile');
    expect((await browser.send(path)).status).toBe(410);
    const stranger = await new PlainBrowser(house, HOST).open(path);
    expect([stranger.status, stranger.body.includes('class="button primary" href="/sign-in"')]).toEqual([410, true]);
    expect((await browser.send('/me/close', { supports: 'keep', confirm: '첫이웃' })).status).toBe(303);
    expect((await browser.open('/me')).status).toBe(303);
  });

  it('answers the same whether or not an address is known', async () => {
    await join('known@spec.example', '아는이웃');
    const browser = new PlainBrowser(house, HOST);
    const shape = async (path: string, form: Record<string, string>): Promise<unknown> => {
      const { status, headers, body } = await browser.send(path, form);
      return [status, headers['location'], body.replaceAll(form['email']!, '').replace(/value="[\w-]{20,}"/g, '')];
    };
    for (const path of ['/sign-in', '/sign-in/password']) {
      const known = await shape(path, { email: 'known@spec.example', password: 'not the right one' });
      expect(await shape(path, { email: 'nobody@spec.example', password: 'not the right one' })).toEqual(known);
    }
  });

  it('keeps the session in a cookie of this host that scripts cannot read, and other tenants do not know', async () => {
    const browser = await join('cookie@spec.example', '과자이웃');
    await browser.send('/sign-out');
    const form = { email: 'cookie@spec.example', password: 'a long enough sentence' };
    const [line = ''] = ([] as string[])
      .concat((await browser.send('/sign-in/password', form)).headers['set-cookie'] ?? [])
      .filter((one) => one.startsWith('madang_session='));
    expect(line).toMatch(/HttpOnly/i);
    expect(line).toMatch(/SameSite=Lax/i);
    expect(line).not.toMatch(/Domain=/i);
    const stranger = new PlainBrowser(house, 'harbour.localhost');
    Object.assign(stranger.jar, browser.jar);
    expect((await stranger.open('/me')).status).toBe(303);
    expect((await browser.open('/me')).status).toBe(200);
  });

  it('says what is wrong with a form and gives back what was written, where the page cannot come back filled', async () => {
    const browser = await join('writer@spec.example', '글쓴이');
    const form = {
      body: '   ',
      back: '/proposals',
      reason: '두 줄에 걸쳐\n <오래> 쓴 글이에요. 잃지 않아요.',
      note: 'short',
    };
    const refused = await browser.send('/comments/by-mail', form);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('<li>꼭 적어 주세요.</li>');
    const { body, status } = await house.ask(HOST, '/comments', { cookies: browser.jar, form });
    expect([status, body.includes('두 줄에 걸쳐\n &lt;오래&gt; 쓴 글이에요. 잃지 않아요.</textarea>')]).toEqual([
      403,
      true,
    ]);
    expect(body.match(/<textarea/g)).toHaveLength(1);
    const headers = { origin: 'https://evil.example' };
    const planted = await house.ask(HOST, '/comments', { cookies: browser.jar, form, headers });
    expect([planted.status, planted.body.includes('<textarea')]).toEqual([403, false]);
  });

  it('does not look signed out where something went wrong', async () => {
    const browser = await join('lost@spec.example', '길잃은이');
    for (const path of ['/nowhere/at/all', '/nowhere', '/people/x']) {
      const { status, body } = await browser.open(path);
      expect([path, status, body.includes('href="/me"'), body.includes('/sign-in')]).toEqual([path, 404, true, false]);
    }
  });

  it('never sends anybody to another site after signing in', async () => {
    await join('back@spec.example', '돌아온이웃');
    for (const back of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const browser = new PlainBrowser(house, HOST);
      const form = { email: 'back@spec.example', password: 'a long enough sentence', back };
      expect((await browser.send('/sign-in/password', form)).headers['location']).toBe('/');
    }
  });

  it('shows every page of mine in both languages', async () => {
    const browser = await join('pages@spec.example', '두루이웃');
    for (const locale of ['', '/en'])
      for (const page of ['/me', '/me/profile', '/me/security', '/me/consents', '/me/close'])
        expect([locale + page, (await browser.open(locale + page)).status]).toEqual([locale + page, 200]);
    const mine = JSON.parse((await browser.open('/me/data')).body) as { tables: { people: { email: string }[] } };
    expect(mine.tables.people[0]!.email).toBe('pages@spec.example');
    expect(JSON.stringify(mine)).not.toMatch(/_hash|argon2/);
  });

  it('shows the secret of a new token once', async () => {
    const browser = await join('token@spec.example', '기계이웃');
    const page = (await browser.open('/me/security')).body;
    const boxes = Array.from(page.matchAll(/type="checkbox" name="([^"]+)" value="([^"]+)"/g)).slice(0, 1);
    const form = Object.fromEntries(boxes.map(([, name, value]) => [name!, value!]));
    const made = await browser.send('/me/security/tokens', { name: '소식판', ...form });
    const secret = /<code>([\w-]{40,})<\/code>/.exec(made.body)![1]!;
    expect((await browser.open('/me/security')).body).not.toContain(secret);
    const { data } = await house.gql(
      HOST,
      '{ viewer { displayName role } }',
      {},
      { authorization: `Bearer ${secret}` },
    );
    expect(data).toEqual({ viewer: { displayName: '기계이웃', role: 'member' } });
  });
});
