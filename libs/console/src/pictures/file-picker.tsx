import { useState, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { Group, Modal, SimpleGrid, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useAsk } from '../data.js';
import { Empty, Loading, Trouble as TroubleNotice } from '../frame/feedback.js';
import { useT } from '../words.js';
import { Pictures } from './picture-api.js';
import { UploadButton } from './upload-button.js';

/** Chooses a picture of the library, or adds one. */
export function FilePicker(props: {
  opened: boolean;
  close: () => void;
  choose: (id: string, alt: string) => void;
}): ReactNode {
  const t = useT();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search, 250);
  const files = useAsk(Pictures, { first: 24, search: asked || null }, { enabled: props.opened });
  const found = files.data?.pictureLibrary.nodes ?? [];
  return (
    <Modal opened={props.opened} onClose={props.close} title={t('console.pictures.choose')} size="xl">
      <Stack>
        <Group align="flex-end">
          <TextInput
            flex="1 1 12rem"
            label={t('console.pictures.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <UploadButton done={(id) => props.choose(id, '')} />
        </Group>
        <TroubleNotice trouble={files.error} again={files.refetch} />
        {files.isLoading && <Loading />}
        {files.data && found.length === 0 && (
          <Empty icon="files" title={t('console.pictures.none')} text={t('console.pictures.none.text')} />
        )}
        <SimpleGrid cols={{ base: 2, sm: 3, md: 4 }}>
          {found.map((file) => (
            <UnstyledButton key={file.id} className="console-choice" onClick={() => props.choose(file.id, file.alt)}>
              <img className="console-picture" src={`/media/${file.id}`} alt={file.alt} loading="lazy" />
              <Text size="sm" lineClamp={1} mt={4}>
                {file.name || file.alt || '—'}
              </Text>
            </UnstyledButton>
          ))}
        </SimpleGrid>
      </Stack>
    </Modal>
  );
}
