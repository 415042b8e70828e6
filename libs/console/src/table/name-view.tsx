import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useAct } from '../data.js';
import { graphql } from '../generated/tenant/index.js';
import { useT } from '../words.js';

const Save = graphql(`
  mutation SaveViewOf($input: SavedViewInput!) {
    saveView(input: $input)
  }
`);

/** Asks what a view shall be called, and keeps it. */
export function NameView(props: { screen: string; search: string; close: () => void }): ReactNode {
  const t = useT();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useAct(Save, { done: 'console.views.kept', refresh: ['SavedViewsOf'] });
  const run = async (): Promise<void> => {
    const { screen, search } = props;
    if (await save.run({ input: { screen, search, name: name.trim(), shared } })) props.close();
  };
  return (
    <Modal opened onClose={props.close} title={t('console.views.keep')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
          <TextInput
            label={t('console.views.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
            required
            data-autofocus
          />
          <Checkbox
            label={t('console.views.shared')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('console.cancel')}
            </Button>
            <Button type="submit" loading={save.busy} disabled={name.trim() === ''}>
              {t('console.views.keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
