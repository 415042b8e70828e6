import type { ReactNode } from 'react';
import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useT } from '../words.js';

/** Somebody saved the same thing meanwhile: shows both versions and lets the person choose. Nothing is lost. */
export function ConflictNotice(props: {
  /** What differs, in words for people: one line a field. */
  mine: readonly { label: string; text: string }[];
  theirs: readonly { label: string; text: string }[];
  who?: string;
  keepMine: () => void;
  takeTheirs: () => void;
}): ReactNode {
  const t = useT();
  const side = (title: string, lines: readonly { label: string; text: string }[]): ReactNode => (
    <Stack gap={4}>
      <Text fw={700} size="sm">
        {title}
      </Text>
      {lines.map((line) => (
        <Text key={line.label} size="sm" className="console-wrap">
          <Text span c="dimmed">
            {line.label}:{' '}
          </Text>
          {line.text || '—'}
        </Text>
      ))}
    </Stack>
  );
  return (
    <Alert color="orange" title={t('console.conflict.title')} role="alert">
      <Stack gap="md">
        <Text size="sm">{props.who ? t('console.conflict.who', { who: props.who }) : t('console.conflict.text')}</Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {side(t('console.conflict.mine'), props.mine)}
          {side(t('console.conflict.theirs'), props.theirs)}
        </SimpleGrid>
        <Group gap="sm">
          <Button size="compact-md" onClick={props.keepMine}>
            {t('console.conflict.keep_mine')}
          </Button>
          <Button size="compact-md" variant="default" onClick={props.takeTheirs}>
            {t('console.conflict.take_theirs')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
