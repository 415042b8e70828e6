import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import {
  DataTable,
  listTools,
  operatorGraphql,
  Screen,
  useAct,
  useAsk,
  useMay,
  useT,
  useView,
  When,
} from '@madang/console';
import { State } from './parts.js';

const Visits = operatorGraphql(`
  query OperatorVisits($sort: String, $slug: String, $after: String) {
    visits(first: 50, sort: $sort, slug: $slug, after: $after) {
      nodes {
        id
        slug
        operator
        reason
        mayWrite
        openedAt
        expiresAt
        endedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const End = operatorGraphql(`
  mutation OperatorEndVisit($id: ID!) {
    endVisit(id: $id)
  }
`);

/** Visits of operators to tenants. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const [view] = useView();
  const asked = useAsk(
    Visits,
    { sort: view.sort || undefined, slug: view.filters['slug'], after: view.after },
    { every: 15_000 },
  );
  const end = useAct(End, { done: 'operators.visit.ended' });
  const page = asked.data?.visits.pageInfo;
  const open = (row: { endedAt?: string | null; expiresAt: string }): boolean =>
    !row.endedAt && Date.parse(row.expiresAt) > Date.now();
  return (
    <Screen title={t('operators.visits')} description={t('operators.visits.text')}>
      <DataTable
        id="visits"
        label={t('operators.visits')}
        columns={[
          { id: 'slug', label: t('operators.tenant'), sortable: true, render: (row) => row.slug },
          { id: 'operator', label: t('operators.operations.by'), sortable: true, render: (row) => row.operator },
          { id: 'reason', label: t('operators.visit.reason'), render: (row) => row.reason },
          {
            id: 'rights',
            label: t('operators.visits.rights'),
            render: (row) => t(row.mayWrite ? 'operators.visits.write' : 'operators.visits.read'),
          },
          {
            id: 'openedAt',
            label: t('operators.operations.at'),
            sortable: true,
            render: (row) => <When at={row.openedAt} />,
          },
          {
            id: 'state',
            label: t('operators.tenants.state'),
            render: (row) =>
              open(row) ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={!may('open', 'Visit')}
                  loading={end.busy}
                  onClick={() => void end.run({ id: row.id })}
                >
                  {t('operators.visits.end')}
                </Button>
              ) : (
                <State state="closed" label={t('operators.visits.over')} />
              ),
          },
        ]}
        filters={[{ id: 'slug', label: t('operators.tenant'), kind: 'words' }]}
        tools={listTools('visits')}
        asked={asked}
        rows={asked.data?.visits.nodes}
        next={page?.hasNextPage ? page.endCursor : null}
        keyOf={(row) => row.id}
        empty={{ icon: 'eye', title: t('operators.visits.empty'), text: t('operators.visits.empty.text') }}
      />
    </Screen>
  );
}
