import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse, type House } from './kit/yard.js';

describe('the doors of the house', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
    for (const slug of ['grove', 'harbour'])
      await house.program.provisioning.create({ slug, name: { ko: slug, en: slug }, locales: ['ko', 'en'] });
  });
  afterAll(() => house.close());

  it('knows tenants by host and nobody else', async () => {
    expect((await house.ask('grove.localhost', '/spaces')).status).toBe(200);
    for (const host of [
      'nobody.localhost',
      'localhost.evil.example',
      'grove.localhost.evil.example',
      'grove',
      '127.0.0.1',
    ])
      expect([host, (await house.ask(host, '/spaces')).status]).toEqual([host, 404]);
    expect((await house.ask('nobody.localhost', '/graphql', { json: { query: '{ __typename }' } })).status).toBe(404);
  });

  it('closes for suspended and archived tenants at once, in every process', async () => {
    const tenant = (await house.program.registry.get({ slug: 'harbour' }))!;
    expect((await house.ask('harbour.localhost', '/spaces')).status).toBe(200);
    for (const [state, status] of [
      ['suspended', 503],
      ['archived', 410],
      ['active', 200],
    ] as const) {
      await house.program.platform.run('UPDATE platform.tenants SET state = $2 WHERE id = $1', [tenant.id, state]);
      await house.program.registry.changed(tenant.id);
      expect((await house.ask('harbour.localhost', '/spaces')).status).toBe(status);
    }
  });

  it('sends its protection with every answer', async () => {
    for (const path of ['/spaces', '/no-such-page', '/favicon.svg', '/healthz']) {
      const { headers } = await house.ask('grove.localhost', path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe-(inline|eval)/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
    }
  });

  it('takes forms only from its own pages, with their token', async () => {
    const page = await house.ask('grove.localhost', '/spaces');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)![1]!;
    const post = (form: Record<string, string>, headers: Record<string, string> = {}): Promise<{ status: number }> =>
      house.ask('grove.localhost', '/display', { form, headers });
    expect((await post({ mode: 'dark', back: '/spaces', _csrf: token })).status).toBe(303);
    expect((await post({ mode: 'dark', back: '/spaces' })).status).toBe(403);
    expect((await post({ mode: 'dark', _csrf: 'x'.repeat(32) })).status).toBe(403);
    expect((await post({ mode: 'dark', _csrf: token }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ mode: 'dark', _csrf: token }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const other = await house.ask('harbour.localhost', '/spaces');
    expect((await post({ mode: 'dark', _csrf: /name="_csrf" value="([^"]+)"/.exec(other.body)![1]! })).status).toBe(
      403,
    );
  });

  it('never redirects away from its own site', async () => {
    const token = /name="_csrf" value="([^"]+)"/.exec((await house.ask('grove.localhost', '/spaces')).body)![1]!;
    for (const back of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const answer = await house.ask('grove.localhost', '/display', { form: { mode: 'dark', back, _csrf: token } });
      expect([back, answer.headers['location']]).toEqual([back, '/']);
    }
  });

  it('speaks the language of the address, then of the choice, then of the browser', async () => {
    const lang = async (
      path: string,
      headers: Record<string, string> = {},
      cookies: Record<string, string> = {},
    ): Promise<string | undefined> =>
      /<html lang="(\w+)"/.exec((await house.ask('grove.localhost', path, { headers, cookies })).body)?.[1];
    expect(await lang('/spaces')).toBe('ko');
    expect(await lang('/en/spaces')).toBe('en');
    expect(await lang('/spaces', { 'accept-language': 'en-GB,en;q=0.9,ko;q=0.5' })).toBe('en');
    expect(await lang('/spaces', { 'accept-language': 'fr' })).toBe('ko');
    expect(await lang('/spaces', { 'accept-language': 'en' }, { madang_lang: 'ko' })).toBe('ko');
    expect((await house.ask('grove.localhost', '/en/spaces')).cookies['madang_lang']).toBe('en');
  });

  it('lets visitors share a page for a moment, never one with a session', async () => {
    const first = await house.ask('grove.localhost', '/spaces');
    const etag = String(first.headers['etag']);
    expect((await house.ask('grove.localhost', '/spaces', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const mine = await house.ask('grove.localhost', '/spaces', { cookies: { madang_session: 'unknown' } });
    expect([mine.status, mine.headers['etag'], mine.headers['cache-control']]).toEqual([
      200,
      undefined,
      'private, no-store',
    ]);
  });

  it('answers hostile input with a page of its own, never with a stack', async () => {
    for (const path of [
      '/%00',
      '/..%2f..%2fetc/passwd',
      `/${'a'.repeat(5000)}`,
      '/spaces?after=%ff',
      '/gu/proposals/99999999999999',
      '/gu/proposals/1%27--',
      '/search?q=%27%3B%20DROP%20TABLE',
      '/media/x',
      '/proposals?after=eyJ4IjoxfQ&sort=__proto__',
    ]) {
      const answer = await house.ask('grove.localhost', path);
      expect([path.slice(0, 30), answer.status < 500]).toEqual([path.slice(0, 30), true]);
      expect(answer.body).not.toMatch(/at \S+ \(|node_modules|SELECT /);
    }
  });

  it('leads back to the beginning of a list that cannot be continued', async () => {
    const { body, status } = await house.ask('grove.localhost', '/proposals?state=answered&after=broken');
    expect([status, body.includes('class="button primary" href="/proposals"')]).toEqual([422, true]);
  });

  it('answers an address that cannot be read with a page of its own', async () => {
    for (const path of ['/%zz', '/spaces/%E0%A4%A', '/graphql/%']) {
      const answer = await house.ask('grove.localhost', path);
      expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 400, 'text/html; charset=utf-8']);
      expect(answer.body).toContain('읽을 수 없는 주소예요');
      expect(answer.headers['content-security-policy']).toBeDefined();
    }
  });

  it('keeps cookies to the very host under HTTPS, and sees no others', async () => {
    const secure = await openHouse({ PUBLIC_SCHEME: 'https' });
    try {
      await secure.program.provisioning.create({ slug: 'grove', name: { ko: '숲' }, locales: ['ko', 'en'] });
      const chosen = await secure.ask('grove.localhost', '/en/spaces');
      const set = [chosen.headers['set-cookie']].flat().filter((line) => line !== undefined);
      expect(set.length).toBeGreaterThan(0);
      for (const line of set) expect(line).toMatch(/^__Host-madang_\w+=.*; Path=\/; HttpOnly; Secure/);
      const language = async (cookies: Record<string, string>): Promise<string | undefined> =>
        /<html[^>]* lang="(\w+)"/.exec((await secure.ask('grove.localhost', '/spaces', { cookies })).body)?.[1];
      const name = set[0]!.split('=')[0]!;
      expect(await language({ [name]: 'en' })).toBe('en');
      expect(await language({ [name.replace('__Host-', '')]: 'en' })).toBe('ko');
    } finally {
      await secure.close();
    }
  });

  it('tells probes how it is', async () => {
    expect((await house.ask('localhost', '/healthz')).body).toContain('ok');
    expect((await house.ask('localhost', '/readyz')).body).toContain('ready');
    const figures = (await house.ask('localhost', '/metrics')).body;
    expect(figures).toContain('madang_http_requests_total');
    for (const told of ['db_units_seconds_count{mode="read"}', 'db_meetings_total', 'db_connections{state="free"}'])
      expect(figures).toMatch(new RegExp(`^madang_${told.replace(/[{}]/g, '\\$&')} [1-9]`, 'm'));
    expect((await house.ask('localhost', '/internal/tls-ask?domain=grove.localhost')).status).toBe(200);
    expect((await house.ask('localhost', '/internal/tls-ask?domain=nobody.example')).status).toBe(404);
  });
});
