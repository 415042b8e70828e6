import type { ReactNode } from 'react';
import { Anchor, Code, Text } from '@mantine/core';
import {
  DataTable,
  graphql,
  LinkTo,
  listTools,
  Screen,
  useAsk,
  useT,
  useView,
  When,
  type Column,
} from '@madang/console';

const Audit = graphql(`
  query AuditList($act: String, $actorId: ID, $objectKind: String, $objectId: String, $since: String, $until: String, $after: String, $sort: String) {
    audit(
      act: $act
      actorId: $actorId
      objectKind: $objectKind
      objectId: $objectId
      since: $since
      until: $until
      first: 50
      after: $after
      sort: $sort
    ) {
      nodes {
        id
        act
        objectKind
        objectId
        reason
        details
        actorId
        actorName
        onBehalfOf
        requestId
        at
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

interface Row {
  id: string;
  act: string;
  objectKind: string;
  objectId?: string | null;
  reason?: string | null;
  details: string;
  actorId?: string | null;
  actorName?: string | null;
  onBehalfOf?: string | null;
  requestId?: string | null;
  at: string;
}

const PARTS = [
  ...[
    'people',
    'spaces',
    'processes',
    'activities',
    'categories',
    'departments',
    'inputs',
    'answers',
    'proposals',
    'posts',
  ],
  ...['comments', 'site', 'settings', 'notices', 'desk', 'billing', 'support', 'platform'],
];

/** An act in words, with the code by which programs know it. */
function Act({ act }: { act: string }): ReactNode {
  const t = useT();
  const key = `audit.act.${act}`;
  const words = t(`audit.act.${act}`);
  return (
    <>
      {words !== key && <Text size="sm">{words}</Text>}
      <Code>{act}</Code>
    </>
  );
}

/** What something is, in words; a kind that nobody named yet as programs know it. */
function kindIn(t: ReturnType<typeof useT>, kind: string): string {
  const words = t(`audit.kind.${kind}`);
  return words === `audit.kind.${kind}` ? kind : words;
}

/** Who did what, when and why. Nobody can change it: the database gives nobody the right. */
export function Panel(): ReactNode {
  const t = useT();
  const [view] = useView();
  const asked = useAsk(Audit, { ...view.filters, after: view.after, sort: view.sort || null });
  const columns: Column<Row>[] = [
    { id: 'at', label: t('audit.when'), sortable: true, render: (row) => <When at={row.at} exact /> },
    {
      id: 'actorName',
      label: t('audit.who'),
      render: (row) =>
        row.actorId ? (
          <Anchor component={LinkTo} to={`/people/${row.actorId}`} size="sm">
            {row.actorName ?? t('audit.left')}
          </Anchor>
        ) : (
          (row.onBehalfOf ?? t('audit.software'))
        ),
    },
    { id: 'act', label: t('audit.what'), render: (row) => <Act act={row.act} /> },
    {
      id: 'objectKind',
      label: t('audit.object'),
      render: (row) =>
        row.objectKind === 'person' && row.objectId ? (
          <Anchor component={LinkTo} to={`/people/${row.objectId}`} size="sm">
            {t('audit.kind.person')}
          </Anchor>
        ) : (
          kindIn(t, row.objectKind)
        ),
    },
    { id: 'reason', label: t('audit.why'), render: (row) => row.reason ?? '—' },
    {
      id: 'details',
      label: t('audit.details'),
      render: (row) =>
        row.details === '{}' ? (
          '—'
        ) : (
          <Text size="xs" ff="monospace" className="console-wrap" maw="24rem" lineClamp={3} title={row.details}>
            {row.details}
          </Text>
        ),
    },
    { id: 'objectId', label: t('audit.object_id'), render: (row) => row.objectId ?? '—', hidden: true },
    { id: 'requestId', label: t('audit.request'), render: (row) => row.requestId ?? '—', hidden: true },
  ];
  return (
    <Screen title={t('audit.title')} description={t('audit.description')}>
      <DataTable<Row>
        id="audit"
        label={t('audit.title')}
        columns={columns}
        filters={[
          {
            id: 'act',
            label: t('audit.what'),
            kind: 'choice',
            options: PARTS.map((value) => ({ value, label: t(`audit.part.${value}`) })),
          },
          { id: 'since', label: t('audit.since'), kind: 'day' },
          { id: 'until', label: t('audit.until'), kind: 'day' },
        ]}
        asked={asked}
        rows={asked.data?.audit.nodes}
        next={asked.data?.audit.pageInfo.hasNextPage ? asked.data.audit.pageInfo.endCursor : null}
        keyOf={(row) => row.id}
        tools={listTools('audit')}
        empty={{ icon: 'history', title: t('audit.empty'), text: t('audit.empty.text') }}
      />
    </Screen>
  );
}
