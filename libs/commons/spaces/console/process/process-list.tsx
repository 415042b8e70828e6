import { useState, type ReactNode } from 'react';
import { Badge, Button, Group, Menu, Stack, Text } from '@mantine/core';
import {
  ask,
  DataTable,
  download,
  Icon,
  later,
  listTools,
  Screen,
  useAsk,
  useMany,
  useSearch,
  useT,
  useView,
  When,
  type Column,
} from '@madang/console';
import { useTexts } from '../words.js';
import { MiniLine } from './mini-line.js';
import { CloseProcess, ListProcesses, ListSpaces, ReadDesign, RemoveProcess } from './operations.js';
import type { ListedRow } from './types.js';

const NewProcess = later(() => import('./new-process.js').then((part) => part.NewProcess));

const COLOURS: Record<string, string> = { draft: 'gray', open: 'teal', closed: 'indigo' };

/** All processes, in every state. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const [query, change] = useSearch();
  const [view] = useView();
  const asked = useAsk(ListProcesses, {
    filter: { state: view.filters['state'], space: view.filters['space'], words: view.words || undefined },
    first: 50,
    after: view.after,
    sort: view.sort || undefined,
  });
  const spaces = useAsk(ListSpaces);
  const [copy, setCopy] = useState<string>();
  const opened = query['new'] === '1' || copy !== undefined;
  // Once begun it stays, so that closing it by a slip loses nothing.
  const [begun, setBegun] = useState(opened);
  if (opened && !begun) setBegun(true);
  const close = useMany(CloseProcess, {
    label: t('spaces.publish.close'),
    asks: 'reason',
    variables: ({ id, revision }: ListedRow, reason) => ({ input: { id, revision, reason } }),
    name: (row) => texts(row.title),
    unless: ({ state }) => (state === 'open' ? undefined : t(`spaces.state.${state}`)),
    hint: t('spaces.publish.close_effect'),
    done: 'spaces.processes.closed_many',
  });
  const remove = useMany(RemoveProcess, {
    label: t('spaces.processes.remove_many'),
    icon: 'trash',
    danger: true,
    asks: 'sure',
    variables: ({ id, revision }: ListedRow) => ({ id, revision }),
    name: (row) => texts(row.title),
    unless: ({ state }) => (state === 'draft' ? undefined : t(`spaces.state.${state}`)),
    hint: t('spaces.processes.remove_many.hint'),
    done: 'spaces.processes.removed_many',
  });
  const columns: Column<ListedRow>[] = [
    {
      id: 'title',
      label: t('spaces.processes.name'),
      sortable: true,
      render: (row) => <Text fw={600}>{texts(row.title)}</Text>,
    },
    {
      id: 'state',
      label: t('spaces.processes.state'),
      sortable: true,
      render: (row) => (
        <Group gap={6} wrap="nowrap">
          <Badge color={COLOURS[row.state]} variant="dot" tt="none">
            {t(`spaces.state.${row.state}`)}
          </Badge>
          {row.publishAt && (
            <Text size="sm" c="dimmed">
              <When at={row.publishAt} />
            </Text>
          )}
        </Group>
      ),
    },
    { id: 'space', label: t('spaces.processes.space'), render: (row) => texts(row.spaceName) },
    { id: 'phases', label: t('spaces.processes.phases'), render: (row) => <MiniLine phases={row.phases} /> },
    {
      id: 'createdAt',
      label: t('spaces.processes.created'),
      hidden: true,
      sortable: true,
      render: (row) => <When at={row.createdAt} />,
    },
    {
      id: 'acts',
      label: t('spaces.processes.acts'),
      align: 'right',
      render: (row) => (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={t('spaces.processes.acts_of', { name: texts(row.title) })}
            >
              <Icon name="more" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="copy" />} onClick={() => setCopy(row.id)}>
              {t('spaces.processes.duplicate')}
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon name="download" />}
              onClick={() =>
                void ask(ReadDesign, { id: row.id }).then(({ processDesign }) =>
                  download({
                    name: `${row.spaceSlug}-process.json`,
                    text: JSON.stringify(processDesign, null, 2),
                    type: 'application/json',
                  }),
                )
              }
            >
              {t('spaces.processes.export')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
  const page = asked.data?.manageProcesses;
  return (
    <Screen
      title={t('spaces.processes.title')}
      description={t('spaces.processes.text')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => change({ new: '1' })}>
          {t('spaces.processes.new')}
        </Button>
      }
    >
      {close.shown}
      {remove.shown}
      <DataTable
        id="processes"
        label={t('spaces.processes.title')}
        columns={columns}
        searchable
        filters={[
          {
            id: 'state',
            label: t('spaces.processes.state'),
            kind: 'choice',
            options: ['draft', 'open', 'closed'].map((value) => ({ value, label: t(`spaces.state.${value}`) })),
          },
          {
            id: 'space',
            label: t('spaces.processes.space'),
            kind: 'choice',
            options: (spaces.data?.manageSpaces ?? []).map((space) => ({
              value: space.slug,
              label: texts(space.name),
            })),
          },
        ]}
        asked={asked}
        rows={page?.nodes}
        next={page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        leads={(row) => `/processes/${row.id}`}
        tools={listTools('processes')}
        bulk={[close.act, remove.act]}
        empty={{
          icon: 'route',
          title: t('spaces.processes.empty'),
          text: t('spaces.processes.empty_text'),
          action: (
            <Stack align="center">
              <Button onClick={() => change({ new: '1' })}>{t('spaces.processes.new')}</Button>
            </Stack>
          ),
        }}
      />
      {begun && (
        <NewProcess
          opened={opened}
          copy={copy}
          close={() => {
            setCopy(undefined);
            change({ new: undefined }, { replace: true });
          }}
        />
      )}
    </Screen>
  );
}
