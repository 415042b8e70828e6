import { describe, expect, it } from '@jest/globals';
import { romanise, slugify } from './slug.js';

describe('slugify', () => {
  it.each([
    ['우리 동네 숲!', '우리-동네-숲'],
    ['  --A & B--  ', 'a-b'],
    ["Seoul's Café №5", 'seouls-cafe-no5'],
    ['🌳', ''],
    ['', ''],
  ])('%s → %s', (text, slug) => expect(slugify(text)).toBe(slug));

  it('writes Latin letters when asked', () => {
    expect(slugify('솔밭구 청년', { ascii: true })).toBe('solbatgu-cheongnyeon');
    expect(slugify('東京 Tokyo', { ascii: true })).toBe('tokyo');
  });
  it('cuts to length without a trailing hyphen', () => {
    expect(slugify('abc def ghi', { max: 8 })).toBe('abc-def');
    expect(slugify('abc def ghi', { max: 7 })).toBe('abc-def');
  });
});

describe('romanise', () => {
  it('writes initials, vowels and finals', () => {
    expect(romanise('한글 닭 왜 쌀 의')).toBe('hangeul dak wae ssal ui');
  });
});
