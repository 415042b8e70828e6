import { useState, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { ActionIcon, Button, FileButton, Group, Select, Stack, Text } from '@mantine/core';
import {
  DOCUMENTS,
  graphql,
  Icon,
  sendFile,
  SortableList,
  tellTrouble,
  Trouble,
  useAsk,
  useMay,
  useT,
} from '@madang/console';

const Find = graphql(`
  query DocumentsToAttach($search: String) {
    documentLibrary(first: 20, search: $search) {
      nodes {
        id
        name
      }
    }
  }
`);

/** A document under a post. */
export interface Attached {
  id: string;
  name: string;
}

const MOST = 20;

/** Documents under a post: new ones, or those of the library; in the order people will see. */
export function Attachments(props: { value: readonly Attached[]; change: (next: Attached[]) => void }): ReactNode {
  const t = useT();
  const may = useMay();
  const { value, change } = props;
  const adds = may('add', 'Document') || may('design', 'Site');
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words, 250);
  const [busy, setBusy] = useState(false);
  const found = useAsk(Find, { search: asked || null }, { enabled: adds });
  const others = (found.data?.documentLibrary.nodes ?? []).filter((one) => !value.some(({ id }) => id === one.id));
  const send = async (files: File[]): Promise<void> => {
    setBusy(true);
    const added: Attached[] = [];
    try {
      for (const file of files.slice(0, MOST - value.length)) {
        const { id } = await sendFile<{ id: string }>('/console/files', file, t('posts.console.files.large'));
        added.push({ id, name: file.name });
      }
    } catch (error) {
      tellTrouble(t, error instanceof Trouble ? error : new Trouble('internal', 'internal'));
    } finally {
      setBusy(false);
      if (added.length > 0) change([...value, ...added]);
    }
  };
  if (!adds && value.length === 0) return null;
  return (
    <Stack gap="xs" role="group" aria-label={t('posts.console.files')}>
      <Text size="sm" fw={500}>
        {t('posts.console.files')}
      </Text>
      {value.length > 0 && (
        <SortableList items={[...value]} idOf={(one) => one.id} nameOf={(one) => one.name} change={change}>
          {(one) => (
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="sm" lineClamp={1}>
                {one.name}
              </Text>
              <ActionIcon
                variant="subtle"
                size={36}
                aria-label={t('posts.console.files.remove', { name: one.name })}
                onClick={() => change(value.filter(({ id }) => id !== one.id))}
              >
                <Icon name="trash" />
              </ActionIcon>
            </Group>
          )}
        </SortableList>
      )}
      {adds && (
        <Group align="flex-end">
          <Select
            flex="1 1 12rem"
            label={t('posts.console.files.choose')}
            placeholder={t('posts.console.files.search')}
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={null}
            searchable
            searchValue={words}
            onSearchChange={setWords}
            filter={({ options }) => options}
            nothingFoundMessage={t('posts.console.files.none')}
            disabled={value.length >= MOST}
            onChange={(id) => {
              const one = others.find((other) => other.id === id);
              if (one) change([...value, { id: one.id, name: one.name }]);
              setWords('');
            }}
          />
          <FileButton multiple accept={DOCUMENTS} onChange={(files) => void send(files)}>
            {(button) => (
              <Button
                {...button}
                variant="default"
                loading={busy}
                disabled={value.length >= MOST}
                leftSection={<Icon name="upload" />}
              >
                {t('posts.console.files.add')}
              </Button>
            )}
          </FileButton>
        </Group>
      )}
    </Stack>
  );
}
