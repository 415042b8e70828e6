import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Tenant } from '@madang/kernel';
import { harmIn, REFUSED, RENDERED } from '@madang/testing';
import { openHouse, type House } from './kit/yard.js';
import { sqlOf, staffOf, type Staff } from './kit/staff.js';

describe('designing a site', () => {
  let house: House;
  let tenant: Tenant;
  let admin: Staff;
  let member: Staff;
  const host = 'grove.localhost';

  beforeAll(async () => {
    house = await openHouse();
    await house.program.provisioning.create({ slug: 'grove', name: { ko: '숲', en: 'Grove' }, locales: ['ko', 'en'] });
    tenant = (await house.program.registry.get({ slug: 'grove' }))!;
    admin = await staffOf(house, tenant);
    member = await staffOf(house, tenant, 'member');
    await act('mutation($b: String!) { saveHomeBlocks(blocks: $b) { changed } }', {
      b: JSON.stringify([{ type: 'hero', title: { ko: '저장한 제목', en: 'Stored title' } }]),
    });
    await act('mutation($i: PageDraftInput!) { savePageDraft(input: $i) { version } }', {
      i: {
        slug: 'about',
        purpose: 'about',
        title: [{ locale: 'ko', text: '소개' }],
        body: [{ locale: 'ko', text: '우리를 소개해요.' }],
      },
    });
    await act('mutation { publishPage(slug: "about") { version } }');
  });
  afterAll(() => house.close());

  type Answer = { data?: Record<string, never>; errors?: { extensions: { code: string; fields?: object[] } }[] };
  const ask = (query: string, variables: object = {}, who: Staff = admin): Promise<Answer> =>
    house.gql(host, query, variables, who.headers);
  async function act<T = Record<string, never>>(query: string, variables: object = {}, who: Staff = admin): Promise<T> {
    const answer = await ask(query, variables, who);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data as T;
  }
  const preview = async (input: object): Promise<string> =>
    (await act<{ preview: string }>('query($i: PreviewInput!) { preview(input: $i) }', { i: input })).preview;
  const page = async (path: string): Promise<string> => (await house.ask(host, path)).body;

  describe('a preview', () => {
    it('shows blocks, values, menu and a page that nobody saved, and stores none of them', async () => {
      const html = await preview({
        path: '/',
        mode: 'dark',
        locale: 'en',
        blocks: JSON.stringify([
          { type: 'hero', title: { en: 'Not saved' } },
          { type: 'text', body: { en: 'Also **not** saved' } },
          { type: 'text', body: { en: 'switched off' }, enabled: false },
          { type: 'list', title: 3 },
        ]),
        values: JSON.stringify({ name: { en: 'New name' }, theme: { brand: '#b0005a' }, slogan: 5 }),
        menu: JSON.stringify([{ label: { en: 'Entry' }, href: '/spaces' }]),
      });
      expect(html).toContain('Not saved');
      expect(html).toContain('Also <strong>not</strong> saved');
      expect(html).not.toContain('switched off');
      expect(html).toContain('New name');
      expect(html).toContain('>Entry</a>');
      expect(html).toContain('data-mode="dark"');
      expect(html).toContain('lang="en"');
      expect(
        await preview({
          path: '/pages/about',
          page: { slug: 'about', title: [{ locale: 'ko', text: '새 소개' }], body: [{ locale: 'ko', text: '새 글' }] },
        }),
      ).toContain('새 글');
      expect(await page('/')).toContain('저장한 제목');
      expect(await page('/')).not.toContain('Entry');
      expect(await page('/pages/about')).toContain('우리를 소개해요.');
    });

    it('has no script, and carries the colours of the unsaved theme for whoever holds a nonce', async () => {
      const html = await preview({ path: '/', values: JSON.stringify({ theme: { brand: '#b0005a' } }) });
      expect(html).not.toMatch(/<script/);
      expect(html).toMatch(/<style nonce="__NONCE__">[^<]*--m-brand:#b0005a/);
      expect(html).not.toContain('/-/theme-');
      expect((await house.ask(host, '/')).body).toMatch(/<script/);
    });

    it('is what the page will be once it is saved, but for script and colours', async () => {
      const bare = (html: string): string =>
        html
          .replace(/<script.*?<\/script>\n?/gs, '')
          .replace(/<style.*?<\/style>\n?/gs, '')
          .replace(/<link rel="stylesheet" href="\/-\/theme-[^>]*>\n/, '')
          .replace(/theme-color" content="[^"]*"/g, '')
          .replace(/name="_csrf" value="[^"]*"/g, '')
          .replace(/\s+/g, ' ');
      for (const path of ['/', '/pages/about', '/spaces'])
        expect(bare(await preview({ path }))).toBe(bare(await page(path)));
    });

    it('is for administrators, and for pages of this site', async () => {
      const refused = await ask('query($i: PreviewInput!) { preview(input: $i) }', { i: {} }, member);
      expect(refused.errors?.[0]?.extensions.code).toBe('denied');
      for (const path of ['//evil.example/', 'https://evil.example/', '/no/such/page/here', '/robots.txt']) {
        const answer = await ask('query($i: PreviewInput!) { preview(input: $i) }', { i: { path } });
        expect([path, answer.errors?.[0]?.extensions.code]).not.toEqual([path, undefined]);
      }
    });
  });

  describe('what two people edit at once', () => {
    it('is saved only over the state that was read', async () => {
      const read = async (): Promise<{ json: string; revision: string }> =>
        (await act<{ homeState: { json: string; revision: string } }>('{ homeState { json revision } }')).homeState;
      const first = await read();
      const save = (title: string, revision: string): Promise<Answer> =>
        ask('mutation($b: String!, $r: String) { saveHomeBlocks(blocks: $b, revision: $r) { changed } }', {
          b: JSON.stringify([{ type: 'hero', title: { ko: title } }]),
          r: revision,
        });
      expect((await save('먼저', first.revision)).errors).toBeUndefined();
      expect((await save('나중', first.revision)).errors?.[0]?.extensions.code).toBe('changed_meanwhile');
      const second = await read();
      expect(second.json).toContain('먼저');
      const both = await Promise.all([save('하나', second.revision), save('둘', second.revision)]);
      expect(both.filter((answer) => answer.errors)).toHaveLength(1);
      const value = await act<{ siteValueState: { revision: string } }>(
        '{ siteValueState(key: "slogan") { revision } }',
      );
      const slogan = (text: string, revision: string): Promise<Answer> =>
        ask('mutation($i: SiteValueInput!) { setSiteValue(input: $i) { changed } }', {
          i: { key: 'slogan', value: JSON.stringify({ ko: text }), revision },
        });
      expect((await slogan('함께', value.siteValueState.revision)).errors).toBeUndefined();
      expect((await slogan('따로', value.siteValueState.revision)).errors?.[0]?.extensions.code).toBe(
        'changed_meanwhile',
      );
      const menu = await act<{ menuState: { revision: string } }>('{ menuState { revision } }');
      const entries = (revision: string): Promise<Answer> =>
        ask('mutation($m: String!, $r: String) { saveMenu(menu: $m, revision: $r) { changed } }', {
          m: JSON.stringify([{ label: { ko: '길' }, items: [{ label: { ko: '공간' }, href: '/spaces' }] }]),
          r: revision,
        });
      expect((await entries(menu.menuState.revision)).errors).toBeUndefined();
      expect((await entries(menu.menuState.revision)).errors?.[0]?.extensions.code).toBe('changed_meanwhile');
    });
  });

  describe('templates of the organisation', () => {
    const place = { slot: 'footer', locale: '' };
    const save = (source: string, at: object = place, revision?: string): Promise<Answer> =>
      ask('mutation($i: OwnDraftInput!) { saveOwnTemplate(input: $i) { revision draft published } }', {
        i: { ...at, source, ...(revision ? { revision } : {}) },
      });
    const on = (name: string, at: object = place, extra = ''): Promise<Answer> =>
      ask(`mutation($p: OwnPlaceInput!) { ${name}(place: $p${extra}) { published draft revision } }`, { p: at });

    it('go from draft to preview to published and back', async () => {
      const before = await page('/');
      await save('<p>첫 꼬리말 · {{site.name}} · {{operator.name}}</p>');
      expect(await page('/')).toBe(before);
      expect(
        await preview({ path: '/', templates: [{ slot: 'footer', source: '<p>보기만 하는 꼬리말</p>' }] }),
      ).toContain('보기만 하는 꼬리말');
      await on('publishOwnTemplate');
      expect(await page('/')).toContain('첫 꼬리말 · 숲 · 숲');
      await save('<p>둘째 꼬리말</p>');
      expect(await page('/')).toContain('첫 꼬리말');
      await on('publishOwnTemplate');
      expect(await page('/')).toContain('둘째 꼬리말');
      await on('rollBackOwnTemplate', place, ', version: 1');
      expect(await page('/')).toContain('첫 꼬리말');
      await on('resetOwnTemplate');
      expect(await page('/')).not.toContain('꼬리말');
      const { ownSlot } = await act<{ ownSlot: { versions: { version: number; state: string }[] } }>(
        '{ ownSlot(place: { slot: "footer" }) { versions { version state } } }',
      );
      expect(ownSlot.versions).toEqual([
        { version: 2, state: 'superseded' },
        { version: 1, state: 'superseded' },
      ]);
      const acts = await sqlOf(
        house,
        tenant,
      )<{ act: string }>(`SELECT act FROM audit WHERE act LIKE 'site.own%' ORDER BY at, id`);
      expect(acts.map((row) => row.act)).toEqual(
        ['drafted', 'published', 'drafted', 'published', 'rolled_back', 'reset'].map((word) => `site.own_${word}`),
      );
    });

    it('are not overwritten by somebody who read another state', async () => {
      const first = await save('<p>하나</p>');
      const { revision } = (first.data as unknown as { saveOwnTemplate: { revision: string } }).saveOwnTemplate;
      await save('<p>둘</p>', place, revision);
      const late = await save('<p>셋</p>', place, revision);
      expect(late.errors?.[0]?.extensions.code).toBe('changed_meanwhile');
      await on('discardOwnTemplate');
    });

    it('stand in for one language, or for all', async () => {
      await save('<p>모두에게</p>');
      await on('publishOwnTemplate');
      await save('<p>For English readers</p>', { slot: 'footer', locale: 'en' });
      await on('publishOwnTemplate', { slot: 'footer', locale: 'en' });
      expect(await page('/')).toContain('모두에게');
      const english = await page('/en/');
      expect(english).toContain('For English readers');
      expect(english).not.toContain('모두에게');
      await on('resetOwnTemplate');
      await on('resetOwnTemplate', { slot: 'footer', locale: 'en' });
    });

    it('fall back to the original when they fail, and say so to administrators', async () => {
      await sqlOf(house, tenant)(
        `INSERT INTO own_templates (id, slot, locale, version, source, base_source, base_fingerprint, state, created_at, published_at)
         VALUES ($1, 'footer', '', 90, '<p>{{t "no.such.message"}}</p>', 'an older original', 'old', 'published', now(), now())`,
        [newId()],
      );
      await house.program.registry.changed(tenant.id);
      const answer = await house.ask(host, '/spaces');
      expect(answer.status).toBe(200);
      expect(answer.body).toContain('<address>');
      await house.server.faces.troubles.settled();
      const { ownTemplateTroubles, ownSlots } = await act<{
        ownTemplateTroubles: { slot: string }[];
        ownSlots: { slot: string; moved: boolean; trouble: string }[];
      }>('{ ownTemplateTroubles { slot message } ownSlots(kind: "page") { slot moved trouble } }');
      expect(ownTemplateTroubles).toMatchObject([{ slot: 'footer', message: expect.stringContaining('TT022') }]);
      expect(ownSlots.find((one) => one.slot === 'footer')).toMatchObject({ moved: true, trouble: expect.any(String) });
      const { tasks } = await act<{ tasks: { key: string; count: number; href: string }[] }>(
        '{ tasks { key count href } }',
      );
      expect(tasks.find((task) => task.key === 'site.troubles')).toMatchObject({
        count: 1,
        href: '/look/templates?state=look',
      });
      const { ownSlot } = await act<{ ownSlot: { merge: { hunks: { kind: string }[] } } }>(
        '{ ownSlot(place: { slot: "footer" }) { merge { hunks { kind } merged } } }',
      );
      expect(ownSlot.merge.hunks.map((hunk) => hunk.kind)).toContain('conflict');
      await on('resetOwnTemplate');
      const after = await act<{ ownTemplateTroubles: object[] }>('{ ownTemplateTroubles { slot } }');
      expect(after.ownTemplateTroubles).toEqual([]);
    });

    it.each(REFUSED.filter(([, , source]) => typeof source === 'string' && source.length < 60_000))(
      'with an attack are kept as drafts, never published, and harmless where they were forced in: %s %s',
      async (_, _name, source) => {
        await save(source as string, { slot: 'about', locale: '' });
        const refused = await on('publishOwnTemplate', { slot: 'about', locale: '' });
        expect(refused.errors?.[0]?.extensions.code).toBe('own_template_flawed');
        await sqlOf(
          house,
          tenant,
        )(`UPDATE own_templates SET state = 'published', published_at = now() WHERE slot = 'about'`);
        await house.program.registry.changed(tenant.id);
        const answer = await house.ask(host, '/pages/about');
        expect(answer.status).toBe(200);
        expect(harmIn(proseOf(answer.body))).toEqual([]);
        expect(answer.body).toContain('우리를 소개해요.');
        await sqlOf(house, tenant)(`DELETE FROM own_templates WHERE slot = 'about'`);
      },
    );

    it.each(RENDERED.filter(([, source]) => !/\{\{> |t 'a\.b'/.test(source)))(
      'that only rendering makes dangerous are made harmless on the page: %s',
      async (_, source) => {
        await save(source, { slot: 'about', locale: '' });
        await on('publishOwnTemplate', { slot: 'about', locale: '' });
        await house.program.registry.changed(tenant.id);
        const answer = await house.ask(host, '/pages/about');
        expect(answer.status).toBe(200);
        expect(harmIn(proseOf(answer.body))).toEqual([]);
        expect(answer.body).toContain('</main>');
        await sqlOf(house, tenant)(`DELETE FROM own_templates WHERE slot = 'about'`);
      },
    );

    it('in an HTML block of the home page are checked when saved and filled when shown', async () => {
      const blocks = (html: string): Promise<Answer> =>
        ask('mutation($b: String!) { saveHomeBlocks(blocks: $b) { changed } }', {
          b: JSON.stringify([{ type: 'html', html: { ko: html } }]),
        });
      expect((await blocks('<p onclick="x()">{{site.name}}</p>')).errors?.[0]?.extensions).toMatchObject({
        fields: [{ field: 'blocks.0.html', code: 'own_template', params: { line: 1 } }],
      });
      expect((await blocks('<p>여기는 {{site.name}}</p>')).errors).toBeUndefined();
      expect(await page('/')).toContain('<p>여기는 숲</p>');
    });
  });
});

/** What stands in the place of the page's text. */
const proseOf = (body: string): string => /<div class="prose">(.*?)<\/article>/s.exec(body)?.[1] ?? body;
