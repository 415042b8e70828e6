import { useMemo, useState, type ReactNode } from 'react';
import { Accordion, Alert, Button, Drawer, Group, Select, Stack, Text } from '@mantine/core';
import { LocalisedText, SettingsForm, troubleOf, useAct, useT, wordsOf, type Localised } from '@madang/console';
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
  const [value, setValue] = useState(saved);
  const set = (patch: Partial<Fields>): void => setValue((before) => ({ ...before, ...patch }));
  const act = useAct(SaveActivity, { done: 'spaces.activity.saved', quiet: true });
  const remove = useAct(RemoveActivity, { done: 'spaces.activity.removed' });
  const fields = Object.fromEntries(
    (plan?.settings ?? []).map(({ name }) => [name, troubleOf(act.trouble, `settings.${name}`)]),
  );
  const save = async (): Promise<void> => {
    if (await act.run({ input: { id: activity.id, revision: activity.revision, ...value } })) props.close();
  };
  return (
    <Drawer opened onClose={props.close} position="right" size="lg" title={t('spaces.activity.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          {act.trouble && (
            <Alert color="red" role="alert">
              {wordsOf(t, act.trouble)}
            </Alert>
          )}
          <LocalisedText
            label={t('spaces.activity.name')}
            value={value.title}
            change={(title) => set({ title })}
            max={120}
            required
            error={troubleOf(act.trouble, 'title')}
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
            plan={(plan?.settings ?? []).map((one) => ({
              ...one,
              options: one.options.map((option) => ({ value: option.name, label: option.label })),
            }))}
            value={value.settings}
            change={(patch) => set({ settings: { ...value.settings, ...patch } })}
            errors={fields}
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
          <Group justify="space-between">
            <Button
              variant="subtle"
              color="red"
              disabled={(activity.inputs ?? 0) > 0}
              title={(activity.inputs ?? 0) > 0 ? t('spaces.activity.kept') : undefined}
              loading={remove.busy}
              onClick={() => void remove.run({ id: activity.id }).then((done) => done && props.close())}
            >
              {t('spaces.activity.remove')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('spaces.activity.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
