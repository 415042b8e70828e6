import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { db, definePart, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { people } from '@madang/commons-people';
import { spaces, SpacesReader } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { openYard, type Yard } from '@madang/testing';
import { HomeReader } from './home.reader.js';
import { HomeSources, type HomeCard, type HomeNumber, type HomeRequest, type HomeSource } from './home-sources.js';
import { Pages } from './pages.service.js';
import { PagesReader } from './pages.reader.js';
import { SiteChanges } from './site-changes.js';
import { site } from './site.part.js';
import { SiteReader } from './site.reader.js';
import { Site } from './site.service.js';
import { readTenantFolder } from './tenant-files/folder.js';
import { TenantFiles } from './tenant-files/tenant-files.service.js';

const tenants = fileURLToPath(new URL('../../../../tenants/', import.meta.url));
const asked: HomeRequest[][] = [];

class Source implements HomeSource {
  readonly lists = ['newest', 'closing', 'most_supported', 'waiting', 'results'];
  readonly numbers = ['numbers'];
  constructor(readonly name: string) {}
  async read(requests: readonly HomeRequest[]): Promise<Map<string, (HomeCard | HomeNumber)[]>> {
    asked.push([...requests]);
    await db().rows('SELECT 1 AS one');
    return new Map(
      requests.map((request) => [
        request.id,
        request.list === 'numbers' ? [{ key: 'n', value: 3 }] : [{ title: `${this.name} ${request.list}`, href: '/x' }],
      ]),
    );
  }
}

/** Stands where methods stand: offers two sources to the home page. */
@Injectable()
class Methods {
  constructor(sources: HomeSources) {
    sources.offer(new Source('proposals'));
    sources.offer(new Source('posts'));
  }
}
const methods = definePart({ name: 'methods', home: import.meta.url, services: [Methods] });

let yard: Yard;
let tenant: Tenant;
let member: Actor;
let admin: Actor;

beforeAll(async () => {
  yard = await openYard([audit, people, spaces, subjects, site, methods]);
  tenant = await yard.tenant('orchard');
  member = await yard.person(tenant);
  admin = await yard.person(tenant, { role: 'administrator' });
});
afterAll(() => yard.close());

const as = <T>(who: Actor, work: () => Promise<T>, owner = tenant): Promise<T> => yard.as(owner, who, work);

describe('tenant folders', () => {
  it.each(['solbat', 'bada', 'haetsal'])(
    'apply %s once, and the second time changes nothing, even on a later day',
    async (slug) => {
      const owner = await yard.tenant(slug);
      const folder = await readTenantFolder(join(tenants, slug));
      const apply = () => as(SYSTEM, () => yard.get(TenantFiles).apply(folder), owner);
      const first = await apply();
      expect(first.changes).toEqual(expect.arrayContaining(['value theme', 'menu', 'home', 'page terms version 2']));
      expect(first.kept).toEqual([]);
      expect(await apply()).toEqual({ changes: [], kept: [] });
      const before = yard.clock.now;
      yard.clock.advance({ days: 3 });
      expect(await apply()).toEqual({ changes: [], kept: [] });
      yard.clock.now = before;
      const shell = await as(VISITOR, () => yard.get(SiteReader).shell(), owner);
      expect(shell.name).toEqual(folder.tenant.name);
      expect(shell.theme).toMatchObject({ brand: folder.theme.brand });
      expect(shell.menu.map((entry) => entry.items.length)).toEqual(
        folder.menu.map((entry) => entry.items?.length ?? 0),
      );
      expect(shell.footer.map((entry) => entry.href)).toEqual(
        expect.arrayContaining(['/pages/about', '/pages/terms', '/pages/privacy', '/pages/accessibility']),
      );
      const [process] = await as(VISITOR, () => yard.get(SpacesReader).processes(null), owner);
      expect(process!.phases.filter((phase) => phase.standing === 'current')).toHaveLength(1);
      expect(process!.activities.some((activity) => activity.open.length > 0)).toBe(true);
    },
  );

  it('archives what the folder no longer names, keeps what was published, and brings back what returns', async () => {
    const owner = await yard.tenant('meadow');
    const folder = await readTenantFolder(join(tenants, 'solbat'));
    const apply = (changed = folder) => as(SYSTEM, () => yard.get(TenantFiles).apply(changed), owner);
    await apply();
    const terms = folder.pages.find((page) => page.slug === 'terms')!;
    const less = {
      ...folder,
      menu: folder.menu.slice(0, 2),
      spaces: folder.spaces.filter((space) => space.slug !== 'desk'),
      pages: folder.pages
        .filter((page) => page.slug !== 'numbers')
        .map((page) =>
          page === terms
            ? { ...terms, versions: terms.versions.map((one) => ({ ...one, body: { ko: '다른 글', en: 'other' } })) }
            : page,
        ),
    };
    const { changes, kept } = await apply(less);
    expect(changes.sort()).toEqual(
      ['activities minutes archived', 'menu', 'pages numbers archived', 'spaces desk archived'].sort(),
    );
    expect(kept).toEqual([
      'page terms version 1: published; write a new version to change it',
      'page terms version 2: published; write a new version to change it',
    ]);
    const slugs = async (): Promise<string[]> =>
      (await as(VISITOR, () => yard.get(SpacesReader).list(), owner)).map((space) => space.slug);
    expect(await slugs()).not.toContain('desk');
    await expect(as(VISITOR, () => yard.get(PagesReader).page('numbers'), owner)).rejects.toMatchObject({
      code: 'page_missing',
    });
    await apply();
    expect(await slugs()).toContain('desk');
    expect((await as(VISITOR, () => yard.get(PagesReader).page('numbers'), owner)).version).toBe(1);
  });

  it('is for the system and administrators', async () => {
    const folder = await readTenantFolder(join(tenants, 'bada'));
    await expect(as(member, () => yard.get(TenantFiles).apply(folder))).rejects.toMatchObject({ kind: 'denied' });
  });
});

describe('values, menu and blocks', () => {
  it('keep what fits, refuse what does not, and say when something changed', async () => {
    const heard: string[] = [];
    yard.get(SiteChanges).watch((id) => void heard.push(id));
    const site = yard.get(Site);
    expect(await as(admin, () => site.setValue('theme', { brand: '#0A7' }))).toBe(true);
    expect(await as(admin, () => site.setValue('theme', { brand: '#00aa77' }))).toBe(false);
    expect(heard).toEqual([tenant.id]);
    await expect(as(admin, () => site.setValue('theme', { brand: 'url(javascript:1)' }))).rejects.toMatchObject({
      kind: 'invalid',
      fields: [{ field: 'value.brand' }],
    });
    await expect(as(admin, () => site.setValue('day_zero', '2020-01-01'))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(as(member, () => site.setValue('name', { ko: '내 것' }))).rejects.toMatchObject({ kind: 'denied' });
    for (const href of ['//evil.example', 'javascript:alert(1)', '/\\evil.example', 'mailto:a@b.example'])
      await expect(as(admin, () => site.saveMenu([{ label: { ko: '길' }, href }]))).rejects.toMatchObject({
        kind: 'invalid',
      });
    await expect(
      as(admin, () =>
        site.saveHomeBlocks([{ type: 'list', title: { ko: '목록' }, source: 'budgets', list: 'newest' }]),
      ),
    ).rejects.toMatchObject({ kind: 'invalid', fields: [{ field: 'blocks.0.source' }] });
    expect(await as(admin, () => site.value('theme'))).toMatchObject({ brand: '#00aa77' });
    await expect(as(member, () => site.value('theme'))).rejects.toMatchObject({ kind: 'denied' });
    await expect(as(member, () => yard.get(HomeReader).blocks())).rejects.toMatchObject({ kind: 'denied' });
    const written = await as(SYSTEM, () =>
      db().rows<{ act: string }>(`SELECT act FROM audit WHERE act LIKE 'site.value%'`),
    );
    expect(written).toEqual([{ act: 'site.value_set' }]);
  });

  it('puts a home page together with one call per source and cleans its HTML', async () => {
    await as(admin, () =>
      yard
        .get(Site)
        .saveHomeBlocks([
          { type: 'hero', title: { ko: '함께', en: 'Together' } },
          { type: 'now' },
          { type: 'list', title: { ko: '새 제안' }, source: 'proposals', list: 'newest' },
          { type: 'list', title: { ko: '곧 끝나요' }, source: 'proposals', list: 'closing', limit: 6 },
          { type: 'results', title: { ko: '바뀐 것' }, source: 'proposals' },
          { type: 'numbers', source: 'proposals' },
          { type: 'news', title: { ko: '소식' }, source: 'posts' },
          { type: 'html', html: { ko: '<p onclick="x()">안녕<script>alert(1)</script></p>' } },
          { type: 'text', body: { ko: '숨김' }, enabled: false },
        ]),
    );
    asked.length = 0;
    let statements = 0;
    const blocks = await as(VISITOR, async () => {
      const spies = [jest.spyOn(db(), 'rows'), jest.spyOn(db(), 'row')];
      const found = await yard.get(HomeReader).home();
      statements = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
      return found;
    });
    expect(statements).toBe(4);
    expect(asked.map((requests) => requests.length)).toEqual([4, 1]);
    expect(blocks.map((block) => block['type'])).toEqual(['hero', 'list', 'list', 'list', 'numbers', 'news', 'html']);
    expect(String(blocks.at(-1)!['html'])).toBe('<p>안녕</p>');
    expect(blocks[3]).toMatchObject({ band: true, cards: [{ title: 'proposals results' }] });
  });
});

describe('pages', () => {
  const write = (body: string, changeNote = {}) =>
    as(admin, () =>
      yard.get(Pages).saveDraft({
        slug: 'house-rules',
        title: { ko: '운영원칙', en: 'Rules' },
        body: { ko: body },
        changeNote,
        inFooter: true,
      }),
    );
  const read = (version?: number, who: Actor = VISITOR) =>
    as(who, () => yard.get(PagesReader).page('house-rules', version));

  it('are drafts until published, and keep every version that was', async () => {
    expect(await write('하나')).toBe(1);
    expect(await write('하나, 고침')).toBe(1);
    await expect(read()).rejects.toMatchObject({ code: 'page_missing' });
    expect((await read(1, admin)).body).toEqual({ ko: '하나, 고침' });
    const slugs = async (who: Actor) =>
      (await as(who, () => yard.get(PagesReader).list())).map(({ slug, inForce, draft }) => ({ slug, inForce, draft }));
    expect(await slugs(VISITOR)).toEqual([]);
    expect(await slugs(admin)).toEqual([{ slug: 'house-rules', inForce: null, draft: 1 }]);
    await as(admin, () => yard.get(Pages).publish('house-rules'));
    expect(await write('둘', { ko: '둘을 더했어요' })).toBe(2);
    await as(admin, () => yard.get(Pages).publish('house-rules', '2026-12-01'));
    expect((await read()).version).toBe(1);
    expect((await read(2)).body).toEqual({ ko: '둘' });
    const states = async () =>
      (await as(VISITOR, () => yard.get(PagesReader).versions('house-rules'))).map((one) => one.state);
    expect(await states()).toEqual(['coming', 'in_force']);
    yard.clock.advance({ days: 8 });
    expect((await read()).version).toBe(2);
    expect((await read(1)).body).toEqual({ ko: '하나, 고침' });
    expect(await states()).toEqual(['in_force', 'replaced']);
    await expect(as(admin, () => yard.get(Pages).publish('house-rules'))).rejects.toMatchObject({
      code: 'page_no_draft',
    });
    await expect(as(member, () => yard.get(Pages).publish('house-rules'))).rejects.toMatchObject({ kind: 'denied' });
  });

  it('stand in the footer only while they are in force and not archived', async () => {
    const footer = async () =>
      (await as(VISITOR, () => yard.get(SiteReader).shell())).footer.map((entry) => entry.href);
    expect(await footer()).toEqual(['/pages/house-rules']);
    await as(admin, () => yard.get(Pages).archive('house-rules'));
    expect(await footer()).toEqual([]);
  });
});
