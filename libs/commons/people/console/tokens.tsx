import { useState, type ReactNode } from 'react';
import { Button, Code } from '@mantine/core';
import {
  DataTable,
  graphql,
  later,
  listTools,
  Screen,
  useAct,
  useAsk,
  useMany,
  useT,
  useView,
  When,
} from '@madang/console';

const AskReason = later(() => import('./ask-reason.js').then((part) => part.AskReason));

const Tokens = graphql(`
  query HeldTokens($words: String, $after: String, $sort: String) {
    heldTokens(words: $words, first: 30, after: $after, sort: $sort) {
      nodes {
        id
        name
        scopes
        personId
        personName
        createdAt
        lastUsedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
const Revoke = graphql(`
  mutation RevokeHeldToken($id: ID!, $reason: String) {
    revokeHeldToken(id: $id, reason: $reason)
  }
`);

interface Row {
  id: string;
  name: string;
  scopes: readonly string[];
  personId: string;
  personName: string;
  createdAt: string;
  lastUsedAt?: string | null;
}

/** API tokens of everybody: what programs may do here, and an end to it. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const asked = useAsk(Tokens, { words: view.words || null, after: view.after, sort: view.sort || null });
  const revoke = useAct(Revoke, { done: 'people.tokens.revoked' });
  const many = useMany(Revoke, {
    label: t('people.tokens.revoke'),
    danger: true,
    asks: 'reason',
    variables: ({ id }: Row, reason) => ({ id, reason }),
    name: ({ name, personName }) => `${name} (${personName})`,
    hint: t('people.tokens.revoke.hint'),
    done: 'people.tokens.revoked_many',
  });
  const [chosen, setChosen] = useState<{ id: string; name: string }>();
  return (
    <Screen title={t('people.tokens.title')} description={t('people.tokens.description')}>
      {many.shown}
      <DataTable<Row>
        id="tokens"
        label={t('people.tokens.title')}
        searchable
        tools={listTools('tokens')}
        bulk={[many.act]}
        columns={[
          { id: 'name', label: t('people.tokens.name'), sortable: true, render: (row) => row.name },
          { id: 'personName', label: t('people.tokens.owner'), sortable: true, render: (row) => row.personName },
          {
            id: 'scopes',
            label: t('people.tokens.scopes'),
            render: (row) => row.scopes.map((scope) => t(`people.scope.${scope}`)).join(', '),
          },
          {
            id: 'createdAt',
            label: t('people.column.made'),
            sortable: true,
            render: (row) => <When at={row.createdAt} />,
          },
          {
            id: 'lastUsedAt',
            label: t('people.column.used'),
            sortable: true,
            render: (row) => <When at={row.lastUsedAt} />,
          },
          {
            id: 'acts',
            label: t('people.column.acts'),
            render: (row) => (
              <Button size="compact-sm" variant="subtle" color="red" onClick={() => setChosen(row)}>
                {t('people.tokens.revoke')}
              </Button>
            ),
          },
        ]}
        asked={asked}
        rows={asked.data?.heldTokens.nodes}
        next={asked.data?.heldTokens.pageInfo.hasNextPage ? asked.data.heldTokens.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        leads={(row) => `/people/${row.personId}`}
        empty={{ icon: 'api', title: t('people.tokens.empty'), text: t('people.tokens.empty.text') }}
      />
      {chosen && (
        <AskReason
          title={t('people.tokens.revoke')}
          label={t('people.tokens.revoke')}
          danger
          close={() => setChosen(undefined)}
          run={(reason) => revoke.run({ id: chosen.id, reason })}
        >
          <Code>{chosen.name}</Code>
        </AskReason>
      )}
    </Screen>
  );
}
