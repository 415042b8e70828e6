import { useMemo, useState, type ReactNode } from 'react';
import { Alert, Button, Group, Radio, Select, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { LinkTo, Loading, Screen, troubleOf, useAct, useAsk, useDraft, useT, wordsOf } from '@madang/console';
import { EntryPictures, type EntryPicture } from './entry-pictures.js';
import { EnterInput, ReadChoices } from './operations.js';
import { EntryPerson } from './entry-person.js';
import { useTexts } from './words.js';

const SOURCES = ['paper', 'phone', 'counter', 'event'] as const;
const BLANK = {
  source: 'paper',
  activityId: null as string | null,
  title: '',
  body: '',
  categoryId: null as string | null,
  place: '',
  name: '',
  pictures: [] as EntryPicture[],
  person: null as { id: string; name: string } | null,
};

/** Enters what somebody brought on paper, told on the telephone or at the counter. What is typed stays on the device. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const choices = useAsk(ReadChoices);
  const blank = useMemo(() => BLANK, []);
  const draft = useDraft(blank, { key: 'entry' });
  const act = useAct(EnterInput, { done: 'inputs.enter.done', quiet: true });
  const [made, setMade] = useState<string>();
  const { value, set } = draft;
  const activities = (choices.data?.inputActivities ?? []).filter((one) => one.entries);
  const activityId = value.activityId ?? activities[0]?.id ?? '';
  const error = (field: string): string | undefined => troubleOf(act.trouble, field);
  const enter = async (): Promise<void> => {
    const { person, pictures, ...text } = value;
    const done = await act.run({
      input: {
        ...text,
        activityId,
        personId: person?.id,
        categoryId: value.categoryId ?? undefined,
        place: value.place || undefined,
        name: person ? undefined : value.name || undefined,
        pictures: (pictures ?? []).map(({ id, alt }) => ({ id, alt })),
      },
    });
    if (!done) return;
    setMade(done.enterInput);
    set({ title: '', body: '', place: '', name: '', person: null, pictures: [] });
  };
  if (!choices.data) return <Loading />;
  return (
    <Screen
      title={t('inputs.enter.title')}
      description={t('inputs.enter.text')}
      width="narrow"
      back={{ to: '/inputs', label: t('inputs.title') }}
    >
      {made && (
        <Alert variant="default" title={t('inputs.enter.done')} role="status">
          <LinkTo to={`/inputs/${made}`}>{t('inputs.enter.see')}</LinkTo>
        </Alert>
      )}
      {activities.length === 0 && <Text>{t('inputs.enter.nowhere')}</Text>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <Stack>
          {act.trouble && (
            <Alert color="red" role="alert">
              {wordsOf(t, act.trouble)}
            </Alert>
          )}
          <Radio.Group label={t('inputs.column.source')} value={value.source} onChange={(source) => set({ source })}>
            <Group mt="xs">
              {SOURCES.map((one) => (
                <Radio key={one} value={one} label={t(`inputs.source.${one}`)} />
              ))}
            </Group>
          </Radio.Group>
          <Select
            label={t('inputs.column.activity')}
            data={activities.map((one) => ({ value: one.id, label: `${texts(one.spaceName)} · ${texts(one.title)}` }))}
            value={activityId || null}
            onChange={(next) => set({ activityId: next })}
            allowDeselect={false}
            required
          />
          <TextInput
            label={t('inputs.column.title')}
            value={value.title}
            maxLength={80}
            required
            error={error('title')}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          <Textarea
            label={t('inputs.enter.body')}
            autosize
            minRows={6}
            maxLength={10_000}
            required
            value={value.body}
            error={error('body') ?? error('content')}
            onChange={(event) => set({ body: event.currentTarget.value })}
          />
          <Group grow align="flex-start">
            <Select
              label={t('inputs.column.category')}
              data={choices.data.manageCategories
                .filter((one) => one.active)
                .map((one) => ({ value: one.id, label: texts(one.name) }))}
              value={value.categoryId}
              onChange={(categoryId) => set({ categoryId })}
              clearable
            />
            <TextInput
              label={t('inputs.enter.place')}
              value={value.place}
              maxLength={200}
              error={error('place')}
              onChange={(event) => set({ place: event.currentTarget.value })}
            />
          </Group>
          <Group grow align="flex-start">
            <TextInput
              label={t('inputs.enter.name')}
              description={t(value.person ? 'inputs.enter.name_known' : 'inputs.enter.name_text')}
              value={value.person ? value.person.name : value.name}
              disabled={value.person !== null}
              maxLength={60}
              error={error('name')}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            {activityId !== '' && (
              <EntryPerson
                activityId={activityId}
                person={value.person}
                choose={(person) => set({ person })}
                error={error('personId')}
              />
            )}
          </Group>
          <EntryPictures
            value={value.pictures ?? []}
            change={(pictures) => set({ pictures })}
            error={error('pictures')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={act.busy} disabled={activities.length === 0}>
              {t('inputs.enter.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Screen>
  );
}
