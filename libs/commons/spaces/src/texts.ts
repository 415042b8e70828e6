import { invalid, tenant } from '@madang/kernel';
import type { Words } from './spaces.reader.js';

/**
 * A text in several languages as it may be stored: tidy, without empty languages, none too long.
 * @throws DomainError invalid naming `field`, when it is needed and says nothing, or says too much
 */
export function fitTexts(raw: Words | null | undefined, field: string, max: number, needed = false): Words {
  const texts: Words = {};
  for (const [locale, text] of Object.entries(raw ?? {})) {
    const clean = text.replaceAll('\r\n', '\n').normalize('NFC').trim();
    if (clean.length > max)
      throw invalid('invalid_input', [{ field: `${field}.${locale}`, code: 'too_long', params: { limit: max } }]);
    if (clean !== '') texts[locale] = clean;
  }
  if (needed && Object.keys(texts).length === 0)
    throw invalid('invalid_input', [{ field: `${field}.${tenant().locale}`, code: 'required' }]);
  return texts;
}

/** A name for an address made of a text: small letters, digits and hyphens; empty where the text has none of them. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');

/** The first of `base`, `base-2`, `base-3` … that is not taken. */
export function freeSlug(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base;
  for (let n = 2; ; n += 1) if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`;
}
