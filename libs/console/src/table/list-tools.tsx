import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { download } from '../client.js';
import { tellDone, useAct, useAsk } from '../data.js';
import { FeatureNotice, useFeature } from '../frame/feature.js';
import { Icon } from '../frame/icons.js';
import { useGo, useSearch, type Query } from '../frame/navigation.js';
import { graphql } from '../generated/tenant/index.js';
import { useMay } from '../session.js';
import { useT } from '../words.js';
import type { Column } from './data-table.js';
import type { View } from './view.js';

// Tenants' API and the operators' have the same operations for lists, so this asks whichever the console stands on.
const Views = graphql(`
  query SavedViewsOf($screen: String!) {
    savedViews(screen: $screen) {
      id
      name
      search
      shared
      mine
    }
  }
`);
const Save = graphql(`
  mutation SaveViewOf($input: SavedViewInput!) {
    saveView(input: $input)
  }
`);
const Remove = graphql(`
  mutation RemoveViewOf($id: ID!) {
    removeView(id: $id)
  }
`);
const Lists = graphql(`
  query ListsToExport {
    exportLists {
      name
      columns {
        name
      }
    }
  }
`);
const Export = graphql(`
  mutation ExportThisView($input: ExportListInput!) {
    exportList(input: $input) {
      url
      file
    }
  }
`);

/** Saved views and files of a list: `tools={listTools('people')}`. The list's name is that of its export. */
export const listTools = (list: string) =>
  function Tools<Row>(view: View, columns: readonly Column<Row>[]): ReactNode {
    return <ListTools list={list} view={view} columns={columns.map((column) => column.id)} />;
  };

/** Keeps the view that is looked at under a name, and hands exactly it over as a file. */
function ListTools(props: { list: string; view: View; columns: readonly string[] }): ReactNode {
  const may = useMay();
  return (
    <>
      <ViewMenu screen={props.list} />
      {may('make', 'Export') && <ExportMenu {...props} />}
    </>
  );
}

function ViewMenu({ screen }: { screen: string }): ReactNode {
  const t = useT();
  const [query, change] = useSearch();
  const [naming, setNaming] = useState(false);
  const asked = useAsk(Views, { screen });
  const remove = useAct(Remove, { done: 'console.views.removed', refresh: ['SavedViewsOf'] });
  const views = asked.data?.savedViews ?? [];
  const here = searchOf(query);
  const show = (search: string): void => {
    const cleared: Query = Object.fromEntries(Object.keys(query).map((key) => [key, undefined]));
    change({ ...cleared, ...Object.fromEntries(new URLSearchParams(search)) });
  };
  const own = views.find((view) => view.mine && view.search === here);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="down" size={14} />}>
            {views.find((view) => view.search === here)?.name ?? t('console.views')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => show('')}>{t('console.views.all')}</Menu.Item>
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => show(view.search)}
              leftSection={<Icon name={view.shared ? 'people' : 'eye'} size={16} />}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" size={16} />} onClick={() => setNaming(true)}>
            {t('console.views.keep')}
          </Menu.Item>
          {own && (
            <Menu.Item leftSection={<Icon name="trash" size={16} />} onClick={() => void remove.run({ id: own.id })}>
              {t('console.views.remove', { name: own.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && <NameView screen={screen} search={here} close={() => setNaming(false)} />}
    </>
  );
}

function NameView(props: { screen: string; search: string; close: () => void }): ReactNode {
  const t = useT();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useAct(Save, { done: 'console.views.kept', refresh: ['SavedViewsOf'] });
  const run = async (): Promise<void> => {
    const { screen, search } = props;
    if (await save.run({ input: { screen, search, name: name.trim(), shared } })) props.close();
  };
  return (
    <Modal opened onClose={props.close} title={t('console.views.keep')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
          <TextInput
            label={t('console.views.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
            required
            data-autofocus
          />
          <Checkbox
            label={t('console.views.shared')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={save.busy} disabled={name.trim() === ''}>
              {t('console.views.keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ExportMenu(props: { list: string; view: View; columns: readonly string[] }): ReactNode {
  const t = useT();
  const go = useGo();
  const { has } = useFeature('exports');
  const lists = useAsk(Lists);
  const act = useAct(Export, { refresh: ['ListFiles'] });
  const known = lists.data?.exportLists.find((list) => list.name === props.list);
  if (!known) return null;
  const columns = props.columns.filter((id) => known.columns.some((column) => column.name === id));
  const fetchAs = async (format: 'csv' | 'xlsx'): Promise<void> => {
    const { words, filters, sort } = props.view;
    const filter = JSON.stringify({ ...filters, ...(words ? { words } : {}), ...(sort ? { sort } : {}) });
    const made = await act.run({ input: { list: props.list, filter, columns, format } });
    if (!made) return;
    const { url } = made.exportList;
    tellDone(t(url ? 'console.export.done' : 'console.export.long'));
    if (url) download({ url });
    else go('/files');
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" loading={act.busy} leftSection={<Icon name="download" size={16} />}>
          {t('console.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('console.export.this')}</Menu.Label>
        {!has && <FeatureNotice feature="exports" />}
        <Menu.Item disabled={!has} onClick={() => void fetchAs('xlsx')}>
          {t('console.export.xlsx')}
        </Menu.Item>
        <Menu.Item disabled={!has} onClick={() => void fetchAs('csv')}>
          {t('console.export.csv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A query as it is kept: without the place within the list, in one order. */
function searchOf(query: Query): string {
  const kept = Object.entries(query).filter(([key, value]) => key !== 'after' && key !== 'open' && value);
  return new URLSearchParams(kept.sort(([one], [other]) => one.localeCompare(other)) as [string, string][]).toString();
}
