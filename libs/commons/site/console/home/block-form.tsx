import type { ReactNode } from 'react';
import { ActionIcon, Button, Group, NumberInput, Paper, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { Icon, LocalisedText, useAsk, useT, type Localised } from '@madang/console';
import { AddressInput } from '../address-input.js';
import { Choices } from '../choices.js';
import { splitSource, type EditedBlock, type FieldPlan } from './blocks.js';

interface Linked {
  label: Localised;
  href: string;
  primary?: boolean;
}

/** The form of one block, made from what the API says may be set in it. */
export function BlockForm(props: {
  block: EditedBlock;
  fields: readonly FieldPlan[];
  change: (settings: Record<string, unknown>) => void;
  /** Fields the API refused. */
  wrong: ReadonlySet<string>;
}): ReactNode {
  const { block, change } = props;
  return (
    <Stack gap="md" pt="sm">
      {props.fields.map((field) => (
        <BlockField
          key={field.name}
          field={field}
          settings={block.settings}
          type={block.type}
          wrong={props.wrong.has(field.name)}
          change={(patch) => change({ ...block.settings, ...patch })}
        />
      ))}
    </Stack>
  );
}

function BlockField(props: {
  field: FieldPlan;
  type: string;
  settings: Record<string, unknown>;
  wrong: boolean;
  change: (patch: Record<string, unknown>) => void;
}): ReactNode {
  const t = useT();
  const choices = useAsk(Choices, {}).data?.designChoices;
  const { field, settings, type, change } = props;
  const { name, kind } = field;
  const value = settings[name];
  const label = t(`site.field.${name}`);
  const error = props.wrong ? t('site.field.wrong') : undefined;
  const set = (next: unknown): void => change({ [name]: next });
  switch (kind) {
    case 'text':
    case 'long_text':
    case 'markdown':
    case 'html':
      return (
        <LocalisedText
          label={label}
          description={kind === 'text' ? undefined : t(`site.field.${kind}.help`)}
          value={(value ?? {}) as Localised}
          change={set}
          lines={LINES[kind]}
          max={field.max ?? undefined}
          required={field.required}
          error={error}
        />
      );
    case 'boolean':
      return <Switch label={label} checked={value === true} onChange={(event) => set(event.currentTarget.checked)} />;
    case 'integer':
      return (
        <NumberInput
          label={label}
          maw="10rem"
          value={typeof value === 'number' ? value : ''}
          min={field.min ?? undefined}
          max={field.max ?? undefined}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(next) => typeof next === 'number' && set(next)}
        />
      );
    case 'address':
      return <AddressInput label={label} value={textOf(value)} change={set} error={error} />;
    case 'source': {
      const offered = (type === 'numbers' ? choices?.numbers : choices?.lists) ?? [];
      return (
        <Select
          label={label}
          data={offered.map((one) => ({ value: one.value, label: sourceName(t, one) }))}
          value={`${textOf(settings['source'])}/${textOf(settings['list'])}`}
          onChange={(next) => next && change(splitSource(next))}
          allowDeselect={false}
          required
          error={error}
        />
      );
    }
    case 'process':
    case 'space':
    case 'category': {
      const offered =
        { process: choices?.processes, space: choices?.spaces, category: choices?.categories }[kind] ?? [];
      return (
        <Select
          label={label}
          data={offered.map((one) => ({ value: one.value, label: one.label || one.value }))}
          value={typeof value === 'string' ? value : null}
          onChange={set}
          clearable
          searchable
          placeholder={t(`site.field.${kind}.any`)}
          error={error}
        />
      );
    }
    case 'links':
    case 'partners':
      return <Links kind={kind} label={label} value={(value ?? []) as Linked[]} change={set} />;
    default:
      return <TextInput label={label} value={textOf(value)} onChange={(event) => set(event.currentTarget.value)} />;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const LINES = { text: undefined, long_text: 2, markdown: 6, html: 8 } as const;
const MOST = { links: 3, partners: 24 } as const;

/** What a list of cards is called: whose it is, and which. */
const sourceName = (t: ReturnType<typeof useT>, choice: { value: string; label: string }): string => {
  const { source, list } = splitSource(choice.value);
  return `${choice.label || source} · ${t(`site.list.${list}`)}`;
};

function Links(props: {
  kind: 'links' | 'partners';
  label: string;
  value: Linked[];
  change: (value: Linked[]) => void;
}): ReactNode {
  const t = useT();
  const { value, change, kind } = props;
  const patch = (index: number, part: Partial<Linked>): void =>
    change(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Stack gap="xs">
      <Text fw={600} size="sm">
        {props.label}
      </Text>
      {value.map((link, index) => (
        <Paper key={index} withBorder p="sm">
          <Stack gap="xs">
            <LocalisedText
              label={t('site.link.label')}
              value={link.label}
              change={(label) => patch(index, { label })}
              max={kind === 'links' ? 40 : 80}
              required
            />
            <AddressInput
              label={t('site.link.href')}
              value={link.href}
              change={(href) => patch(index, { href })}
              required
            />
            <Group justify="space-between">
              {kind === 'links' ? (
                <Switch
                  label={t('site.link.primary')}
                  checked={link.primary === true}
                  onChange={(event) => patch(index, { primary: event.currentTarget.checked })}
                />
              ) : (
                <span />
              )}
              <ActionIcon
                variant="subtle"
                color="red"
                size={36}
                aria-label={t('site.link.remove', { place: index + 1 })}
                onClick={() => change(value.filter((_, at) => at !== index))}
              >
                <Icon name="trash" />
              </ActionIcon>
            </Group>
          </Stack>
        </Paper>
      ))}
      {value.length < MOST[kind] && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => change([...value, { label: {}, href: '' }])}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('site.link.add')}
        </Button>
      )}
    </Stack>
  );
}
