import type { ReactNode } from 'react';
import { Code } from '@mantine/core';
import { DataTable, listTools, operatorGraphql, Screen, useAsk, useT, useView, When } from '@madang/console';
import { Act, useWho } from './act.js';

const Log = operatorGraphql(`
  query OperatorLog($sort: String, $act: String, $slug: String, $after: String) {
    log(first: 50, sort: $sort, act: $act, slug: $slug, after: $after) {
      nodes {
        id
        actor
        act
        slug
        details
        address
        at
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** What operators did; nobody can change it. */
export function Panel(): ReactNode {
  const t = useT();
  const who = useWho();
  const [view] = useView();
  const asked = useAsk(Log, {
    sort: view.sort || undefined,
    act: view.filters['act'],
    slug: view.filters['slug'],
    after: view.after,
  });
  const page = asked.data?.log.pageInfo;
  return (
    <Screen title={t('operators.log')} description={t('operators.log.text')}>
      <DataTable
        id="log"
        label={t('operators.log')}
        columns={[
          {
            id: 'at',
            label: t('operators.operations.at'),
            sortable: true,
            render: (row) => <When at={row.at} exact />,
          },
          { id: 'actor', label: t('operators.operations.by'), render: (row) => who(row.actor) },
          { id: 'act', label: t('operators.log.act'), render: (row) => <Act act={row.act} /> },
          { id: 'slug', label: t('operators.tenant'), render: (row) => row.slug ?? '—' },
          {
            id: 'details',
            label: t('operators.log.details'),
            render: (row) => (row.details === '{}' ? '—' : <Code className="console-wrap">{row.details}</Code>),
          },
          { id: 'address', label: t('operators.log.address'), hidden: true, render: (row) => row.address ?? '—' },
        ]}
        filters={[
          { id: 'act', label: t('operators.log.act'), kind: 'words' },
          { id: 'slug', label: t('operators.tenant'), kind: 'words' },
        ]}
        tools={listTools('log')}
        asked={asked}
        rows={asked.data?.log.nodes}
        next={page?.hasNextPage ? page.endCursor : null}
        keyOf={(row) => row.id}
        empty={{ icon: 'history', title: t('operators.log.empty') }}
      />
    </Screen>
  );
}
