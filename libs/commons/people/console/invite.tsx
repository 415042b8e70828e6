import { useEffect, useState, type ReactNode } from 'react';
import { Alert, Button, Checkbox, FileButton, Group, Progress, Stack, Table, Text, Textarea } from '@mantine/core';
import {
  download,
  graphql,
  Icon,
  LinkTo,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useDraft,
  useT,
  WideTable,
} from '@madang/console';

const Check = graphql(`
  query CheckInvitations($input: SheetInput!) {
    checkInvitations(input: $input) {
      rows
      good
      problems {
        line
        field
        code
        value
      }
    }
  }
`);
const Send = graphql(`
  mutation SendInvitations($input: SheetInput!) {
    sendInvitations(input: $input)
  }
`);
const Batch = graphql(`
  query InvitationProgress($id: ID!) {
    invitationBatch(id: $id) {
      total
      waiting
      sent
      failed
      accepted
    }
  }
`);

/** Invites people: a sheet is looked through first, every bad line is named, then it is sent. */
export function Panel(): ReactNode {
  const t = useT();
  const draft = useDraft({ csv: '' }, { key: 'invite' });
  const { csv } = draft.value;
  const [looked, setLooked] = useState('');
  const [skipBad, setSkipBad] = useState(false);
  const [batch, setBatch] = useState<string>();
  const check = useAsk(Check, { input: { csv: looked, skipBad: false } }, { enabled: looked !== '' });
  const send = useAct(Send, { refresh: ['InvitationsList', 'Desk'] });
  const report = looked !== '' && looked === csv ? check.data?.checkInvitations : undefined;
  const problems = report?.problems ?? [];
  useEffect(() => setSkipBad(false), [looked]);
  const run = async (): Promise<void> => {
    const done = await send.run({ input: { csv, skipBad } });
    if (!done) return;
    setBatch(done.sendInvitations);
    draft.set({ csv: '' });
  };
  return (
    <Screen
      title={t('people.invite.title')}
      description={t('people.invite.description')}
      back={{ to: '/people/invitations', label: t('people.invitations.title') }}
      width="narrow"
    >
      {batch && <Sending id={batch} again={() => setBatch(undefined)} />}
      {!batch && (
        <Stack>
          <Textarea
            label={t('people.invite.sheet')}
            description={t('people.invite.sheet.help')}
            value={csv}
            onChange={(event) => draft.set({ csv: event.currentTarget.value })}
            placeholder={t('people.invite.sample')}
            autosize
            minRows={6}
            maxRows={16}
            className="console-sheet"
            spellCheck={false}
          />
          <Group gap="sm">
            <FileButton
              accept=".csv,text/csv,text/plain"
              onChange={(file) => void file?.text().then((text) => draft.set({ csv: text }))}
            >
              {(props) => (
                <Button variant="default" leftSection={<Icon name="upload" />} {...props}>
                  {t('people.invite.file')}
                </Button>
              )}
            </FileButton>
            <Button
              variant="subtle"
              onClick={() => download({ name: 'invitations.csv', text: `\uFEFF${t('people.invite.template')}\r\n` })}
            >
              {t('people.invite.get_template')}
            </Button>
            <Button
              ml="auto"
              disabled={csv.trim() === ''}
              loading={check.isFetching}
              onClick={() => (looked === csv ? void check.refetch() : setLooked(csv))}
            >
              {t('people.invite.check')}
            </Button>
          </Group>
          {check.error && looked === csv && <TroubleNotice trouble={check.error} />}
          {report && (
            <Alert
              color={problems.length > 0 ? 'orange' : 'teal'}
              title={t('people.invite.report', { rows: report.rows, good: report.good })}
              role="status"
            >
              {problems.length > 0 && (
                <Stack gap="sm">
                  <WideTable label={t('people.invite.problems')} minWidth={420}>
                    <Table aria-label={t('people.invite.problems')}>
                      <Table.Thead>
                        <Table.Tr>
                          <Table.Th>{t('people.invite.line')}</Table.Th>
                          <Table.Th>{t('people.invite.written')}</Table.Th>
                          <Table.Th>{t('people.invite.wrong')}</Table.Th>
                        </Table.Tr>
                      </Table.Thead>
                      <Table.Tbody>
                        {problems.slice(0, 100).map((one) => (
                          <Table.Tr key={`${one.line} ${one.field} ${one.code}`}>
                            <Table.Td>{one.line}</Table.Td>
                            <Table.Td>{one.value || '—'}</Table.Td>
                            <Table.Td>{t(`people.invite.problem.${one.code}`)}</Table.Td>
                          </Table.Tr>
                        ))}
                      </Table.Tbody>
                    </Table>
                  </WideTable>
                  {report.good > 0 && (
                    <Checkbox
                      label={t('people.invite.skip', { count: report.rows - report.good })}
                      checked={skipBad}
                      onChange={(event) => setSkipBad(event.currentTarget.checked)}
                    />
                  )}
                </Stack>
              )}
              <Group justify="flex-end" mt="sm">
                <Button
                  onClick={() => void run()}
                  loading={send.busy}
                  disabled={report.good === 0 || (problems.length > 0 && !skipBad)}
                  leftSection={<Icon name="send" />}
                >
                  {t('people.invite.send', { count: report.good })}
                </Button>
              </Group>
            </Alert>
          )}
        </Stack>
      )}
    </Screen>
  );
}

function Sending({ id, again }: { id: string; again: () => void }): ReactNode {
  const t = useT();
  const asked = useAsk(Batch, { id }, { every: (data) => (data && data.invitationBatch.waiting === 0 ? false : 1500) });
  const batch = asked.data?.invitationBatch;
  if (!batch) return <TroubleNotice trouble={asked.error} again={() => asked.refetch()} />;
  const done = batch.total - batch.waiting;
  return (
    <Alert
      color={batch.failed > 0 ? 'orange' : 'teal'}
      title={t(batch.waiting > 0 ? 'people.invite.sending' : 'people.invite.sent')}
      role="status"
    >
      <Progress value={(100 * done) / batch.total} mb="sm" aria-label={t('people.invite.sending')} />
      <Text size="sm">{t('people.invite.progress', { done, total: batch.total, failed: batch.failed })}</Text>
      <Group mt="sm" gap="sm">
        <Button component={LinkTo} to={`/people/invitations?batchId=${id}`} variant="default">
          {t('people.invite.see')}
        </Button>
        <Button variant="subtle" onClick={again}>
          {t('people.invite.more')}
        </Button>
      </Group>
    </Alert>
  );
}
