import { context, tenant } from './context.js';

/** A text kept in several languages, in the reader's; else the tenant's, else any there is. */
export function inLanguage(words: Record<string, string> | null | undefined, locale = context().locale): string {
  if (!words) return '';
  return words[locale] ?? words[tenant().locale] ?? words['ko'] ?? words['en'] ?? Object.values(words)[0] ?? '';
}
