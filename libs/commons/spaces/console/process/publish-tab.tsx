import { useState, type ReactNode } from 'react';
import { Alert, Button, CopyButton, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { Icon, tellDone, TypeToConfirm, useAct, useGo, useSession, useT, useWords, When } from '@madang/console';
import { useTexts } from '../words.js';
import {
  CloseProcess,
  MakePreviewLink,
  PublishProcess,
  RemoveProcess,
  ReopenProcess,
  RevokePreviewLinks,
  ScheduleProcess,
  WithdrawProcess,
} from './operations.js';
import type { Whole } from './types.js';

/** From draft to public and back; what is still missing; links that show a draft. */
export function PublishTab({ process }: { process: Whole }): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { site } = useSession();
  const publish = useAct(PublishProcess, { done: 'spaces.publish.published' });
  const withdraw = useAct(WithdrawProcess, { done: 'spaces.publish.withdrawn' });
  const remove = useAct(RemoveProcess, { done: 'spaces.publish.removed' });
  const close = useAct(CloseProcess, { done: 'spaces.publish.closed' });
  const reopen = useAct(ReopenProcess, { done: 'spaces.publish.reopened' });
  const go = useGo();
  const [ask, setAsk] = useState<'close' | 'reopen' | 'remove'>();
  const step = { id: process.id, revision: process.revision };
  const touched = process.activities.some((one) => (one.inputs ?? 0) > 0);
  return (
    <Stack maw="46rem">
      <Paper withBorder p="md">
        <Stack gap="sm">
          <Title order={2} size="h4">
            {t(`spaces.publish.is_${process.state}`)}
          </Title>
          {process.publishedAt && process.state !== 'draft' && (
            <Text size="sm">
              {t('spaces.publish.since')} <When at={process.publishedAt} exact />
            </Text>
          )}
          {process.state === 'draft' && process.blockers.length > 0 && (
            <Alert variant="default" title={t('spaces.publish.missing')}>
              <List size="sm">
                {process.blockers.map((one) => (
                  <List.Item key={one}>{t(`spaces.blocker.${one}`)}</List.Item>
                ))}
              </List>
            </Alert>
          )}
          {process.state === 'draft' && (
            <Group align="flex-end">
              <Button
                leftSection={<Icon name="rocket" />}
                disabled={process.blockers.length > 0}
                loading={publish.busy}
                onClick={() => void publish.run({ input: step })}
              >
                {t('spaces.publish.now')}
              </Button>
              <Schedule process={process} />
            </Group>
          )}
          {process.state === 'open' && (
            <Group>
              <Button
                component="a"
                href={`/${process.spaceSlug}/processes/${process.slug}`}
                target="_blank"
                variant="default"
                leftSection={<Icon name="open" />}
              >
                {t('spaces.publish.see')}
              </Button>
              <Button
                variant="default"
                loading={withdraw.busy}
                disabled={touched}
                onClick={() => void withdraw.run({ input: step })}
              >
                {t('spaces.publish.withdraw')}
              </Button>
              <Button variant="default" onClick={() => setAsk('close')}>
                {t('spaces.publish.close')}
              </Button>
            </Group>
          )}
          {process.state === 'open' && touched && (
            <Text size="sm" c="dimmed">
              {t('spaces.publish.touched')}
            </Text>
          )}
          {process.state === 'closed' && (
            <Group>
              <Button variant="default" onClick={() => setAsk('reopen')}>
                {t('spaces.publish.reopen')}
              </Button>
            </Group>
          )}
          {process.state === 'draft' && !touched && (
            <Group>
              <Button variant="subtle" color="red" onClick={() => setAsk('remove')}>
                {t('spaces.publish.remove')}
              </Button>
            </Group>
          )}
        </Stack>
      </Paper>
      <Paper withBorder p="md">
        <Stack gap="sm">
          <Title order={2} size="h4">
            {t('spaces.sees.title')}
          </Title>
          {process.seen.map((one) => (
            <Stack gap={2} key={one.phaseId ?? 'today'}>
              <Text size="xs" c="dimmed">
                {one.phaseId
                  ? texts(process.phases.find((phase) => phase.id === one.phaseId)?.title)
                  : t('spaces.sees.today')}
              </Text>
              {site.locales.map((locale) => (
                <Text key={locale} size="sm" lang={locale}>
                  {one.text[locale]}
                </Text>
              ))}
            </Stack>
          ))}
        </Stack>
      </Paper>
      {process.state === 'draft' && <PreviewLinks process={process} />}
      <TypeToConfirm
        opened={ask === 'close' || ask === 'reopen'}
        close={() => setAsk(undefined)}
        title={t(ask === 'reopen' ? 'spaces.publish.reopen' : 'spaces.publish.close')}
        effects={[t(ask === 'reopen' ? 'spaces.publish.reopen_effect' : 'spaces.publish.close_effect')]}
        name={texts(process.title)}
        label={t(ask === 'reopen' ? 'spaces.publish.reopen' : 'spaces.publish.close')}
        withReason
        run={async (reason) => {
          const done = await (ask === 'reopen' ? reopen : close).run({ input: { ...step, reason } });
          if (done) setAsk(undefined);
        }}
      />
      <TypeToConfirm
        opened={ask === 'remove'}
        close={() => setAsk(undefined)}
        title={t('spaces.publish.remove')}
        effects={[t('spaces.publish.remove_effect')]}
        name={texts(process.title)}
        label={t('spaces.publish.remove')}
        run={async () => {
          if (await remove.run({ id: process.id, revision: process.revision })) go('/processes');
        }}
      />
    </Stack>
  );
}

