import type { ReactNode } from 'react';
import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useT } from '@madang/console';

interface Hunk {
  kind: string;
  base: readonly string[];
  mine: readonly string[];
  theirs: readonly string[];
}

/** The original changed: our text beside the new original where they differ, and both together where that is possible. */
export function Merge(props: {
  merge: { hunks: readonly Hunk[]; merged?: string | null };
  take: (source: string) => void;
  original: string;
}): ReactNode {
  const t = useT();
  const { hunks, merged } = props.merge;
  return (
    <Alert color="orange" title={t('site.merge.title')}>
      <Stack>
        <Text size="sm">{t(merged ? 'site.merge.clean' : 'site.merge.conflict')}</Text>
        {hunks
          .filter((hunk) => hunk.kind !== 'same')
          .map((hunk, index) => (
            <SimpleGrid key={index} cols={{ base: 1, sm: 2 }}>
              <div>
                <Text size="sm" fw={600}>
                  {t('site.merge.mine')}
                </Text>
                <pre className="site-lines">{hunk.mine.join('\n') || '—'}</pre>
              </div>
              <div>
                <Text size="sm" fw={600}>
                  {t('site.merge.theirs')}
                </Text>
                <pre className="site-lines">{hunk.theirs.join('\n') || '—'}</pre>
              </div>
            </SimpleGrid>
          ))}
        <Group>
          {merged && (
            <Button size="compact-md" onClick={() => props.take(merged)}>
              {t('site.merge.take_both')}
            </Button>
          )}
          <Button size="compact-md" variant="default" onClick={() => props.take(props.original)}>
            {t('site.merge.take_original')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
