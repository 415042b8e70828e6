import { useEffect, useMemo, useState, type ReactNode } from 'react';
import {
  Alert,
  Badge,
  Button,
  Group,
  Menu,
  Modal,
  NumberInput,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
  Textarea,
  Title,
} from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { troubleOf, useAct, useAsk, useDraft, useSave, useT, useTell, useWords, type Draft } from '@madang/console';
import { ListTemplates, PublishDraft, ReturnDraft, SaveDraft, SubmitDraft } from './operations.js';
import { KINDS, type Detail, type Template } from './words.js';

interface Fields {
  kind: string | null;
  body: string;
  reason: string;
  nextStep: string;
  budget: number | null;
  promisedOn: string | null;
}

const fieldsOf = (draft: Detail['answerDraft'] | Detail['answer']): Fields => ({
  kind: draft?.kind ?? null,
  body: draft?.body ?? '',
  reason: draft?.reason ?? '',
  nextStep: draft?.nextStep ?? '',
  budget: draft?.budget ?? null,
  promisedOn: draft?.promisedOn ?? null,
});

/**
 * The official answer: kept by itself while it is written, looked at by an approver where the activity asks for it, then
 * published. When two write at once, both versions are shown. A published one is changed from what the public reads.
 */
export function AnswerEditor({ input, refresh }: { input: Detail; refresh: () => Promise<unknown> }): ReactNode {
  const t = useT();
  const words = useWords();
  const tell = useTell();
  const known = input.answerDraft;
  const told = input.answer;
  const saved = useMemo(() => fieldsOf(known ?? told), [known, told]);
  const draft = useDraft<Fields, number>(saved, { key: `answer-${input.id}`, revision: known?.revision ?? 0 });
  const [kept, setKept] = useState<string | undefined>(known?.changedAt);
  const submit = useAct(SubmitDraft, { quiet: true, done: 'inputs.answer.submitted' });
  const publish = useAct(PublishDraft, { quiet: true, done: 'inputs.answer.published' });
  const giveBack = useAct(ReturnDraft, { quiet: true, done: 'inputs.answer.returned' });
  const [returning, setReturning] = useState(false);
  const { save, trouble, clash, notice } = useSave(SaveDraft, draft, {
    refresh: [],
    variables: (value, revision) => ({ input: { subjectId: input.id, revision, ...value } }),
    revisionOf: (done) => done.saveAnswerDraft,
    tell: (value) => [
      { label: t('inputs.answer.kind'), text: value.kind ? t(`inputs.kind.${value.kind}`) : '' },
      { label: t('inputs.answer.body'), text: value.body },
      { label: t('inputs.answer.reason'), text: value.reason },
      { label: t('inputs.answer.nextStep'), text: value.nextStep },
      { label: t('inputs.answer.promised'), text: value.promisedOn ?? '' },
      tell.number(t('inputs.answer.budget'), value.budget),
    ],
    who: known?.author ?? undefined,
    others: [submit, publish, giveBack],
    after: () => setKept(new Date().toISOString()),
  });
  const soon = useDebouncedCallback(() => void save(), 1500);
  useEffect(() => {
    if (draft.dirty && input.mayAnswer && !clash) soon();
  }, [draft.value, draft.dirty, input.mayAnswer, clash, soon]);

  const step = async (run: (revision: number) => Promise<unknown>): Promise<void> => {
    soon.cancel();
    // Untouched but nowhere kept: the API then says what an answer must have.
    if ((draft.dirty || draft.revision === 0) && !(await save())) return;
    await run(draft.revision);
    await refresh();
  };
  const waiting = known?.state === 'submitted';
  const direct = !input.needsApproval || input.mayApprove;
  // What the public reads already needs no publishing.
  const untouched = Boolean(told) && !draft.dirty && draft.revision === 0;
  return (
    <Paper withBorder p="md" component="section" aria-label={t('inputs.answer.title')}>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t('inputs.answer.title')}
          </Title>
          {known && (
            <Badge variant="default" tt="none">
              {t(`inputs.answer.state.${known.state}`)}
            </Badge>
          )}
        </Group>
        {known?.state === 'returned' && (
          <Alert variant="default" title={t('inputs.answer.note')}>
            {known.note}
          </Alert>
        )}
        {told && (
          <Text size="sm" c="dimmed">
            {t(told.editedAt ? 'inputs.answer.public_edited' : 'inputs.answer.public', {
              at: words.date(told.editedAt ?? told.publishedAt, 'datetime'),
            })}
          </Text>
        )}
        <Form draft={draft} disabled={!input.mayAnswer} error={(field) => troubleOf(trouble, field)} />
        {notice}
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {draft.dirty
              ? t(trouble ? 'inputs.answer.unkept' : 'inputs.answer.keeping')
              : kept
                ? t('inputs.answer.kept', { at: words.date(kept, 'datetime') })
                : ''}
          </Text>
          <Group gap="sm">
            {waiting && input.mayApprove && (
              <Button variant="default" onClick={() => setReturning(true)}>
                {t('inputs.answer.give_back')}
              </Button>
            )}
            {input.mayAnswer && input.needsApproval && !waiting && (
              <Button
                variant={direct ? 'default' : 'filled'}
                loading={submit.busy}
                disabled={untouched}
                onClick={() => void step((at) => submit.run({ subjectId: input.id, revision: at }))}
              >
                {t('inputs.answer.submit')}
              </Button>
            )}
            {direct && (
              <Button
                loading={publish.busy}
                disabled={untouched}
                onClick={() => void step((at) => publish.run({ subjectId: input.id, revision: at }))}
              >
                {t(
                  input.needsApproval
                    ? 'inputs.answer.approve'
                    : told
                      ? 'inputs.answer.republish'
                      : 'inputs.answer.publish',
                )}
              </Button>
            )}
          </Group>
        </Group>
        {!direct && (
          <Text size="sm" c="dimmed">
            {t(waiting ? 'inputs.answer.waits' : 'inputs.answer.needs')}
          </Text>
        )}
      </Stack>
      {returning && (
        <GiveBack
          close={() => setReturning(false)}
          run={async (note) => {
            await giveBack.run({ subjectId: input.id, revision: draft.revision, note });
            setReturning(false);
            await refresh();
          }}
        />
      )}
    </Paper>
  );
}

