import type { useT } from '@madang/console';

/** A place in words: `page about` is "쪽 about". */
export const placeName = (t: ReturnType<typeof useT>, use: string): string => {
  const [kind = '', name = ''] = use.split(' ');
  return t(`site.files.use.${kind}`, { name });
};
