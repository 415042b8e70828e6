import { useState, type ReactNode } from 'react';
import {
  Alert,
  Button,
  Group,
  List,
  Modal,
  Paper,
  Progress,
  Select,
  Stack,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core';
import { troubleOf, useAct, useAsk, useT, wordsOf } from '@madang/console';
import { ForeseeBulk, ReadBulk, RunBulk } from './operations.js';
import { useTexts, type Choices } from './words.js';

export interface BulkWish {
  act: 'assign' | 'category' | 'move' | 'hide' | 'restore' | 'lift' | 'undo';
  ids: string[];
  /** undo: the act that is taken back. */
  of?: string;
}

/** Acts whose reason is asked for and shown. */
const REASONED: readonly BulkWish['act'][] = ['move', 'hide', 'restore', 'lift', 'undo'];

/** One act on one item or many: what is chosen, what it would do and whom it would tell, then how far it has come. */
export function BulkDialog(props: { wish: BulkWish; choices: Choices; close: (ran: boolean) => void }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { wish, choices } = props;
  const [chosen, setChosen] = useState<{
    departmentId?: string | null;
    officerId?: string | null;
    dueOn?: string;
    categoryId?: string | null;
    to?: string | null;
    reason?: string;
  }>({});
  const [running, setRunning] = useState<string>();
  const foresee = useAct(ForeseeBulk, { quiet: true, refresh: [] });
  const [seen, setSeen] = useState<Awaited<ReturnType<typeof foresee.run>>>();
  const run = useAct(RunBulk, { quiet: true });
  const trouble = foresee.trouble ?? run.trouble;
  const input = {
    act: wish.act,
    ids: wish.act === 'undo' ? undefined : wish.ids,
    of: wish.of,
    to: chosen.to ?? undefined,
    reason: chosen.reason || undefined,
    departmentId: chosen.departmentId ?? undefined,
    officerId: chosen.officerId ?? undefined,
    dueOn: chosen.dueOn || undefined,
    categoryId: chosen.categoryId ?? undefined,
  };
  const set = (patch: typeof chosen): void => {
    setChosen({ ...chosen, ...patch });
    setSeen(undefined);
  };
  const states = new Map(choices.methods.flatMap((one) => one.states.map((state) => [state.name, state.label])));
  const moves = [...new Set(choices.inputActivities.flatMap((one) => one.moves))];
  const officers = choices.manageDepartments
    .filter((one) => !chosen.departmentId || one.id === chosen.departmentId)
    .flatMap((one) => one.officers);
  return (
    <Modal opened onClose={() => props.close(running !== undefined)} size="lg" title={t(`inputs.act.${wish.act}`)}>
      {running ? (
        <Running id={running} close={() => props.close(true)} choices={choices} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (seen) void run.run({ input }).then((done) => done && setRunning(done.runBulk));
            else void foresee.run({ input }).then(setSeen);
          }}
        >
          <Stack>
            <Text size="sm">
              {wish.act === 'undo' ? t('inputs.bulk.undo_text') : t('inputs.bulk.chosen', { count: wish.ids.length })}
            </Text>
            {trouble && (
              <Alert color="red" role="alert">
                {wordsOf(t, trouble)}
              </Alert>
            )}
            {wish.act === 'assign' && (
              <>
                <Select
                  label={t('inputs.department')}
                  data={choices.manageDepartments.map((one) => ({ value: one.id, label: texts(one.name) }))}
                  value={chosen.departmentId ?? null}
                  onChange={(departmentId) => set({ departmentId, officerId: null })}
                  error={troubleOf(trouble, 'departmentId')}
                  clearable
                />
                <Select
                  label={t('inputs.officer')}
                  data={officers.map((one) => ({ value: one.id, label: one.name }))}
                  value={chosen.officerId ?? null}
                  onChange={(officerId) => set({ officerId })}
                  error={troubleOf(trouble, 'officerId')}
                  clearable
                />
                <TextInput
                  type="date"
                  label={t('inputs.column.due')}
                  description={t('inputs.due_text')}
                  value={chosen.dueOn ?? ''}
                  onChange={(event) => set({ dueOn: event.currentTarget.value })}
                  error={troubleOf(trouble, 'dueOn')}
                />
              </>
            )}
            {wish.act === 'category' && (
              <Select
                label={t('inputs.column.category')}
                data={choices.manageCategories
                  .filter((one) => one.active)
                  .map((one) => ({ value: one.id, label: texts(one.name) }))}
                value={chosen.categoryId ?? null}
                onChange={(categoryId) => set({ categoryId })}
                clearable
              />
            )}
            {wish.act === 'move' && (
              <Select
                label={t('inputs.column.state')}
                description={t('inputs.move_text')}
                data={moves.map((name) => ({ value: name, label: states.get(name) ?? name }))}
                value={chosen.to ?? null}
                onChange={(to) => set({ to })}
                error={troubleOf(trouble, 'to')}
                required
              />
            )}
            {REASONED.includes(wish.act) && (
              <Textarea
                label={t('inputs.reason')}
                description={t('inputs.reason_text')}
                autosize
                minRows={2}
                maxLength={500}
                required
                value={chosen.reason ?? ''}
                onChange={(event) => set({ reason: event.currentTarget.value })}
                error={troubleOf(trouble, 'reason')}
              />
            )}
            {seen && <Foresight seen={seen.foreseeBulk} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => props.close(false)}>
                {t('inputs.cancel')}
              </Button>
              <Button
                type="submit"
                loading={foresee.busy || run.busy}
                disabled={seen !== undefined && seen.foreseeBulk.able === 0}
              >
                {seen ? t('inputs.bulk.run', { count: seen.foreseeBulk.able }) : t('inputs.bulk.foresee')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function Foresight(props: {
  seen: {
    able: number;
    failures: readonly { id: string; title: string; reason: string }[];
    notices: readonly { audience: string; people: number; mails: number; title: string; text: string }[];
  };
}): ReactNode {
  const t = useT();
  const { able, failures, notices } = props.seen;
  return (
    <Stack gap="sm" role="status">
      <Text fw={600}>{t('inputs.bulk.able', { count: able })}</Text>
      {failures.length > 0 && <Failures failures={failures} />}
      <Text fw={600} size="sm">
        {t(notices.length === 0 ? 'inputs.bulk.nobody' : 'inputs.bulk.told')}
      </Text>
      {notices.map((notice) => (
        <Paper key={`${notice.audience} ${notice.title}`} withBorder p="sm">
          <Text size="sm" c="dimmed">
            {t(`inputs.audience.${notice.audience}`)} ·{' '}
            {t('inputs.bulk.people', { count: notice.people, mails: notice.mails })}
          </Text>
          <Text size="sm" fw={600}>
            {notice.title}
          </Text>
          <Text size="sm">{notice.text}</Text>
        </Paper>
      ))}
    </Stack>
  );
}

/** Items an act did not work on, each with its reason. */
export function Failures({
  failures,
}: {
  failures: readonly { id: string; title: string; reason: string }[];
}): ReactNode {
  const t = useT();
  return (
    <Alert variant="default" title={t('inputs.bulk.failures', { count: failures.length })}>
      <List size="sm">
        {failures.slice(0, 20).map((one) => (
          <List.Item key={one.id}>
            {one.title || t('inputs.bulk.gone')}: {one.reason}
          </List.Item>
        ))}
      </List>
      {failures.length > 20 && <Text size="sm">{t('inputs.bulk.more', { count: failures.length - 20 })}</Text>}
    </Alert>
  );
}

/** How far an act has come; a move that is through can be taken back. */
function Running(props: { id: string; close: () => void; choices: Choices }): ReactNode {
  const t = useT();
  const [undoing, setUndoing] = useState(false);
  const asked = useAsk(
    ReadBulk,
    { id: props.id },
    { every: (data) => (data?.bulkAct.state === 'done' ? false : 1000) },
  );
  const act = asked.data?.bulkAct;
  if (!act) return <Text>{t('inputs.bulk.begins')}</Text>;
  if (undoing)
    return (
      <BulkDialog wish={{ act: 'undo', ids: [], of: act.id }} choices={props.choices} close={() => props.close()} />
    );
  const through = act.done - act.failures.length;
  return (
    <Stack>
      <Progress value={(act.done / act.total) * 100} aria-label={t('inputs.bulk.progress')} />
      <Text role="status">
        {t(act.state === 'done' ? 'inputs.bulk.done' : 'inputs.bulk.running', { count: through, total: act.total })}
      </Text>
      {act.failures.length > 0 && <Failures failures={act.failures} />}
      <Text size="sm" c="dimmed">
        {act.state === 'done' ? '' : t('inputs.bulk.leave')}
      </Text>
      <Group justify="flex-end">
        {act.act === 'move' && act.state === 'done' && !act.undone && through > 0 && (
          <Button variant="default" onClick={() => setUndoing(true)}>
            {t('inputs.act.undo')}
          </Button>
        )}
        <Button onClick={props.close}>{t('inputs.close')}</Button>
      </Group>
    </Stack>
  );
}
