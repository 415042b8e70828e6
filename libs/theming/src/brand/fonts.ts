/**
 * The web fonts of the portal, in the folder `fonts/` of this library: two subsets of Pretendard (SIL Open Font
 * License 1.1, which reserves that name) with the weight axis kept. An English page loads only `latin`; a Korean page
 * both, together within 120 KB. Syllables rarer than the core come from the reader's own Korean font: no request.
 */
export const FONT_FILES = {
  latin: 'madang-sans-latin.woff2',
  hangul: 'madang-sans-hangul.woff2',
} as const;

const RANGES: Record<keyof typeof FONT_FILES, string> = {
  latin: 'U+0000-02FF,U+1E00-1EFF,U+2000-2BFF',
  hangul: 'U+1100-11FF,U+3000-303F,U+3130-318F,U+AC00-D7A3,U+FF00-FFEF',
};

/** `@font-face` rules; `url` gives the (hashed) address of a file. Addresses come from code, never from a tenant. */
export function fontFaceCss(url: (file: string) => string): string {
  return (Object.keys(FONT_FILES) as (keyof typeof FONT_FILES)[])
    .map(
      (part) =>
        `@font-face{font-family:'Madang Sans';font-style:normal;font-weight:400 800;font-display:swap;` +
        `src:url('${url(FONT_FILES[part])}') format('woff2');unicode-range:${RANGES[part]}}\n`,
    )
    .join('');
}

/** The file with the syllables that the core leaves out, for pages without a budget of bytes: the console. */
export const MORE_FONT_FILE = 'madang-sans-more.woff2';

/** Its `@font-face` rule, to stand after the others; `syllables` are those of `fonts/more-syllables.txt`. */
export function moreFontFaceCss(url: string, syllables: string): string {
  const range = Array.from(syllables.trim(), (one) => `U+${one.codePointAt(0)!.toString(16).toUpperCase()}`).join(',');
  return (
    `@font-face{font-family:'Madang Sans';font-style:normal;font-weight:400 800;font-display:swap;` +
    `src:url('${url}') format('woff2');unicode-range:${range}}\n`
  );
}
