import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Modal, MultiSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { operatorGraphql, TroubleNotice, troubleOf, useAct, useT } from '@madang/console';

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

/** All of a plan on one form. */
export function PlanDialog(props: {
  plan: EditedPlan;
  /** What a plan may leave out. */
  known: readonly { name: string; label: string }[];
  close: () => void;
}): ReactNode {
  const { plan, close } = props;
  const t = useT();
  const act = useAct(Save, { quiet: true, done: 'billing.plan.saved' });
  const limit = (name: string): Amount => plan.quotas?.find((quota) => quota.name === name)?.limit ?? '';
  const [text, setText] = useState({
    id: plan.id ?? '',
    nameKo: plan.nameKo ?? '',
    nameEn: plan.nameEn ?? '',
    summaryKo: plan.summaryKo ?? '',
    summaryEn: plan.summaryEn ?? '',
  });
  const [amount, setAmount] = useState<Record<string, Amount>>({
    position: plan.position ?? 10,
    priceMonth: plan.priceMonth ?? '',
    priceYear: plan.priceYear ?? '',
    members: limit('members'),
    storage: limit('storage_bytes') === '' ? '' : Number(limit('storage_bytes')) / 2 ** 30,
    mailsMonth: limit('mails_month'),
    activities: limit('activities'),
    graceDays: plan.graceDays ?? 14,
  });
  const [features, setFeatures] = useState<string[]>([...(plan.features ?? [])]);
  const [active, setActive] = useState(plan.active ?? true);
  const field = (name: keyof typeof text) => ({
    value: text[name],
    error: troubleOf(act.trouble, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setText((before) => ({ ...before, [name]: value }));
    },
  });
  const number = (name: string) => ({
    value: amount[name] ?? '',
    min: 0,
    thousandSeparator: ',',
    onChange: (value: Amount) => setAmount((before) => ({ ...before, [name]: value })),
  });
  const run = async (): Promise<void> => {
    const storage = given(amount['storage']!);
    const done = await act.run({
      input: {
        ...text,
        ...(plan.revision ? { revision: plan.revision } : {}),
        position: given(amount['position']!) ?? 10,
        active,
        priceMonth: given(amount['priceMonth']!),
        priceYear: given(amount['priceYear']!),
        features,
        members: given(amount['members']!),
        storageBytes: storage === undefined ? undefined : Math.round(storage * 2 ** 30),
        mailsMonth: given(amount['mailsMonth']!),
        activities: given(amount['activities']!),
        graceDays: given(amount['graceDays']!) ?? 14,
      },
    });
    if (done) close();
  };
  return (
    <Modal opened onClose={close} title={t(plan.id ? 'billing.plan.edit' : 'billing.plans.new')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
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
            data={props.known.map(({ name, label: words }) => ({ value: name, label: words }))}
            error={troubleOf(act.trouble, 'features')}
            clearable
            value={features}
            onChange={setFeatures}
            clearButtonProps={{ 'aria-label': t('billing.plan.features_clear') }}
          />
          <Group grow align="flex-start">
            <NumberInput label={t('billing.plan.grace_label')} max={90} {...number('graceDays')} />
            <NumberInput label={t('billing.plan.position')} {...number('position')} />
          </Group>
          <Checkbox
            label={t('billing.plan.active')}
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
          <TroubleNotice trouble={act.trouble} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('console.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
