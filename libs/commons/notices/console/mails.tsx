import type { ReactNode } from 'react';
import { Badge, Button } from '@mantine/core';
import {
  DataTable,
  graphql,
  listTools,
  Screen,
  useAct,
  useAsk,
  useMany,
  useT,
  useView,
  When,
  type Column,
} from '@madang/console';

const Mails = graphql(`
  query MailsList($state: String, $words: String, $after: String, $sort: String) {
    mails(state: $state, words: $words, first: 50, after: $after, sort: $sort) {
      nodes {
        id
        recipient
        topic
        subject
        state
        attempts
        error
        createdAt
        dueAt
        sentAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Again = graphql(`
  mutation SendMailAgain($id: ID!) {
    sendMailAgain(id: $id)
  }
`);

interface Row {
  id: string;
  recipient: string;
  topic: string;
  subject: string;
  state: string;
  attempts: number;
  error?: string | null;
  createdAt: string;
  dueAt: string;
  sentAt?: string | null;
}

const STATES = ['waiting', 'sending', 'sent', 'failed', 'withheld'];
const TONES: Record<string, string> = { sent: 'teal', failed: 'red', waiting: 'orange', withheld: 'orange' };

/** What was sent, to whom, and what did not arrive. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const asked = useAsk(Mails, {
    ...view.filters,
    words: view.words || null,
    after: view.after,
    sort: view.sort || null,
  });
  const again = useAct(Again, { done: 'notices.mails.queued' });
  const many = useMany(Again, {
    label: t('notices.mails.again'),
    icon: 'mail',
    asks: 'sure',
    variables: ({ id }: Row) => ({ id }),
    name: ({ recipient, subject }) => [recipient, subject].filter(Boolean).join(' · ') || '—',
    unless: ({ state, recipient }) =>
      state === 'failed' && recipient !== '' ? undefined : t(`notices.mails.state.${state}`),
    done: 'notices.mails.queued_many',
  });
  const columns: Column<Row>[] = [
    { id: 'createdAt', label: t('notices.mails.when'), sortable: true, render: (row) => <When at={row.createdAt} /> },
    { id: 'recipient', label: t('notices.mails.to'), render: (row) => row.recipient || '—' },
    { id: 'subject', label: t('notices.mails.subject'), render: (row) => row.subject || '—' },
    { id: 'topic', label: t('notices.mails.topic'), render: (row) => topicIn(t, row.topic) },
    {
      id: 'state',
      label: t('notices.mails.state'),
      render: (row) => (
        <Badge variant="light" color={TONES[row.state] ?? 'gray'}>
          {t(`notices.mails.state.${row.state}`)}
        </Badge>
      ),
    },
    { id: 'attempts', label: t('notices.mails.attempts'), render: (row) => row.attempts, align: 'right' },
    {
      id: 'error',
      label: t('notices.mails.error'),
      render: (row) => (row.state === 'withheld' ? t('notices.mails.withheld') : (row.error ?? '—')),
    },
    { id: 'sentAt', label: t('notices.mails.sent'), render: (row) => <When at={row.sentAt} />, hidden: true },
    {
      id: 'acts',
      label: t('notices.mails.acts'),
      render: (row) =>
        row.state === 'failed' &&
        row.recipient !== '' && (
          <Button size="compact-sm" variant="default" onClick={() => void again.run({ id: row.id })}>
            {t('notices.mails.again')}
          </Button>
        ),
    },
  ];
  return (
    <Screen title={t('notices.mails.title')} description={t('notices.mails.description')}>
      {many.shown}
      <DataTable<Row>
        id="mails"
        label={t('notices.mails.title')}
        searchable={t('notices.mails.search')}
        columns={columns}
        filters={[
          {
            id: 'state',
            label: t('notices.mails.state'),
            kind: 'choice',
            options: STATES.map((value) => ({ value, label: t(`notices.mails.state.${value}`) })),
          },
        ]}
        asked={asked}
        rows={asked.data?.mails.nodes}
        next={asked.data?.mails.pageInfo.hasNextPage ? asked.data.mails.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        tools={listTools('mails')}
        bulk={[many.act]}
        empty={{ icon: 'mail', title: t('notices.mails.empty'), text: t('notices.mails.empty.text') }}
      />
    </Screen>
  );
}

/** What a mail is about, in words; a topic that nobody named yet as programs know it. */
function topicIn(t: ReturnType<typeof useT>, topic: string): string {
  const key = `notices.mails.topic.${topic}`;
  const words = t(key);
  return words === key ? topic : words;
}
