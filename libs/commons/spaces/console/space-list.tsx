import { useMemo, useState, type ReactNode } from 'react';
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import {
  ask,
  Empty,
  Icon,
  Loading,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useMay,
  useSearch,
  useT,
} from '@madang/console';
import { ArchiveSpace, CopySpace } from './place-operations.js';
import { PlaceOrder } from './place-order.js';
import { ActivityDrawer } from './process/activity-settings.js';
import { ListSpaces, ReadMethods } from './process/operations.js';
import type { SpaceRow } from './process/types.js';
import { SpaceForm } from './space-form.js';
import { useTexts } from './words.js';

/** The places of the site, in their order, with what stands in each. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const may = useMay();
  const [query, change] = useSearch();
  const asked = useAsk(ListSpaces);
  const methods = useAsk(ReadMethods);
  const archive = useAct(ArchiveSpace, {
    done: 'spaces.places.archived',
    undo: () => (gone ? ask(ArchiveSpace, { id: gone, archived: false }) : Promise.resolve()),
  });
  const restore = useAct(ArchiveSpace, { done: 'spaces.places.restored' });
  const copy = useAct(CopySpace, { done: 'spaces.places.copied' });
  const [editing, setEditing] = useState<string>();
  const [opened, setOpened] = useState<string>();
  const [gone, setGone] = useState<string>();
  const all = asked.data?.manageSpaces ?? [];
  const shown = useMemo(() => (asked.data?.manageSpaces ?? []).filter((space) => !space.archivedAt), [asked.data]);
  const archived = all.filter((space) => space.archivedAt);
  const keeps = may('manage', 'Space');
  const edited = all.find((space) => space.id === editing);
  const activity = all.flatMap((space) => space.activities).find((one) => one.id === opened);
  const row = (space: SpaceRow): ReactNode => (
    <Stack gap={6}>
      <Group gap="sm">
        <Text fw={600}>{texts(space.name)}</Text>
        <Text size="sm" c="dimmed">
          /{space.slug}
        </Text>
        {space.visibility === 'members' && (
          <Badge variant="default" tt="none">
            {t('spaces.visibility.members')}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t('spaces.places.counts', { members: space.memberCount, processes: space.processes })}
      </Text>
      <Group gap={6}>
        {space.activities.map((one) => (
          <Button key={one.id} size="compact-sm" variant="default" onClick={() => setOpened(one.id)}>
            {texts(one.title)}
          </Button>
        ))}
      </Group>
      <Group gap="xs">
        {keeps && (
          <Button size="compact-sm" variant="subtle" onClick={() => setEditing(space.id)}>
            {t('spaces.places.edit_of', { space: texts(space.name) })}
          </Button>
        )}
        {keeps && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={copy.busy}
            onClick={() =>
              void copy.run({
                input: {
                  id: space.id,
                  name: Object.fromEntries(
                    Object.entries(space.name).map(([locale, text]) => [
                      locale,
                      t('spaces.places.copy_name', { name: text }),
                    ]),
                  ),
                },
              })
            }
          >
            {t('spaces.places.copy')}
          </Button>
        )}
        {keeps && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            onClick={() => {
              setGone(space.id);
              void archive.run({ id: space.id, archived: true });
            }}
          >
            {t('spaces.places.archive')}
          </Button>
        )}
        <Anchor href={`/${space.slug}`} target="_blank" size="sm">
          {t('spaces.places.see')}
        </Anchor>
      </Group>
    </Stack>
  );
  return (
    <Screen
      title={t('spaces.places.title')}
      description={t('spaces.places.text')}
      width="narrow"
      actions={
        keeps && (
          <Button leftSection={<Icon name="plus" />} onClick={() => change({ new: '1' })}>
            {t('spaces.places.new')}
          </Button>
        )
      }
    >
      {asked.error && <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />}
      {!asked.data && asked.isLoading && <Loading />}
      {asked.data && shown.length === 0 && (
        <Empty icon="groups" title={t('spaces.places.empty')} text={t('spaces.places.empty_text')} />
      )}
      {keeps && asked.data ? (
        <PlaceOrder what="spaces" items={shown}>
          {row}
        </PlaceOrder>
      ) : (
        shown.map((space) => <div key={space.id}>{row(space)}</div>)
      )}
      {archived.length > 0 && (
        <Stack gap="xs">
          <Text component="h2" fw={700}>
            {t('spaces.places.archive_title')}
          </Text>
          {archived.map((space) => (
            <Group key={space.id} justify="space-between">
              <Text size="sm">{texts(space.name)}</Text>
              <Button
                size="compact-sm"
                variant="default"
                disabled={!keeps}
                onClick={() => void restore.run({ id: space.id, archived: false })}
              >
                {t('spaces.places.restore')}
              </Button>
            </Group>
          ))}
        </Stack>
      )}
      {(edited ?? query['new'] === '1') && (
        <SpaceForm
          key={edited?.id ?? 'new'}
          space={edited}
          close={() => {
            setEditing(undefined);
            change({ new: undefined }, { replace: true });
          }}
        />
      )}
      {activity && (
        <ActivityDrawer
          key={activity.id}
          activity={activity}
          plan={methods.data?.methods.find((plan) => plan.name === activity.method)}
          close={() => setOpened(undefined)}
        />
      )}
    </Screen>
  );
}
