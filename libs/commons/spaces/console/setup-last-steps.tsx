import { useState, type ReactNode } from 'react';
import { Alert, Anchor, Button, Group, Select, Text, Textarea } from '@mantine/core';
import { Icon, LinkTo, useAct, useAsk, useT, useWords } from '@madang/console';
import { PublishProcess, ReadProcess } from './process/operations.js';
import { InviteFromSetup } from './setup-operations.js';
import { Problem } from './setup-steps.js';
import type { StepProps } from './setup.js';
import { useTexts } from './words.js';

/** Colleagues, by mail. */
export function InviteStep({ next }: StepProps): ReactNode {
  const t = useT();
  const [emails, setEmails] = useState('');
  const [role, setRole] = useState<string | null>('officer');
  const [sent, setSent] = useState<string[]>([]);
  const act = useAct(InviteFromSetup, { quiet: true });
  const list = emails.split(/[\s,;]+/).filter(Boolean);
  const invite = async (): Promise<void> => {
    const left = [...list];
    for (const email of list) {
      if (!(await act.run({ input: { email, role: role ?? 'member' } }))) break;
      left.shift();
      setSent((before) => [...before, email]);
      setEmails(left.join('\n'));
    }
  };
  return (
    <>
      <Problem trouble={act.trouble} />
      <Textarea
        label={t('spaces.setup.emails')}
        description={t('spaces.setup.emails_text')}
        autosize
        minRows={3}
        value={emails}
        onChange={(event) => setEmails(event.currentTarget.value)}
      />
      <Select
        label={t('spaces.setup.standing')}
        data={['member', 'officer', 'administrator'].map((value) => ({ value, label: t(`spaces.standing.${value}`) }))}
        value={role}
        onChange={setRole}
        allowDeselect={false}
        maw="18rem"
      />
      {sent.length > 0 && (
        <Text size="sm" role="status">
          {t('spaces.setup.sent', { count: sent.length })}
        </Text>
      )}
      <Group justify="space-between">
        <Button variant="default" loading={act.busy} disabled={list.length === 0} onClick={() => void invite()}>
          {t('spaces.setup.send')}
        </Button>
        <Button onClick={next}>{t('spaces.setup.next')}</Button>
      </Group>
    </>
  );
}

/** The moment it becomes public. */
export function PublishStep({ setup }: StepProps): ReactNode {
  const t = useT();
  const texts = useTexts();
  const words = useWords();
  const drafts = setup.manageProcesses.nodes.filter((process) => process.state === 'draft');
  const published = setup.manageProcesses.nodes.find((process) => process.state === 'open');
  const [id, setId] = useState<string | null>(null);
  const chosen = drafts.find((process) => process.id === id) ?? drafts[0];
  const asked = useAsk(ReadProcess, { id: chosen?.id ?? '' }, { enabled: chosen !== undefined });
  const act = useAct(PublishProcess, { done: 'spaces.publish.published', quiet: true });
  const whole = chosen && asked.data?.manageProcess.id === chosen.id ? asked.data.manageProcess : undefined;
  return (
    <>
      <Problem trouble={act.trouble} />
      {published && (
        <Alert variant="default" title={t('spaces.setup.open_title', { process: texts(published.title) })}>
          <Group>
            <Anchor href="/" target="_blank" c="inherit" td="underline">
              {t('spaces.setup.see_site')}
            </Anchor>
            <LinkTo to={`/processes/${published.id}`}>{t('spaces.setup.see_process')}</LinkTo>
          </Group>
        </Alert>
      )}
      {drafts.length === 0 && !published && <Text>{t('spaces.setup.no_draft')}</Text>}
      {drafts.length > 1 && (
        <Select
          label={t('spaces.setup.which')}
          data={drafts.map((process) => ({ value: process.id, label: texts(process.title) }))}
          value={chosen?.id ?? null}
          onChange={setId}
          allowDeselect={false}
        />
      )}
      {whole && (
        <>
          <Text fw={600}>{texts(whole.title)}</Text>
          <Text size="sm">{texts(whole.seen.find((one) => one.phaseId === null)?.text)}</Text>
          {whole.phases.map((phase) => (
            <Text key={phase.id} size="sm" c="dimmed">
              {texts(phase.title)} · {phase.startsOn ? words.date(phase.startsOn) : '—'} –{' '}
              {phase.endsOn ? words.date(phase.endsOn) : '—'}
            </Text>
          ))}
          {whole.blockers.map((one) => (
            <Text key={one} c="red" size="sm">
              {t(`spaces.blocker.${one}`)}
            </Text>
          ))}
          <Group justify="space-between">
            <LinkTo to={`/processes/${whole.id}`}>{t('spaces.setup.change')}</LinkTo>
            <Button
              leftSection={<Icon name="rocket" />}
              loading={act.busy}
              disabled={whole.blockers.length > 0}
              onClick={() => void act.run({ input: { id: whole.id, revision: whole.revision } })}
            >
              {t('spaces.publish.now')}
            </Button>
          </Group>
        </>
      )}
    </>
  );
}
