import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, NumberInput, Paper, Progress, Stack, Text, TextInput, Title } from '@mantine/core';
import {
  LinkTo,
  Loading,
  operatorGraphql,
  Screen,
  TroubleNotice,
  troubleOf,
  useAct,
  useAsk,
  useMay,
  useParams,
  useT,
  useWords,
} from '@madang/console';
import { AccountPlan } from './account-plan.js';
import { limitOf } from './money.js';

const AccountOf = operatorGraphql(`
  query OperatorAccount($slug: String!) {
    account(slug: $slug) {
      slug
      method
      state
      period
      periodEnd
      suspendAt
      test
      revision
      featuresOff
      plan {
        id
        nameKo
        nameEn
      }
      usage {
        name
        used
        limit
      }
    }
    plans {
      id
      nameKo
      nameEn
      active
      features
    }
    planFeatures {
      name
      label
    }
  }
`);
const Issue = operatorGraphql(`
  mutation OperatorIssueInvoice($input: InvoiceInput!) {
    issueInvoice(input: $input) {
      number
    }
  }
`);

/** What one organisation is on, uses and owes. */
export function Panel(): ReactNode {
  const t = useT();
  const words = useWords();
  const may = useMay();
  const { slug = '' } = useParams();
  const asked = useAsk(AccountOf, { slug });
  if (asked.error && !asked.data) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  const { account, plans, planFeatures: known } = asked.data;
  const allowed = may('manage', 'Bill');
  return (
    <Screen
      title={t('billing.account.of', { slug })}
      back={{ to: `/tenants/${slug}`, label: slug }}
      width="narrow"
      actions={
        <Button component={LinkTo} to={`/invoices?slug=${slug}`} variant="default">
          {t('billing.invoices')}
        </Button>
      }
    >
      {account.test && <Alert color="orange">{t('billing.test')}</Alert>}
      {account.suspendAt && (
        <Alert color="red" role="alert">
          {t('billing.account.suspends', { date: words.date(account.suspendAt, 'long') })}
        </Alert>
      )}
      <Paper withBorder p="md">
        <Stack>
          <Title order={2} size="h4">
            {t('billing.account.plan')}
          </Title>
          <Text>
            {words.locale === 'en' ? account.plan.nameEn : account.plan.nameKo} ·{' '}
            {t(`billing.method.${account.method}`)} · {t(`billing.state.${account.state}`)}
            {account.periodEnd ? ` · ${words.date(account.periodEnd, 'long')}` : ''}
          </Text>
          <AccountPlan slug={slug} account={account} plans={plans} known={known} />
        </Stack>
      </Paper>
      <Paper withBorder p="md">
        <Title order={2} size="h4" mb="sm">
          {t('billing.account.usage')}
        </Title>
        <Stack>
          {account.usage.map((one) => (
            <div key={one.name}>
              <Group justify="space-between">
                <Text size="sm">{t(`billing.quota.${one.name}`)}</Text>
                <Text size="sm">
                  {limitOf(one.name, one.used, words.locale)} / {limitOf(one.name, one.limit, words.locale)}
                </Text>
              </Group>
              <Progress
                value={one.limit ? Math.min(100, (100 * one.used) / one.limit) : 0}
                color={one.limit && one.used >= 0.9 * one.limit ? 'red' : 'ink'}
                aria-label={t(`billing.quota.${one.name}`)}
              />
            </div>
          ))}
        </Stack>
      </Paper>
      {allowed && <InvoiceForm slug={slug} />}
    </Screen>
  );
}

function InvoiceForm({ slug }: { slug: string }): ReactNode {
  const t = useT();
  const act = useAct(Issue, { quiet: true, done: 'billing.invoice.issued_done' });
  const [what, setWhat] = useState('');
  const [amount, setAmount] = useState<number | string>('');
  const [billedTo, setBilledTo] = useState('');
  const [dueOn, setDueOn] = useState('');
  // One that is late the day it is written would close the site.
  const passed = dueOn !== '' && dueOn < new Date().toLocaleDateString('sv-SE');
  return (
    <Paper withBorder p="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run({ input: { slug, what, amount: Number(amount), billedTo, dueOn } }).then((done) => {
            if (!done) return;
            setWhat('');
            setAmount('');
          });
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            {t('billing.invoice.write')}
          </Title>
          <TextInput
            label={t('billing.invoice.what')}
            required
            value={what}
            onChange={(event) => setWhat(event.currentTarget.value)}
          />
          <Group grow align="flex-start">
            <NumberInput
              label={t('billing.invoice.amount')}
              required
              min={1}
              // What was typed stays: an amount that is put right unasked would be billed.
              clampBehavior="none"
              thousandSeparator=","
              value={amount}
              error={troubleOf(act.trouble, 'amount')}
              onChange={setAmount}
            />
            <TextInput
              label={t('billing.invoice.due')}
              type="date"
              required
              value={dueOn}
              error={passed ? t('billing.invoice.due_passed') : troubleOf(act.trouble, 'dueOn')}
              onChange={(event) => setDueOn(event.currentTarget.value)}
            />
          </Group>
          <TextInput
            label={t('billing.invoice.billed_to')}
            required
            value={billedTo}
            onChange={(event) => setBilledTo(event.currentTarget.value)}
          />
          <TroubleNotice trouble={act.trouble} />
          <Group justify="flex-end">
            <Button type="submit" loading={act.busy} disabled={passed}>
              {t('billing.invoice.write')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
