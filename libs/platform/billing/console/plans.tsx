import { useState, type ReactNode } from 'react';
import { Badge, Button, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import {
  ListFile,
  Loading,
  operatorGraphql,
  Screen,
  TroubleNotice,
  useAsk,
  useMay,
  useT,
  useWords,
} from '@madang/console';
import { called } from './features.js';
import { limitOf, money } from './money.js';
import { PlanDialog, type EditedPlan } from './plan-dialog.js';

const Plans = operatorGraphql(`
  query OperatorPlans {
    plans {
      id
      nameKo
      nameEn
      summaryKo
      summaryEn
      position
      active
      currency
      priceMonth
      priceYear
      features
      graceDays
      tenants
      revision
      quotas {
        name
        limit
      }
    }
    planFeatures {
      name
      label
    }
  }
`);

const NEW: EditedPlan = {};
/** What a plan says, as its file names it. */
const COLUMNS = [
  ...[
    'id',
    'nameKo',
    'nameEn',
    'state',
    'priceMonth',
    'priceYear',
    'currency',
    'members',
    'storage_bytes',
    'mails_month',
  ],
  ...['activities', 'features', 'graceDays', 'tenants'],
];

/** What tenants can be on. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const { locale } = useWords();
  const asked = useAsk(Plans);
  const [editing, setEditing] = useState<string>();
  if (asked.error && !asked.data) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { planFeatures: known } = asked.data;
  const price = (amount: number | null | undefined, currency: string): string =>
    amount == null ? '—' : money(amount, currency, locale);
  return (
    <Screen
      title={t('billing.plans')}
      description={t('billing.plans.text')}
      actions={
        <>
          <ListFile list="plans" columns={COLUMNS} />
          <Button disabled={!may('manage', 'Plan')} onClick={() => setEditing('new')}>
            {t('billing.plans.new')}
          </Button>
        </>
      }
    >
      {!may('manage', 'Plan') && <Text c="dimmed">{t('billing.plans.why_not')}</Text>}
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {asked.data.plans.map((plan) => (
          <Paper key={plan.id} withBorder p="md">
            <Stack gap="xs">
              <Group justify="space-between">
                <Title order={2} size="h4">
                  {locale === 'en' ? plan.nameEn : plan.nameKo}
                </Title>
                <Badge variant="dot" color={plan.active ? 'green' : 'gray'} tt="none">
                  {t(plan.active ? 'billing.plan.open' : 'billing.plan.closed')}
                </Badge>
              </Group>
              <Text c="dimmed" size="sm">
                {locale === 'en' ? plan.summaryEn : plan.summaryKo}
              </Text>
              <Text fw={650}>
                {t('billing.plan.price', {
                  month: price(plan.priceMonth, plan.currency),
                  year: price(plan.priceYear, plan.currency),
                })}
              </Text>
              <Table variant="vertical" layout="auto" aria-label={t('billing.plan.limits')}>
                <Table.Tbody>
                  {plan.quotas.map((quota) => (
                    <Table.Tr key={quota.name}>
                      <Table.Th>{t(`billing.quota.${quota.name}`)}</Table.Th>
                      <Table.Td ta="right">{limitOf(quota.name, quota.limit, locale)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <Text size="sm">{t('billing.plan.features', { features: called(known, plan.features) })}</Text>
              <Text size="sm">{t('billing.plan.grace', { days: plan.graceDays })}</Text>
              <Group justify="space-between">
                <Text size="sm" c="dimmed">
                  {t('billing.plan.tenants', { count: plan.tenants })}
                </Text>
                <Button
                  variant="default"
                  disabled={!may('manage', 'Plan')}
                  aria-label={t('billing.plan.edit_one', { name: plan.nameKo })}
                  onClick={() => setEditing(plan.id)}
                >
                  {t('billing.plan.edit')}
                </Button>
              </Group>
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
      {editing && (
        <PlanDialog
          key={editing}
          plan={asked.data.plans.find((one) => one.id === editing) ?? NEW}
          known={known}
          close={() => setEditing(undefined)}
        />
      )}
    </Screen>
  );
}
