import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core';
import { operatorGraphql, TroubleNotice, useAct, useMay, useT, useWords } from '@madang/console';

const Assign = operatorGraphql(`
  mutation OperatorAssignPlan($input: AssignPlanInput!) {
    assignPlan(input: $input) {
      state
    }
  }
`);

interface Known {
  id: string;
  nameKo: string;
  nameEn: string;
  active: boolean;
  features: readonly string[];
}

/** The plan of one organisation, how it is paid, and what of it is switched off. */
export function AccountPlan(props: {
  slug: string;
  account: { method: string; state: string; revision: number; featuresOff: readonly string[]; plan: { id: string } };
  plans: readonly Known[];
  known: readonly { name: string; label: string }[];
}): ReactNode {
  const { slug, account, plans, known } = props;
  const t = useT();
  const may = useMay();
  const { locale } = useWords();
  const assign = useAct(Assign, { done: 'billing.account.assigned', quiet: true });
  const [chosen, setPlan] = useState<string>();
  const [method, setMethod] = useState<string>();
  const [off, setOff] = useState<readonly string[]>(account.featuresOff);
  const allowed = may('manage', 'Bill');
  const byCard = account.method === 'stripe' && account.state !== 'canceled';
  const plan = chosen ?? account.plan.id;
  const offered = plans.find(({ id }) => id === plan)?.features ?? [];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void assign.run({
          input: {
            slug,
            plan,
            method: method ?? (account.method === 'hand' ? 'hand' : 'none'),
            featuresOff: off.filter((name) => offered.includes(name)),
            revision: account.revision,
          },
        });
      }}
    >
      <Stack>
        {byCard ? (
          <Text c="dimmed">{t('billing.account.by_card')}</Text>
        ) : (
          <Group align="flex-end">
            <Select
              label={t('billing.account.plan')}
              data={plans
                .filter((one) => one.active || one.id === account.plan.id)
                .map((one) => ({ value: one.id, label: locale === 'en' ? one.nameEn : one.nameKo }))}
              value={plan}
              allowDeselect={false}
              disabled={!allowed}
              onChange={(value) => setPlan(value ?? undefined)}
            />
            <Select
              label={t('billing.account.method')}
              data={(['none', 'hand'] as const).map((value) => ({ value, label: t(`billing.method.${value}`) }))}
              value={method ?? (account.method === 'hand' ? 'hand' : 'none')}
              allowDeselect={false}
              disabled={!allowed}
              onChange={(value) => setMethod(value ?? undefined)}
            />
          </Group>
        )}
        <Stack gap="xs" role="group" aria-labelledby="account-features">
          <Title order={3} size="h6" id="account-features">
            {t('billing.account.features')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('billing.account.features.text')}
          </Text>
          {known.map(({ name, label }) => (
            <Checkbox
              key={name}
              label={label}
              description={offered.includes(name) ? undefined : t('billing.account.features.not_in_plan')}
              disabled={!allowed || !offered.includes(name)}
              checked={offered.includes(name) && !off.includes(name)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setOff((before) => [...before.filter((one) => one !== name), ...(on ? [] : [name])]);
              }}
            />
          ))}
        </Stack>
        <TroubleNotice trouble={assign.trouble} />
        <Group justify="flex-end">
          <Button type="submit" disabled={!allowed} loading={assign.busy}>
            {t('console.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
