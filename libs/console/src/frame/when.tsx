import type { ReactNode } from 'react';
import { useWords } from '../words.js';

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** A moment: how long ago or ahead; on pointing, or with `exact`, when in the site's time zone. */
export function When({ at, exact = false }: { at: string | null | undefined; exact?: boolean }): ReactNode {
  const words = useWords();
  if (!at) return '—';
  const full = words.date(at, 'datetime');
  const seconds = (Date.parse(at) - Date.now()) / 1000;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  const near = step
    ? new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' }).format(Math.round(seconds / step[1]), step[0])
    : words.t('console.just_now');
  return (
    <time dateTime={at} title={full}>
      {exact ? full : near}
    </time>
  );
}
