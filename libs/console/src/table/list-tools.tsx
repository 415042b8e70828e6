import { useState, type ReactNode } from 'react';
import { Button, Menu } from '@mantine/core';
import { download } from '../client.js';
import { tellDone, useAct, useAsk } from '../data.js';
import { FeatureNotice, useFeature } from '../frame/feature.js';
import { Icon } from '../frame/icons.js';
import { useGo } from '../frame/navigation.js';
import { graphql } from '../generated/tenant/index.js';
import { useMay, useSession } from '../session.js';
import { useT } from '../words.js';
import type { Column } from './data-table.js';
import type { Said } from './sheet.js';
import { useView, type View } from './view.js';
import { ViewMenu } from './view-menu.js';

// Tenants' API and the operators' have the same operations for lists, so this asks whichever the console stands on.
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

type Format = 'csv' | 'xlsx';
type Given = Readonly<Record<string, string | undefined>>;

/**
 * Saved views and files of a list: `tools={listTools('people')}`. The server writes the file; the list's name is that of its
 * export, and `given` says what of the filter does not stand in the address, or stands there for something else (undefined).
 * A short list that is here whole gives its `rows` and is written in the browser, from what its columns say.
 */
export const listTools =
  <Row,>(list: string, { given = {}, rows }: { given?: Given; rows?: readonly Row[] } = {}) =>
  (view: View, columns: readonly Column<Row>[]): ReactNode => (
    <>
      <ViewMenu screen={list} besides={Object.keys(given).filter((key) => given[key] === undefined)} />
      <MayTake>
        {rows ? (
          <WholeMenu list={list} columns={columns} rows={rows} />
        ) : (
          <ExportMenu list={list} view={view} columns={columns.map(({ id }) => id)} given={given} />
        )}
      </MayTake>
    </>
  );

/** What is no table, such as a shelf of cards, as a file that the server writes: the list's name and its columns. */
export function ListFile({ list, columns }: { list: string; columns: readonly string[] }): ReactNode {
  const [view] = useView();
  return (
    <MayTake>
      <ExportMenu list={list} view={view} columns={columns} given={{}} />
    </MayTake>
  );
}

/** One of several small tables of a screen as a file, written from what its columns say. */
export function SheetFile<Row>(props: {
  list: string;
  columns: readonly Said<Row>[];
  rows: readonly Row[];
}): ReactNode {
  return (
    <MayTake>
      <WholeMenu {...props} />
    </MayTake>
  );
}

/** Shows what is in it to whoever may take lists away. */
function MayTake({ children }: { children: ReactNode }): ReactNode {
  return useMay()('make', 'Export') && children;
}

/** The list as it is looked at, as a file that the server writes. */
function ExportMenu(props: { list: string; view: View; columns: readonly string[]; given: Given }): ReactNode {
  const t = useT();
  const go = useGo();
  const lists = useAsk(Lists);
  const act = useAct(Export, { refresh: ['ListFiles'] });
  const known = lists.data?.exportLists.find((list) => list.name === props.list);
  if (!known) return null;
  const columns = props.columns.filter((id) => known.columns.some((column) => column.name === id));
  const write = async (format: Format): Promise<void> => {
    const { words, filters, sort } = props.view;
    const own = { ...(words ? { words } : {}), ...(sort ? { sort } : {}) };
    const filter = JSON.stringify({ ...filters, ...own, ...props.given });
    const made = await act.run({ input: { list: props.list, filter, columns, format } });
    if (!made) return;
    const { url } = made.exportList;
    tellDone(t(url ? 'console.export.done' : 'console.export.long'));
    if (url) download({ url });
    else go('/files');
  };
  return <FormatMenu write={write} busy={act.busy} />;
}

/** A list that is here whole, written in the browser: just the rows and columns that are shown. */
function WholeMenu<Row>(props: { list: string; columns: readonly Said<Row>[]; rows: readonly Row[] }): ReactNode {
  const t = useT();
  const { site } = useSession();
  const [busy, setBusy] = useState(false);
  const write = async (format: Format): Promise<void> => {
    setBusy(true);
    const columns = props.columns.filter(({ value }) => value !== undefined);
    const sheet = { name: props.list, columns, rows: props.rows, zone: site.timeZone };
    const name = `${props.list}-${new Date().toISOString().slice(0, 10)}.${format}`;
    const { csvOf, workbookOf } = await import('./sheet.js');
    if (format === 'xlsx') download({ name, blob: await workbookOf(sheet) });
    else download({ name, text: csvOf(sheet), type: 'text/csv;charset=utf-8' });
    setBusy(false);
    tellDone(t('console.export.done'));
  };
  return <FormatMenu write={write} busy={busy} />;
}

function FormatMenu({ write, busy }: { write: (format: Format) => Promise<void>; busy: boolean }): ReactNode {
  const t = useT();
  const { has } = useFeature('exports');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          className="console-export"
          variant="default"
          loading={busy}
          leftSection={<Icon name="download" size={16} />}
        >
          <span className="console-export-word">{t('console.export')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('console.export.this')}</Menu.Label>
        {!has && <FeatureNotice feature="exports" />}
        <Menu.Item disabled={!has} onClick={() => void write('xlsx')}>
          {t('console.export.xlsx')}
        </Menu.Item>
        <Menu.Item disabled={!has} onClick={() => void write('csv')}>
          {t('console.export.csv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
