import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { catalogueProblems } from './catalogues.js';
import { createMessages } from './messages.js';
import { OWN_WORDS } from './own-words.js';
import { pseudoCatalogue } from './pseudo.js';
import { usedKeys } from './used-keys.js';

describe('catalogueProblems', () => {
  it('finds nothing in our own words', () => {
    const own = usedKeys([readFileSync(new URL('./words.ts', import.meta.url), 'utf8')]);
    expect(catalogueProblems(OWN_WORDS, { used: own, terms: new Set() })).toEqual([]);
  });
  it('finds missing keys, malformed texts and differing arguments', () => {
    const problems = catalogueProblems(
      {
        ko: { 'a.one': '{x}', 'a.two': '둘', 'a.three': '{n' },
        en: { 'a.one': '{y}', 'a.three': 'three', 'a.four': '{t_nothing}' },
      },
      { terms: new Set(['t_proposal']) },
    );
    expect(problems.map(({ kind, key, locale, detail }) => [kind, key, locale, detail?.split(':')[0]])).toEqual([
      ['arguments', 'a.one', 'en', 'missing argument {x}'],
      ['arguments', 'a.one', 'en', 'unknown argument {y}'],
      ['missing', 'a.two', 'en', undefined],
      ['malformed', 'a.three', 'ko', 'malformed'],
      ['missing', 'a.four', 'ko', undefined],
      ['term', 'a.four', 'en', 'unknown term {t_nothing}'],
    ]);
  });
  it('finds unused and undefined keys, keys completed at run time apart', () => {
    const used = usedKeys([`{{t 'a.one'}} {{t (concat 'a.state.' state)}} {{t (concat 'b.' x)}}`, "words.t('a.gone')"]);
    const problems = catalogueProblems({ ko: { 'a.one': '1', 'a.state.open': '열림', 'a.old': '옛' } }, { used });
    expect(problems).toEqual([
      { kind: 'unused', key: 'a.old' },
      { kind: 'undefined', key: 'a.gone' },
      { kind: 'undefined', key: 'b.…' },
    ]);
  });
});

describe('usedKeys', () => {
  it('reads templates and programs', () => {
    const { keys, prefixes } = usedKeys([
      `{{t 'a.b'}} {{~t "a.c" n=1}} {{#if (t 'a.d')}} {{tHtml 'a.e' href=x}} {{title (t "a.f")}} {{t key}}`,
      `words.t('b.a'); t("b.b", {}); messages.for('ko').t('b.c'); messageHtml(words, 'b.d'); not('c.a'); has('b.e'); test('x.y')`,
      't(`d.${kind}`); words.t(`e.f.${x}`); t("g." + x)',
    ]);
    expect([...keys].sort()).toEqual(['a.b', 'a.c', 'a.d', 'a.e', 'a.f', 'b.a', 'b.b', 'b.c', 'b.d', 'b.e']);
    expect([...prefixes].sort()).toEqual(['d.', 'e.f.', 'g.']);
  });
});

describe('pseudoCatalogue', () => {
  const text = "{n, plural, one {# <b>proposal</b> isn't new} other {# '{'proposals'}'}} by {name}";
  it('changes words and keeps arguments, plurals, tags and quotes', () => {
    const rtl = createMessages({ catalogues: { ko: { 'a.b': text }, 'ar-XB': pseudoCatalogue({ 'a.b': text }) } }).for(
      'ar-XB',
    );
    expect(rtl.dir).toBe('rtl');
    const written = rtl.t('a.b', { n: 1, name: 'Kim' });
    expect(written).toContain('<b>\u202eproposal\u202c</b>');
    expect(written).toContain('Kim');
    expect(rtl.t('a.b', { n: 5, name: 'Kim' })).toContain('{\u202eproposals\u202c}');
  });
  it('makes words longer', () => {
    expect(pseudoCatalogue({ k: 'Proposal' }, 'accented')).toEqual({ k: 'Própósál~~~' });
  });
});
