import { useState, type ReactNode } from 'react';
import {
  Alert,
  Anchor,
  Button,
  Group,
  List,
  Paper,
  Progress,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import {
  Empty,
  graphql,
  Icon,
  Loading,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useSearch,
  useSession,
  useT,
  useWords,
  type PlanFeature,
  WideTable,
} from '@madang/console';

const PlanOf = graphql(`
  query PlanOfSite {
    plan {
      method
      state
      period
      periodEnd
      cancelAtEnd
      suspendAt
      test
      plan {
        id
        name
        summary
        currency
        priceMonth
      }
      usage {
        name
        used
        limit
      }
      invoices {
        id
        number
        state
        currency
        total
        issuedOn
        url
      }
      choices {
        id
        name
        summary
        currency
        priceMonth
        priceYear
        features
      }
    }
  }
`);
const Checkout = graphql(`
  mutation StartCheckout($plan: String!, $period: String!) {
    startCheckout(plan: $plan, period: $period)
  }
`);
const Portal = graphql(`
  mutation OpenBillingPortal {
    openBillingPortal
  }
`);

const WHOLE = ['krw', 'jpy'];
const money = (amount: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() }).format(
    WHOLE.includes(currency) ? amount : amount / 100,
  );
const size = (name: string, count: number, locale: string): string =>
  name === 'storage_bytes'
    ? `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(count / 2 ** 30)} GB`
    : new Intl.NumberFormat(locale).format(count);

/** The plan, what is used of it, the bills, and the way to another plan. */
export function Panel(): ReactNode {
  const t = useT();
  const words = useWords();
  const [query] = useSearch();
  // After paying, the event may take a moment longer than the person.
  const asked = useAsk(PlanOf, {}, { every: query['paid'] ? 2000 : 60_000 });
  const checkout = useAct(Checkout, {});
  const portal = useAct(Portal, {});
  const { features } = useSession();
  const [period, setPeriod] = useState('month');
  if (asked.error && !asked.data) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { plan: account } = asked.data;
  const running = account.method === 'stripe' && account.state !== 'canceled';
  return (
    <Screen
      title={t('hosting.plan')}
      description={t('hosting.plan.text')}
      actions={
        running && (
          <Button
            loading={portal.busy}
            onClick={() => void portal.run({}).then((done) => done && location.assign(done.openBillingPortal))}
          >
            {t('hosting.plan.portal')}
          </Button>
        )
      }
    >
      {account.test && <Alert color="orange">{t('hosting.plan.test')}</Alert>}
      {account.suspendAt && (
        <Alert color="red" role="alert" title={t('hosting.plan.late')}>
          {t('hosting.plan.late.text', { date: words.date(account.suspendAt, 'long') })}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper withBorder p="md">
          <Stack gap="xs">
            <Title order={2} size="h4">
              {account.plan.name}
            </Title>
            <Text c="dimmed">{account.plan.summary}</Text>
            <Text>
              {t(`hosting.plan.state.${account.state}`)}
              {account.periodEnd
                ? ` · ${t(account.cancelAtEnd ? 'hosting.plan.ends' : 'hosting.plan.renews', { date: words.date(account.periodEnd, 'long') })}`
                : ''}
            </Text>
          </Stack>
        </Paper>
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="sm">
            {t('hosting.plan.usage')}
          </Title>
          <Stack gap="sm">
            {account.usage.map((one) => (
              <div key={one.name}>
                <Group justify="space-between">
                  <Text size="sm">{t(`hosting.quota.${one.name}`)}</Text>
                  <Text size="sm">
                    {size(one.name, one.used, words.locale)}
                    {one.limit == null
                      ? ` · ${t('hosting.plan.no_limit')}`
                      : ` / ${size(one.name, one.limit, words.locale)}`}
                  </Text>
                </Group>
                {one.limit != null && (
                  <Progress
                    value={Math.min(100, (100 * one.used) / one.limit)}
                    color={one.used >= 0.9 * one.limit ? 'red' : 'ink'}
                    aria-label={t(`hosting.quota.${one.name}`)}
                  />
                )}
              </div>
            ))}
          </Stack>
        </Paper>
      </SimpleGrid>
      {!running && (
        <Stack gap="sm">
          <Group justify="space-between">
            <Title order={2} size="h4">
              {t('hosting.plan.choose')}
            </Title>
            <SegmentedControl
              aria-label={t('hosting.plan.period')}
              value={period}
              onChange={setPeriod}
              data={['month', 'year'].map((value) => ({ value, label: t(`hosting.plan.period.${value}`) }))}
            />
          </Group>
          <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
            {account.choices.map((choice) => {
              const price = period === 'year' ? choice.priceYear : choice.priceMonth;
              const here = choice.id === account.plan.id;
              return (
                <Paper key={choice.id} withBorder p="md">
                  <Stack gap="xs">
                    <Title order={3} size="h5">
                      {choice.name}
                    </Title>
                    <Text size="sm" c="dimmed">
                      {choice.summary}
                    </Text>
                    <Text fw={700}>
                      {price == null
                        ? t('hosting.plan.on_request')
                        : price === 0
                          ? t('hosting.plan.free')
                          : money(price, choice.currency, words.locale)}
                    </Text>
                    {features && <Features of={choice.features} all={features} />}
                    <Button
                      variant="default"
                      disabled={here || !price}
                      loading={checkout.busy}
                      aria-label={here ? undefined : t('hosting.plan.take_one', { name: choice.name })}
                      onClick={() =>
                        void checkout
                          .run({ plan: choice.id, period })
                          .then((done) => done && location.assign(done.startCheckout))
                      }
                    >
                      {t(here ? 'hosting.plan.here' : 'hosting.plan.take')}
                    </Button>
                  </Stack>
                </Paper>
              );
            })}
          </SimpleGrid>
        </Stack>
      )}
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('hosting.plan.invoices')}
        </Title>
        {account.invoices.length === 0 ? (
          <Empty icon="card" title={t('hosting.plan.no_invoices')} text={t('hosting.plan.no_invoices.text')} />
        ) : (
          <WideTable label={t('hosting.plan.invoices')} minWidth={420}>
            <Table aria-label={t('hosting.plan.invoices')}>
              <Table.Tbody>
                {account.invoices.map((invoice) => (
                  <Table.Tr key={invoice.id}>
                    <Table.Td>
                      <Anchor href={invoice.url ?? '#'} target="_blank" rel="noopener">
                        {invoice.number}
                      </Anchor>
                    </Table.Td>
                    <Table.Td>{invoice.issuedOn}</Table.Td>
                    <Table.Td>{t(`hosting.invoice.${invoice.state}`)}</Table.Td>
                    <Table.Td ta="right">{money(invoice.total, invoice.currency, words.locale)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
        )}
      </Stack>
    </Screen>
  );
}

/** What a plan has, and what it leaves out. */
function Features({ of, all }: { of: readonly string[]; all: readonly PlanFeature[] }): ReactNode {
  const t = useT();
  return (
    <List size="sm" listStyleType="none" aria-label={t('hosting.plan.features')}>
      {all.map(({ name, label }) => (
        <List.Item
          key={name}
          icon={<Icon name={of.includes(name) ? 'check' : 'lock'} size={16} />}
          c={of.includes(name) ? undefined : 'dimmed'}
        >
          {label}
          {!of.includes(name) && <VisuallyHidden> · {t('console.feature.locked')}</VisuallyHidden>}
        </List.Item>
      ))}
    </List>
  );
}
