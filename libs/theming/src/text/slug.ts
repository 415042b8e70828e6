import { fold } from './normalise.js';

const INITIALS = ['g', 'kk', 'n', 'd', 'tt', 'r', 'm', 'b', 'pp', 's', 'ss', '', 'j', 'jj', 'ch', 'k', 't', 'p', 'h'];
const VOWELS = [
  'a',
  'ae',
  'ya',
  'yae',
  'eo',
  'e',
  'yeo',
  'ye',
  'o',
  'wa',
  'wae',
  'oe',
  'yo',
  'u',
  'wo',
  'we',
  'wi',
  'yu',
  'eu',
  'ui',
  'i',
];
const FINALS = [
  '',
  'k',
  'k',
  'k',
  'n',
  'n',
  'n',
  't',
  'l',
  'k',
  'm',
  'l',
  'l',
  'l',
  'p',
  'l',
  'm',
  'p',
  'p',
  't',
  't',
  'ng',
  't',
  't',
  'k',
  't',
  'p',
  't',
];

/**
 * Hangul in Latin letters, syllable by syllable after the Revised Romanization of Korean (2000), without the sound changes
 * between syllables: good enough for an address, not for a name on a passport.
 */
export function romanise(text: string): string {
  return text.replace(/[\uac00-\ud7a3]/g, (syllable) => {
    const index = syllable.charCodeAt(0) - 0xac00;
    const initial = INITIALS[Math.floor(index / 588)] as string;
    const vowel = VOWELS[Math.floor((index % 588) / 28)] as string;
    return initial + vowel + (FINALS[index % 28] as string);
  });
}

/** How {@link slugify} writes: `ascii` turns Hangul into Latin letters; `max` is the longest result in characters. */
export interface SlugOptions {
  ascii?: boolean;
  max?: number;
}

/**
 * A readable part of an address: folded words joined by hyphens. Letters of all scripts stay unless `ascii` is set.
 * Returns `''` when nothing is left; the caller then uses a number.
 */
export function slugify(text: string, { ascii = false, max = 60 }: SlugOptions = {}): string {
  const source = ascii ? romanise(text.normalize('NFC')) : text;
  const kept = fold(source)
    .replace(/['’]/g, '')
    .replace(ascii ? /[^a-z0-9]+/g : /[^\p{L}\p{N}\p{M}]+/gu, '-');
  return Array.from(kept.replace(/^-+/, '')).slice(0, max).join('').replace(/-+$/, '');
}