/** The moment a draft goes public by itself. */
function Schedule({ process }: { process: Whole }): ReactNode {
  const t = useT();
  const words = useWords();
  const act = useAct(ScheduleProcess, { done: 'spaces.publish.planned' });
  const [at, setAt] = useState('');
  const plan = (moment: string | null): void =>
    void act.run({ input: { id: process.id, revision: process.revision, at: moment } });
  if (process.publishAt)
    return (
      <Group gap="sm">
        <Text size="sm">{t('spaces.publish.will', { at: words.date(process.publishAt, 'datetime') })}</Text>
        <Button variant="default" loading={act.busy} onClick={() => plan(null)}>
          {t('spaces.publish.unplan')}
        </Button>
      </Group>
    );
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        type="datetime-local"
        label={t('spaces.publish.when')}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={at === '' || process.blockers.length > 0}
        loading={act.busy}
        onClick={() => plan(new Date(at).toISOString())}
      >
        {t('spaces.publish.plan')}
      </Button>
    </Group>
  );
}

function PreviewLinks({ process }: { process: Whole }): ReactNode {
  const t = useT();
  const words = useWords();
  const make = useAct(MakePreviewLink, {});
  const revoke = useAct(RevokePreviewLinks, {});
  const [link, setLink] = useState<{ url: string; expiresAt: string }>();
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('spaces.preview.title')}
        </Title>
        <Text size="sm">{t('spaces.preview.text')}</Text>
        {link && (
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t('spaces.preview.link')}
              description={t('spaces.preview.until', { at: words.date(link.expiresAt) })}
              value={link.url}
              readOnly
              flex="1 1 20rem"
            />
            <CopyButton value={link.url}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {t(copied ? 'spaces.preview.copied' : 'spaces.preview.copy')}
                </Button>
              )}
            </CopyButton>
            <Button component="a" variant="default" href={link.url} target="_blank" leftSection={<Icon name="open" />}>
              {t('spaces.preview.open')}
            </Button>
          </Group>
        )}
        <Group>
          <Button
            variant="default"
            loading={make.busy}
            onClick={() =>
              void make.run({ input: { processId: process.id, days: 14 } }).then(
                (done) =>
                  done &&
                  setLink({
                    url: `${location.origin}${done.makePreviewLink.path}`,
                    expiresAt: done.makePreviewLink.expiresAt,
                  }),
              )
            }
          >
            {t('spaces.preview.make')}
          </Button>
          <Button
            variant="subtle"
            loading={revoke.busy}
            onClick={() =>
              void revoke.run({ processId: process.id }).then((done) => {
                if (!done) return;
                setLink(undefined);
                tellDone(t('spaces.preview.revoked', { count: done.revokePreviewLinks }));
              })
            }
          >
            {t('spaces.preview.revoke')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
