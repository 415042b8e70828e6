import type { Catalogues } from '@madang/theming/browser';

const KEY = 'madang-console-language';

/** The language chosen on this device, else the browser's if we speak it, else Korean. */
export function rememberedLanguage(): string {
  const kept = localStorage.getItem(KEY);
  if (kept === 'ko' || kept === 'en') return kept;
  return navigator.language.startsWith('en') ? 'en' : 'ko';
}

/** Chooses a language; the console starts anew in it (drafts are kept on the device). */
export function rememberLanguage(locale: string): void {
  localStorage.setItem(KEY, locale);
  location.reload();
}

/** Where an area's messages come from: each language is one file. */
export type Catalogue = () => Promise<{ catalogues: Catalogues[] }>;

/** The messages of an area in a language. Each entry names its own, so that neither bundle carries the other's. */
export async function wordsOf(area: { ko: Catalogue; en: Catalogue }, locale: string): Promise<Catalogues[]> {
  const { catalogues } = await area[locale === 'en' ? 'en' : 'ko']();
  return catalogues;
}
