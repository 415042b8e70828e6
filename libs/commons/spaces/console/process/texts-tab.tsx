import { useMemo, type ReactNode } from 'react';
import { Stack } from '@mantine/core';
import { LocalisedText, SaveBar, troubleOf, useDraft, useT, type Localised } from '@madang/console';
import { useTexts } from '../words.js';
import { EditProcess } from './operations.js';
import type { Whole } from './types.js';
import { useProcessSave } from './use-process-save.js';

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
  const texts = useTexts();
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
  const draft = useDraft<Texts>(saved, { key: `process-${process.id}` });
  const { act, save, notice } = useProcessSave(EditProcess, process, draft, {
    saved,
    done: 'spaces.process.saved',
    tell: (value) => draft.changed.map((name) => texts(value[name])).join(' / '),
    variables: (revision) => ({
      input: {
        id: process.id,
        revision,
        ...Object.fromEntries(draft.changed.map((name) => [name, draft.value[name]])),
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
          error={troubleOf(act.trouble, name)}
        />
      ))}
      <SaveBar draft={draft} save={save} busy={act.busy} />
    </Stack>
  );
}
