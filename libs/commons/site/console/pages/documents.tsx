import { useState, type ReactNode } from 'react';
import {
  DataTable,
  graphql,
  later,
  listTools,
  useAsk,
  useMany,
  useMay,
  useT,
  useView,
  useWords,
  When,
  type Column,
} from '@madang/console';
import { RemoveDocument, type SiteDocument } from './file-api.js';
import { placesOf, usedIn } from './places.js';

const DocumentForm = later(() => import('./document-form.js').then((part) => part.DocumentForm));

const Documents = graphql(`
  query DocumentLibrary($first: Int!, $after: String, $search: String, $sort: String) {
    documentLibrary(first: $first, after: $after, search: $search, sort: $sort) {
      nodes {
        id
        name
        mime
        bytes
        createdAt
        createdBy
        uses
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** Documents people can take away: what they are called, how large, and where they are linked. */
export function DocumentTable(): ReactNode {
  const t = useT();
  const { number } = useWords();
  const [view] = useView();
  const [open, setOpen] = useState<SiteDocument>();
  const asked = useAsk(Documents, {
    first: 50,
    after: view.after ?? null,
    search: view.words || null,
    sort: view.sort || null,
  });
  const found = asked.data?.documentLibrary;
  const may = useMay();
  const many = useMany(RemoveDocument, {
    label: t('site.files.remove'),
    icon: 'trash',
    danger: true,
    asks: 'sure',
    variables: ({ id }: SiteDocument) => ({ id }),
    name: ({ name }) => name,
    unless: ({ uses }) => (uses.length > 0 ? usedIn(t, uses) : undefined),
    hint: t('site.files.remove.hint'),
    done: 'site.documents.removed_many',
  });
  const columns: Column<SiteDocument>[] = [
    { id: 'name', label: t('site.files.name'), sortable: true, render: (row) => row.name },
    {
      id: 'bytes',
      label: t('site.documents.size'),
      sortable: true,
      render: (row) => number(Math.max(1, Math.round(row.bytes / 1000))),
      align: 'right',
    },
    {
      id: 'uses',
      label: t('site.files.uses'),
      render: (row) => placesOf(t, row.uses),
    },
    { id: 'createdBy', label: t('site.documents.by'), render: (row) => row.createdBy ?? '—' },
    {
      id: 'createdAt',
      label: t('site.files.at'),
      sortable: true,
      render: (row) => <When at={row.createdAt} />,
    },
  ];
  return (
    <>
      {many.shown}
      <DataTable
        id="documents"
        label={t('site.files.kind.documents')}
        columns={columns}
        asked={asked}
        rows={found?.nodes}
        next={found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        open={setOpen}
        bulk={may('design', 'Site') ? [many.act] : []}
        tools={listTools('documents', { given: { kind: undefined } })}
        searchable={t('site.documents.search')}
        empty={{ icon: 'files', title: t('site.documents.none'), text: t('site.documents.none.text') }}
      />
      {open && <DocumentForm key={open.id} file={open} close={() => setOpen(undefined)} />}
    </>
  );
}
