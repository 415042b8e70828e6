import { openSpeech, type Speech } from '@madang/console';

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

/** The catalogues of an area's parts, by their files; each is loaded when wanted. */
export type PartWords = Record<string, () => Promise<Record<string, string>>>;

/** The words of the frame in a language, and where those of the parts come from. */
export async function speechIn(locale: string, parts: PartWords): Promise<Speech> {
  const language = locale === 'en' ? 'en' : 'ko';
  const { messages } = await (language === 'en' ? import('virtual:frame-words/en') : import('virtual:frame-words/ko'));
  return openSpeech(language, messages, async (part) => {
    const files = Object.keys(parts).filter((file) => file.endsWith(`/${part}/console/i18n/${language}.json`));
    return Object.assign({}, ...(await Promise.all(files.map((file) => parts[file]!())))) as Record<string, string>;
  });
}
