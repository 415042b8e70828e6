import type { ReactNode } from 'react';
import { Tooltip } from '@mantine/core';
import { useWords } from '../words.js';

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** A moment: how long ago or ahead, and exactly when (in the site's time zone) to whoever asks. */
export function When({ at, exact = false }: { at: string | null | undefined; exact?: boolean }): ReactNode {
  const words = useWords();
  if (!at) return '—';
  const full = words.date(at, 'datetime');
  if (exact) return <time dateTime={at}>{full}</time>;
  const seconds = (Date.parse(at) - Date.now()) / 1000;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  const text = new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
  return (
    <Tooltip label={full}>
      <time dateTime={at} tabIndex={0}>
        {text}
      </time>
    </Tooltip>
  );
}
