import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Modal, Paper, Select, Stack, Text, TextInput, Textarea } from '@mantine/core';
import {
  ask,
  Empty,
  Icon,
  Loading,
  Screen,
  troubleOf,
  TroubleNotice,
  useAct,
  useAsk,
  useT,
  wordsOf,
} from '@madang/console';
import { ListTemplates, ReadChoices, RemoveTemplate, SaveTemplate } from './operations.js';
import { KINDS, useTexts, type Choices, type Template } from './words.js';

/** Texts officers begin an answer with. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const asked = useAsk(ListTemplates);
  const choices = useAsk(ReadChoices);
  const [edited, setEdited] = useState<Partial<Template>>();
  const [gone, setGone] = useState<Template>();
  const remove = useAct(RemoveTemplate, {
    done: 'inputs.templates.removed',
    undo: () =>
      gone
        ? ask(SaveTemplate, {
            input: {
              name: gone.name,
              kind: gone.kind,
              body: gone.body,
              reason: gone.reason,
              nextStep: gone.nextStep,
              departmentId: gone.departmentId,
            },
          })
        : Promise.resolve(),
  });
  const departments = choices.data?.manageDepartments ?? [];
  return (
    <Screen
      title={t('inputs.templates.title')}
      description={t('inputs.templates.text')}
      width="narrow"
      back={{ to: '/inputs' }}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setEdited({})}>
          {t('inputs.templates.new')}
        </Button>
      }
    >
      {asked.error && <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />}
      {asked.isLoading && <Loading />}
      {asked.data?.answerTemplates.length === 0 && (
        <Empty icon="template" title={t('inputs.templates.empty')} text={t('inputs.templates.empty_text')} />
      )}
      <Stack gap="sm">
        {asked.data?.answerTemplates.map((one) => (
          <Paper key={one.id} withBorder p="md">
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <div>
                <Text fw={600}>{one.name}</Text>
                <Text size="sm" c="dimmed">
                  {t(`inputs.kind.${one.kind}`)} ·{' '}
                  {texts(departments.find((d) => d.id === one.departmentId)?.name) || t('inputs.templates.all')}
                </Text>
                <Text size="sm" lineClamp={2}>
                  {one.body}
                </Text>
              </div>
              <Group gap="xs" wrap="nowrap">
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => setEdited(one)}
                  aria-label={t('inputs.templates.edit_of', { name: one.name })}
                >
                  {t('inputs.templates.edit')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={t('inputs.templates.remove_of', { name: one.name })}
                  onClick={() => {
                    setGone(one);
                    void remove.run({ id: one.id });
                  }}
                >
                  {t('inputs.templates.remove')}
                </Button>
              </Group>
            </Group>
          </Paper>
        ))}
      </Stack>
      {edited && <TemplateForm template={edited} departments={departments} close={() => setEdited(undefined)} />}
    </Screen>
  );
}

function TemplateForm(props: {
  template: Partial<Template>;
  departments: Choices['manageDepartments'];
  close: () => void;
}): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { template } = props;
  const [value, setValue] = useState({
    name: template.name ?? '',
    kind: template.kind ?? 'accepted',
    body: template.body ?? '',
    reason: template.reason ?? '',
    nextStep: template.nextStep ?? '',
    departmentId: template.departmentId ?? null,
  });
  const act = useAct(SaveTemplate, { done: 'inputs.templates.saved', quiet: true });
  const set = (patch: Partial<typeof value>): void => setValue({ ...value, ...patch });
  return (
    <Modal
      opened
      onClose={props.close}
      size="lg"
      title={t(template.id ? 'inputs.templates.edit' : 'inputs.templates.new')}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act
            .run({ input: { id: template.id, revision: template.revision, ...value } })
            .then((done) => done && props.close());
        }}
      >
        <Stack>
          {act.trouble && (
            <Alert color="red" role="alert">
              {wordsOf(t, act.trouble)}
            </Alert>
          )}
          <TextInput
            label={t('inputs.templates.name')}
            value={value.name}
            maxLength={80}
            required
            error={troubleOf(act.trouble, 'name')}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Select
            label={t('inputs.answer.kind')}
            data={KINDS.map((kind) => ({ value: kind, label: t(`inputs.kind.${kind}`) }))}
            value={value.kind}
            onChange={(kind) => set({ kind: kind ?? value.kind })}
            allowDeselect={false}
          />
          <Textarea
            label={t('inputs.answer.body')}
            autosize
            minRows={4}
            required
            value={value.body}
            error={troubleOf(act.trouble, 'body')}
            onChange={(event) => set({ body: event.currentTarget.value })}
          />
          <Textarea
            label={t('inputs.answer.reason')}
            autosize
            minRows={2}
            value={value.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
          />
          <Select
            label={t('inputs.department')}
            description={t('inputs.templates.department_text')}
            data={props.departments.map((one) => ({ value: one.id, label: texts(one.name) }))}
            value={value.departmentId}
            onChange={(departmentId) => set({ departmentId })}
            clearable
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('inputs.cancel')}
            </Button>
            <Button type="submit" loading={act.busy}>
              {t('inputs.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
