import { useState, type ReactNode } from 'react';
import { Badge, Button, Group, Text } from '@mantine/core';
import {
  DataTable,
  Icon,
  LinkTo,
  listTools,
  Screen,
  useAsk,
  useMay,
  useSearch,
  useT,
  useView,
  useWords,
  When,
  type Column,
} from '@madang/console';
import { BulkDialog, type BulkWish } from './bulk-dialog.js';
import { ListInputs, ReadChoices, ReadQueues } from './operations.js';
import { QUEUES, useTexts, type InputRow } from './words.js';

const SORTS = ['new', 'active', 'due', 'supports', 'comments'] as const;
const ACTS = ['assign', 'category', 'move', 'hide', 'restore', 'lift'] as const;

/** Everything that came in, in one table; the officer's queues above it. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const words = useWords();
  const may = useMay();
  const [view] = useView();
  const [wish, setWish] = useState<BulkWish & { done: () => void }>();
  const choices = useAsk(ReadChoices);
  const { hidden, order, ...filters } = view.filters;
  const asked = useAsk(ListInputs, {
    filter: {
      ...filters,
      words: view.words || undefined,
      hidden: hidden === undefined ? undefined : hidden === 'yes',
      sort: SORTS.find((one) => one === order) ?? 'new',
    },
    first: 50,
    after: view.after,
  });
  const page = asked.data?.inputs;
  const states = new Map((choices.data?.methods ?? []).flatMap((one) => one.states.map((s) => [s.name, s.label])));
  const columns: Column<InputRow>[] = [
    {
      id: 'title',
      label: t('inputs.column.title'),
      render: (row) => (
        <Text fw={600} component="span" className="console-wrap">
          {row.title}
          {row.hiddenAt && (
            <Badge ml="xs" size="sm" variant="default" tt="none">
              {t('inputs.hidden')}
            </Badge>
          )}
        </Text>
      ),
    },
    { id: 'stateWord', label: t('inputs.column.state'), render: (row) => row.stateWord },
    {
      id: 'officer',
      label: t('inputs.column.charge'),
      render: (row) => row.officer ?? (texts(row.department) || '—'),
    },
    {
      id: 'dueOn',
      label: t('inputs.column.due'),
      render: (row) =>
        row.dueOn ? (
          <Text span size="sm" c={row.overdue ? 'red' : undefined} fw={row.overdue ? 700 : undefined}>
            {words.date(row.dueOn)}
            {row.overdue && ` · ${t('inputs.late')}`}
          </Text>
        ) : (
          '—'
        ),
    },
    { id: 'supports', label: t('inputs.column.supports'), align: 'right', render: (row) => words.number(row.supports) },
    {
      id: 'comments',
      label: t('inputs.column.comments'),
      align: 'right',
      render: (row) => words.number(row.comments),
    },
    { id: 'publishedAt', label: t('inputs.column.published'), render: (row) => <When at={row.publishedAt} /> },
    { id: 'spaceName', label: t('inputs.column.space'), hidden: true, render: (row) => texts(row.spaceName) },
    {
      id: 'activityTitle',
      label: t('inputs.column.activity'),
      hidden: true,
      render: (row) => texts(row.activityTitle),
    },
    { id: 'category', label: t('inputs.column.category'), hidden: true, render: (row) => texts(row.category) || '—' },
    { id: 'authorName', label: t('inputs.column.author'), hidden: true, render: (row) => row.authorName ?? '—' },
    { id: 'source', label: t('inputs.column.source'), hidden: true, render: (row) => t(`inputs.source.${row.source}`) },
    { id: 'relates', label: t('inputs.column.relates'), hidden: true, align: 'right', render: (row) => row.relates },
  ];
  const option = (value: string, label: string): { value: string; label: string } => ({ value, label });
  return (
    <Screen
      title={t('inputs.title')}
      description={t('inputs.text')}
      actions={
        may('enter', 'Input') && (
          <Button component={LinkTo} to="/inputs/enter" leftSection={<Icon name="edit" />}>
            {t('inputs.enter.title')}
          </Button>
        )
      }
    >
      <Queues />
      <DataTable
        id="inputs"
        label={t('inputs.title')}
        columns={columns}
        searchable
        filters={[
          {
            id: 'queue',
            label: t('inputs.queue'),
            kind: 'choice',
            options: QUEUES.map((one) => option(one, t(`inputs.queue.${one}`))),
          },
          {
            id: 'state',
            label: t('inputs.column.state'),
            kind: 'choice',
            options: [...states].map(([name, label]) => option(name, label)),
          },
          {
            id: 'activityId',
            label: t('inputs.column.activity'),
            kind: 'choice',
            options: (choices.data?.inputActivities ?? []).map((one) =>
              option(one.id, `${texts(one.spaceName)} · ${texts(one.title)}`),
            ),
          },
          {
            id: 'categoryId',
            label: t('inputs.column.category'),
            kind: 'choice',
            options: (choices.data?.manageCategories ?? []).map((one) => option(one.id, texts(one.name))),
          },
          {
            id: 'departmentId',
            label: t('inputs.department'),
            kind: 'choice',
            options: (choices.data?.manageDepartments ?? []).map((one) => option(one.id, texts(one.name))),
          },
          {
            id: 'source',
            label: t('inputs.column.source'),
            kind: 'choice',
            options: ['online', 'paper', 'phone', 'counter', 'event'].map((one) =>
              option(one, t(`inputs.source.${one}`)),
            ),
          },
          {
            id: 'hidden',
            label: t('inputs.hidden'),
            kind: 'choice',
            options: [option('yes', t('inputs.hidden.yes')), option('no', t('inputs.hidden.no'))],
          },
          {
            id: 'order',
            label: t('inputs.order'),
            kind: 'choice',
            options: SORTS.map((one) => option(one, t(`inputs.order.${one}`))),
          },
        ]}
        asked={asked}
        rows={page?.nodes}
        next={page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        leads={(row) => `/inputs/${row.id}`}
        bulk={ACTS.map((act) => ({
          label: t(`inputs.act.${act}`),
          danger: act === 'hide',
          run: (rows: InputRow[], done: () => void) => setWish({ act, ids: rows.map((row) => row.id), done }),
        }))}
        tools={listTools('inputs')}
        empty={{ icon: 'inbox', title: t('inputs.empty'), text: t('inputs.empty_text') }}
      />
      {wish && choices.data && (
        <BulkDialog
          wish={wish}
          choices={choices.data}
          close={(ran) => {
            if (ran) wish.done();
            setWish(undefined);
          }}
        />
      )}
    </Screen>
  );
}

/** How much waits in each queue; each leads to its rows. */
function Queues(): ReactNode {
  const t = useT();
  const [query, change] = useSearch();
  const asked = useAsk(ReadQueues, undefined, { every: 60_000 });
  const counts = asked.data?.inputQueues;
  const of = (queue: (typeof QUEUES)[number]): number => counts?.[queue === 'due_soon' ? 'dueSoon' : queue] ?? 0;
  return (
    <Group gap="xs" role="group" aria-label={t('inputs.queue')}>
      {QUEUES.filter((queue) => of(queue) > 0 || query['queue'] === queue).map((queue) => (
        <Button
          key={queue}
          size="compact-md"
          variant={query['queue'] === queue ? 'filled' : 'default'}
          aria-pressed={query['queue'] === queue}
          onClick={() => change({ queue: query['queue'] === queue ? undefined : queue, after: undefined })}
        >
          {t(`inputs.queue.${queue}`)} {of(queue) >= 200 ? '200+' : of(queue)}
        </Button>
      ))}
    </Group>
  );
}
