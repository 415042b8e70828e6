import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { catalogueProblems, createMessages, createTemplates, motifSvg, SafeHtml } from '@madang/theming';

const libs = fileURLToPath(new URL('../../../', import.meta.url));
const LIBS = { site: 'commons/site', spaces: 'commons/spaces' };
const catalogue = (lib: string): Record<string, Record<string, string>> =>
  Object.fromEntries(
    ['ko', 'en'].map((locale) => [
      locale,
      JSON.parse(readFileSync(join(libs, lib, 'i18n', `${locale}.json`), 'utf8')) as Record<string, string>,
    ]),
  );

const messages = createMessages({
  catalogues: [catalogue('portal'), ...Object.values(LIBS).map(catalogue)],
  strict: true,
});
const templates = createTemplates({
  roots: [
    { name: '', dir: join(libs, 'portal/templates') },
    ...Object.entries(LIBS).map(([name, lib]) => ({ name, dir: join(libs, lib, 'templates') })),
  ],
});

const at = new Date('2026-12-02T03:00:00Z');
const MODELS: Record<string, Record<string, unknown>> = {
  'site/home': {
    motif: new SafeHtml(motifSvg('forest', 'spec')),
    hero: {
      title: '우리 동네 일',
      lead: '함께 정해요',
      motif: true,
      actions: [{ label: '제안하기', url: '/gu/proposals/new', primary: true }],
    },
    now: {
      title: '안전한 저녁길',
      process: '안전한 저녁길',
      href: '/gu/processes/evening',
      next: '투표',
      phase: { title: '토론', number: 3, until: at },
      steps: [
        { title: '제안', state: 'done', startsOn: '2026-10-01', endsOn: '2026-10-20', precision: 'day' },
        { title: '토론', state: 'current', startsOn: '2026-11-06', endsOn: '2026-12-01', precision: 'day' },
        { title: '실행', state: 'next', startsOn: '2027-03-01', endsOn: '2027-05-31', precision: 'season' },
      ],
    },
    blocks: [
      {
        type: 'list',
        title: '새 제안',
        more: '/proposals',
        cards: [
          {
            title: '신호를 늘려 주세요',
            href: '/gu/proposals/1',
            summary: '5초만',
            chips: [{ tone: 'open', key: 'site.versions.state.draft' }],
            meter: { value: 3, max: 10, label: { key: 'site.home.members', params: { count: 3 } } },
            facts: [{ key: 'site.home.members', params: { count: 3 } }, { text: '한울동' }],
          },
        ],
      },
      { type: 'list', band: true, title: '바뀐 것', cards: [] },
      {
        type: 'numbers',
        title: '숫자',
        method: '/pages/numbers',
        items: [{ key: 'site.home.members', params: { count: 7 }, value: 7 }],
      },
      { type: 'spaces', title: '공간', cards: [{ name: '한울동', href: '/hanul', summary: '동네', members: 4 }] },
      { type: 'partners', title: '함께', items: [{ label: '작목반', url: 'https://growers.example' }] },
      { type: 'html', html: new SafeHtml('<p>안녕</p>') },
      { type: 'text', title: '약속', body: new SafeHtml('<p>글</p>') },
    ],
  },
  'site/page': { title: '약관', body: new SafeHtml('<p>글</p>'), effectiveOn: at, versionsAt: '/pages/terms/versions' },
  'site/versions': {
    title: '약관',
    href: '/pages/terms',
    versions: ['draft', 'coming', 'in_force', 'replaced'].map((state, n) => ({
      version: n + 1,
      state,
      href: `/pages/terms/versions/${n + 1}`,
      effectiveOn: at,
      changeNote: '고쳤어요',
    })),
  },
  'site/version': {
    title: '약관',
    href: '/pages/terms',
    version: 2,
    current: false,
    draft: true,
    changeNote: '',
    effectiveOn: at,
    body: new SafeHtml('<p>글</p>'),
    difference: [
      [
        { kind: 'same', text: '답은 ' },
        { kind: 'removed', text: '30' },
        { kind: 'added', text: '20<b>' },
      ],
    ],
  },
};

describe('templates of the site', () => {
  it('compile', () => {
    expect(templates.compileAll().filter((error) => error.message.includes('site/'))).toEqual([]);
  });

  it.each(Object.keys(MODELS).flatMap((name) => ['ko', 'en'].map((locale) => [name, locale])))(
    'render %s in %s with every word known',
    (name, locale) => {
      const html = templates.render(name, MODELS[name]!, { words: messages.for(locale), csrf: 'x' });
      expect(html).toContain('<h1');
      expect(html).not.toMatch(/\[object|undefined|\{[a-z_]+[,}]|을\(를\)|이\(가\)|은\(는\)/);
      expect(html).not.toMatch(/ style=| on[a-z]+=/);
    },
  );

  it('show the home with its hero, path, cards and cleaned text', () => {
    const html = templates.render('site/home', MODELS['site/home']!, { words: messages.for('ko') });
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain(
      '‘안전한 저녁길’의 토론 단계가 <strong>2026년 12월 2일</strong>까지 열려 있어요. 그다음은 투표예요.',
    );
    expect(html).toContain('aria-current="step"');
    expect(html).toMatch(/<meter[^>]+value="3"/);
    expect(html).toContain('어떻게 세었나요?');
    expect(html).toContain('<svg');
  });

  it('mark what changed and escape it', () => {
    expect(templates.render('site/version', MODELS['site/version']!, { words: messages.for('ko') })).toContain(
      '답은 <del>30</del><ins>20&lt;b&gt;</ins>',
    );
  });

  it('say everything in both languages', () => {
    expect(catalogueProblems([catalogue(LIBS.site)])).toEqual([]);
    expect(readdirSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'i18n')).sort()).toEqual([
      'en.json',
      'ko.json',
    ]);
  });
});
