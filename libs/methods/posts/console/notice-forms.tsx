import { useMemo, useState, type ReactNode } from 'react';
import { Anchor, Button, Group, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { graphql, Icon, later, TroubleNotice, useAct, useAsk, useDraft, useSave, useT } from '@madang/console';
import type { Attached } from './attachments.js';
import { PinPost, REFRESH } from './notice-api.js';

const Attachments = later(() => import('./attachments.js').then((part) => part.Attachments));

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

/** Writes a post. */
export function WriteForm(props: {
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
  const pin = useAct(PinPost, { refresh: REFRESH });
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

/** Mends a post. */
export function EditForm(props: { at: string; close: () => void }): ReactNode {
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
