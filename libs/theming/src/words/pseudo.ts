import type { Catalogue } from './catalogues.js';
import { eachLiteral, parseIcu } from './icu.js';

const ACCENTED: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  n: 'ñ',
  c: 'ç',
  y: 'ý',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  N: 'Ñ',
  C: 'Ç',
  Y: 'Ý',
};
const [RIGHT_TO_LEFT_OVERRIDE, POP] = ['\u202e', '\u202c'];

/**
 * Makes the catalogue of a pseudo-locale from a real one, for tests of layout: `accented` letters and a third more length;
 * `rtl` (for the locale `ar-XB`) forces words to run from right to left. Arguments, plurals and tags stay as they are.
 */
export function pseudoCatalogue(catalogue: Catalogue, kind: 'accented' | 'rtl' = 'rtl'): Catalogue {
  return Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, pseudoMessage(text, kind)]));
}

function pseudoMessage(text: string, kind: 'accented' | 'rtl'): string {
  const pieces: [number, number][] = [];
  eachLiteral(parseIcu(text, 'en', true), (start, end) => pieces.push([start, end]));
  let out = '';
  let done = 0;
  for (const [start, end] of pieces.sort(([one], [other]) => one - other)) {
    out += text.slice(done, start) + pseudoText(text.slice(start, end), kind);
    done = end;
  }
  return out + text.slice(done);
}

/** Changes words only: the tags of rich messages and the quotes of ICU keep their meaning. */
function pseudoText(text: string, kind: 'accented' | 'rtl'): string {
  return text.replace(/<[^<>]*>|'(?:''|[^'])*'|[\p{L}\p{N}]+/gu, (piece) => {
    if (piece.startsWith('<') || piece.startsWith("'")) return piece;
    if (kind === 'rtl') return RIGHT_TO_LEFT_OVERRIDE + piece + POP;
    const accented = Array.from(piece, (letter) => ACCENTED[letter] ?? letter).join('');
    return accented + '~'.repeat(Math.ceil(accented.length / 3));
  });
}
