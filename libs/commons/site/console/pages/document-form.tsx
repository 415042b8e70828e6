import { useState, type ReactNode } from 'react';
import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { graphql, useAct, useT } from '@madang/console';
import { RemoveDocument, type SiteDocument } from './file-api.js';
import { usedIn } from './places.js';

const Rename = graphql(`
  mutation RenameDocument($id: ID!, $name: String!) {
    renameDocument(id: $id, name: $name)
  }
`);

/** One document: what it is called, how it is linked to, and where it is used. */
export function DocumentForm({ file, close }: { file: SiteDocument; close: () => void }): ReactNode {
  const t = useT();
  const [name, setName] = useState(file.name);
  const rename = useAct(Rename, { done: 'site.files.saved', refresh: ['DocumentLibrary'] });
  const remove = useAct(RemoveDocument, { done: 'site.documents.removed', refresh: ['DocumentLibrary'] });
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
