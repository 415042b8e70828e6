import { useState, type ReactNode } from 'react';
import { Image, SegmentedControl, Text } from '@mantine/core';
import {
  DataTable,
  later,
  listTools,
  Pictures,
  Screen,
  UploadButton,
  useAsk,
  useMany,
  useSearch,
  useT,
  useView,
  useWords,
  When,
  type Column,
  type Picture,
  type Query,
} from '@madang/console';
import { DocumentTable } from './documents.js';
import { RemovePicture } from './file-api.js';
import { placesOf, usedIn } from './places.js';

const FileForm = later(() => import('./file-form.js').then((part) => part.FileForm));

/** The library: pictures of the site and documents to take away, what they are, and where they are shown. */
export function Panel(): ReactNode {
  const t = useT();
  const [query, change] = useSearch();
  const kind = query['kind'] === 'documents' ? 'documents' : 'pictures';
  return (
    <Screen
      title={t('site.files.title')}
      description={t(kind === 'documents' ? 'site.documents.text' : 'site.files.text')}
      actions={<UploadButton kind={kind} done={() => undefined} />}
    >
      <SegmentedControl
        aria-label={t('site.files.kind')}
        data={['pictures', 'documents'].map((value) => ({ value, label: t(`site.files.kind.${value}`) }))}
        value={kind}
        onChange={(next) => change({ ...cleared(query), kind: next === 'documents' ? next : undefined })}
      />
      {kind === 'documents' ? <DocumentTable /> : <PictureTable />}
    </Screen>
  );
}

/** The other list has columns and an order of its own. */
const cleared = (query: Query): Query => Object.fromEntries(Object.keys(query).map((key) => [key, undefined]));

function PictureTable(): ReactNode {
  const t = useT();
  const { number } = useWords();
  const [view] = useView();
  const [open, setOpen] = useState<Picture>();
  const files = useAsk(Pictures, {
    first: 50,
    after: view.after ?? null,
    search: view.words || null,
    sort: view.sort || null,
  });
  const found = files.data?.pictureLibrary;
  const many = useMany(RemovePicture, {
    label: t('site.files.remove'),
    icon: 'trash',
    danger: true,
    asks: 'sure',
    variables: ({ id }: Picture) => ({ id }),
    name: (file) => file.name || t('site.files.picture'),
    unless: (file) => (file.uses.length > 0 ? usedIn(t, file.uses) : undefined),
    hint: t('site.files.remove.hint'),
    done: 'site.files.removed_many',
  });
  const columns: Column<Picture>[] = [
    { id: 'name', label: t('site.files.name'), sortable: true, render: (row) => row.name || '—' },
    {
      id: 'picture',
      label: t('site.files.picture'),
      render: (row) => <Image src={`/media/${row.id}`} alt="" w={72} h={54} fit="contain" loading="lazy" />,
    },
    {
      id: 'alt',
      label: t('site.files.alt'),
      render: (row) =>
        row.alt || (
          <Text size="sm" c="dimmed">
            {t('site.files.alt.none')}
          </Text>
        ),
    },
    {
      id: 'uses',
      label: t('site.files.uses'),
      render: (row) => placesOf(t, row.uses),
    },
    {
      id: 'size',
      label: t('site.files.size'),
      render: (row) => `${number(row.width)} × ${number(row.height)}`,
      hidden: true,
    },
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
        id="pictures"
        label={t('site.files.title')}
        columns={columns}
        asked={files}
        rows={found?.nodes}
        next={found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        open={setOpen}
        bulk={[many.act]}
        tools={listTools('pictures', { given: { kind: undefined } })}
        searchable={t('console.pictures.search')}
        empty={{ icon: 'files', title: t('console.pictures.none'), text: t('console.pictures.none.text') }}
      />
      {open && <FileForm key={open.id} file={open} close={() => setOpen(undefined)} />}
    </>
  );
}
