import type { ReactNode } from 'react';
import { Badge, Button } from '@mantine/core';
import {
  DataTable,
  graphql,
  Icon,
  LinkTo,
  listTools,
  Screen,
  useAct,
  useAsk,
  useMay,
  useT,
  useView,
  When,
  type Column,
} from '@madang/console';

const People = graphql(`
  query PeopleList($words: String, $state: String, $role: String, $roleId: ID, $space: String, $since: String, $after: String, $sort: String) {
    people(words: $words, state: $state, role: $role, roleId: $roleId, space: $space, since: $since, first: 30, after: $after, sort: $sort) {
      nodes {
        id
        displayName
        email
        role
        roleNames
        state
        stateReason
        bannedUntil
        createdAt
        lastSeenAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Spaces = graphql(`
  query PeopleSpaces {
    spaces {
      slug
      name
    }
  }
`);
const RoleNames = graphql(`
  query PeopleRoleNames {
    roles {
      id
      label
    }
  }
`);

const Approve = graphql(`
  mutation ApprovePeople($ids: [ID!]!) {
    approvePeople(ids: $ids)
  }
`);

const TONES: Record<string, string> = { active: 'teal', waiting: 'orange', banned: 'red', closed: 'gray' };

interface Row {
  id: string;
  displayName: string;
  email?: string | null;
  role: string;
  roleNames: readonly string[];
  state: string;
  stateReason?: string | null;
  bannedUntil?: string | null;
  createdAt: string;
  lastSeenAt?: string | null;
}

/** Everybody with an account here. */
export function Panel(): ReactNode {
  const t = useT();
  const may = useMay();
  const [view] = useView();
  const asked = useAsk(People, {
    words: view.words || null,
    after: view.after,
    sort: view.sort || null,
    ...view.filters,
  });
  const approve = useAct(Approve, { done: 'people.done.approve' });
  const spaces = useAsk(Spaces);
  const roles = useAsk(RoleNames, {}, { enabled: may('read', 'Role') });
  const columns: Column<Row>[] = [
    { id: 'displayName', label: t('people.column.name'), sortable: true, render: (row) => row.displayName },
    { id: 'email', label: t('people.column.email'), render: (row) => row.email ?? '—' },
    { id: 'role', label: t('people.column.standing'), render: (row) => t(`people.standing.${row.role}`) },
    { id: 'roleNames', label: t('people.column.roles'), render: (row) => row.roleNames.join(', ') || '—' },
    {
      id: 'state',
      label: t('people.column.state'),
      render: (row) => (
        <Badge variant="light" color={TONES[row.state] ?? 'gray'}>
          {t(`people.state.${row.state}`)}
        </Badge>
      ),
    },
    { id: 'stateReason', label: t('people.column.reason'), render: (row) => row.stateReason ?? '—', hidden: true },
    { id: 'createdAt', label: t('people.column.since'), sortable: true, render: (row) => <When at={row.createdAt} /> },
    { id: 'lastSeenAt', label: t('people.column.seen'), sortable: true, render: (row) => <When at={row.lastSeenAt} /> },
  ];
  return (
    <Screen
      title={t('people.list.title')}
      description={t('people.list.description')}
      actions={
        may('manage', 'Person') && (
          <Button component={LinkTo} to="/people/invite" leftSection={<Icon name="invite" />}>
            {t('people.invite.action')}
          </Button>
        )
      }
    >
      <DataTable<Row>
        id="people"
        label={t('people.list.title')}
        searchable={t('people.search')}
        columns={columns}
        filters={[
          { id: 'state', label: t('people.column.state'), kind: 'choice', options: options(t, 'people.state', STATES) },
          {
            id: 'role',
            label: t('people.column.standing'),
            kind: 'choice',
            options: options(t, 'people.standing', STANDINGS),
          },
          ...((roles.data?.roles.length ?? 0) > 0
            ? [
                {
                  id: 'roleId',
                  label: t('people.column.roles'),
                  kind: 'choice' as const,
                  options: roles.data!.roles.map((role) => ({ value: role.id, label: role.label })),
                },
              ]
            : []),
          {
            id: 'space',
            label: t('people.column.space'),
            kind: 'choice',
            options: (spaces.data?.spaces ?? []).map((space) => ({ value: space.slug, label: space.name })),
          },
          { id: 'since', label: t('people.since_day'), kind: 'day' },
        ]}
        asked={asked}
        rows={asked.data?.people.nodes}
        next={asked.data?.people.pageInfo.hasNextPage ? asked.data.people.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        leads={(row) => `/people/${row.id}`}
        bulk={
          may('manage', 'Person') && view.filters['state'] === 'waiting'
            ? [
                {
                  label: t('people.act.approve'),
                  icon: 'check' as const,
                  run: (rows: Row[], done: () => void) =>
                    approve.run({ ids: rows.map((row) => row.id) }).then((result) => result && done()),
                },
              ]
            : []
        }
        tools={listTools('people')}
        empty={{ icon: 'people', title: t('people.list.empty'), text: t('people.list.empty.text') }}
      />
    </Screen>
  );
}

const STATES = ['active', 'waiting', 'banned', 'closed'];
const STANDINGS = ['member', 'organiser', 'officer', 'administrator'];

const options = (t: (key: string) => string, key: string, values: string[]): { value: string; label: string }[] =>
  values.map((value) => ({ value, label: t(`${key}.${value}`) }));
