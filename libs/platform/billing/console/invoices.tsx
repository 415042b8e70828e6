import type { ReactNode } from 'react';
import { Anchor, Badge, Button, Group } from '@mantine/core';
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
  useWords,
} from '@madang/console';
import { money } from './money.js';

const Invoices = operatorGraphql(`
  query OperatorInvoices($sort: String, $slug: String, $state: String, $after: String) {
    invoices(first: 50, sort: $sort, slug: $slug, state: $state, after: $after) {
      nodes {
        id
        number
        slug
        source
        state
        currency
        total
        issuedOn
        dueOn
        url
        revision
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Paid = operatorGraphql(`
  mutation OperatorInvoicePaid($id: ID!, $revision: Int!) {
    markInvoicePaid(id: $id, revision: $revision) {
      state
    }
  }
`);
const Void = operatorGraphql(`
  mutation OperatorInvoiceVoid($id: ID!, $revision: Int!) {
    voidInvoice(id: $id, revision: $revision) {
      state
    }
  }
`);

/** All invoices, of Stripe and by hand. */
export function Panel(): ReactNode {
  const t = useT();
  const { locale } = useWords();
  const may = useMay();
  const [view] = useView();
  const asked = useAsk(Invoices, {
    sort: view.sort || undefined,
    slug: view.filters['slug'],
    state: view.filters['state'],
    after: view.after,
  });
  const paid = useAct(Paid, { done: 'billing.invoice.paid' });
  const cancel = useAct(Void, { done: 'billing.invoice.void' });
  const page = asked.data?.invoices.pageInfo;
  return (
    <Screen title={t('billing.invoices')} description={t('billing.invoices.text')}>
      <DataTable
        id="invoices"
        label={t('billing.invoices')}
        columns={[
          {
            id: 'number',
            label: t('billing.invoice.number'),
            sortable: true,
            render: (row) => (
              <Anchor href={row.url ?? '#'} target="_blank" rel="noopener">
                {row.number}
              </Anchor>
            ),
          },
          { id: 'slug', label: t('billing.invoice.tenant'), sortable: true, render: (row) => row.slug ?? '—' },
          {
            id: 'state',
            label: t('billing.invoice.state'),
            render: (row) => (
              <Badge
                variant="dot"
                tt="none"
                color={row.state === 'paid' ? 'green' : row.state === 'open' ? 'orange' : 'gray'}
              >
                {t(`billing.invoice.${row.state}`)}
              </Badge>
            ),
          },
          {
            id: 'total',
            label: t('billing.invoice.total'),
            sortable: true,
            align: 'right',
            render: (row) => money(row.total, row.currency, locale),
          },
          { id: 'currency', label: t('billing.invoice.currency'), hidden: true, render: (row) => row.currency },
          { id: 'issuedOn', label: t('billing.invoice.issued'), sortable: true, render: (row) => row.issuedOn },
          { id: 'dueOn', label: t('billing.invoice.due'), sortable: true, render: (row) => row.dueOn ?? '—' },
          { id: 'source', label: t('billing.invoice.source'), render: (row) => t(`billing.source.${row.source}`) },
          {
            id: 'acts',
            label: t('billing.invoice.acts'),
            render: (row) =>
              row.source === 'hand' &&
              row.state === 'open' && (
                <Group gap="xs" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={!may('manage', 'Bill')}
                    onClick={() => void paid.run({ id: row.id, revision: row.revision })}
                  >
                    {t('billing.invoice.mark_paid')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    disabled={!may('manage', 'Bill')}
                    onClick={() => void cancel.run({ id: row.id, revision: row.revision })}
                  >
                    {t('billing.invoice.take_back')}
                  </Button>
                </Group>
              ),
          },
        ]}
        filters={[
          { id: 'slug', label: t('billing.invoice.tenant'), kind: 'words' },
          {
            id: 'state',
            label: t('billing.invoice.state'),
            kind: 'choice',
            options: ['open', 'paid', 'void'].map((value) => ({ value, label: t(`billing.invoice.${value}`) })),
          },
        ]}
        tools={listTools('invoices')}
        asked={asked}
        rows={asked.data?.invoices.nodes}
        next={page?.hasNextPage ? page.endCursor : null}
        keyOf={(row) => row.id}
        empty={{ icon: 'card', title: t('billing.invoices.empty'), text: t('billing.invoices.empty.text') }}
      />
    </Screen>
  );
}
