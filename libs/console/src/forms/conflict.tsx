import { useEffect, useRef, type ReactNode } from 'react';
import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useT } from '../words.js';
import { differing, type Told } from './versions.js';

/**
 * Somebody saved the same thing meanwhile: shows the fields that differ side by side and lets the person choose. Nothing is
 * lost. Screens get it from `useSave`.
 */
export function ConflictNotice(props: {
  /** Each version in words for people, one line a field; the same label is the same field. */
  mine: readonly Told[];
  theirs: readonly Told[];
  who?: string;
  busy?: boolean;
  keepMine: () => void;
  takeTheirs: () => void;
}): ReactNode {
  const t = useT();
  const here = useRef<HTMLDivElement>(null);
  // Whoever saved from the bottom of a long form would not see it.
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'center' });
  }, []);
  const side = (title: string, text: string): ReactNode => (
    <Paper withBorder p="xs">
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Text size="sm" className="console-wrap">
        {text || '—'}
      </Text>
    </Paper>
  );
  return (
    <Alert ref={here} color="orange" title={t('console.conflict.title')} role="alert">
      <Stack gap="md">
        <Text size="sm">{props.who ? t('console.conflict.who', { who: props.who }) : t('console.conflict.text')}</Text>
        {differing(props.mine, props.theirs).map((line) => (
          <div key={line.label}>
            <Text size="sm" fw={700} mb={4}>
              {line.label}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
              {side(t('console.conflict.mine'), line.mine)}
              {side(t('console.conflict.theirs'), line.theirs)}
            </SimpleGrid>
          </div>
        ))}
        <Group gap="sm">
          <Button size="compact-md" onClick={props.keepMine} loading={props.busy}>
            {t('console.conflict.keep_mine')}
          </Button>
          <Button size="compact-md" variant="default" onClick={props.takeTheirs} disabled={props.busy}>
            {t('console.conflict.take_theirs')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
