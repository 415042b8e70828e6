import { useMemo, type ReactNode } from 'react';
import { Button, Checkbox, Group, Select, Stack, Text, Title } from '@mantine/core';
import { operatorGraphql, useDraft, useMay, useSave, useT, useWords } from '@madang/console';
import { called } from './features.js';

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

interface Form {
  plan: string;
  method: 'none' | 'hand';
  featuresOff: readonly string[];
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
  const method = account.method === 'hand' ? 'hand' : 'none';
  const saved = useMemo<Form>(
    () => ({ plan: account.plan.id, method, featuresOff: [...account.featuresOff].sort() }),
    [account.plan.id, method, account.featuresOff],
  );
  const draft = useDraft(saved, { key: `account-${slug}`, revision: account.revision });
  const { value, set } = draft;
  const nameOf = (one: { nameKo: string; nameEn: string }): string => (locale === 'en' ? one.nameEn : one.nameKo);
  const offered = plans.find(({ id }) => id === value.plan)?.features ?? [];
  const saving = useSave(Assign, draft, {
    done: 'billing.account.assigned',
    variables: (form, revision) => ({
      input: { slug, ...form, featuresOff: form.featuresOff.filter((name) => offered.includes(name)), revision },
    }),
    tell: (form) => [
      {
        label: t('billing.account.plan'),
        text: plans
          .filter((one) => one.id === form.plan)
          .map(nameOf)
          .join(),
      },
      { label: t('billing.account.method'), text: t(`billing.method.${form.method}`) },
      { label: t('billing.account.features.off'), text: called(known, form.featuresOff) },
    ],
  });
  const allowed = may('manage', 'Bill');
  const byCard = account.method === 'stripe' && account.state !== 'canceled';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save();
      }}
    >
      <Stack>
        {saving.notice}
        {byCard ? (
          <Text c="dimmed">{t('billing.account.by_card')}</Text>
        ) : (
          <Group align="flex-end">
            <Select
              label={t('billing.account.plan')}
              data={plans
                .filter((one) => one.active || one.id === value.plan)
                .map((one) => ({ value: one.id, label: nameOf(one) }))}
              value={value.plan}
              allowDeselect={false}
              disabled={!allowed}
              onChange={(plan) => plan && set({ plan })}
            />
            <Select
              label={t('billing.account.method')}
              data={(['none', 'hand'] as const).map((one) => ({ value: one, label: t(`billing.method.${one}`) }))}
              value={value.method}
              allowDeselect={false}
              disabled={!allowed}
              onChange={(next) => set({ method: next === 'hand' ? 'hand' : 'none' })}
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
              checked={offered.includes(name) && !value.featuresOff.includes(name)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                const others = value.featuresOff.filter((one) => one !== name);
                set({ featuresOff: (on ? others : [...others, name]).sort() });
              }}
            />
          ))}
        </Stack>
        <Group justify="flex-end">
          <Button type="submit" disabled={!allowed} loading={saving.busy}>
            {t('console.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
