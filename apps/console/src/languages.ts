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

/** The messages of one area in one language: all parts' together, one file. */
export async function wordsOf(area: 'tenant' | 'operator', locale: string): Promise<Catalogues[]> {
  const modules =
    area === 'tenant'
      ? { ko: () => import('./words/tenant-ko.js'), en: () => import('./words/tenant-en.js') }
      : { ko: () => import('./words/operator-ko.js'), en: () => import('./words/operator-en.js') };
  const { catalogues } = await modules[locale === 'en' ? 'en' : 'ko']();
  return catalogues;
}
