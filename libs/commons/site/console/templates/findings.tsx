import type { ReactNode } from 'react';
import { Alert, List, Text, UnstyledButton } from '@mantine/core';
import { useT } from '@madang/console';
import { Tag } from '../tag.js';

export interface Finding {
  id: string;
  line: number;
  message: string;
}

/** What keeps a template from being published, line by line; a line is gone to when it is chosen. */
export function Findings(props: { found: readonly Finding[] | undefined; go: (line: number) => void }): ReactNode {
  const t = useT();
  const { found } = props;
  if (!found) return null;
  if (found.length === 0)
    return (
      <div>
        <Tag tone="ok" role="status">
          {t('site.check.fine')}
        </Tag>
      </div>
    );
  return (
    <Alert color="red" title={t('site.check.found', { count: found.length })} role="status">
      <List size="sm" spacing={4}>
        {found.map((one, index) => (
          <List.Item key={index}>
            <UnstyledButton onClick={() => props.go(one.line)} td="underline" fz="sm">
              {t('site.check.line', { line: one.line })}
            </UnstyledButton>{' '}
            {t(`site.check.${one.id}`)}{' '}
            <Text span c="dimmed" size="sm">
              {detail(one.message)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** The particular behind a check's own words: an element, a name, a number. */
const detail = (message: string): string => {
  const at = message.indexOf(': ');
  return at < 0 ? '' : `(${message.slice(at + 2)})`;
};
