import type { ReactNode } from 'react';
import { DataTable, listTools, operatorGraphql, Screen, useAsk, useT, useView, When } from '@madang/console';
import { State } from './parts.js';

const Operations = operatorGraphql(`
  query OperatorOperations($sort: String, $kind: String, $state: String, $slug: String, $after: String) {
    operations(first: 50, sort: $sort, kind: $kind, state: $state, slug: $slug, after: $after) {
      nodes {
        id
        kind
        slug
        state
        error
        askedBy
        createdAt
        endedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const KINDS = [
  'provision',
  'clone',
  'export',
  'import',
  'erase',
  'move',
  'upgrade',
  'drift',
  'restock',
  'measure',
  'bulk',
];
const STATES = ['waiting', 'running', 'done', 'failed'];

/** Long work that operators started. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const { kind, state, slug } = view.filters;
  const asked = useAsk(
    Operations,
    { sort: view.sort || undefined, kind, state, slug, after: view.after },
    { every: 5000 },
  );
  const page = asked.data?.operations.pageInfo;
  return (
    <Screen title={t('operators.operations')} description={t('operators.operations.text')}>
      <DataTable
        id="operations"
        label={t('operators.operations')}
        columns={[
          {
            id: 'kind',
            label: t('operators.operations.kind'),
            sortable: true,
            render: (row) => t(`operators.kind.${row.kind}`),
          },
          { id: 'slug', label: t('operators.tenant'), sortable: true, render: (row) => row.slug ?? '—' },
          {
            id: 'state',
            label: t('operators.tenants.state'),
            sortable: true,
            render: (row) => <State state={row.state} label={t(`operators.op.${row.state}`)} />,
          },
          { id: 'askedBy', label: t('operators.operations.by'), render: (row) => row.askedBy },
          {
            id: 'createdAt',
            label: t('operators.operations.at'),
            sortable: true,
            render: (row) => <When at={row.createdAt} />,
          },
          {
            id: 'endedAt',
            label: t('operators.operations.ended'),
            hidden: true,
            render: (row) => <When at={row.endedAt} />,
          },
          { id: 'error', label: t('operators.operations.error'), render: (row) => row.error ?? '' },
        ]}
        filters={[
          {
            id: 'kind',
            label: t('operators.operations.kind'),
            kind: 'choice',
            options: KINDS.map((value) => ({ value, label: t(`operators.kind.${value}`) })),
          },
          {
            id: 'state',
            label: t('operators.tenants.state'),
            kind: 'choice',
            options: STATES.map((value) => ({ value, label: t(`operators.op.${value}`) })),
          },
          { id: 'slug', label: t('operators.tenant'), kind: 'words' },
        ]}
        tools={listTools('operations')}
        asked={asked}
        rows={asked.data?.operations.nodes}
        next={page?.hasNextPage ? page.endCursor : null}
        keyOf={(row) => row.id}
        leads={(row) => `/operations/${row.id}`}
        empty={{ icon: 'tasks', title: t('operators.operations.empty'), text: t('operators.operations.empty.text') }}
      />
    </Screen>
  );
}
