import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkTheme, type ThemeCheckOptions } from './check-theme.js';
import { CHECKS, type CheckId, type Finding } from './finding.js';
import { overrideHeader } from './template-rules.js';

const root = mkdtempSync(join(tmpdir(), 'themes-'));
afterAll(() => rmSync(root, { recursive: true }));

const LAYOUT = `<!doctype html><html lang="{{@locale}}" dir="{{@dir}}"><head><title>{{title}}</title></head>
<body><a href="#main">x</a><main id="main" data-region="main">{{> @partial-block}}</main></body></html>`;
const originals = new Map([
  ['portal/layout', LAYOUT],
  ['ui/csrf', '<input type="hidden" name="csrf" value="{{@csrf}}">'],
  ['a/list', '{{!-- required: a/card --}}<ul data-region="list">{{#each cards}}{{> a/card}}{{/each}}</ul>'],
  ['a/card', '<li>{{title}}</li>'],
  ['a/page', '<html lang="ko" dir="ltr"><title>x</title><body><a href="#main">x</a><main id="main">{{body}}</main>'],
  ['mail/answer', '{{!-- required: link --}}<p style="color:red">{{url link}}</p>'],
]);
const options: ThemeCheckOptions = { originals, helpers: ['host'], deprecated: { oldName: 'use newName' } };
const THEME = JSON.stringify({ brand: '#2f6f4e', motif: 'forest' });

