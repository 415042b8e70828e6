import { useState, type KeyboardEvent, type ReactNode } from 'react';
import {
  Box,
  Button,
  Checkbox,
  Group,
  LoadingOverlay,
  Table,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import type { Asked } from '../data.js';
import { Empty, Loading, Trouble } from '../frame/feedback.js';
import { Icon, type IconName } from '../frame/icons.js';
import { LinkTo, useGo } from '../frame/navigation.js';
import { useT } from '../words.js';
import { TableBar, type Filter } from './table-bar.js';
import { useView, type View } from './view.js';

/** What a cell says; a `Date` is an instant. */
export type Value = string | number | Date | null | undefined;

/** A column of a list. */
export interface Column<Row> {
  id: string;
  /** Its name in the person's language. */
  label: string;
  render: (row: Row) => ReactNode;
  /** What the cell says, in a list that is here whole: by it the list is searched, put in order and written as a file. */
  value?: (row: Row) => Value;
  sortable?: boolean;
  align?: 'left' | 'right';
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
  width?: string;
}

/** Something done to all chosen rows. */
export interface BulkAct<Row> {
  label: string;
  icon?: IconName;
  danger?: boolean;
  /** `done` lets go of the rows, or keeps those chosen that are `left`. */
  run: (rows: Row[], done: (left?: readonly Row[]) => void) => unknown;
}

export interface DataTableProps<Row> {
  /** Name of the list: key of saved views and exports. */
  id: string;
  /** What the list is, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  filters?: readonly Filter[];
  /** Whether the list can be searched by words. */
  searchable?: boolean | string;
  /** The answer for the current view; ask with `useView()`. */
  asked: Asked<unknown>;
  rows: readonly Row[] | undefined;
  next?: string | null;
  keyOf: (row: Row) => string;
  /** Opens a row; also by Enter and a click on its first cell. */
  open?: (row: Row) => void;
  /** Where a row leads, as an address of the console; its first cell becomes a link. */
  leads?: (row: Row) => string;
  bulk?: readonly BulkAct<Row>[];
  empty: { title: string; text?: string; icon?: IconName; action?: ReactNode };
  /** More tools in the bar: export, saved views. */
  tools?: (view: View, columns: readonly Column<Row>[]) => ReactNode;
}

/**
 * The one table of the console. What is looked at stands in the address; rows are chosen for acts on many; arrows or j and k move
 * between rows, Enter opens, x chooses.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const t = useT();
  const go = useGo();
  const [view, change] = useView();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { rows, keyOf, bulk = [] } = props;
  const shown = props.columns.filter((column) => (view.columns ? view.columns.includes(column.id) : !column.hidden));
  const chosenRows = (rows ?? []).filter((row) => chosen.has(keyOf(row)));
  const toggle = (key: string): void =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  // An order that the list does not know is none.
  const sorted = props.columns.some(({ id, sortable }) => sortable && id === view.sort.replace(/^-/, ''));
  const filtered = view.words !== '' || Object.keys(view.filters).length > 0;
  return (
    <Box pos="relative">
      <TableBar
        id={props.id}
        columns={props.columns}
        shown={shown.map((column) => column.id)}
        filters={props.filters ?? []}
        searchable={props.searchable ?? false}
        view={view}
        change={change}
        tools={props.tools?.({ ...view, sort: sorted ? view.sort : '' }, shown)}
      />
      {chosenRows.length > 0 && (
        <Group className="console-bulk" gap="sm" role="region" aria-label={t('console.table.bulk')}>
          <Text size="sm" fw={700} role="status">
            {t('console.table.chosen', { count: chosenRows.length })}
          </Text>
          {bulk.map((act) => (
            <Button
              key={act.label}
              size="compact-md"
              variant={act.danger ? 'outline' : 'default'}
              color={act.danger ? 'red' : undefined}
              leftSection={act.icon && <Icon name={act.icon} size={16} />}
              onClick={() => void act.run(chosenRows, (left = []) => setChosen(new Set(left.map(keyOf))))}
            >
              {act.label}
            </Button>
          ))}
          <Button size="compact-md" variant="subtle" onClick={() => setChosen(new Set())}>
            {t('console.table.choose_none')}
          </Button>
        </Group>
      )}
      {props.asked.error && <Trouble trouble={props.asked.error} again={() => props.asked.refetch()} />}
      {!rows && props.asked.isLoading && <Loading />}
      {rows?.length === 0 &&
        (filtered ? (
          <Empty icon="search" title={t('console.table.nothing')} text={t('console.table.nothing.text')}>
            <Button
              variant="default"
              onClick={() =>
                change({ q: undefined, ...Object.fromEntries(Object.keys(view.filters).map((id) => [id, undefined])) })
              }
            >
              {t('console.table.show_all')}
            </Button>
          </Empty>
        ) : (
          <Empty {...props.empty}>{props.empty.action}</Empty>
        ))}
      {rows && rows.length > 0 && (
        <Table.ScrollContainer minWidth={Math.min(960, 140 * shown.length)} className="console-table-frame">
          <LoadingOverlay visible={props.asked.isPlaceholderData} zIndex={2} overlayProps={{ blur: 0 }} />
          <Table highlightOnHover verticalSpacing="sm" aria-label={props.label} onKeyDown={keys}>
            <Table.Thead>
              <Table.Tr>
                {bulk.length > 0 && (
                  <Table.Th w={44}>
                    <Checkbox
                      aria-label={t('console.table.choose_all')}
                      checked={chosenRows.length === rows.length}
                      indeterminate={chosenRows.length > 0 && chosenRows.length < rows.length}
                      onChange={(event) => setChosen(new Set(event.currentTarget.checked ? rows.map(keyOf) : []))}
                    />
                  </Table.Th>
                )}
                {shown.map((column) => (
                  <Head key={column.id} column={column} sort={view.sort} choose={(sort) => change({ sort })} />
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => {
                const key = keyOf(row);
                return (
                  <Table.Tr
                    key={key}
                    data-row={key}
                    tabIndex={0}
                    className="console-tr"
                    aria-selected={chosen.has(key)}
                  >
                    {bulk.length > 0 && (
                      <Table.Td>
                        <Checkbox
                          id={`choose-${props.id}-${key}`}
                          aria-label={t('console.table.choose')}
                          aria-labelledby={`choose-${props.id}-${key} row-${props.id}-${key}`}
                          checked={chosen.has(key)}
                          onChange={() => toggle(key)}
                        />
                      </Table.Td>
                    )}
                    {shown.map((column, index) => (
                      <Table.Td
                        key={column.id}
                        id={index === 0 ? `row-${props.id}-${key}` : undefined}
                        ta={column.align}
                        w={column.width}
                      >
                        {index === 0 && props.leads ? (
                          <LinkTo to={props.leads(row)} className="console-cell-link">
                            {column.render(row)}
                          </LinkTo>
                        ) : index === 0 && props.open ? (
                          <UnstyledButton className="console-cell-link" onClick={() => props.open?.(row)}>
                            {column.render(row)}
                          </UnstyledButton>
                        ) : (
                          column.render(row)
                        )}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {(view.after || props.next) && (
        <Group justify="space-between" mt="md">
          <Button variant="default" disabled={!view.after} onClick={() => change({ after: undefined })}>
            {t('console.table.first')}
          </Button>
          <Button variant="default" disabled={!props.next} onClick={() => change({ after: props.next ?? undefined })}>
            {t('console.table.next')}
          </Button>
        </Group>
      )}
      <VisuallyHidden role="status">{rows ? t('console.table.rows', { count: rows.length }) : ''}</VisuallyHidden>
    </Box>
  );

  function keys(event: KeyboardEvent<HTMLTableElement>): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (!row || event.target !== row || event.metaKey || event.ctrlKey || event.altKey) return;
    const to = {
      j: row.nextElementSibling,
      ArrowDown: row.nextElementSibling,
      k: row.previousElementSibling,
      ArrowUp: row.previousElementSibling,
    }[event.key];
    if (to instanceof HTMLElement) {
      event.preventDefault();
      to.focus();
    } else if (event.key === 'x' && bulk.length > 0) toggle(row.dataset['row'] ?? '');
    else if (event.key === 'Enter') {
      const found = rows?.find((one) => keyOf(one) === row.dataset['row']);
      if (found && props.leads) go(props.leads(found));
      else if (found) props.open?.(found);
    }
  }
}

function Head<Row>(props: {
  column: Column<Row>;
  sort: string;
  choose: (sort: string | undefined) => void;
}): ReactNode {
  const { column, sort } = props;
  if (!column.sortable) return <Table.Th ta={column.align}>{column.label}</Table.Th>;
  const up = sort === column.id;
  const down = sort === `-${column.id}`;
  return (
    <Table.Th ta={column.align} aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}>
      <UnstyledButton
        className="console-sort"
        onClick={() => props.choose(down ? column.id : up ? undefined : `-${column.id}`)}
      >
        {column.label}
        <Icon name={up ? 'up' : down ? 'down' : 'sort'} size={14} />
      </UnstyledButton>
    </Table.Th>
  );
}
