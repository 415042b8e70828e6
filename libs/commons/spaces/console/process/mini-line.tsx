import type { ReactNode } from 'react';
import { Box, Text, Tooltip } from '@mantine/core';
import { useSession, useT, useWords } from '@madang/console';
import { daysBetween, todayIn, useTexts } from '../words.js';

interface Stretch {
  id: string;
  title: Record<string, string>;
  startsOn: string | null;
  endsOn: string | null;
}

/** The phases of a process as one small line, today marked; in words for those who cannot see it. */
export function MiniLine({ phases }: { phases: readonly Stretch[] }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const words = useWords();
  const { site } = useSession();
  const today = todayIn(site.timeZone);
  const dated = phases.filter((phase) => phase.startsOn);
  if (dated.length === 0) return <Text size="sm">{t('spaces.line.undated')}</Text>;
  const from = dated.map((phase) => phase.startsOn!).sort()[0]!;
  const to = dated
    .map((phase) => phase.endsOn ?? phase.startsOn!)
    .sort()
    .at(-1)!;
  const span = Math.max(1, daysBetween(from, to) + 1);
  const at = (day: string): number => (daysBetween(from, day) / span) * 100;
  const current = phases.find(
    (phase) => phase.startsOn && phase.startsOn <= today && (phase.endsOn ?? '9999') >= today,
  );
  const label = current
    ? t('spaces.line.now', { phase: texts(current.title) })
    : t('spaces.line.span', { from: words.date(from), to: words.date(to) });
  return (
    <Tooltip label={label}>
      <Box miw={140} tabIndex={0} aria-label={label} role="img">
        <svg viewBox="0 0 100 10" width="100%" height="14" preserveAspectRatio="none" aria-hidden>
          <rect x="0" y="4" width="100" height="2" fill="var(--mantine-color-default-border)" />
          {dated.map((phase) => (
            <rect
              key={phase.id}
              x={at(phase.startsOn!)}
              y="2"
              height="6"
              width={Math.max(1, at(phase.endsOn ?? phase.startsOn!) - at(phase.startsOn!) + 100 / span - 0.8)}
              fill={phase === current ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-dimmed)'}
              opacity={phase === current ? 1 : 0.45}
            />
          ))}
          {today >= from && today <= to && (
            <rect x={at(today)} y="0" width="0.8" height="10" fill="var(--mantine-color-red-7)" />
          )}
        </svg>
      </Box>
    </Tooltip>
  );
}
