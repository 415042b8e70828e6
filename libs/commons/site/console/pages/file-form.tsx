import '../site.css';
import { useState, type ReactNode } from 'react';
import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { graphql, useAct, useT, type Picture } from '@madang/console';
import { RemovePicture } from './file-api.js';
import { usedIn } from './places.js';

const Describe = graphql(`
  mutation DescribePicture($input: LibraryPictureInput!) {
    describePicture(input: $input)
  }
`);

/** One picture: what it is called, what it shows, and where it is used. */
export function FileForm({ file, close }: { file: Picture; close: () => void }): ReactNode {
  const t = useT();
  const [name, setName] = useState(file.name);
  const [alt, setAlt] = useState(file.alt);
  const describe = useAct(Describe, { done: 'site.files.saved', refresh: ['PictureLibrary'] });
  const remove = useAct(RemovePicture, { done: 'site.files.removed', refresh: ['PictureLibrary'] });
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
