import { useMemo, type ReactNode } from 'react';
import { Checkbox, Group, MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { DraftDialog, operatorGraphql, troubleOf, useDraft, useSave, useT, useTell } from '@madang/console';

const Save = operatorGraphql(`
  mutation OperatorSavePlan($input: PlanInput!) {
    savePlan(input: $input) {
      id
    }
  }
`);

/** A plan that is edited; without id a new one. */
export interface EditedPlan {
  id?: string;
  nameKo?: string;
  nameEn?: string;
  summaryKo?: string;
  summaryEn?: string;
  position?: number;
  active?: boolean;
  priceMonth?: number | null;
  priceYear?: number | null;
  features?: readonly string[];
  graceDays?: number;
  revision?: number;
  quotas?: readonly { name: string; limit?: number | null }[];
}

type Amount = number | string;
const given = (value: Amount): number | undefined => (value === '' ? undefined : Number(value));

const TEXTS = [
  { name: 'nameKo', label: 'billing.plan.name_ko' },
  { name: 'nameEn', label: 'billing.plan.name_en' },
  { name: 'summaryKo', label: 'billing.plan.summary_ko' },
  { name: 'summaryEn', label: 'billing.plan.summary_en' },
] as const;
const AMOUNTS = [
  { name: 'priceMonth', label: 'billing.plan.price_month' },
  { name: 'priceYear', label: 'billing.plan.price_year' },
  { name: 'members', label: 'billing.quota.members' },
  { name: 'storage', label: 'billing.plan.storage' },
  { name: 'mailsMonth', label: 'billing.quota.mails_month' },
  { name: 'activities', label: 'billing.quota.activities' },
  { name: 'graceDays', label: 'billing.plan.grace_label' },
  { name: 'position', label: 'billing.plan.position' },
] as const;
type Fields = Record<(typeof TEXTS)[number]['name'] | 'id', string> &
  Record<(typeof AMOUNTS)[number]['name'], Amount> & { features: string[]; active: boolean };

/** All of a plan on one form. */
export function PlanDialog(props: {
  plan: EditedPlan;
  /** What a plan may leave out. */
  known: readonly { name: string; label: string }[];
  close: () => void;
}): ReactNode {
  const { plan, close } = props;
  const t = useT();
  const tell = useTell();
  const limit = (name: string): Amount => plan.quotas?.find((quota) => quota.name === name)?.limit ?? '';
  const saved = useMemo<Fields>(
    () => ({
      id: plan.id ?? '',
      nameKo: plan.nameKo ?? '',
      nameEn: plan.nameEn ?? '',
      summaryKo: plan.summaryKo ?? '',
      summaryEn: plan.summaryEn ?? '',
      position: plan.position ?? 10,
      priceMonth: plan.priceMonth ?? '',
      priceYear: plan.priceYear ?? '',
      members: limit('members'),
      storage: limit('storage_bytes') === '' ? '' : Number(limit('storage_bytes')) / 2 ** 30,
      mailsMonth: limit('mails_month'),
      activities: limit('activities'),
      graceDays: plan.graceDays ?? 14,
      features: [...(plan.features ?? [])],
      active: plan.active ?? true,
    }),
    [plan],
  );
  const draft = useDraft(saved, { key: `plan-${plan.id ?? 'new'}`, revision: plan.revision });
  const { value, set } = draft;
  const saving = useSave(Save, draft, {
    done: 'billing.plan.saved',
    variables: ({ storage, ...fields }, revision) => ({
      input: {
        ...fields,
        ...(revision ? { revision } : {}),
        position: given(fields.position) ?? 10,
        priceMonth: given(fields.priceMonth),
        priceYear: given(fields.priceYear),
        members: given(fields.members),
        storageBytes: storage === '' ? undefined : Math.round(Number(storage) * 2 ** 30),
        mailsMonth: given(fields.mailsMonth),
        activities: given(fields.activities),
        graceDays: given(fields.graceDays) ?? 14,
      },
    }),
    tell: (fields) => [
      ...TEXTS.map(({ name, label }) => ({ label: t(label), text: fields[name] })),
      ...AMOUNTS.map(({ name, label }) => tell.number(t(label), fields[name])),
      { label: t('billing.plan.features_label'), text: fields.features.join(', ') },
      tell.onOff(t('billing.plan.active'), fields.active),
    ],
    after: close,
  });
  const field = (name: (typeof TEXTS)[number]['name'] | 'id') => ({
    value: value[name],
    error: troubleOf(saving.trouble, name),
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  const number = (name: (typeof AMOUNTS)[number]['name']) => ({
    value: value[name],
    min: 0,
    thousandSeparator: ',',
    onChange: (next: Amount) => set({ [name]: next }),
  });
  return (
    <DraftDialog
      title={t(plan.id ? 'billing.plan.edit' : 'billing.plans.new')}
      draft={draft}
      saving={saving}
      close={close}
    >
      <TextInput label={t('billing.plan.id')} required disabled={Boolean(plan.id)} {...field('id')} />
      <Group grow align="flex-start">
        <TextInput label={t('billing.plan.name_ko')} required {...field('nameKo')} />
        <TextInput label={t('billing.plan.name_en')} required {...field('nameEn')} />
      </Group>
      <Textarea label={t('billing.plan.summary_ko')} autosize {...field('summaryKo')} />
      <Textarea label={t('billing.plan.summary_en')} autosize {...field('summaryEn')} />
      <Group grow align="flex-start">
        <NumberInput label={t('billing.plan.price_month')} {...number('priceMonth')} />
        <NumberInput label={t('billing.plan.price_year')} {...number('priceYear')} />
      </Group>
      <Group grow align="flex-start">
        <NumberInput
          label={t('billing.quota.members')}
          description={t('billing.plan.no_limit')}
          {...number('members')}
        />
        <NumberInput
          label={t('billing.plan.storage')}
          description={t('billing.plan.no_limit')}
          {...number('storage')}
        />
      </Group>
      <Group grow align="flex-start">
        <NumberInput
          label={t('billing.quota.mails_month')}
          description={t('billing.plan.no_limit')}
          {...number('mailsMonth')}
        />
        <NumberInput
          label={t('billing.quota.activities')}
          description={t('billing.plan.no_limit')}
          {...number('activities')}
        />
      </Group>
      <MultiSelect
        label={t('billing.plan.features_label')}
        description={t('billing.plan.features_help')}
        data={props.known.map(({ name, label }) => ({ value: name, label }))}
        error={troubleOf(saving.trouble, 'features')}
        clearable
        value={value.features}
        onChange={(features) => set({ features })}
        clearButtonProps={{ 'aria-label': t('billing.plan.features_clear') }}
      />
      <Group grow align="flex-start">
        <NumberInput label={t('billing.plan.grace_label')} max={90} {...number('graceDays')} />
        <NumberInput label={t('billing.plan.position')} {...number('position')} />
      </Group>
      <Checkbox
        label={t('billing.plan.active')}
        checked={value.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
    </DraftDialog>
  );
}
