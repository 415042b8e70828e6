import { useEffect, type ReactNode } from 'react';
import { Alert, Anchor, Button, Group, List, Loader, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { Icon, LinkTo, operatorGraphql, TroubleNotice, useAsk, useT, useWords } from '@madang/console';
import { State } from './parts.js';

const Watched = operatorGraphql(`
  query OperatorOperation($id: ID!) {
    operation(id: $id) {
      id
      kind
      slug
      state
      error
      result
      askedBy
      createdAt
      endedAt
      steps {
        position
        name
        state
        detail
        milliseconds
      }
    }
  }
`);

const running = (state: string | undefined): boolean => state === 'waiting' || state === 'running';

/**
 * An operation while it runs and afterwards: its steps as they happen.
 * @param ended called when it is over, so that what it changed can be read again
 * @param again begins a move anew, on the screen that can
 */
export function StepLog({ id, ended, again }: { id: string; ended?: () => void; again?: () => void }): ReactNode {
  const t = useT();
  const words = useWords();
  const asked = useAsk(Watched, { id }, { every: (data) => (running(data?.operation.state) ? 400 : false) });
  const operation = asked.data?.operation;
  const over = operation !== undefined && !running(operation.state);
  useEffect(() => {
    if (over) ended?.();
  }, [over]);
  if (asked.error && !operation) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  if (!operation) return null;
  const result = JSON.parse(operation.result) as { url?: string; slug?: string; file?: string; bytes?: number };
  return (
    <Paper withBorder p="md" role="region" aria-label={t('operators.steps')} aria-live="polite">
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={650}>
            {t(`operators.kind.${operation.kind}`)} {operation.slug}
          </Text>
          <State state={operation.state} label={t(`operators.op.${operation.state}`)} />
        </Group>
        <List spacing={6} center listStyleType="none">
          {operation.steps.map((step) => (
            <List.Item key={step.position} icon={<Sign state={step.state} />}>
              <Text component="span" size="sm">
                {operation.kind === 'bulk' ? (
                  <LinkTo to={`/tenants/${step.name}`}>{step.name}</LinkTo>
                ) : (
                  t(`operators.step.${step.name}`)
                )}
                {step.detail ? ` · ${amountIn(t, step.detail)}` : ''}
                {step.milliseconds != null ? ` · ${words.number(step.milliseconds)} ms` : ''}
              </Text>
            </List.Item>
          ))}
        </List>
        {operation.state === 'waiting' && <Text c="dimmed">{t('operators.op.waiting.text')}</Text>}
        {operation.state === 'failed' && (
          <Alert color="red" title={t('operators.op.failed.title')} role="alert">
            <Stack gap="sm" align="flex-start">
              {reasonOf(t, operation)}
              {operation.kind === 'move' &&
                (again ? (
                  <Button size="compact-md" variant="default" onClick={again}>
                    {t('operators.move.again')}
                  </Button>
                ) : (
                  <Button size="compact-md" variant="default" component={LinkTo} to={`/tenants/${operation.slug}`}>
                    {t('operators.op.to_tenant')}
                  </Button>
                ))}
            </Stack>
          </Alert>
        )}
        {operation.state === 'done' && (
          <Group>
            {result.url && (
              <Anchor href={result.url} target="_blank" rel="noopener">
                {result.url}
              </Anchor>
            )}
            {result.slug && (
              <Anchor component={LinkTo} to={`/tenants/${result.slug}`}>
                {t('operators.op.to_tenant')}
              </Anchor>
            )}
            {result.file && (
              <Anchor href={result.file} download>
                <Icon name="download" size={16} /> {t('operators.op.fetch')}
              </Anchor>
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function reasonOf(t: ReturnType<typeof useT>, operation: { kind: string; error?: string | null }): ReactNode {
  if (operation.error === 'interrupted')
    return t(operation.kind === 'move' ? 'operators.move.interrupted' : 'operators.op.interrupted');
  return operation.kind === 'bulk'
    ? t('operators.bulk.some_failed', { count: operation.error ?? '' })
    : operation.error;
}

function Sign({ state }: { state: string }): ReactNode {
  if (state === 'running') return <Loader size={18} aria-hidden />;
  return (
    <ThemeIcon size={20} radius="xl" color={state === 'done' ? 'green.8' : 'red.8'} aria-hidden>
      <Icon name={state === 'done' ? 'check' : 'x'} size={14} />
    </ThemeIcon>
  );
}

/** How much was written, in words; other details as they were noted. */
function amountIn(t: ReturnType<typeof useT>, detail: string): string {
  const [, rows, files] = /^(\d+) rows, (\d+) files$/.exec(detail) ?? [];
  return rows && files ? t('operators.step.amount', { rows: Number(rows), files: Number(files) }) : detail;
}
