import type { ReactNode } from 'react';
import { Badge, Button, Group } from '@mantine/core';
import {
  DataTable,
  graphql,
  Icon,
  listTools,
  Screen,
  useAct,
  useAsk,
  useMany,
  useT,
  useWhole,
  useWords,
  When,
  type Column,
} from '@madang/console';

const Files = graphql(`
  query ListFiles {
    listFiles(first: 30) {
      nodes {
        id
        list
        format
        state
        lines
        bytes
        error
        url
        createdAt
        expiresAt
      }
    }
  }
`);
const Remove = graphql(`
  mutation RemoveListFile($id: ID!) {
    removeListFile(id: $id)
  }
`);

interface Row {
  id: string;
  list: string;
  format: string;
  state: string;
  lines: number;
  bytes: number;
  error?: string | null;
  url?: string | null;
  createdAt: string;
  expiresAt: string;
}

const TONES: Record<string, string> = { done: 'teal', failed: 'red', waiting: 'gray', writing: 'orange' };
const SECOND = 1000;

/** Files of long lists: how far each is, and the way to it for a day. */
export function Panel(): ReactNode {
  const t = useT();
  const words = useWords();
  // One has at most twenty of them: they are all here.
  const asked = useAsk(Files, undefined, {
    // Only while something moves.
    every: (data) =>
      data?.listFiles.nodes.some(({ state }) => state === 'waiting' || state === 'writing') ? 2 * SECOND : false,
  });
  const remove = useAct(Remove, { done: 'desk.files.removed', refresh: ['ListFiles'] });
  const many = useMany(Remove, {
    label: t('desk.files.remove'),
    icon: 'trash',
    danger: true,
    asks: 'sure',
    variables: ({ id }: Row) => ({ id }),
    name: ({ list, format }) => `${list}.${format}`,
    done: 'desk.files.removed_many',
  });
  const columns: Column<Row>[] = [
    {
      id: 'createdAt',
      label: t('desk.files.asked'),
      sortable: true,
      value: (row) => new Date(row.createdAt),
      render: (row) => <When at={row.createdAt} />,
    },
    {
      id: 'list',
      label: t('desk.files.file'),
      sortable: true,
      value: (row) => `${row.list}.${row.format}`,
      render: (row) => `${row.list}.${row.format}`,
    },
    {
      id: 'state',
      label: t('desk.files.state'),
      value: (row) => t(`desk.files.state.${row.state}`),
      render: (row) => (
        <Badge variant="light" color={TONES[row.state] ?? 'gray'}>
          {t(`desk.files.state.${row.state}`)}
        </Badge>
      ),
    },
    {
      id: 'lines',
      label: t('desk.files.lines'),
      align: 'right',
      sortable: true,
      value: (row) => row.lines,
      render: (row) => words.number(row.lines),
    },
    {
      id: 'expiresAt',
      label: t('desk.files.until'),
      value: (row) => new Date(row.expiresAt),
      render: (row) => <When at={row.expiresAt} exact />,
    },
    {
      id: 'acts',
      label: t('desk.files.acts'),
      render: (row) => (
        <Group gap="xs" wrap="nowrap">
          {row.url && (
            <Button
              component="a"
              href={row.url}
              size="compact-md"
              variant="default"
              leftSection={<Icon name="download" size={16} />}
            >
              {t('desk.files.fetch')}
            </Button>
          )}
          <Button
            size="compact-md"
            variant="subtle"
            color="red"
            loading={remove.busy}
            onClick={() => void remove.run({ id: row.id })}
          >
            {t('desk.files.remove')}
          </Button>
        </Group>
      ),
    },
  ];
  const rows = useWhole(asked.data?.listFiles.nodes, columns);
  return (
    <Screen title={t('desk.files.title')} description={t('desk.files.text')}>
      {many.shown}
      <DataTable<Row>
        id="files"
        label={t('desk.files.title')}
        columns={columns}
        asked={asked}
        rows={rows}
        searchable
        bulk={[many.act]}
        tools={listTools('files', { rows: rows ?? [] })}
        keyOf={(row) => row.id}
        empty={{ icon: 'download', title: t('desk.files.empty'), text: t('desk.files.empty.text') }}
      />
    </Screen>
  );
}
