import { useState, type ReactNode } from 'react';
import { Badge, Text } from '@mantine/core';
import {
  DataTable,
  graphql,
  listTools,
  Screen,
  useAct,
  useAsk,
  useT,
  useView,
  When,
  type Column,
} from '@madang/console';
import { AskReason } from './ask-reason.js';

const Members = graphql(`
  query MembersList($words: String, $state: String, $space: String, $after: String, $sort: String) {
    members(words: $words, state: $state, space: $space, first: 50, after: $after, sort: $sort) {
      nodes {
        spaceSlug
        spaceName
        personId
        name
        state
        message
        reason
        requestedAt
        decidedAt
        decidedBy
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Spaces = graphql(`
  query MemberSpaces {
    spaces {
      slug
      name
    }
  }
`);
const Decide = graphql(`
  mutation DecideMany($input: DecideMembershipsInput!) {
    decideMemberships(input: $input)
  }
`);

interface Row {
  spaceSlug: string;
  spaceName: string;
  personId: string;
  name: string;
  state: string;
  message: string;
  reason?: string | null;
  requestedAt: string;
  decidedAt?: string | null;
  decidedBy?: string | null;
}

const STATES = ['requested', 'member', 'organiser', 'refused', 'left', 'banned'];
const TONES: Record<string, string> = { requested: 'orange', member: 'teal', organiser: 'blue', banned: 'red' };
const ACTS = [
  { to: 'member', icon: 'check', danger: false },
  { to: 'organiser', icon: 'shield', danger: false },
  { to: 'refused', icon: 'x', danger: true },
  { to: 'left', icon: 'x', danger: true },
  { to: 'banned', icon: 'lock', danger: true },
] as const;

/** Members of spaces and who asks to be one; decided one by one or many at once. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const asked = useAsk(Members, {
    words: view.words || null,
    after: view.after,
    sort: view.sort || null,
    ...view.filters,
  });
  const spaces = useAsk(Spaces);
  const decide = useAct(Decide, { done: 'people.members.decided' });
  const [chosen, setChosen] = useState<{ to: string; danger: boolean; rows: Row[]; done: () => void }>();
  const columns: Column<Row>[] = [
    { id: 'name', label: t('people.column.name'), sortable: true, render: (row) => row.name },
    { id: 'spaceName', label: t('people.column.space'), render: (row) => row.spaceName },
    {
      id: 'state',
      label: t('people.column.state'),
      render: (row) => (
        <Badge variant="light" color={TONES[row.state] ?? 'gray'}>
          {t(`people.membership.${row.state}`)}
        </Badge>
      ),
    },
    { id: 'message', label: t('people.column.message'), render: (row) => row.message || '—' },
    {
      id: 'requestedAt',
      label: t('people.column.asked'),
      sortable: true,
      render: (row) => <When at={row.requestedAt} />,
    },
    { id: 'decidedAt', label: t('people.column.decided'), render: (row) => <When at={row.decidedAt} />, hidden: true },
    { id: 'reason', label: t('people.column.reason'), render: (row) => row.reason ?? '—', hidden: true },
  ];
  return (
    <Screen title={t('people.members.title')} description={t('people.members.description')}>
      <DataTable<Row>
        id="members"
        label={t('people.members.title')}
        searchable={t('people.search.name')}
        columns={columns}
        filters={[
          {
            id: 'state',
            label: t('people.column.state'),
            kind: 'choice',
            options: STATES.map((value) => ({ value, label: t(`people.membership.${value}`) })),
          },
          {
            id: 'space',
            label: t('people.column.space'),
            kind: 'choice',
            options: (spaces.data?.spaces ?? []).map((space) => ({ value: space.slug, label: space.name })),
          },
        ]}
        asked={asked}
        rows={asked.data?.members.nodes}
        next={asked.data?.members.pageInfo.hasNextPage ? asked.data.members.pageInfo.endCursor : null}
        keyOf={(row) => `${row.spaceSlug} ${row.personId}`}
        leads={(row) => `/people/${row.personId}`}
        bulk={ACTS.map(({ to, icon, danger }) => ({
          label: t(`people.decide.${to}`),
          icon,
          danger,
          run: (rows, done) => setChosen({ to, danger, rows, done }),
        }))}
        tools={listTools('members')}
        empty={{ icon: 'groups', title: t('people.members.empty'), text: t('people.members.empty.text') }}
      />
      {chosen && (
        <AskReason
          title={t(`people.decide.${chosen.to}`)}
          label={t(`people.decide.${chosen.to}`)}
          hint={t('people.members.told')}
          danger={chosen.danger}
          optional={!chosen.danger}
          close={() => setChosen(undefined)}
          run={async (reason) => {
            const of = chosen.rows.map((row) => ({ space: row.spaceSlug, personId: row.personId }));
            const result = await decide.run({ input: { of, to: chosen.to, reason: reason || null } });
            if (result) chosen.done();
            return result;
          }}
        >
          <Text size="sm">{t('people.members.chosen', { count: chosen.rows.length })}</Text>
          <Text size="sm" c="dimmed">
            {chosen.rows
              .slice(0, 12)
              .map((row) => `${row.name} (${row.spaceName})`)
              .join(', ')}
          </Text>
        </AskReason>
      )}
    </Screen>
  );
}
