import type { useT } from '@madang/console';

/** A place in words: `page about` is "쪽 about". */
const placeName = (t: ReturnType<typeof useT>, use: string): string => {
  const [kind = ''] = use.split(' ');
  return t(`site.files.use.${kind}`, { name: use.slice(kind.length + 1) });
};

/** Where a file is used, for a cell of a table. */
export const placesOf = (t: ReturnType<typeof useT>, uses: readonly string[]): string =>
  uses.length > 0 ? uses.map((use) => placeName(t, use)).join(', ') : t('site.files.unused');

/** The same as a sentence. */
export const usedIn = (t: ReturnType<typeof useT>, uses: readonly string[]): string =>
  uses.length > 0 ? t('site.files.used_in', { places: placesOf(t, uses) }) : t('site.files.unused');
