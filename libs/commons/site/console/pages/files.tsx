import '../site.css';
import { useState, type ReactNode } from 'react';
import { Button, Group, Image, Modal, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import {
  DataTable,
  graphql,
  listTools,
  Pictures,
  Screen,
  UploadButton,
  useAct,
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
import { placesOf, usedIn } from './places.js';

const Describe = graphql(`
  mutation DescribePicture($input: LibraryPictureInput!) {
    describePicture(input: $input)
  }
`);
const Remove = graphql(`
  mutation RemovePicture($id: ID!) {
    removePicture(id: $id)
  }
`);

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
  const many = useMany(Remove, {
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

function FileForm({ file, close }: { file: Picture; close: () => void }): ReactNode {
  const t = useT();
  const [name, setName] = useState(file.name);
  const [alt, setAlt] = useState(file.alt);
  const describe = useAct(Describe, { done: 'site.files.saved', refresh: ['PictureLibrary'] });
  const remove = useAct(Remove, { done: 'site.files.removed', refresh: ['PictureLibrary'] });
  return (
    <Modal opened onClose={close} title={file.name || t('site.files.picture')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void describe.run({ input: { id: file.id, name, alt } }).then((done) => done && close());
        }}
      >
        <Stack>
          <img className="site-file" src={`/media/${file.id}`} alt={file.alt} />
          <TextInput
            label={t('site.files.name')}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('site.files.alt')}
            description={t('site.files.alt.help')}
            value={alt}
            maxLength={300}
            autosize
            minRows={2}
            onChange={(event) => setAlt(event.currentTarget.value)}
          />
          <TextInput label={t('site.files.address')} value={`/media/${file.id}`} readOnly />
          <Text size="sm" c="dimmed">
            {usedIn(t, file.uses)}
          </Text>
          <Group justify="space-between">
            <Button
              variant="subtle"
              color="red"
              disabled={file.uses.length > 0}
              title={file.uses.length > 0 ? t('site.files.in_use') : undefined}
              loading={remove.busy}
              onClick={() => void remove.run({ id: file.id }).then((done) => done && close())}
            >
              {t('site.files.remove')}
            </Button>
            <Button type="submit" loading={describe.busy}>
              {t('console.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
