import type { ReactNode } from 'react';
import { Button, Drawer, Switch } from '@mantine/core';
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
  useSearch,
  useT,
  useView,
  When,
  type Column,
} from '@madang/console';
import { PinPost, REFRESH } from './notice-api.js';

const WriteForm = later(() => import('./notice-forms.js').then((part) => part.WriteForm));
const EditForm = later(() => import('./notice-forms.js').then((part) => part.EditForm));

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
  const pin = useAct(PinPost, { refresh: REFRESH });
  const pins = (pinned: boolean) => ({
    asks: 'no' as const,
    name: ({ title }: Row) => title,
    variables: ({ id }: Row) => ({ id, pinned }),
    undo: ({ id, pinned: before }: Row) => ({ id, pinned: before }),
  });
  const raise = useMany(PinPost, {
    ...pins(true),
    label: t('posts.console.pin_many'),
    icon: 'up',
    done: 'posts.console.pinned_many',
  });
  const lower = useMany(PinPost, {
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
