import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import { Alert, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { wordsOf } from '../data.js';
import type { Trouble as Problem } from '../trouble.js';
import { useT } from '../words.js';
import { Icon, type IconName } from './icons.js';

/** Something is on its way. Announced to screen readers once. */
export function Loading({ label }: { label?: string }): ReactNode {
  const t = useT();
  return (
    <Group justify="center" p="xl" role="status">
      <Loader size="sm" type="dots" aria-hidden />
      <Text c="dimmed" size="sm">
        {label ?? t('console.loading')}
      </Text>
    </Group>
  );
}

/** Where one signs in again and comes back to this very screen. */
export function signInAgain(trouble: Problem): string {
  const here = location.pathname + location.search;
  return trouble.code === 'sign_in_first' ? `/sign-in?back=${encodeURIComponent(here)}` : here;
}

/** A part of a screen whose code comes when it is first shown: tabs, drawers, whatever most visits do not open. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Part = lazy(() => load().then((part) => ({ default: part as ComponentType<object> })));
  return (props) => (
    <Suspense fallback={<Loading />}>
      <Part {...props} />
    </Suspense>
  );
}

/** Why a part of the screen is missing, with another try where that may help. */
export function Trouble({ trouble, again }: { trouble: Problem | null | undefined; again?: () => unknown }): ReactNode {
  const t = useT();
  if (!trouble) return null;
  return (
    <Alert color="red" title={t('console.trouble.title')} role="alert" my="md">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{wordsOf(t, trouble)}</Text>
        {trouble.signedOut ? (
          <Button size="compact-md" component="a" href={signInAgain(trouble)} target="_blank" variant="default">
            {t('console.sign_in_again')}
          </Button>
        ) : (
          again && (
            <Button size="compact-md" variant="default" onClick={() => void again()}>
              {t('console.again')}
            </Button>
          )
        )}
      </Stack>
    </Alert>
  );
}

/** An empty list or screen: says what will be here, and offers the first step. */
export function Empty(props: {
  icon?: IconName;
  title: string;
  text?: string;
  /** Heading level: 1 where it stands for the whole screen. */
  level?: 1 | 2 | 3;
  children?: ReactNode;
}): ReactNode {
  return (
    <Paper withBorder p="xl" ta="center" className="console-empty">
      <Stack gap="sm" align="center">
        <Icon name={props.icon ?? 'inbox'} size={32} color="var(--mantine-color-dimmed)" />
        <Title order={props.level ?? 2} size="h4">
          {props.title}
        </Title>
        {props.text && (
          <Text c="dimmed" maw="34rem">
            {props.text}
          </Text>
        )}
        {props.children}
      </Stack>
    </Paper>
  );
}
