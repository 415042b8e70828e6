import type { ReactNode } from 'react';
import { Badge, Button, Group, Text } from '@mantine/core';
import {
  DataTable,
  graphql,
  Icon,
  LinkTo,
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

const List = graphql(`
  query InvitationsList($words: String, $state: String, $batchId: ID, $after: String, $sort: String) {
    invitations(words: $words, state: $state, batchId: $batchId, first: 50, after: $after, sort: $sort) {
      nodes {
        id
        email
        displayName
        role
        roleName
        spaceName
        state
        error
        invitedBy
        createdAt
        sentAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Resend = graphql(`
  mutation ResendInvitation($id: ID!) {
    resendInvitation(id: $id)
  }
`);
const Revoke = graphql(`
  mutation RevokeInvitation($id: ID!) {
    revokeInvitation(id: $id)
  }
`);

interface Row {
  id: string;
  email: string;
  displayName?: string | null;
  role: string;
  roleName?: string | null;
  spaceName?: string | null;
  state: string;
  error?: string | null;
  invitedBy?: string | null;
  createdAt: string;
  sentAt?: string | null;
}

const STATES = ['waiting', 'sent', 'expired', 'accepted', 'revoked', 'failed'];
/** States in which an invitation can be sent again, and those in which it can be taken back. */
const AGAIN = ['sent', 'expired', 'failed'];
const OPEN = ['waiting', ...AGAIN];
const TONES: Record<string, string> = { sent: 'blue', accepted: 'teal', failed: 'red', expired: 'orange' };

/** Who was invited, and what became of it. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const asked = useAsk(List, {
    words: view.words || null,
    after: view.after,
    sort: view.sort || null,
    ...view.filters,
  });
  const resend = useAct(Resend, { done: 'people.invitations.resent' });
  const revoke = useAct(Revoke, { done: 'people.invitations.revoked' });
  const again = useMany(Resend, {
    label: t('people.invitations.resend'),
    icon: 'mail',
    asks: 'sure',
    variables: ({ id }: Row) => ({ id }),
    name: ({ email }) => email,
    unless: ({ state }) => (AGAIN.includes(state) ? undefined : t(`people.invitation.${state}`)),
    hint: t('people.invitations.resend.hint'),
    done: 'people.invitations.resent_many',
  });
  const back = useMany(Revoke, {
    label: t('people.invitations.revoke'),
    danger: true,
    asks: 'sure',
    variables: ({ id }: Row) => ({ id }),
    name: ({ email }) => email,
    unless: ({ state }) => (OPEN.includes(state) ? undefined : t(`people.invitation.${state}`)),
    hint: t('people.invitations.revoke.hint'),
    done: 'people.invitations.revoked_many',
  });
  const columns: Column<Row>[] = [
    { id: 'email', label: t('people.column.email'), sortable: true, render: (row) => row.email },
    {
      id: 'gives',
      label: t('people.column.gives'),
      render: (row) => [t(`people.standing.${row.role}`), row.roleName, row.spaceName].filter(Boolean).join(' · '),
    },
    {
      id: 'state',
      label: t('people.column.state'),
      render: (row) => (
        <>
          <Badge variant="light" color={TONES[row.state] ?? 'gray'}>
            {t(`people.invitation.${row.state}`)}
          </Badge>
          {row.error && (
            <Text size="xs" c="dimmed">
              {row.error}
            </Text>
          )}
        </>
      ),
    },
    { id: 'sentAt', label: t('people.column.sent'), sortable: true, render: (row) => <When at={row.sentAt} /> },
    { id: 'invitedBy', label: t('people.column.by'), render: (row) => row.invitedBy ?? '—' },
    {
      id: 'createdAt',
      label: t('people.column.made'),
      hidden: true,
      sortable: true,
      render: (row) => <When at={row.createdAt} />,
    },
    {
      id: 'acts',
      label: t('people.column.acts'),
      render: (row) => (
        <Group gap="xs" wrap="nowrap">
          {AGAIN.includes(row.state) && (
            <Button size="compact-sm" variant="default" onClick={() => void resend.run({ id: row.id })}>
              {t('people.invitations.resend')}
            </Button>
          )}
          {OPEN.includes(row.state) && (
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => void revoke.run({ id: row.id })}>
              {t('people.invitations.revoke')}
            </Button>
          )}
        </Group>
      ),
    },
  ];
  return (
    <Screen
      title={t('people.invitations.title')}
      description={t('people.invitations.description')}
      actions={
        <Button component={LinkTo} to="/people/invite" leftSection={<Icon name="invite" />}>
          {t('people.invite.action')}
        </Button>
      }
    >
      {again.shown}
      {back.shown}
      <DataTable<Row>
        id="invitations"
        label={t('people.invitations.title')}
        searchable={t('people.search')}
        columns={columns}
        filters={[
          {
            id: 'state',
            label: t('people.column.state'),
            kind: 'choice',
            options: STATES.map((value) => ({ value, label: t(`people.invitation.${value}`) })),
          },
        ]}
        asked={asked}
        rows={asked.data?.invitations.nodes}
        next={asked.data?.invitations.pageInfo.hasNextPage ? asked.data.invitations.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        tools={listTools('invitations')}
        bulk={[again.act, back.act]}
        empty={{ icon: 'invite', title: t('people.invitations.empty'), text: t('people.invitations.empty.text') }}
      />
    </Screen>
  );
}
