import { useMemo, useState, type ReactNode } from 'react';
import { Anchor, Button, Drawer, Group, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import {
  DataTable,
  Empty,
  graphql,
  later,
  listTools,
  Icon,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useMany,
  useDraft,
  useSave,
  useSearch,
  useT,
  useView,
  When,
  type Column,
} from '@madang/console';
import type { Attached } from './attachments.js';

const Attachments = later(() => import('./attachments.js').then((part) => part.Attachments));

const Boards = graphql(`
  query WritableBoards {
    writableBoards {
      space
      spaceName
      board
      title
      kind
      mayPin
    }
  }
`);
const Posts = graphql(`
  query PostsOfBoard($space: String!, $board: String!, $first: Int!, $after: String, $sort: String) {
    posts(space: $space, board: $board, first: $first, after: $after, sort: $sort) {
      nodes {
        id
        number
        spaceSlug
        title
        pinned
        authorName
        comments
        publishedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Post = graphql(`
  query PostToEdit($space: String!, $number: Int!) {
    post(space: $space, number: $number) {
      id
      title
      body
      pinned
      files {
        id
        name
      }
    }
  }
`);
const Write = graphql(`
  mutation WriteNotice($input: WritePostInput!) {
    writePost(input: $input) {
      id
    }
  }
`);
const Edit = graphql(`
  mutation EditNotice($input: EditPostInput!) {
    editPost(input: $input) {
      id
    }
  }
`);
const Pin = graphql(`
  mutation PinNotice($id: ID!, $pinned: Boolean!) {
    pinPost(id: $id, pinned: $pinned) {
      id
      pinned
    }
  }
`);

interface Row {
  id: string;
  number: number;
  spaceSlug: string;
  title: string;
  pinned: boolean;
  authorName?: string | null;
  comments: number;
  publishedAt: string;
}

const REFRESH = ['PostsOfBoard', 'PostToEdit'];

/** Notices of a board: written here, kept on top, mended. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const [query, change] = useSearch();
  const boards = useAsk(Boards, {});
  const list = boards.data?.writableBoards ?? [];
  const at = list.find((one) => `${one.space}/${one.board}` === view.filters['board']) ?? list[0];
  const posts = useAsk(
    Posts,
    { space: at?.space ?? '', board: at?.board ?? '', first: 50, after: view.after ?? null, sort: view.sort || null },
    { enabled: at !== undefined },
  );
  const found = posts.data?.posts;
  const open = query['open'];
  const pin = useAct(Pin, { refresh: REFRESH });
  const pins = (pinned: boolean) => ({
    asks: 'no' as const,
    name: ({ title }: Row) => title,
    variables: ({ id }: Row) => ({ id, pinned }),
    undo: ({ id, pinned: before }: Row) => ({ id, pinned: before }),
  });
  const raise = useMany(Pin, {
    ...pins(true),
    label: t('posts.console.pin_many'),
    icon: 'up',
    done: 'posts.console.pinned_many',
  });
  const lower = useMany(Pin, {
    ...pins(false),
    label: t('posts.console.unpin_many'),
    icon: 'down',
    done: 'posts.console.unpinned_many',
  });
  const columns: Column<Row>[] = [
    { id: 'title', label: t('posts.console.post'), sortable: true, render: (row) => row.title },
    {
      id: 'pinned',
      label: t('posts.console.pinned'),
      render: (row) => (
        <Switch
          aria-label={t('posts.console.pin', { title: row.title })}
          checked={row.pinned}
          disabled={!at?.mayPin || pin.busy}
          onChange={(event) => void pin.run({ id: row.id, pinned: event.currentTarget.checked })}
        />
      ),
    },
    { id: 'authorName', label: t('posts.console.author'), render: (row) => row.authorName ?? '—' },
    {
      id: 'comments',
      label: t('posts.console.comments'),
      sortable: true,
      render: (row) => row.comments,
      align: 'right',
    },
    {
      id: 'publishedAt',
      label: t('posts.console.at'),
      sortable: true,
      render: (row) => <When at={row.publishedAt} />,
    },
  ];
  return (
    <Screen
      title={t('posts.console.title')}
      description={t('posts.console.text')}
      actions={
        <Button leftSection={<Icon name="plus" />} disabled={!at} onClick={() => change({ write: 'yes' })}>
          {t('posts.console.write')}
        </Button>
      }
    >
      {raise.shown}
      {lower.shown}
      <TroubleNotice trouble={boards.error} again={boards.refetch} />
      {boards.data && list.length === 0 ? (
        <Empty icon="news" title={t('posts.console.no_board')} text={t('posts.console.no_board.text')} />
      ) : (
        <DataTable
          id="notices"
          label={t('posts.console.title')}
          columns={columns}
          asked={posts}
          rows={found?.nodes}
          next={found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null}
          keyOf={(row) => row.id}
          bulk={at?.mayPin ? [raise.act, lower.act] : []}
          tools={listTools('notices', { given: { board: at && `${at.space}/${at.board}` } })}
          open={(row) => change({ open: `${row.spaceSlug}/${row.number}` })}
          filters={[
            {
              id: 'board',
              label: t('posts.console.board'),
              kind: 'choice',
              options: list.map((one) => ({
                value: `${one.space}/${one.board}`,
                label: `${one.spaceName} · ${one.title}`,
              })),
            },
          ]}
          empty={{ icon: 'news', title: t('posts.console.none'), text: t('posts.console.none.text') }}
        />
      )}
      <Drawer
        opened={query['write'] === 'yes' && at !== undefined}
        onClose={() => change({ write: undefined })}
        position="right"
        size="xl"
        title={t('posts.console.write')}
      >
        {at && <WriteForm boards={list} first={`${at.space}/${at.board}`} close={() => change({ write: undefined })} />}
      </Drawer>
      <Drawer
        opened={open !== undefined}
        onClose={() => change({ open: undefined })}
        position="right"
        size="xl"
        title={t('posts.console.edit')}
      >
        {open && <EditForm at={open} close={() => change({ open: undefined })} />}
      </Drawer>
    </Screen>
  );
}

function WriteForm(props: {
  boards: readonly { space: string; board: string; spaceName: string; title: string; mayPin: boolean }[];
  first: string;
  close: () => void;
}): ReactNode {
  const t = useT();
  const draft = useDraft(
    { board: props.first, title: '', body: '', pinned: false, files: [] as Attached[] },
    { key: 'posts/new' },
  );
  const { board, title, body, pinned, files = [] } = draft.value;
  const at = props.boards.find((one) => `${one.space}/${one.board}` === board) ?? props.boards[0];
  const write = useAct(Write, { done: 'posts.console.written', refresh: REFRESH });
  const pin = useAct(Pin, { refresh: REFRESH });
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    if (!at) return;
    setBusy(true);
    const made = await write.run({
      input: { space: at.space, board: at.board, title, body, fileIds: files.map(({ id }) => id) },
    });
    if (made && pinned) await pin.run({ id: made.writePost.id, pinned: true });
    setBusy(false);
    if (!made) return;
    draft.settled();
    draft.reset();
    props.close();
  };
  return (
    <Stack>
      <Select
        label={t('posts.console.board')}
        data={props.boards.map((one) => ({
          value: `${one.space}/${one.board}`,
          label: `${one.spaceName} · ${one.title}`,
        }))}
        value={board}
        onChange={(next) => next && draft.set({ board: next })}
        allowDeselect={false}
        searchable
      />
      <Fields title={title} body={body} change={draft.set} />
      <Attachments value={files} change={(next) => draft.set({ files: next })} />
      {at?.mayPin && (
        <Switch
          label={t('posts.console.keep_on_top')}
          description={t('posts.console.keep_on_top.help')}
          checked={pinned}
          onChange={(event) => draft.set({ pinned: event.currentTarget.checked })}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('posts.console.told')}
      </Text>
      <Group justify="flex-end">
        <Button loading={busy} disabled={title.trim().length < 2 || body.trim() === ''} onClick={() => void send()}>
          {t('posts.console.publish')}
        </Button>
      </Group>
    </Stack>
  );
}

function EditForm(props: { at: string; close: () => void }): ReactNode {
  const t = useT();
  const [space = '', number = ''] = props.at.split('/');
  const asked = useAsk(Post, { space, number: Number(number) });
  if (!asked.data) return <TroubleNotice trouble={asked.error} again={asked.refetch} />;
  const { id, title, body, files } = asked.data.post;
  return (
    <Stack>
      <Anchor href={`/${space}/posts/${number}`} target="_blank" size="sm">
        {t('posts.console.see')} <Icon name="open" size={14} />
      </Anchor>
      <Change key={id} id={id} title={title} body={body} files={files} close={props.close} />
    </Stack>
  );
}

function Change(props: {
  id: string;
  title: string;
  body: string;
  files: readonly Attached[];
  close: () => void;
}): ReactNode {
  const t = useT();
  const saved = useMemo(
    () => ({ title: props.title, body: props.body, files: [...props.files] }),
    [props.title, props.body, props.files],
  );
  // What was read is its own revision.
  const draft = useDraft(saved, { key: `posts/${props.id}`, revision: saved });
  const { save, busy, notice } = useSave(Edit, draft, {
    done: 'posts.console.saved',
    refresh: REFRESH,
    variables: ({ files, ...text }, was) => ({
      input: {
        id: props.id,
        ...text,
        fileIds: (files ?? []).map(({ id }) => id),
        was: { title: was.title, body: was.body, fileIds: was.files.map(({ id }) => id) },
      },
    }),
    tell: (value) => [
      { label: t('posts.console.post'), text: value.title },
      { label: t('posts.console.body'), text: value.body },
      { label: t('posts.console.files'), text: (value.files ?? []).map(({ name }) => name).join(', ') },
    ],
    after: props.close,
  });
  return (
    <>
      {notice}
      <Fields title={draft.value.title} body={draft.value.body} change={draft.set} />
      <Attachments value={draft.value.files ?? []} change={(files) => draft.set({ files })} />
      <Group justify="flex-end">
        <Button variant="default" disabled={!draft.dirty} onClick={draft.reset}>
          {t('console.revert')}
        </Button>
        <Button loading={busy} disabled={!draft.dirty} onClick={() => void save()}>
          {t('console.save')}
        </Button>
      </Group>
    </>
  );
}

function Fields(props: {
  title: string;
  body: string;
  change: (patch: { title?: string; body?: string }) => void;
}): ReactNode {
  const t = useT();
  return (
    <>
      <TextInput
        label={t('posts.console.post')}
        value={props.title}
        maxLength={120}
        required
        onChange={(event) => props.change({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('posts.console.body')}
        description={t('posts.console.body.help')}
        value={props.body}
        autosize
        minRows={12}
        maxLength={50_000}
        required
        onChange={(event) => props.change({ body: event.currentTarget.value })}
      />
    </>
  );
}
