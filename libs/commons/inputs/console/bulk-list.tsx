import { useState, type ReactNode } from 'react';
import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { Empty, Loading, Screen, TroubleNotice, useAsk, useT, When } from '@madang/console';
import { BulkDialog, Failures } from './bulk-dialog.js';
import { ListBulk, ReadChoices } from './operations.js';

/** Acts on many items of late, with what failed. */
export function Panel(): ReactNode {
  const t = useT();
  const asked = useAsk(ListBulk, undefined, {
    every: (data) => (data?.bulkActs.some((one) => one.state !== 'done') ? 2000 : false),
  });
  const choices = useAsk(ReadChoices);
  const [undoing, setUndoing] = useState<string>();
  const states = new Map((choices.data?.methods ?? []).flatMap((one) => one.states.map((s) => [s.name, s.label])));
  return (
    <Screen title={t('inputs.bulk.title')} description={t('inputs.bulk.text')} width="narrow" back={{ to: '/inputs' }}>
      {asked.error && <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />}
      {asked.isLoading && <Loading />}
      {asked.data?.bulkActs.length === 0 && (
        <Empty icon="history" title={t('inputs.bulk.empty')} text={t('inputs.bulk.empty_text')} />
      )}
      <Stack gap="sm">
        {asked.data?.bulkActs.map((one) => (
          <Paper key={one.id} withBorder p="md">
            <Stack gap="xs">
              <Group justify="space-between">
                <Text fw={600}>
                  {t(`inputs.act.${one.act}`)}
                  {one.to && one.act === 'move' && ` · ${states.get(one.to) ?? one.to}`}
                </Text>
                <Badge variant="default" tt="none">
                  {t(`inputs.bulk.state.${one.state}`)}
                </Badge>
              </Group>
              <Text size="sm">
                {t('inputs.bulk.count', { done: one.done, total: one.total })} · {one.person ?? '—'} ·{' '}
                <When at={one.createdAt} />
              </Text>
              {one.failures.length > 0 && <Failures failures={one.failures} />}
              {one.act === 'move' && one.state === 'done' && !one.undone && one.done > one.failures.length && (
                <Group>
                  <Button size="compact-sm" variant="default" onClick={() => setUndoing(one.id)}>
                    {t('inputs.act.undo')}
                  </Button>
                </Group>
              )}
            </Stack>
          </Paper>
        ))}
      </Stack>
      {undoing && choices.data && (
        <BulkDialog
          wish={{ act: 'undo', ids: [], of: undoing }}
          choices={choices.data}
          close={() => {
            setUndoing(undefined);
            void asked.refetch();
          }}
        />
      )}
    </Screen>
  );
}
