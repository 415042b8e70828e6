import { describe, expect, it } from '@jest/globals';
import { fold, normalise, words } from './normalise.js';
import { searchQuery, searchTokens } from './search.js';

/** What the index does: every token of the query is a token of the text (or, of one letter, begins one). */
function finds(text: string, query: string): boolean {
  const stored = searchTokens(text);
  const { tokens } = searchQuery(query);
  return (
    tokens.length > 0 &&
    tokens.every((token) => stored.some((one) => one === token || (token.length === 1 && one.startsWith(token))))
  );
}

describe('fold', () => {
  it('takes marks off Latin letters only', () => {
    expect(fold('Café Łódź Straße İstanbul Ærø')).toBe('cafe lodz strasse istanbul aero');
    expect(fold('й ё')).toBe('й ё');
    expect(fold('한글')).toBe('한글');
  });
  it('composes Hangul typed as separate letters, and full-width Latin', () => {
    expect(fold('한글'.normalize('NFD'))).toBe('한글');
    expect(fold('ＡＢＣ１２３')).toBe('abc123');
    expect(fold('Café 한글')).toBe('cafe 한글');
  });
});

describe('words', () => {
  it('parts at everything that is no letter, digit or pictograph', () => {
    expect(words('주민참여예산, 2026년! (제안)🌳나무')).toEqual(['주민참여예산', '2026년', '제안', '🌳', '나무']);
    expect(normalise('  A-B\t c\u0000d ')).toBe('a b c d');
  });
  it('drops what a database refuses', () => expect(words('a\ud800b\u0000c')).toEqual(['a', 'b', 'c']));
});

describe('searchTokens and searchQuery', () => {
  it.each(['예산', '참여예산', '민참', '주민참여예산', '여예', '주민 예산'])('finds 주민참여예산 by %s', (query) => {
    expect(finds('우리 동네 주민참여예산을 늘려 주세요', query)).toBe(true);
  });
  it.each(['예참', '주예', '동산', 'budget'])('does not find it by %s', (query) => {
    expect(finds('우리 동네 주민참여예산을 늘려 주세요', query)).toBe(false);
  });
  it('finds Café by cafe and the other way round', () => {
    expect(finds('Café ouvert', 'cafe')).toBe(true);
    expect(finds('cafe', 'CAFÉ')).toBe(true);
    expect(finds('Zieleń w Łodzi', 'lodzi zielen')).toBe(true);
  });
  it('finds every pair of neighbouring syllables of a text', () => {
    const text = '골목길보행안전을위한일방통행';
    for (let at = 0; at + 2 <= text.length; at++) expect(finds(text, text.slice(at, at + 2))).toBe(true);
  });
  it('handles emptiness, one letter and emoji', () => {
    expect(searchTokens('')).toEqual([]);
    expect(searchTokens(' .,!? ')).toEqual([]);
    expect(searchTokens('숲')).toEqual(['숲']);
    expect(searchTokens('🌳🌳 👍')).toEqual(['🌳', '👍']);
    expect(searchQuery('')).toEqual({ tokens: [], phrases: [], tsquery: '' });
    expect(searchQuery('...').tsquery).toBe('');
    expect(finds('숲이 좋아요', '숲')).toBe(true);
  });
  it('writes a tsquery that nothing typed can break out of', () => {
    expect(searchQuery("예산 | '!a:* & 숲").tsquery).toBe("'예산' & 'a':* & '숲':*");
    expect(searchQuery('참여예산').phrases).toEqual(['참여예산']);
  });
  it('is bounded', () => {
    const long = Array.from({ length: 20_000 }, (_, at) => String.fromCharCode(0xac00 + ((at * 37) % 11_172))).join('');
    expect(searchTokens(long)).toHaveLength(5000);
    expect(searchTokens(long, 10)).toHaveLength(10);
    expect(searchQuery(Array.from({ length: 50 }, (_, at) => `w${at}`).join(' ')).phrases).toHaveLength(12);
  });
  it('lists every token once', () => expect(searchTokens('가나 가나 나가나')).toEqual(['가나', '나가']));
});
