import { useState, type ReactNode } from 'react';
import { Button, Stack, Text } from '@mantine/core';
import {
  DataTable,
  Icon,
  LinkTo,
  listTools,
  operatorGraphql,
  Screen,
  useAsk,
  useMay,
  useT,
  useView,
  later,
  useWords,
  When,
  type BulkAct as Many,
  type Column,
  type IconName,
} from '@madang/console';
import type { BulkAct } from './bulk-dialog.js';
import { bytes, Health, State } from './parts.js';

const BulkDialog = later(() => import('./bulk-dialog.js').then(({ BulkDialog: show }) => show));

const Tenants = operatorGraphql(`
  query OperatorTenants(
    $words: String
    $states: [String!]
    $plan: String
    $placement: String
    $sort: String
    $after: String
  ) {
    tenants(first: 50, words: $words, states: $states, plan: $plan, placement: $placement, sort: $sort, after: $after) {
      nodes {
        id
        slug
        name
        url
        state
        plan
        placement
        schemaVersion
        upToDate
        canary
        health
        troubles
        createdAt
        eraseAfter
        figures {
          people
          databaseBytes
          fileBytes
          activeAt
          exportedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const Placements = operatorGraphql(`
  query OperatorSeveralPlacements {
    choices {
      placements
    }
  }
`);

type Row = ReturnType<typeof useTenants>['rows'] extends readonly (infer R)[] | undefined ? R : never;

const SORTS = ['slug', 'name', 'state', 'plan', 'createdAt', 'activeAt', 'people', 'databaseBytes'];

function useTenants() {
  const [view] = useView();
  const asked = useAsk(Tenants, {
    words: view.words || undefined,
    states: view.filters['state'] ? [view.filters['state']] : undefined,
    plan: view.filters['plan'],
    placement: view.filters['placement'],
    sort: SORTS.includes(view.sort.replace(/^-/, '')) ? view.sort : undefined,
    after: view.after,
  });
  return { asked, rows: asked.data?.tenants.nodes, page: asked.data?.tenants.pageInfo };
}

/** What can be done to many, with the right it needs. */
const BULK: readonly { act: BulkAct; right: readonly [string, string]; icon: IconName; danger?: true }[] = [
  { act: 'resume', right: ['run', 'Tenant'], icon: 'done' },
  { act: 'measure', right: ['run', 'Upgrade'], icon: 'chart' },
  { act: 'export', right: ['export', 'Tenant'], icon: 'download' },
  { act: 'plan', right: ['manage', 'Bill'], icon: 'card' },
  { act: 'move', right: ['move', 'Tenant'], icon: 'route' },
  { act: 'suspend', right: ['run', 'Tenant'], icon: 'lock', danger: true },
];

/** Every organisation on this installation. */
export function Panel(): ReactNode {
  const t = useT();
  const words = useWords();
  const may = useMay();
  const { asked, rows, page } = useTenants();
  const [many, setMany] = useState<{ act: BulkAct; slugs: string[]; done: () => void }>();
  const several = (useAsk(Placements).data?.choices.placements.length ?? 1) > 1;
  const acts = BULK.filter(({ act, right: [verb, kind] }) => may(verb, kind) && (act !== 'move' || several));
  const columns: Column<Row>[] = [
    {
      id: 'name',
      label: t('operators.tenants.name'),
      sortable: true,
      render: (row) => (
        <Text component="span" fw={650}>
          {row.name}
        </Text>
      ),
    },
    { id: 'slug', label: t('operators.tenants.slug'), sortable: true, render: (row) => row.slug },
    {
      id: 'state',
      label: t('operators.tenants.state'),
      sortable: true,
      render: (row) => (
        <Stack gap={2} align="flex-start">
          <State state={row.state} label={t(`operators.state.${row.state}`)} />
          {row.eraseAfter && (
            <Text size="xs" fw={650}>
              {t('operators.tenants.erased_on', { date: words.date(row.eraseAfter, 'short') })}
            </Text>
          )}
        </Stack>
      ),
    },
    {
      id: 'health',
      label: t('operators.tenants.health'),
      render: (row) => <Health health={row.health} troubles={row.troubles} />,
    },
    { id: 'plan', label: t('operators.tenants.plan'), sortable: true, render: (row) => row.plan },
    {
      id: 'people',
      label: t('operators.tenants.people'),
      sortable: true,
      align: 'right',
      render: (row) => words.number(row.figures.people),
    },
    {
      id: 'databaseBytes',
      label: t('operators.tenants.size'),
      sortable: true,
      align: 'right',
      render: (row) => bytes(row.figures.databaseBytes + row.figures.fileBytes),
    },
    {
      id: 'activeAt',
      label: t('operators.tenants.active'),
      sortable: true,
      render: (row) => <When at={row.figures.activeAt} />,
    },
    { id: 'exportedAt', label: t('operators.tenants.exported'), render: (row) => <When at={row.figures.exportedAt} /> },
    {
      id: 'schemaVersion',
      label: t('operators.tenants.version'),
      align: 'right',
      hidden: true,
      render: (row) => row.schemaVersion,
    },
    { id: 'placement', label: t('operators.tenants.placement'), hidden: true, render: (row) => row.placement },
    {
      id: 'createdAt',
      label: t('operators.tenants.created'),
      sortable: true,
      hidden: true,
      render: (row) => <When at={row.createdAt} />,
    },
  ];
  return (
    <Screen
      title={t('operators.tenants')}
      description={t('operators.tenants.text')}
      actions={
        may('provision', 'Tenant') && (
          <>
            <Button component={LinkTo} to="/import" variant="default" leftSection={<Icon name="upload" size={16} />}>
              {t('operators.import')}
            </Button>
            <Button component={LinkTo} to="/provision" leftSection={<Icon name="plus" size={16} />}>
              {t('operators.provision')}
            </Button>
          </>
        )
      }
    >
      <DataTable
        id="tenants"
        label={t('operators.tenants')}
        columns={columns}
        searchable={t('operators.tenants.search')}
        filters={[
          {
            id: 'state',
            label: t('operators.tenants.state'),
            kind: 'choice',
            options: ['active', 'suspended', 'archived'].map((value) => ({
              value,
              label: t(`operators.state.${value}`),
            })),
          },
          { id: 'plan', label: t('operators.tenants.plan'), kind: 'words' },
        ]}
        tools={listTools('tenants')}
        asked={asked}
        rows={rows}
        next={page?.hasNextPage ? page.endCursor : null}
        keyOf={(row) => row.id}
        leads={(row) => `/tenants/${row.slug}`}
        bulk={acts.map(({ act, icon, danger }): Many<Row> => ({
          label: t(`operators.bulk.${act}`),
          icon,
          danger,
          run: (chosen, done) => setMany({ act, slugs: chosen.map(({ slug }) => slug), done }),
        }))}
        empty={{
          icon: 'community',
          title: t('operators.tenants.empty'),
          text: t('operators.tenants.empty.text'),
          action: may('provision', 'Tenant') && (
            <Button component={LinkTo} to="/provision">
              {t('operators.provision')}
            </Button>
          ),
        }}
      />
      {many && (
        <BulkDialog
          act={many.act}
          slugs={many.slugs}
          close={() => setMany(undefined)}
          ended={() => {
            many.done();
            void asked.refetch();
          }}
        />
      )}
    </Screen>
  );
}
