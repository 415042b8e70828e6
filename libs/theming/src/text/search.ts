import { words } from './normalise.js';

/** A tsvector holds at most 1 MB; 5,000 bigrams of four-byte letters stay far below and cover about 20 pages of text. */
const TOKEN_LIMIT = 5000;
const QUERY_WORD_LIMIT = 12;

/**
 * The tokens under which a text is found: every pair of neighbouring letters of every word, and one-letter words as
 * themselves. Any two neighbouring Korean syllables of a text are therefore one of its tokens. Unique, in order of
 * appearance, at most `limit`. Store them with `array_to_tsvector($1::text[])`.
 */
export function searchTokens(text: string, limit: number = TOKEN_LIMIT): string[] {
  const tokens = new Set<string>();
  for (const word of words(text)) {
    const letters = Array.from(word);
    if (letters.length === 1) tokens.add(word);
    for (let at = 0; at + 1 < letters.length && tokens.size < limit; at++) {
      tokens.add((letters[at] as string) + (letters[at + 1] as string));
    }
    if (tokens.size >= limit) break;
  }
  return Array.from(tokens).slice(0, limit);
}

/** What a typed query looks for; empty lists and `''` when nothing searchable was typed. */
export interface SearchQuery {
  /** Tokens a found text has all of (those of words of two letters and more, and one-letter words as themselves). */
  tokens: string[];
  /** The folded words. Check them with LIKE on {@link normalise}d text: bigrams alone may lie scattered. */
  phrases: string[];
  /** The same as a PostgreSQL `tsquery` in text form (`$1::tsquery`); a one-letter word matches as the start of a token. */
  tsquery: string;
}

/** Reads what a person typed into a search box. At most 12 words count. */
export function searchQuery(text: string): SearchQuery {
  const phrases = Array.from(new Set(words(text.slice(0, 400)))).slice(0, QUERY_WORD_LIMIT);
  const tokens = searchTokens(phrases.join(' '));
  // Tokens hold only letters, digits, marks and pictographs, so none can close the quotes.
  const tsquery = tokens.map((token) => (Array.from(token).length === 1 ? `'${token}':*` : `'${token}'`)).join(' & ');
  return { tokens, phrases, tsquery };
}
