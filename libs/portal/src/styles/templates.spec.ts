import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import {
  catalogueProblems,
  createMessages,
  createTemplates,
  html,
  mailTokens,
  solveTheme,
  usedKeys,
  type Catalogue,
} from '@madang/theming';
import { portalCss } from './index.js';

const dir = fileURLToPath(new URL('../../templates', import.meta.url));
const templates = createTemplates({ roots: [{ name: '', dir }] });
const sources = templates.names().map((name) => ({ name, text: templates.source(name)?.text ?? '' }));
/** The HTML of a template without its expressions. */
const bare = (text: string): string => text.replace(/\{\{[^]*?\}\}/g, ' ');
const catalogue = (locale: string): Catalogue =>
  JSON.parse(readFileSync(new URL(`../../i18n/${locale}.json`, import.meta.url), 'utf8')) as Catalogue;
const own = (all: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith('ui.')));

const libraries = (folder: string): string[] => {
  const url = new URL(`../../../../${folder}/`, import.meta.url);
  return existsSync(url) ? readdirSync(url).map((name) => `${folder}/${name}`) : [];
};

/** Arguments, terms apart, of the messages under `errors.` in a catalogue. */
function errorParameters(file: URL): { key: string; name: string }[] {
  if (!existsSync(file)) return [];
  const messages = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Catalogue);
  return messages
    .filter(([key]) => key.startsWith('errors.'))
    .flatMap(([key, text]) =>
      Array.from(text.matchAll(/\{([a-z]\w*)/gi), ([, name]) => ({ key, name: name as string })),
    )
    .filter(({ name }) => !/^t_/i.test(name));
}

const INLINE = /\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|<style/i;
/** Signs of state that only code sets, and words that are values rather than styles. */
const NOT_STYLED = new Set(['full', 'current', 'edit', 'own', 'mark', 'path']);

describe('the templates of the portal', () => {
  it('all compile', () => {
    expect(templates.compileAll()).toEqual([]);
    expect(sources.length).toBeGreaterThan(40);
  });

  it('say in their first line what they take', () => {
    expect(sources.filter(({ text }) => !/^\{\{!-- .+ --\}\}\n/.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('carry nothing inline that the content policy would refuse; mails apart', () => {
    const pages = sources.filter(({ name }) => !name.startsWith('mail/'));
    expect(pages.filter(({ text }) => INLINE.test(bare(text))).map(({ name }) => name)).toEqual([]);
    for (const planted of ['<p style="x">', '<a onclick="x">', '<script>1</script>'])
      expect(INLINE.test(planted)).toBe(true);
  });

  it('protect every form that changes something', () => {
    const forms = sources.flatMap(({ name, text }) =>
      Array.from(text.matchAll(/<form[^]*?<\/form>/g), ([form]) => ({ name, form })).filter(({ form }) =>
        /method="post"/.test(form),
      ),
    );
    expect(forms.length).toBeGreaterThan(2);
    expect(forms.filter(({ form }) => !form.includes('{{> ui/csrf}}'))).toEqual([]);
  });

  it('speak Korean and English, with no message missing', () => {
    const used = usedKeys(sources.map(({ text }) => text));
    const problems = catalogueProblems({ ko: own(catalogue('ko')), en: own(catalogue('en')) }, { used });
    // Whether a message is left over is for the whole program to say: pages and code use some of these too.
    expect(problems.filter(({ key, kind }) => key.startsWith('ui.') && kind !== 'unused')).toEqual([]);
  });

  it('pass on every parameter that an error message of the house asks for', () => {
    const known = new Set(
      Array.from((templates.source('ui/said')?.text ?? '').matchAll(/(\w+)=params\./g), ([, name]) => name as string),
    );
    const folders = ['libs/portal', ...['commons', 'methods'].flatMap((kind) => libraries(`libs/${kind}`))];
    const asked = folders.flatMap((folder) =>
      errorParameters(new URL(`../../../../${folder}/i18n/ko.json`, import.meta.url)),
    );
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter(({ name }) => !known.has(name))).toEqual([]);
  });

  it('write a mail that stands without any stylesheet, in light and dark', () => {
    const theme = solveTheme({ brand: '#f5b301' });
    const words = createMessages({ catalogues: [{ ko: own(catalogue('ko')), en: own(catalogue('en')) }] }).for('ko');
    const model = {
      look: mailTokens(theme),
      site: { name: '두레', operator: '두레생협' },
      subject: '답변이 왔어요',
      title: '답변이 <왔어요>',
      body: html`<p>이사회가 답했어요.</p>`,
      button: { label: '답변 보기', url: 'https://mail.test/p/1' },
      why: '지켜보기로 하셔서 보냈어요.',
      off: { label: '그만 받기', url: 'https://mail.test/off' },
    };
    const mail = templates.render('mail/layout', model, { words });
    expect(mail).toContain('답변이 &lt;왔어요&gt;');
    expect(mail).toContain(theme.palettes.light.brand);
    expect(mail).toContain(theme.palettes.dark.page);
    expect(mail).not.toMatch(/var\(--|<script|<link|src=/);
    expect(Buffer.byteLength(mail)).toBeLessThan(6000);
    const plain = templates.render('mail/text', { ...model, text: '이사회가 답했어요.' }, { words });
    expect(plain).toContain('답변 보기: https://mail.test/p/1');
    expect(plain).not.toContain('<p');
  });

  it('use only classes that the sheet knows', () => {
    const css = portalCss();
    const known = new Set(Array.from(css.matchAll(/\.([a-z][\w-]*)/g), (match) => match[1] as string));
    const pages = sources.filter(({ name }) => !name.startsWith('mail/'));
    const used = pages.flatMap(({ text }) =>
      Array.from(bare(text).matchAll(/class="([^"]*)"/g), ([, list]) => (list as string).split(/\s+/)).flat(),
    );
    const unknown = [...new Set(used)].filter(
      (name) => name && !name.endsWith('-') && !known.has(name) && !NOT_STYLED.has(name),
    );
    expect(unknown).toEqual([]);
  });
});