function Form(props: {
  draft: Draft<Fields>;
  disabled: boolean;
  error: (field: string) => string | undefined;
}): ReactNode {
  const t = useT();
  const { draft, disabled, error } = props;
  const { value, set } = draft;
  const templates = useAsk(ListTemplates, undefined, { enabled: !disabled });
  const use = (one: Template): void =>
    set({
      kind: value.kind ?? one.kind,
      body: value.body ? `${value.body}\n\n${one.body}` : one.body,
      reason: value.reason || one.reason,
      nextStep: value.nextStep || one.nextStep,
    });
  const area = (name: 'body' | 'reason' | 'nextStep', rows: number, max: number): ReactNode => (
    <Textarea
      label={t(`inputs.answer.${name}`)}
      description={name === 'reason' ? t('inputs.answer.reason_text') : undefined}
      autosize
      minRows={rows}
      maxLength={max}
      value={value[name]}
      disabled={disabled}
      error={error(name)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label={t('inputs.answer.kind')}
          data={KINDS.map((kind) => ({ value: kind, label: t(`inputs.kind.${kind}`) }))}
          value={value.kind}
          onChange={(kind) => set({ kind })}
          disabled={disabled}
          error={error('kind')}
          w="14rem"
        />
        {(templates.data?.answerTemplates.length ?? 0) > 0 && (
          <Menu>
            <Menu.Target>
              <Button variant="default">{t('inputs.answer.template')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {templates.data?.answerTemplates.map((one) => (
                <Menu.Item key={one.id} onClick={() => use(one)}>
                  {one.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {area('body', 5, 20_000)}
      {area('reason', 2, 4000)}
      {area('nextStep', 2, 2000)}
      <Group align="flex-start">
        <TextInput
          type="date"
          label={t('inputs.answer.promised')}
          value={value.promisedOn ?? ''}
          disabled={disabled}
          onChange={(event) => set({ promisedOn: event.currentTarget.value || null })}
        />
        <NumberInput
          label={t('inputs.answer.budget')}
          description={t('inputs.answer.budget_text')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={value.budget ?? ''}
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          disabled={disabled}
          onChange={(budget) => set({ budget: typeof budget === 'number' ? budget : null })}
        />
      </Group>
    </Stack>
  );
}

function GiveBack(props: { close: () => void; run: (note: string) => Promise<void> }): ReactNode {
  const t = useT();
  const [note, setNote] = useState('');
  return (
    <Modal opened onClose={props.close} title={t('inputs.answer.give_back')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void props.run(note);
        }}
      >
        <Stack>
          <Textarea
            label={t('inputs.answer.note')}
            autosize
            minRows={3}
            maxLength={1000}
            required
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.close}>
              {t('inputs.cancel')}
            </Button>
            <Button type="submit" disabled={!note.trim()}>
              {t('inputs.answer.give_back')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
