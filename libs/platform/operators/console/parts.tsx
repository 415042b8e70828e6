import type { ReactNode } from 'react';
import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { useT } from '@madang/console';

const COLOURS: Record<string, string> = {
  active: 'green',
  done: 'green',
  good: 'green',
  running: 'blue',
  waiting: 'gray',
  warning: 'orange',
  suspended: 'orange',
  invited: 'blue',
  archived: 'gray',
  closed: 'gray',
  bad: 'red',
  failed: 'red',
};

/** A state in words; its colour only repeats them. */
export function State({ state, label }: { state: string; label: string }): ReactNode {
  return (
    <Badge variant="dot" color={COLOURS[state] ?? 'gray'} tt="none" className="console-state">
      {label}
    </Badge>
  );
}

/** Health as a dot with its reasons, in words for whoever cannot see it. */
export function Health({ health, troubles }: { health: string; troubles: readonly string[] }): ReactNode {
  const t = useT();
  const words =
    troubles.length === 0
      ? t('operators.health.good')
      : troubles.map((trouble) => t(`operators.trouble.${trouble}`)).join(', ');
  return (
    <Tooltip label={words}>
      <Group gap={6} wrap="nowrap" tabIndex={0} aria-label={words} role="img">
        <svg width="10" height="10" aria-hidden>
          <circle
            cx="5"
            cy="5"
            r="5"
            fill={`var(--mantine-color-${health === 'good' ? 'green-7' : health === 'bad' ? 'red-7' : 'orange-7'})`}
          />
        </svg>
        <Text size="sm" component="span" visibleFrom="lg">
          {health === 'good' ? t('operators.health.good') : t(`operators.trouble.${troubles[0]!}`)}
        </Text>
      </Group>
    </Tooltip>
  );
}

/** Bytes as people say them. */
export function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = count;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
