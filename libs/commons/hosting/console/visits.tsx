import type { ReactNode } from 'react';
import { Button, Text } from '@mantine/core';
import { DataTable, graphql, listTools, Screen, useAct, useAsk, useMay, useT, useView, When } from '@madang/console';

const Visits = graphql(`
  query SupportVisitsOfSite($after: String, $sort: String) {
    supportVisits(first: 50, after: $after, sort: $sort) {
      nodes {
        id
        operator
        reason
        onBehalfOf
        mayWrite
        openedAt
        expiresAt
        open
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const End = graphql(`
  mutation EndSupportVisit($id: ID!) {
    endSupportVisit(id: $id)
  }
`);

/** Who of the host's support was here, why, and the way to send them home. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const [view] = useView();
  const asked = useAsk(Visits, { after: view.after, sort: view.sort || null }, { every: 15_000 });
  const end = useAct(End, { done: 'hosting.visits.ended' });
  const page = asked.data?.supportVisits.pageInfo;
  return (
    <Screen title={t('hosting.visits')} description={t('hosting.visits.text')}>
      <DataTable
        id="support-visits"
        label={t('hosting.visits')}
        columns={[
          { id: 'operator', label: t('hosting.visits.who'), render: (row) => row.operator },
          { id: 'reason', label: t('hosting.visits.why'), render: (row) => row.reason },
          { id: 'onBehalfOf', label: t('hosting.visits.behalf'), render: (row) => row.onBehalfOf ?? '—' },
          {
            id: 'rights',
            label: t('hosting.visits.rights'),
            render: (row) => t(row.mayWrite ? 'hosting.visits.write' : 'hosting.visits.read'),
          },
          {
            id: 'openedAt',
            label: t('hosting.visits.at'),
            sortable: true,
            render: (row) => <When at={row.openedAt} exact />,
          },
          {
            id: 'state',
            label: t('hosting.visits.state'),
            render: (row) =>
              row.open ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={!may('end', 'SupportVisit')}
                  loading={end.busy}
                  onClick={() => void end.run({ id: row.id })}
                >
                  {t('hosting.visits.end')}
                </Button>
              ) : (
                <Text size="sm">{t('hosting.visits.over')}</Text>
              ),
          },
        ]}
        asked={asked}
        rows={asked.data?.supportVisits.nodes}
        next={page?.hasNextPage ? page.endCursor : null}
        keyOf={(row) => row.id}
        tools={listTools('support-visits')}
        empty={{ icon: 'eye', title: t('hosting.visits.empty'), text: t('hosting.visits.empty.text') }}
      />
    </Screen>
  );
}
