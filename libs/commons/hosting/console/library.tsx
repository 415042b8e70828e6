import { useState, type ReactNode } from 'react';
import { Badge, Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import {
  DataTable,
  graphql,
  Icon,
  listTools,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useFeature,
  useGo,
  useT,
  useView,
  When,
} from '@madang/console';

const Shelf = graphql(`
  query DesignShelf($words: String, $after: String) {
    sharedDesigns(words: $words, first: 30, after: $after) {
      nodes {
        id
        title
        summary
        from
        copies
        publishedAt
        mine
        processId
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Choices = graphql(`
  query LibraryChoices {
    spaces {
      slug
      name
    }
    processes {
      id
      title
    }
  }
`);
const Copy = graphql(`
  mutation CopyDesign($id: ID!, $space: String!) {
    copySharedDesign(id: $id, space: $space)
  }
`);
const Share = graphql(`
  mutation ShareProcess($id: ID!, $summary: String!) {
    shareProcess(id: $id, summary: $summary)
  }
`);
const Unshare = graphql(`
  mutation UnshareProcess($id: ID!) {
    unshareProcess(id: $id)
  }
`);

const LEAST = 10;
const MOST = 300;

interface Design {
  id: string;
  title: string;
}

/** Processes that other organisations share: how they are made, never what anybody said in them. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const library = useFeature('process_library');
  const asked = useAsk(Shelf, { words: view.words || undefined, after: view.after });
  const unshare = useAct(Unshare, { done: 'hosting.library.unshared' });
  const [taking, setTaking] = useState<Design>();
  const [sharing, setSharing] = useState(false);
  const page = asked.data?.sharedDesigns.pageInfo;
  const share = (
    <Button disabled={!library.has} leftSection={<Icon name="upload" size={16} />} onClick={() => setSharing(true)}>
      {t('hosting.library.share')}
    </Button>
  );
  return (
    <Screen title={t('hosting.library')} description={t('hosting.library.text')} actions={share}>
      <DataTable
        id="designs"
        label={t('hosting.library')}
        searchable={t('hosting.library.search')}
        columns={[
          {
            id: 'title',
            label: t('hosting.library.title'),
            render: (row) => (
              <Stack gap={2}>
                <Text fw={600}>{row.title}</Text>
                <Text size="sm" c="dimmed">
                  {row.summary}
                </Text>
              </Stack>
            ),
          },
          { id: 'summary', label: t('hosting.library.summary'), hidden: true, render: (row) => row.summary },
          { id: 'from', label: t('hosting.library.from'), render: (row) => row.from },
          { id: 'copies', label: t('hosting.library.copies'), align: 'right', render: (row) => row.copies },
          { id: 'publishedAt', label: t('hosting.library.at'), render: (row) => <When at={row.publishedAt} /> },
          {
            id: 'act',
            label: t('hosting.library.act'),
            render: (row) => (
              <Group gap="xs" wrap="nowrap">
                <Button
                  size="compact-md"
                  variant="default"
                  disabled={!library.has}
                  aria-label={t('hosting.library.take.of', { title: row.title })}
                  onClick={() => setTaking(row)}
                >
                  {t('hosting.library.take')}
                </Button>
                {row.mine && row.processId ? (
                  <Button
                    size="compact-md"
                    variant="subtle"
                    color="red"
                    loading={unshare.busy}
                    onClick={() => void unshare.run({ id: row.processId! })}
                  >
                    {t('hosting.library.unshare')}
                  </Button>
                ) : (
                  row.mine && <Badge variant="light">{t('hosting.library.mine')}</Badge>
                )}
              </Group>
            ),
          },
        ]}
        asked={asked}
        rows={asked.data?.sharedDesigns.nodes}
        next={page?.hasNextPage ? page.endCursor : null}
        keyOf={(row) => row.id}
        tools={listTools('designs')}
        empty={{
          icon: 'route',
          title: t('hosting.library.empty'),
          text: t('hosting.library.empty.text'),
          action: share,
        }}
      />
      {taking && <TakeDialog design={taking} close={() => setTaking(undefined)} />}
      {sharing && <ShareDialog close={() => setSharing(false)} />}
    </Screen>
  );
}

/** Copies a design into a space as a draft and opens it. */
function TakeDialog({ design, close }: { design: Design; close: () => void }): ReactNode {
  const t = useT();
  const go = useGo();
  const choices = useAsk(Choices, {});
  const copy = useAct(Copy, { done: 'hosting.library.taken', quiet: true });
  const spaces = choices.data?.spaces ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const space = chosen ?? spaces[0]?.slug ?? null;
  const run = async (): Promise<void> => {
    const made = space ? await copy.run({ id: design.id, space }) : undefined;
    if (made) go(`/processes/${made.copySharedDesign}`);
  };
  return (
    <Modal opened onClose={close} title={t('hosting.library.take.of', { title: design.title })}>
      <Stack>
        <Text size="sm">{t('hosting.library.take.text')}</Text>
        <Select
          label={t('hosting.library.space')}
          data={spaces.map(({ slug, name }) => ({ value: slug, label: name }))}
          value={space}
          onChange={setChosen}
          allowDeselect={false}
        />
        <TroubleNotice trouble={copy.trouble ?? choices.error} />
        <Button onClick={() => void run()} loading={copy.busy} disabled={!space}>
          {t('hosting.library.take')}
        </Button>
      </Stack>
    </Modal>
  );
}

/** Puts a process of this site on the shelf: its design and one sentence about it. */
function ShareDialog({ close }: { close: () => void }): ReactNode {
  const t = useT();
  const choices = useAsk(Choices, {});
  const share = useAct(Share, { done: 'hosting.library.shared', quiet: true });
  const [process, setProcess] = useState<string | null>(null);
  const [summary, setSummary] = useState('');
  const length = summary.trim().length;
  const run = async (): Promise<void> => {
    if (process && (await share.run({ id: process, summary }))) close();
  };
  return (
    <Modal opened onClose={close} title={t('hosting.library.share')}>
      <Stack>
        <Text size="sm">{t('hosting.library.share.text')}</Text>
        <Select
          label={t('hosting.library.process')}
          data={(choices.data?.processes ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          value={process}
          onChange={setProcess}
          required
        />
        <Textarea
          label={t('hosting.library.summary')}
          description={t('hosting.library.summary.help', { least: LEAST, most: MOST })}
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
          maxLength={MOST}
          autosize
          minRows={2}
          required
        />
        <TroubleNotice trouble={share.trouble ?? choices.error} />
        <Button onClick={() => void run()} loading={share.busy} disabled={!process || length < LEAST}>
          {t('hosting.library.share')}
        </Button>
      </Stack>
    </Modal>
  );
}