let folder = 0;
function check(files: Record<string, string>): Finding[] {
  const dir = join(root, String(++folder));
  mkdirSync(dir);
  for (const [path, text] of Object.entries({ 'theme.json': THEME, ...files })) {
    if (text === '(absent)') continue;
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return checkTheme(dir, options);
}

const override = (name: string, text: string): Record<string, string> => ({
  [`templates/${name}.hbs`]: `${overrideHeader(name, originals.get(name) ?? '')}${text}`,
});
const card = (text: string): Record<string, string> => override('a/card', text);
const layout = (from: string, to: string): Record<string, string> =>
  override('portal/layout', LAYOUT.replace(from, to));
const svg = (text: string): Record<string, string> => ({ 'assets/logo.svg': `<svg viewBox="0 0 9 9">${text}</svg>` });

/** For every check: folders it refuses, and near ones it does not. */
const FIXTURES: Record<CheckId, { fails: Record<string, string>[]; passes: Record<string, string>[] }> = {
  MT001: { fails: [card('{{#if a}}'), card('{{a')], passes: [card('{{#if a}}x{{/if}}')] },
  MT002: { fails: [{ 'templates/a/absent.hbs': 'x' }], passes: [card('x')] },
  MT003: {
    fails: [card('{{> a/absent}}')],
    passes: [card('{{> ui/csrf}}{{> original/a/card}}{{#*inline "own"}}x{{/inline}}{{> own}}')],
  },
  MT004: {
    fails: [card('{{absent 1}}'), card('{{#if (absent a)}}x{{/if}}')],
    passes: [card("{{host 1}}{{t 'a.b'}}{{#if (eq a b)}}x{{/if}}{{lookup a b}}")],
  },
  MT005: { fails: [card('{{{title}}}'), card('{{&title}}')], passes: [card('{{{md title}}}{{{bodyHtml}}}{{title}}')] },
  MT006: {
    fails: [
      card('<p class={{a}}>'),
      card('<p {{a}}>'),
      card('<{{a}}>'),
      card('<p data-{{a}}="x">'),
      card('<p class={{#if a}}{{b}}{{/if}}>'),
      card('<p title="x"{{a}}>'),
    ],
    passes: [card('<p class="{{a}}" {{#if b}}hidden{{/if}} title=\'{{c}}\'>{{d}}</p>')],
  },
  MT007: {
    fails: [card('<script>x</script>'), card('<script type="module">x</script>'), card('<iframe srcdoc="x"></iframe>')],
    passes: [card('<script src="/x.js"></script><script type="application/ld+json">{}</script>')],
  },
  MT008: {
    fails: [card('<style>p{}</style>'), card('<p style="color:red">')],
    passes: [
      card('<p class="style">'),
      override('mail/answer', '<style>p{color:{{c}}}</style><p style="color:red">{{link}}'),
    ],
  },
  MT009: {
    fails: [card('<p onclick="x">'), card('<svg/onload=a>'), card('<tr onfocus=x>')],
    passes: [card('<p data-on="x" title="onclick=">onclick=</p>')],
  },
  MT010: {
    fails: [
      card('<a href="javascript:x">'),
      card('<a href="java\nscript:x">'),
      card('<form action="data:x">'),
      card('<a href="&#106;avascript:x">'),
    ],
    passes: [card('<a href="/javascript:x">javascript:</a>')],
  },
  MT011: {
    fails: [card('<script type="application/json">{{a}}</script>'), card('<!-- {{a}} -->')],
    passes: [card('{{!-- {{a}} --}}<p>{{a}}</p>')],
  },
  MT012: { fails: [layout(' lang="{{@locale}}"', ''), layout(' dir="{{@dir}}"', '')], passes: [layout('', '')] },
  MT013: {
    fails: [layout('<title>{{title}}</title>', ''), layout('{{title}}', ' ')],
    passes: [layout('{{title}}', '{{title}} · x')],
  },
  MT014: {
    fails: [
      layout('<a href="#main">x</a>', ''),
      layout('id="main"', ''),
      layout('<a href', '<a href="/">y</a><a href'),
    ],
    passes: [layout('#main">x', "#main\">{{t 'a.skip'}}")],
  },
  MT015: {
    fails: [card('<form method="post"></form>'), card('<form method=POST></form>{{> ui/csrf}}')],
    passes: [card('<form method="post">{{> ui/csrf}}</form><form><input></form>')],
  },
  MT016: {
    fails: [
      { 'theme.json': '(absent)' },
      { 'theme.json': '{' },
      { 'theme.json': '{}' },
      { 'theme.json': '{"brand":"red"}' },
      { 'theme.json': '{"brand":"#123","colour":1}' },
      { 'theme.json': '{"brand":"#123","logo":"assets/absent.svg"}' },
      { 'theme.json': '{"brand":"#123","logo":"../x.svg"}' },
    ],
    passes: [{ 'theme.json': '{"brand":"#123","logo":"assets/logo.svg"}', ...svg('') }],
  },
  MT017: {
    fails: [{ 'assets/big.svg': ' '.repeat(60_001) }],
    passes: [{ 'assets/big.svg': `<svg>${' '.repeat(50_000)}</svg>` }],
  },
  MT018: {
    fails: [{ 'assets/x.js': 'x' }, { 'assets/x': 'x' }, { 'x.css': 'x' }, { 'templates/x.html': 'x' }],
    passes: [{ 'assets/x.woff2': 'x', 'README.md': 'x' }],
  },
  MT019: {
    fails: [{ 'templates/a/card.hbs': 'x' }, { 'templates/a/card.hbs': `${overrideHeader('a/list', '')}x` }],
    passes: [card('x')],
  },
  MT020: { fails: [{ 'templates/a/card.hbs': `${overrideHeader('a/card', 'older')}x` }], passes: [card('x')] },
  MT021: {
    fails: [
      override('a/list', '<ul>{{> a/card}}</ul>'),
      override('a/list', '<ul data-region="list"></ul>'),
      layout('{{> @partial-block}}', ''),
      override('a/page', '<html lang="ko"><body>{{title}}</body>'),
      override('mail/answer', '<p>x</p>'),
    ],
    passes: [
      override('a/list', '<ol data-region="list">{{> a/card}}</ol>'),
      override('a/page', '<html lang="ko"><body>{{body}}</body>'),
      override('mail/answer', '<p>{{url link}}</p>'),
    ],
  },
  MT022: { fails: [card('{{oldName}}'), card('{{#if this.oldName}}x{{/if}}')], passes: [card('{{newName}} oldName')] },
  MT023: {
    fails: [card('<a href="{{link}}">'), card('<a href="java{{x}}">'), card('<img alt="" src="//{{host}}/x">')],
    passes: [
      card('<a href="{{url link}}"></a><a href="/p/{{id}}"></a><a href="?page={{n}}"></a><a href="{{@base}}/x"></a>'),
    ],
  },
  MT024: {
    fails: [
      card('<img alt="" src="https://e.example/x">'),
      card('<link href="//e.example/x">'),
      card('<img alt="" srcset="https://e.example/x 2x">'),
    ],
    passes: [card('<a href="https://e.example/"></a><img alt="" src="/x.png">')],
  },
  MT025: { fails: [card('{{> (lookup a b)}}'), card('{{* other}}')], passes: [card('{{#*inline "own"}}x{{/inline}}')] },
  MT026: { fails: [card('<img src="/x.png">')], passes: [card('<img src="/x.png" alt="">')] },
  MT027: {
    fails: [
      svg('<script>x</script>'),
      svg('<a href="https://e.example">x</a>'),
      svg('<rect onclick="x"/>'),
      svg('<rect fill="url(https://e.example)"/>'),
      svg('<foreignObject/>'),
      { 'assets/x.svg': '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>' },
    ],
    passes: [svg('<use href="#a"/><rect id="a" fill="url(#b)"/><title>x</title>')],
  },
};

describe('checkTheme', () => {
  it('finds nothing wrong with a plain theme', () => expect(check({})).toEqual([]));

  it('has a fixture for every check', () => {
    expect(Object.keys(FIXTURES)).toEqual(Object.keys(CHECKS));
    expect(Object.keys(CHECKS).length).toBeGreaterThanOrEqual(15);
  });

  describe.each(Object.entries(FIXTURES))('%s', (id, { fails, passes }) => {
    it.each(fails.map((files) => [Object.values(files)[0]?.slice(-60), files] as const))('refuses %s', (_, files) => {
      expect(check(files).map((found) => found.id)).toContain(id);
    });
    it.each(passes.map((files) => [Object.values(files)[0]?.slice(-60), files] as const))('accepts %s', (_, files) => {
      expect(check(files).filter((found) => found.id === id)).toEqual([]);
    });
  });

  it('names file, line, level and particulars', () => {
    const [found] = check(card('\n<p>\n<a href="javascript:x">y</a>'));
    expect(found).toEqual({
      id: 'MT010',
      level: 'fatal',
      file: 'templates/a/card.hbs',
      line: 3,
      message: 'address with a scheme that runs code: href of <a>',
    });
    expect(check(card('{{oldName}}'))[0]).toMatchObject({
      id: 'MT022',
      level: 'warning',
      message: 'uses a deprecated name: oldName; use newName',
    });
  });
});
