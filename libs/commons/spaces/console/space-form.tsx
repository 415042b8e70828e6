import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { ask, LocalisedText, troubleOf, useAct, useT, wordsOf, type Localised } from '@madang/console';
import { SaveSpace } from './place-operations.js';
import type { SpaceRow } from './process/types.js';

const KINDS = ['group', 'council', 'committee', 'youth', 'site'] as const;

/** Makes a space or changes one. */
export function SpaceForm(props: { space?: SpaceRow; close: (made?: string) => void }): ReactNode {
  const t = useT();
  const { space } = props;
  const [name, setName] = useState<Localised>(space?.name ?? {});
  const [summary, setSummary] = useState<Localised>(space?.summary ?? {});
  const [rest, setRest] = useState({
    slug: space?.slug ?? '',
    kind: space?.kind ?? 'group',
    visibility: space?.visibility ?? 'public',
    joining: space?.joining ?? 'open',
    starters: true,
  });
  const act = useAct(SaveSpace, {
    done: 'spaces.places.saved',
    quiet: true,
    undo: space
      ? () =>
          ask(SaveSpace, {
            input: {
              id: space.id,
              revision: space.revision + 1,
              name: space.name,
              summary: space.summary,
              kind: space.kind,
              visibility: space.visibility,
              joining: space.joining,
            },
          })
      : undefined,
  });
  const pick = (field: 'kind' | 'visibility' | 'joining', values: readonly string[]): ReactNode => (
    <Select
      label={t(`spaces.places.${field}`)}
      data={values.map((value) => ({ value, label: t(`spaces.${field}.${value}`) }))}
      value={rest[field]}
      onChange={(value) => setRest({ ...rest, [field]: value ?? rest[field] })}
      allowDeselect={false}
    />
  );
  return (
    <Modal opened onClose={() => props.close()} size="lg" title={t(space ? 'spaces.places.edit' : 'spaces.places.new')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { slug, starters, ...input } = rest;
          void act
            .run({
              input: {
                ...input,
                name,
                summary,
                ...(space ? { id: space.id, revision: space.revision } : { slug: slug || undefined, starters }),
              },
            })
            .then((done) => done && props.close(done.saveSpace));
        }}
      >
        <Stack>
          {act.trouble && (
            <Alert color="red" role="alert">
              {wordsOf(t, act.trouble)}
            </Alert>
          )}
          <LocalisedText
            label={t('spaces.places.name')}
            value={name}
            change={setName}
            max={120}
            required
            error={troubleOf(act.trouble, 'name')}
          />
          <LocalisedText
            label={t('spaces.places.summary')}
            value={summary}
            change={setSummary}
            max={400}
            lines={2}
            error={troubleOf(act.trouble, 'summary')}
          />
          {!space && (
            <TextInput
              label={t('spaces.places.slug')}
              description={t('spaces.places.slug_text')}
              value={rest.slug}
              onChange={(event) => setRest({ ...rest, slug: event.currentTarget.value })}
              error={troubleOf(act.trouble, 'slug')}
              maw="20rem"
            />
          )}
          <Group grow align="flex-start" preventGrowOverflow={false}>
            {pick('kind', KINDS)}
            {pick('visibility', ['public', 'members'])}
            {pick('joining', ['open', 'approval', 'invitation'])}
          </Group>
          {!space && (
            <Switch
              label={t('spaces.places.starters')}
              description={t('spaces.places.starters_text')}
              checked={rest.starters}
              onChange={(event) => setRest({ ...rest, starters: event.currentTarget.checked })}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => props.close()}>
              {t('spaces.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('spaces.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
