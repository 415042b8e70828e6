import type { ReactNode } from 'react';
import { ColorInput, NumberInput, Select, Stack, Switch, TextInput, Textarea } from '@mantine/core';
import { useT } from '../words.js';

/** One setting as the API describes it; labels are already in the person's language. */
export interface SettingPlan {
  name: string;
  kind: string;
  label: string;
  help?: string | null;
  default?: unknown;
  min?: number | null;
  max?: number | null;
  optional?: boolean | null;
  options?: readonly { value: string; label: string }[] | null;
}

/** A form made from a settings schema: a new method's settings appear here without a line of console code. */
export function SettingsForm(props: {
  plan: readonly SettingPlan[];
  value: Readonly<Record<string, unknown>>;
  change: (patch: Record<string, unknown>) => void;
  errors?: Readonly<Record<string, string | undefined>>;
  disabled?: boolean;
}): ReactNode {
  return (
    <Stack gap="md">
      {props.plan.map((plan) => (
        <SettingField
          key={plan.name}
          plan={plan}
          value={props.value[plan.name] ?? plan.default ?? null}
          change={(value) => props.change({ [plan.name]: value })}
          error={props.errors?.[plan.name]}
          disabled={props.disabled}
        />
      ))}
    </Stack>
  );
}

function SettingField(props: {
  plan: SettingPlan;
  value: unknown;
  change: (value: unknown) => void;
  error?: string;
  disabled?: boolean;
}): ReactNode {
  const t = useT();
  const { plan, value, change, error, disabled } = props;
  const common = { label: plan.label, description: plan.help ?? undefined, error, disabled };
  const open = plan.optional || plan.default === null;
  switch (plan.kind) {
    case 'integer':
    case 'money':
      return (
        <NumberInput
          {...common}
          maw="16rem"
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => change(typeof next === 'number' ? next : null)}
          min={plan.min ?? 0}
          max={plan.max ?? undefined}
          allowDecimal={false}
          thousandSeparator=","
          prefix={plan.kind === 'money' ? '₩' : undefined}
          placeholder={open ? t('console.settings.none') : undefined}
        />
      );
    case 'boolean':
      return <Switch {...common} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />;
    case 'choice':
      return (
        <Select
          {...common}
          maw="24rem"
          data={(plan.options ?? []).map((option) => ({ value: option.value, label: option.label }))}
          value={typeof value === 'string' ? value : null}
          onChange={change}
          allowDeselect={false}
        />
      );
    case 'date':
      return (
        <TextInput
          {...common}
          type="date"
          maw="16rem"
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => change(event.currentTarget.value || null)}
        />
      );
    case 'colour':
      return (
        <ColorInput
          {...common}
          maw="16rem"
          format="hex"
          value={typeof value === 'string' ? value : ''}
          onChange={change}
        />
      );
    default:
      return (plan.max ?? 0) > 200 ? (
        <Textarea
          {...common}
          autosize
          minRows={2}
          value={typeof value === 'string' ? value : ''}
          maxLength={plan.max ?? undefined}
          onChange={(event) => change(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...common}
          value={typeof value === 'string' ? value : ''}
          maxLength={plan.max ?? undefined}
          onChange={(event) => change(event.currentTarget.value)}
        />
      );
  }
}
