import { useMemo, useState, type ReactNode } from 'react';
import { Button, Group, Paper, Select, Stack, Text, TextInput, Textarea } from '@mantine/core';
import {
  ask,
  DraftDialog,
  Empty,
  Icon,
  Loading,
  Screen,
  troubleOf,
  TroubleNotice,
  useAct,
  useAsk,
  useDraft,
  useSave,
  useT,
} from '@madang/console';
import { ListTemplates, ReadChoices, RemoveTemplate, SaveTemplate } from './operations.js';
import { KINDS, useTexts, type Choices, type Template } from './words.js';

const NEW: Partial<Template> = {};

/** Texts officers begin an answer with. */
export function Panel(): ReactNode {
  const t = useT();
  const texts = useTexts();
  const asked = useAsk(ListTemplates);
  const choices = useAsk(ReadChoices);
  const [editing, setEditing] = useState<string>();
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
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
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
                  onClick={() => setEditing(one.id)}
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
      {editing && (
        <TemplateForm
          key={editing}
          template={asked.data?.answerTemplates.find((one) => one.id === editing) ?? NEW}
          departments={departments}
          close={() => setEditing(undefined)}
        />
      )}
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
  const saved = useMemo(
    () => ({
      name: template.name ?? '',
      kind: template.kind ?? 'accepted',
      body: template.body ?? '',
      reason: template.reason ?? '',
      nextStep: template.nextStep ?? '',
      departmentId: template.departmentId ?? null,
    }),
    [template],
  );
  const draft = useDraft(saved, { key: `template-${template.id ?? 'new'}`, revision: template.revision });
  const { value, set } = draft;
  const office = (id: string | null): string =>
    texts(props.departments.find((one) => one.id === id)?.name) || t('inputs.templates.all');
  const saving = useSave(SaveTemplate, draft, {
    done: 'inputs.templates.saved',
    variables: (fields, revision) => ({ input: { id: template.id, revision, ...fields } }),
    tell: (fields) => [
      { label: t('inputs.templates.name'), text: fields.name },
      { label: t('inputs.answer.kind'), text: t(`inputs.kind.${fields.kind}`) },
      { label: t('inputs.answer.body'), text: fields.body },
      { label: t('inputs.answer.reason'), text: fields.reason },
      { label: t('inputs.answer.nextStep'), text: fields.nextStep },
      { label: t('inputs.department'), text: office(fields.departmentId) },
    ],
    after: props.close,
  });
  return (
    <DraftDialog
      title={t(template.id ? 'inputs.templates.edit' : 'inputs.templates.new')}
      draft={draft}
      saving={saving}
      close={props.close}
    >
      <TextInput
        label={t('inputs.templates.name')}
        value={value.name}
        maxLength={80}
        required
        error={troubleOf(saving.trouble, 'name')}
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
        error={troubleOf(saving.trouble, 'body')}
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
    </DraftDialog>
  );
}
