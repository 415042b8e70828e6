import { useMemo, type ReactNode } from 'react';
import { Accordion, Button, Select, Stack, Text } from '@mantine/core';
import {
  DraftDialog,
  LocalisedText,
  SettingsForm,
  troubleOf,
  useAct,
  useDraft,
  useSave,
  useT,
  useTell,
  type Localised,
} from '@madang/console';
import { RemoveActivity, SaveActivity } from './operations.js';
import type { Activity, MethodPlan } from './types.js';

interface Fields {
  title: Localised;
  summary: Localised;
  settings: Record<string, unknown>;
  stateWords: Record<string, Localised>;
  state: string;
}

/** The settings of an activity; the form is made from what its method declares. */
export function ActivityDrawer(props: {
  activity: Omit<Activity, 'inputs'> & { inputs?: number | null };
  plan: MethodPlan | undefined;
  close: () => void;
}): ReactNode {
  const t = useT();
  const tell = useTell();
  const { activity, plan } = props;
  const saved = useMemo<Fields>(
    () => ({
      title: activity.title,
      summary: activity.summary,
      settings: activity.settings as Record<string, unknown>,
      stateWords: activity.stateWords as Record<string, Localised>,
      state: activity.state,
    }),
    [activity],
  );
  const draft = useDraft(saved, { key: `activity-${activity.id}`, revision: activity.revision });
  const { value, set } = draft;
  const settings = (plan?.settings ?? []).map((one) => ({
    ...one,
    options: one.options.map((option) => ({ value: option.name, label: option.label })),
  }));
  const saving = useSave(SaveActivity, draft, {
    done: 'spaces.activity.saved',
    variables: (fields, revision) => ({ input: { id: activity.id, revision, ...fields } }),
    tell: (fields) => [
      ...tell.texts(t('spaces.activity.name'), fields.title),
      ...tell.texts(t('spaces.activity.summary'), fields.summary),
      { label: t('spaces.activity.state'), text: t(`spaces.activity_state.${fields.state}`) },
      ...tell.settings(settings, fields.settings),
      ...(plan?.states ?? []).flatMap((state) => tell.texts(state.label, fields.stateWords[state.name] ?? {})),
    ],
    after: props.close,
  });
  const remove = useAct(RemoveActivity, { done: 'spaces.activity.removed' });
  const errors = Object.fromEntries(settings.map(({ name }) => [name, troubleOf(saving.trouble, `settings.${name}`)]));
  return (
    <DraftDialog
      drawer
      title={t('spaces.activity.title')}
      draft={draft}
      saving={saving}
      close={props.close}
      label={t('spaces.activity.save')}
      acts={
        <Button
          variant="subtle"
          color="red"
          disabled={(activity.inputs ?? 0) > 0}
          title={(activity.inputs ?? 0) > 0 ? t('spaces.activity.kept') : undefined}
          loading={remove.busy}
          onClick={() =>
            void remove.run({ id: activity.id }).then((done) => {
              if (!done) return;
              draft.reset();
              props.close();
            })
          }
        >
          {t('spaces.activity.remove')}
        </Button>
      }
    >
      <LocalisedText
        label={t('spaces.activity.name')}
        value={value.title}
        change={(title) => set({ title })}
        max={120}
        required
        error={troubleOf(saving.trouble, 'title')}
      />
      <LocalisedText
        label={t('spaces.activity.summary')}
        value={value.summary}
        change={(summary) => set({ summary })}
        max={400}
        lines={2}
      />
      <Select
        label={t('spaces.activity.state')}
        data={['draft', 'open', 'closed'].map((state) => ({
          value: state,
          label: t(`spaces.activity_state.${state}`),
        }))}
        value={value.state}
        onChange={(state) => set({ state: state ?? value.state })}
        allowDeselect={false}
        maw="16rem"
      />
      <SettingsForm
        plan={settings}
        value={value.settings}
        change={(patch) => set({ settings: { ...value.settings, ...patch } })}
        errors={errors}
      />
      {(plan?.states.length ?? 0) > 1 && (
        <Accordion variant="separated">
          <Accordion.Item value="words">
            <Accordion.Control>{t('spaces.activity.words')}</Accordion.Control>
            <Accordion.Panel>
              <Stack>
                <Text size="sm" c="dimmed">
                  {t('spaces.activity.words_text')}
                </Text>
                {(plan?.states ?? []).map((state) => (
                  <LocalisedText
                    key={state.name}
                    label={state.label}
                    value={value.stateWords[state.name] ?? {}}
                    change={(words) => set({ stateWords: { ...value.stateWords, [state.name]: words } })}
                    max={60}
                  />
                ))}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </DraftDialog>
  );
}
