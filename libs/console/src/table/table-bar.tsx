import { useEffect, useState, type ReactNode } from 'react';
import { ActionIcon, Button, Checkbox, Group, Menu, Select, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import type { Query } from '../frame/navigation.js';
import { Icon } from '../frame/icons.js';
import { useT } from '../words.js';
import type { View } from './view.js';

/** One way to narrow a list; its id is its key in the address. */
export interface Filter {
  id: string;
  label: string;
  /** `choice` needs options; `day` is a date; `words` is free text. */
  kind: 'choice' | 'day' | 'words';
  options?: readonly { value: string; label: string }[];
}

/** How many filters stand open beside the search. */
const OPEN = 3;

/** Search, filters, columns and tools above a list. */
export function TableBar(props: {
  id: string;
  columns: readonly { id: string; label: string }[];
  shown: readonly string[];
  filters: readonly Filter[];
  searchable: boolean | string;
  view: View;
  change: (patch: Query) => void;
  tools?: ReactNode;
}): ReactNode {
  const t = useT();
  const { view, change } = props;
  const chosen = Object.keys(view.filters).filter((id) => props.filters.some((filter) => filter.id === id));
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const [all, setAll] = useState(false);
  // A few filters stand open; the others, and on a phone all, wait behind a button. One in use is always seen.
  const open = wide ? (props.filters.length <= OPEN + 1 ? OPEN + 1 : OPEN) : 0;
  const filters = props.filters.filter((filter, index) => all || index < open || chosen.includes(filter.id));
  const folded = props.filters.length > open;
  return (
    <Group mb="md" gap="sm" align="flex-end" role="search" aria-label={t('console.table.narrow')}>
      {props.searchable !== false && (
        <Words
          label={typeof props.searchable === 'string' ? props.searchable : t('console.table.search')}
          value={view.words}
          change={(q) => change({ q })}
        />
      )}
      {filters.map((filter) => (
        <FilterField
          key={filter.id}
          filter={filter}
          value={view.filters[filter.id]}
          change={(value) => change({ [filter.id]: value })}
        />
      ))}
      {folded && (
        <Button
          variant="default"
          leftSection={<Icon name="filter" size={16} />}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {t(all ? 'console.table.fewer_filters' : 'console.table.more_filters')}
        </Button>
      )}
      {chosen.length > 0 && (
        <Button variant="subtle" onClick={() => change(Object.fromEntries(chosen.map((id) => [id, undefined])))}>
          {t('console.table.clear')}
        </Button>
      )}
      <Group gap="xs" ml="auto">
        {props.tools}
        {props.columns.length > 2 && (
          <Menu closeOnItemClick={false} position="bottom-end">
            <Menu.Target>
              <Tooltip label={t('console.table.columns')}>
                <ActionIcon variant="default" size={36} aria-label={t('console.table.columns')}>
                  <Icon name="columns" />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('console.table.columns')}</Menu.Label>
              {props.columns.map((column, index) => (
                <Menu.Item key={column.id} component="div">
                  <Checkbox
                    label={column.label}
                    checked={props.shown.includes(column.id)}
                    disabled={index === 0}
                    onChange={(event) => {
                      const ids = props.columns
                        .map((one) => one.id)
                        .filter((id) => (id === column.id ? event.currentTarget.checked : props.shown.includes(id)));
                      change({ cols: ids.join(',') });
                    }}
                  />
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => change({ cols: undefined })}>{t('console.table.columns.reset')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </Group>
  );
}

function Words(props: { label: string; value: string; change: (words: string | undefined) => void }): ReactNode {
  const [typed, setTyped] = useState(props.value);
  const tell = useDebouncedCallback((words: string) => props.change(words || undefined), 300);
  useEffect(() => setTyped(props.value), [props.value]);
  return (
    <TextInput
      type="search"
      aria-label={props.label}
      placeholder={props.label}
      leftSection={<Icon name="search" size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
      className="console-words"
    />
  );
}

function FilterField(props: {
  filter: Filter;
  value: string | undefined;
  change: (value: string | undefined) => void;
}): ReactNode {
  const { filter, value, change } = props;
  if (filter.kind === 'choice')
    return (
      <Select
        aria-label={filter.label}
        placeholder={filter.label}
        data={[...(filter.options ?? [])]}
        value={value ?? null}
        onChange={(next) => change(next ?? undefined)}
        clearable
        searchable={(filter.options?.length ?? 0) > 8}
        className="console-filter"
      />
    );
  // A date shows its own pattern where others show what they are.
  const name = filter.kind === 'day' ? { label: filter.label } : { 'aria-label': filter.label };
  return (
    <TextInput
      {...name}
      placeholder={filter.label}
      type={filter.kind === 'day' ? 'date' : 'text'}
      value={value ?? ''}
      onChange={(event) => change(event.currentTarget.value || undefined)}
      className="console-filter"
    />
  );
}
