import { useMemo, type ReactNode } from 'react';
import { Group, Select, Switch, TextInput } from '@mantine/core';
import { ask, DraftDialog, LocalisedText, troubleOf, useDraft, useSave, useT, useTell } from '@madang/console';
import { CoverField } from './cover-field.js';
import { SaveSpace } from './place-operations.js';
import type { SpaceRow } from './process/types.js';

const KINDS = ['group', 'council', 'committee', 'youth', 'site'] as const;

/** Makes a space or changes one. */
export function SpaceForm(props: { space?: SpaceRow; close: (made?: string) => void }): ReactNode {
  const t = useT();
  const tell = useTell();
  const { space } = props;
  const saved = useMemo(
    () => ({
      name: space?.name ?? {},
      summary: space?.summary ?? {},
      slug: '',
      kind: space?.kind ?? 'group',
      visibility: space?.visibility ?? 'public',
      joining: space?.joining ?? 'open',
      coverId: space?.cover?.media ?? null,
      starters: true,
    }),
    [space],
  );
  const draft = useDraft(saved, { key: `space-${space?.id ?? 'new'}`, revision: space?.revision });
  const { value, set } = draft;
  const saving = useSave(SaveSpace, draft, {
    done: 'spaces.places.saved',
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
              coverId: space.cover?.media ?? null,
            },
          })
      : undefined,
    variables: ({ slug, starters, ...input }, revision) => ({
      input: { ...input, ...(space ? { id: space.id, revision } : { slug: slug || undefined, starters }) },
    }),
    tell: (fields) => [
      ...tell.texts(t('spaces.places.name'), fields.name),
      ...tell.texts(t('spaces.places.summary'), fields.summary),
      { label: t('spaces.places.kind'), text: t(`spaces.kind.${fields.kind}`) },
      { label: t('spaces.places.visibility'), text: t(`spaces.visibility.${fields.visibility}`) },
      { label: t('spaces.places.joining'), text: t(`spaces.joining.${fields.joining}`) },
      { label: t('spaces.cover'), text: fields.coverId?.slice(0, 8) ?? t('spaces.cover.none') },
    ],
    after: (done) => props.close(done.saveSpace),
  });
  const pick = (field: 'kind' | 'visibility' | 'joining', values: readonly string[]): ReactNode => (
    <Select
      label={t(`spaces.places.${field}`)}
      data={values.map((value) => ({ value, label: t(`spaces.${field}.${value}`) }))}
      value={value[field]}
      onChange={(next) => next && set({ [field]: next })}
      allowDeselect={false}
    />
  );
  return (
    <DraftDialog
      title={t(space ? 'spaces.places.edit' : 'spaces.places.new')}
      draft={draft}
      saving={saving}
      close={() => props.close()}
    >
      <LocalisedText
        label={t('spaces.places.name')}
        value={value.name}
        change={(name) => set({ name })}
        max={120}
        required
        error={troubleOf(saving.trouble, 'name')}
      />
      <LocalisedText
        label={t('spaces.places.summary')}
        value={value.summary}
        change={(summary) => set({ summary })}
        max={400}
        lines={2}
        error={troubleOf(saving.trouble, 'summary')}
      />
      {!space && (
        <TextInput
          label={t('spaces.places.slug')}
          description={t('spaces.places.slug_text')}
          value={value.slug}
          onChange={(event) => set({ slug: event.currentTarget.value })}
          error={troubleOf(saving.trouble, 'slug')}
          maw="20rem"
        />
      )}
      <Group grow align="flex-start" preventGrowOverflow={false}>
        {pick('kind', KINDS)}
        {pick('visibility', ['public', 'members'])}
        {pick('joining', ['open', 'approval', 'invitation'])}
      </Group>
      <CoverField
        cover={value.coverId}
        change={(coverId) => set({ coverId })}
        error={troubleOf(saving.trouble, 'coverId')}
      />
      {!space && (
        <Switch
          label={t('spaces.places.starters')}
          description={t('spaces.places.starters_text')}
          checked={value.starters}
          onChange={(event) => set({ starters: event.currentTarget.checked })}
        />
      )}
    </DraftDialog>
  );
}
