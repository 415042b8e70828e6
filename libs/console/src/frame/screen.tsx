import { useEffect, type ReactNode } from 'react';
import { Anchor, Box, Group, Stack, Text, Title } from '@mantine/core';
import { useSession } from '../session.js';
import { useT } from '../words.js';
import { Icon } from './icons.js';
import { LinkTo } from './navigation.js';

/** A screen: its name, one sentence that says what it is for, what one can do, and its content. */
export function Screen(props: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Where one came from: shown above the title. */
  back?: { to: string; label?: string };
  /** `narrow` for forms, `wide` (default) for lists and editors. */
  width?: 'narrow' | 'wide';
  children: ReactNode;
}): ReactNode {
  const t = useT();
  const { site } = useSession();
  useEffect(() => {
    document.title = `${props.title} · ${site.name}`;
  }, [props.title, site.name]);
  return (
    <Stack gap="lg" maw={props.width === 'narrow' ? '52rem' : undefined}>
      <Box component="header">
        {props.back && (
          <Anchor component={LinkTo} to={props.back.to} size="sm" c="dimmed" className="console-back">
            <Icon name="back" size={16} /> {props.back.label ?? t('console.back')}
          </Anchor>
        )}
        <Group justify="space-between" align="flex-end" gap="md">
          <Box flex="1 1 18rem">
            <Title order={1} tabIndex={-1} id="screen-title">
              {props.title}
            </Title>
            {props.description && (
              <Text c="dimmed" maw="46rem" component="div">
                {props.description}
              </Text>
            )}
          </Box>
          {props.actions && <Group gap="sm">{props.actions}</Group>}
        </Group>
      </Box>
      {props.children}
    </Stack>
  );
}
