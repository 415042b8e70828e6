import { useState, type ReactNode } from 'react';
import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import {
  DataTable,
  graphql,
  listTools,
  useAct,
  useAsk,
  useMany,
  useMay,
  useT,
  useView,
  useWords,
  When,
  type Column,
} from '@madang/console';
import { placesOf, usedIn } from './places.js';

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
const Rename = graphql(`
  mutation RenameDocument($id: ID!, $name: String!) {
    renameDocument(id: $id, name: $name)
  }
`);
const Remove = graphql(`
  mutation RemoveDocument($id: ID!) {
    removeDocument(id: $id)
  }
`);

interface Document {
  id: string;
  name: string;
  bytes: number;
  createdAt: string;
  createdBy?: string | null;
  uses: readonly string[];
}

/** Documents people can take away: what they are called, how large, and where they are linked. */
export function DocumentTable(): ReactNode {
  const t = useT();
  const { number } = useWords();
  const [view] = useView();
  const [open, setOpen] = useState<Document>();
  const asked = useAsk(Documents, {
    first: 50,
    after: view.after ?? null,
    search: view.words || null,
    sort: view.sort || null,
  });
  const found = asked.data?.documentLibrary;
  const may = useMay();
  const many = useMany(Remove, {
    label: t('site.files.remove'),
    icon: 'trash',
    danger: true,
    asks: 'sure',
    variables: ({ id }: Document) => ({ id }),
    name: ({ name }) => name,
    unless: ({ uses }) => (uses.length > 0 ? usedIn(t, uses) : undefined),
    hint: t('site.files.remove.hint'),
    done: 'site.documents.removed_many',
  });
  const columns: Column<Document>[] = [
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

function DocumentForm({ file, close }: { file: Document; close: () => void }): ReactNode {
  const t = useT();
  const [name, setName] = useState(file.name);
  const rename = useAct(Rename, { done: 'site.files.saved', refresh: ['DocumentLibrary'] });
  const remove = useAct(Remove, { done: 'site.documents.removed', refresh: ['DocumentLibrary'] });
  const used = file.uses.length > 0;
  return (
    <Modal opened onClose={close} title={file.name} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void rename.run({ id: file.id, name }).then((done) => done && close());
        }}
      >
        <Stack>
          <TextInput
            label={t('site.files.name')}
            description={t('site.documents.name.help')}
            value={name}
            maxLength={200}
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('site.documents.link')}
            description={t('site.documents.link.help')}
            value={`[${file.name}](/media/${file.id})`}
            readOnly
          />
          <Text size="sm" c="dimmed">
            {usedIn(t, file.uses)}
          </Text>
          <Group justify="space-between">
            <Button
              variant="subtle"
              color="red"
              disabled={used}
              title={used ? t('site.files.in_use') : undefined}
              loading={remove.busy}
              onClick={() => void remove.run({ id: file.id }).then((done) => done && close())}
            >
              {t('site.files.remove')}
            </Button>
            <Group>
              <Anchor href={`/media/${file.id}`} download size="sm">
                {t('site.documents.take')}
              </Anchor>
              <Button type="submit" loading={rename.busy}>
                {t('console.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
