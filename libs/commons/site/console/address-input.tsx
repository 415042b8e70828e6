import type { ReactNode } from 'react';
import { Autocomplete } from '@mantine/core';
import { useAsk, useT } from '@madang/console';
import { Choices } from './choices.js';

/** An address: a path of the site, offered while typing, or a web address. */
export function AddressInput(props: {
  label: string;
  value: string;
  change: (value: string) => void;
  required?: boolean;
  error?: string;
}): ReactNode {
  const t = useT();
  const choices = useAsk(Choices, {}).data?.designChoices.addresses ?? [];
  const names = new Map(choices.map(({ value, label }) => [value, label]));
  return (
    <Autocomplete
      label={props.label}
      description={t('site.address.help')}
      placeholder="/spaces"
      value={props.value}
      onChange={props.change}
      data={choices.map(({ value }) => value)}
      renderOption={({ option }) => (
        <span>
          {names.get(option.value) ? `${names.get(option.value)} · ` : ''}
          {option.value}
        </span>
      )}
      limit={30}
      required={props.required}
      error={props.error ?? (props.value && !fits(props.value) ? t('site.address.wrong') : undefined)}
    />
  );
}

const fits = (address: string): boolean => /^\/(?![/\\])/.test(address) || /^https?:\/\/\S+\.\S+/.test(address);
