const SPELLED_OUT: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
};
const SPELLED_OUT_SIGNS = /[ßæœøđðłþħıŋ]/g;
const WORDS = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;

/**
 * Folds text so that spellings which people take for the same become the same: NFKC, lower case, Latin letters without their
 * marks (Café → cafe, Łódź → lodz). Hangul stays composed, other scripts keep their marks.
 */
export function fold(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase();
  // Plain ASCII and Hangul, nearly all of our text, need no decomposition.
  if (!/[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]/.test(folded)) return folded;
  return folded
    .replace(SPELLED_OUT_SIGNS, (sign) => SPELLED_OUT[sign] as string)
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC');
}

/** The folded words of a text in order: runs of letters and digits; an emoji is a word of its own. */
export function words(text: string): string[] {
  return fold(text).match(WORDS) ?? [];
}

/** Text in the form that searches compare: folded words parted by single spaces, no punctuation. */
export function normalise(text: string): string {
  return words(text).join(' ');
}
