import { useMemo, useState, type ReactNode } from 'react';
import { ActionIcon, Alert, Button, Group, List, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import {
  Icon,
  LocalisedText,
  SaveBar,
  SortableList,
  troubleOf,
  useDraft,
  useSave,
  useSession,
  useT,
} from '@madang/console';
import { shiftDay, todayIn, useTexts } from '../words.js';
import { SavePhases } from './operations.js';
import { Timeline } from './timeline.js';
import type { EditedPhase, Whole } from './types.js';

const PRECISIONS = ['day', 'month', 'season', 'year', 'open'] as const;
let made = 0; // process-wide: numbers rows that have no id yet, in one browser

/** The phases: a timeline to draw on, the same as a list of fields, and what residents will see in each. */
export function PhasesTab({ process }: { process: Whole }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { site } = useSession();
  const saved = useMemo(() => ({ phases: process.phases.map(edited) }), [process.phases]);
  const draft = useDraft<{ phases: EditedPhase[] }, number>(saved, {
    key: `phases-${process.id}`,
    revision: process.revision,
  });
  const [chosen, setChosen] = useState<string>();
  const { save, busy, trouble, notice } = useSave(SavePhases, draft, {
    done: 'spaces.phases.saved',
    tell: (value) =>
      value.phases.map((one, index) => ({
        label: t('spaces.phases.place', { place: index + 1 }),
        text: [
          ...new Set(Object.values(one.title)),
          `${one.startsOn ?? '?'} – ${one.endsOn ?? '?'}`,
          t(`spaces.precision.${one.precision}`),
        ].join('\n'),
      })),
    variables: (value, revision) => ({
      input: {
        processId: process.id,
        revision,
        phases: value.phases.map(({ id, ...phase }) => ({
          ...phase,
          id: id.startsWith('new-') ? undefined : id,
        })),
      },
    }),
  });
  const { phases } = draft.value;
  const set = (id: string, patch: Partial<EditedPhase>): void =>
    draft.set(({ phases: all }) => ({ phases: all.map((one) => (one.id === id ? { ...one, ...patch } : one)) }));
  const add = (): void => {
    const last = phases.at(-1);
    const startsOn = last?.endsOn ? shiftDay(last.endsOn, 1) : last ? null : todayIn(site.timeZone);
    const id = `new-${(made += 1)}`;
    draft.set(({ phases: all }) => ({
      phases: [...all, { id, title: {}, startsOn, endsOn: startsOn && shiftDay(startsOn, 20), precision: 'day' }],
    }));
    setChosen(id);
  };
  return (
    <Stack>
      {notice}
      <Timeline phases={phases} chosen={chosen} choose={setChosen} change={set} />
      {process.warnings.length > 0 && (
        <Alert variant="default" title={t('spaces.phases.warnings')}>
          <List size="sm">
            {process.warnings.map((one) => (
              <List.Item key={`${one.kind} ${one.phaseId}`}>
                {t(`spaces.warning.${one.kind}`, {
                  phase: texts(process.phases.find((phase) => phase.id === one.phaseId)?.title),
                  other: texts(process.phases.find((phase) => phase.id === one.otherId)?.title),
                  days: one.days,
                })}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      <SortableList
        items={phases}
        idOf={(phase) => phase.id}
        nameOf={(phase) => texts(phase.title) || t('spaces.phases.nameless')}
        change={(next) => draft.set({ phases: next })}
      >
        {(phase, index) => (
          <PhaseFields
            phase={phase}
            error={(field) => troubleOf(trouble, `phases.${index}.${field}`)}
            set={(patch) => set(phase.id, patch)}
            focus={() => setChosen(phase.id)}
            remove={() => draft.set(({ phases: all }) => ({ phases: all.filter((one) => one.id !== phase.id) }))}
            sees={texts(process.seen.find((one) => one.phaseId === phase.id)?.text)}
          />
        )}
      </SortableList>
      <Group>
        <Button variant="default" leftSection={<Icon name="plus" />} onClick={add}>
          {t('spaces.phases.add')}
        </Button>
      </Group>
      <SaveBar draft={draft} save={save} busy={busy} />
    </Stack>
  );
}

const edited = ({ id, title, startsOn, endsOn, precision }: EditedPhase): EditedPhase => ({
  id,
  title,
  startsOn: startsOn ?? null,
  endsOn: endsOn ?? null,
  precision,
});

function PhaseFields(props: {
  phase: EditedPhase;
  set: (patch: Partial<EditedPhase>) => void;
  focus: () => void;
  remove: () => void;
  error: (field: string) => string | undefined;
  sees: string;
}): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { phase, set } = props;
  const day = (field: 'startsOn' | 'endsOn', label: string): ReactNode => (
    <TextInput
      type="date"
      label={label}
      value={phase[field] ?? ''}
      error={props.error(field)}
      onFocus={props.focus}
      onChange={(event) => set({ [field]: event.currentTarget.value || null })}
    />
  );
  return (
    <Stack gap="xs">
      <LocalisedText
        label={t('spaces.phases.name')}
        value={phase.title}
        change={(title) => set({ title })}
        max={120}
        required
        error={props.error('title')}
      />
      <Group align="flex-end" gap="sm">
        {day('startsOn', t('spaces.phases.starts'))}
        {day('endsOn', t('spaces.phases.ends'))}
        <Select
          label={t('spaces.phases.precision')}
          data={PRECISIONS.map((value) => ({ value, label: t(`spaces.precision.${value}`) }))}
          value={phase.precision}
          onChange={(precision) => set({ precision: precision ?? 'day' })}
          allowDeselect={false}
          w="11rem"
        />
        <ActionIcon
          variant="subtle"
          color="red"
          size={36}
          onClick={props.remove}
          aria-label={t('spaces.phases.remove', { phase: texts(phase.title) })}
        >
          <Icon name="trash" />
        </ActionIcon>
      </Group>
      {props.sees && (
        <Paper withBorder p="xs" bg="var(--mantine-color-default-hover)">
          <Text size="xs" c="dimmed" fw={600}>
            {t('spaces.sees.title')}
          </Text>
          <Text size="sm">{props.sees}</Text>
        </Paper>
      )}
    </Stack>
  );
}
