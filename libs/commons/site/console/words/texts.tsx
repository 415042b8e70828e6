import { useState, type ReactNode } from 'react';
import { Text } from '@mantine/core';
import {
  DataTable,
  graphql,
  languageName,
  later,
  listTools,
  Screen,
  useAsk,
  useMany,
  useSession,
  useT,
  useView,
  type Column,
} from '@madang/console';
import { Tag } from '../tag.js';
import { SetText, type TextRow as Row } from './text-api.js';

const TextForm = later(() => import('./text-form.js').then((part) => part.TextForm));

const Texts = graphql(`
  query SiteMessages($locale: String!, $first: Int!, $after: String, $search: String, $part: String, $ownOnly: Boolean, $sort: String) {
    siteMessages(locale: $locale, first: $first, after: $after, search: $search, part: $part, ownOnly: $ownOnly, sort: $sort) {
      nodes {
        key
        part
        original
        own
        revision
        values {
          name
          use
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    siteMessageParts
  }
`);

/** Every sentence the site says, found by what a reader sees, and said differently where the organisation wants it. */
export function Panel(): ReactNode {
  const t = useT();
  const { site } = useSession();
  const [view] = useView();
  const [open, setOpen] = useState<string>();
  const locale = view.filters['locale'] ?? site.locale;
  const asked = useAsk(Texts, {
    locale,
    first: 50,
    after: view.after ?? null,
    search: view.words || null,
    part: view.filters['part'] ?? null,
    ownOnly: view.filters['own'] === 'yes',
    sort: view.sort || null,
  });
  const found = asked.data?.siteMessages;
  const opened = found?.nodes.find((row) => row.key === open);
  const reset = useMany(SetText, {
    label: t('site.texts.reset'),
    danger: true,
    asks: 'sure',
    variables: ({ key, revision }: Row) => ({ input: { key, locale, text: null, revision } }),
    name: (row) => row.own ?? row.original,
    unless: (row) => (row.own ? undefined : t('site.slot.original')),
    done: 'site.texts.reset_many',
    undo: ({ key, own }) => ({ input: { key, locale, text: own } }),
  });
  const columns: Column<Row>[] = [
    { id: 'text', label: t('site.texts.text'), sortable: true, render: (row) => row.own ?? row.original },
    {
      id: 'state',
      label: t('site.slot.state'),
      render: (row) =>
        row.own ? <Tag tone="ok">{t('site.texts.own')}</Tag> : <Tag tone="plain">{t('site.slot.original')}</Tag>,
    },
    { id: 'original', label: t('site.texts.original'), sortable: true, render: (row) => row.original, hidden: true },
    {
      id: 'key',
      hidden: true,
      sortable: true,
      label: t('site.texts.key'),
      render: (row) => (
        <Text size="sm" c="dimmed" ff="monospace">
          {row.key}
        </Text>
      ),
    },
  ];
  return (
    <Screen title={t('site.texts.title')} description={t('site.texts.description')}>
      {reset.shown}
      <DataTable
        id="texts"
        label={t('site.texts.title')}
        columns={columns}
        asked={asked}
        rows={found?.nodes}
        next={found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null}
        keyOf={(row) => row.key}
        open={(row) => setOpen(row.key)}
        bulk={[reset.act]}
        tools={listTools('texts', { given: { locale } })}
        searchable={t('site.texts.search')}
        filters={[
          ...(site.locales.length > 1
            ? [
                {
                  id: 'locale',
                  label: t('site.slot.language'),
                  kind: 'choice' as const,
                  options: site.locales.map((one) => ({ value: one, label: languageName(one) })),
                },
              ]
            : []),
          {
            id: 'own',
            label: t('site.slot.state'),
            kind: 'choice',
            options: [{ value: 'yes', label: t('site.texts.only_own') }],
          },
          {
            id: 'part',
            label: t('site.texts.part'),
            kind: 'choice',
            options: (asked.data?.siteMessageParts ?? []).map((part) => ({ value: part, label: part })),
          },
        ]}
        empty={{ icon: 'words', title: t('site.texts.none'), text: t('site.texts.none.text') }}
      />
      {opened && (
        <TextForm key={`${opened.key} ${locale}`} row={opened} locale={locale} close={() => setOpen(undefined)} />
      )}
    </Screen>
  );
}
