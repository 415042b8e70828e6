import { useMemo, type ReactNode } from 'react';
import { Stack } from '@mantine/core';
import { LocalisedText, SaveBar, troubleOf, useDraft, useSave, useT, useTell, type Localised } from '@madang/console';
import { EditProcess } from './operations.js';
import type { Whole } from './types.js';

const FIELDS = [
  { name: 'title', max: 120, lines: undefined },
  { name: 'purpose', max: 1000, lines: 2 },
  { name: 'decides', max: 2000, lines: 2 },
  { name: 'body', max: 10_000, lines: 5 },
  { name: 'result', max: 5000, lines: 3 },
] as const;
type Texts = Record<(typeof FIELDS)[number]['name'], Localised>;

/** What a process says about itself. */
export function TextsTab({ process }: { process: Whole }): ReactNode {
  const t = useT();
  const tell = useTell();
  const saved = useMemo<Texts>(
    () => ({
      title: process.title,
      purpose: process.purpose,
      decides: process.decides,
      body: process.body,
      result: process.result,
    }),
    [process.title, process.purpose, process.decides, process.body, process.result],
  );
  const draft = useDraft<Texts, number>(saved, { key: `process-${process.id}`, revision: process.revision });
  const { save, busy, trouble, notice } = useSave(EditProcess, draft, {
    done: 'spaces.process.saved',
    tell: (value) => FIELDS.flatMap(({ name }) => tell.texts(t(`spaces.process.${name}`), value[name])),
    variables: (value, revision) => ({
      input: {
        id: process.id,
        revision,
        ...Object.fromEntries(draft.changed.map((name) => [name, value[name]])),
      },
    }),
  });
  return (
    <Stack maw="46rem">
      {notice}
      {FIELDS.map(({ name, max, lines }) => (
        <LocalisedText
          key={name}
          label={t(`spaces.process.${name}`)}
          description={t(`spaces.process.${name}_text`)}
          value={draft.value[name]}
          change={(value) => draft.set({ [name]: value })}
          max={max}
          lines={lines}
          required={name === 'title'}
          error={troubleOf(trouble, name)}
        />
      ))}
      <SaveBar draft={draft} save={save} busy={busy} />
    </Stack>
  );
}
