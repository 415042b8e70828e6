import { useMemo, type ReactNode } from 'react';
import { Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core';
import { operatorGraphql, useDraft, useMay, useSave, useT, useTell, useWords } from '@madang/console';

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
  const tell = useTell();
  const method: 'none' | 'hand' = account.method === 'hand' ? 'hand' : 'none';
  const saved = useMemo(
    () => ({ plan: account.plan.id, method, off: account.featuresOff }),
    [account.plan.id, method, account.featuresOff],
  );
  const draft = useDraft(saved, { key: `account-${slug}`, revision: account.revision });
  const { plan, off } = draft.value;
  const allowed = may('manage', 'Bill');
  const byCard = account.method === 'stripe' && account.state !== 'canceled';
  const nameOf = (one: { nameKo: string; nameEn: string }): string => (locale === 'en' ? one.nameEn : one.nameKo);
  const featuresOf = (id: string): readonly string[] => plans.find((one) => one.id === id)?.features ?? [];
  const offered = featuresOf(plan);
  const saving = useSave(Assign, draft, {
    done: 'billing.account.assigned',
    variables: (value, revision) => ({
      input: {
        slug,
        plan: value.plan,
        method: value.method,
        featuresOff: value.off.filter((name) => featuresOf(value.plan).includes(name)),
        revision,
      },
    }),
    tell: (value) => [
      {
        label: t('billing.account.plan'),
        text: plans
          .filter((one) => one.id === value.plan)
          .map(nameOf)
          .join(),
      },
      { label: t('billing.account.method'), text: t(`billing.method.${value.method}`) },
      ...known.map(({ name, label }) =>
        tell.onOff(label, featuresOf(value.plan).includes(name) && !value.off.includes(name)),
      ),
    ],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save();
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
                .map((one) => ({ value: one.id, label: nameOf(one) }))}
              value={plan}
              allowDeselect={false}
              disabled={!allowed}
              onChange={(value) => value && draft.set({ plan: value })}
            />
            <Select
              label={t('billing.account.method')}
              data={(['none', 'hand'] as const).map((value) => ({ value, label: t(`billing.method.${value}`) }))}
              value={draft.value.method}
              allowDeselect={false}
              disabled={!allowed}
              onChange={(value) => draft.set({ method: value === 'hand' ? 'hand' : 'none' })}
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
                draft.set((before) => ({ off: [...before.off.filter((one) => one !== name), ...(on ? [] : [name])] }));
              }}
            />
          ))}
        </Stack>
        {saving.notice}
        <Group justify="flex-end">
          <Button type="submit" disabled={!allowed} loading={saving.busy}>
            {t('console.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
