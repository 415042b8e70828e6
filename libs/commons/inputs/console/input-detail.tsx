import { useState, type ReactNode } from 'react';
import { Anchor, Badge, Button, Grid, Group, Paper, Stack, Text, Timeline, Title } from '@mantine/core';
import { Icon, Loading, Screen, TroubleNotice, useAsk, useParams, useT, useWords, When } from '@madang/console';
import { AnswerEditor } from './answer-editor.js';
import { BulkDialog, type BulkWish } from './bulk-dialog.js';
import { ReadChoices, ReadInput } from './operations.js';
import { useTexts, type Detail } from './words.js';

/** The editor begins anew when the public answer has become another. */
const standing = ({ id, answer }: Detail): string => `${id} ${answer?.editedAt ?? answer?.publishedAt ?? ''}`;

/** One input: what it says and its answer on the left, where it stands and who acts on the right, everything that happened below. */
export function Panel(): ReactNode {
  const t = useT();
  const { id = '' } = useParams();
  const asked = useAsk(ReadInput, { id });
  const choices = useAsk(ReadChoices);
  const [wish, setWish] = useState<BulkWish>();
  const input = asked.data?.input;
  const states = new Map((choices.data?.methods ?? []).flatMap((one) => one.states.map((s) => [s.name, s.label])));
  if (!input)
    return (
      <Screen title={t('inputs.one')} back={{ to: '/inputs' }}>
        {asked.error ? <TroubleNotice trouble={asked.error} again={() => asked.refetch()} /> : <Loading />}
      </Screen>
    );
  return (
    <Screen
      title={input.title}
      back={{ to: '/inputs', label: t('inputs.title') }}
      description={input.summary}
      actions={
        <Button component="a" href={input.path} target="_blank" variant="default" leftSection={<Icon name="open" />}>
          {t('inputs.see')}
        </Button>
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="lg">
            {(input.mayAnswer || input.mayApprove) && input.kind !== 'post' && (
              <AnswerEditor key={standing(input)} input={input} refresh={() => asked.refetch()} />
            )}
            <Events input={input} states={states} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Facts input={input} act={(act) => setWish({ act, ids: [input.id] })} />
        </Grid.Col>
      </Grid>
      {wish && choices.data && (
        <BulkDialog
          wish={wish}
          choices={choices.data}
          close={() => {
            setWish(undefined);
            void asked.refetch();
          }}
        />
      )}
    </Screen>
  );
}

function Facts({ input, act }: { input: Detail; act: (act: BulkWish['act']) => void }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const words = useWords();
  const line = (label: string, value: ReactNode): ReactNode => (
    <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="sm" ta="right" component="div">
        {value}
      </Text>
    </Group>
  );
  const possible = input.acts.filter((one) => one !== (input.hiddenAt ? 'hide' : 'restore'));
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Title order={2} size="h4">
          {t('inputs.facts')}
        </Title>
        {line(
          t('inputs.column.state'),
          <>
            {input.stateWord}
            {input.hiddenAt && (
              <Badge ml="xs" size="sm" variant="default" tt="none">
                {t('inputs.hidden')}
              </Badge>
            )}
          </>,
        )}
        {line(t('inputs.since'), <When at={input.stateSince} />)}
        {line(t('inputs.department'), texts(input.department) || '—')}
        {line(t('inputs.officer'), input.officer ?? '—')}
        {line(
          t('inputs.column.due'),
          input.dueOn ? `${words.date(input.dueOn)}${input.overdue ? ` · ${t('inputs.late')}` : ''}` : '—',
        )}
        {line(t('inputs.column.category'), texts(input.category) || '—')}
        {line(t('inputs.column.author'), input.authorName ?? '—')}
        {line(t('inputs.column.source'), t(`inputs.source.${input.source}`))}
        {line(t('inputs.column.space'), texts(input.spaceName))}
        {line(t('inputs.column.activity'), texts(input.activityTitle))}
        {line(t('inputs.column.published'), <When at={input.publishedAt} />)}
        {line(
          t('inputs.counts'),
          t('inputs.counts_of', { supports: input.supports, relates: input.relates, comments: input.comments }),
        )}
        <Stack gap={6} mt="sm">
          {possible.map((one) => (
            <Button key={one} variant="default" size="compact-md" onClick={() => act(one as BulkWish['act'])}>
              {t(`inputs.act.${one}`)}
            </Button>
          ))}
        </Stack>
        <Anchor href={`${input.path}#comments`} target="_blank" size="sm">
          {t('inputs.comments')}
        </Anchor>
      </Stack>
    </Paper>
  );
}

/** Acts of staff as they are called in the audit, and the key of the word for each. */
const DID: Record<string, string> = {
  'answers.assigned': 'assigned',
  'answers.published': 'published',
  'answers.changed': 'changed',
  'answers.submitted': 'submitted',
  'answers.returned': 'returned',
  'answers.approved': 'approved',
  'inputs.entered': 'entered',
  'posts.hidden': 'hidden',
  'posts.restored': 'restored',
  'posts.pinned': 'pinned',
  'posts.unpinned': 'unpinned',
  'proposals.categorised': 'categorised',
  'proposals.hidden': 'hidden',
  'proposals.restored': 'restored',
  'proposals.lifted': 'lifted',
  'proposals.pictures_changed': 'pictures',
  'proposals.moved': 'moved',
};

function Events({ input, states }: { input: Detail; states: ReadonlyMap<string, string> }): ReactNode {
  const t = useT();
  const word = (state: string): string => states.get(state) ?? state;
  const said = (event: Detail['events'][number]): string => {
    if (event.kind === 'act') return DID[event.act] ? t(`inputs.did.${DID[event.act]}`) : event.act;
    if (!event.from) return t('inputs.did.made');
    return event.from === event.act
      ? t('inputs.did.kept')
      : t('inputs.moved', { from: word(event.from), to: word(event.act) });
  };
  return (
    <section aria-label={t('inputs.events')}>
      <Title order={2} size="h4" mb="sm">
        {t('inputs.events')}
      </Title>
      <Timeline bulletSize={14} lineWidth={2} active={-1}>
        {input.events.map((event) => (
          <Timeline.Item key={`${event.at} ${event.kind} ${event.act}`}>
            <Text size="sm" fw={600}>
              {said(event)}
            </Text>
            <Text size="sm" c="dimmed">
              {event.actorName ?? t('inputs.by_rule')} · <When at={event.at} />
            </Text>
            {event.reason && <Text size="sm">{event.reason}</Text>}
          </Timeline.Item>
        ))}
      </Timeline>
    </section>
  );
}
