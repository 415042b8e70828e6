import { useState, type ReactNode } from 'react';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useAsk, useT, useWords } from '@madang/console';
import { FindEntryPeople } from './operations.js';

interface Person {
  id: string;
  name: string;
}

/** Finds the account of whoever brought something. Addresses are shown only to those who may see them. */
export function EntryPerson(props: {
  activityId: string;
  person: Person | null;
  choose: (person: Person | null) => void;
  error?: string;
}): ReactNode {
  const t = useT();
  const { date } = useWords();
  const { activityId, person, choose } = props;
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 250);
  const enough = words.length > 1 && words !== person?.name;
  const asked = useAsk(FindEntryPeople, { input: { activityId, words } }, { enabled: enough });
  const found = enough ? (asked.data?.entryPeople ?? []) : [];
  const told = found.map((one) => ({
    value: one.id,
    label: one.name,
    hint: one.email ?? t('inputs.enter.person_since', { date: date(one.since) }),
  }));
  const known = person && !told.some((one) => one.value === person.id);
  return (
    <Select
      label={t('inputs.enter.person')}
      description={t('inputs.enter.person_text')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('inputs.enter.person_clear') }}
      value={person?.id ?? null}
      data={[...(known ? [{ value: person.id, label: person.name, hint: '' }] : []), ...told]}
      // The server has searched already.
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => {
        const one = found.find((other) => other.id === id);
        choose(one ? { id: one.id, name: one.name } : id === person?.id ? person : null);
      }}
      renderOption={({ option }) => {
        const hint = told.find((one) => one.value === option.value)?.hint;
        return hint ? `${option.label} · ${hint}` : option.label;
      }}
      nothingFoundMessage={enough && asked.isSuccess && !asked.isFetching ? t('inputs.enter.person_none') : undefined}
      error={props.error}
    />
  );
}
