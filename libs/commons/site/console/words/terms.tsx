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
  useWhole,
  type Column,
} from '@madang/console';
import { Tag } from '../tag.js';
import { SetTerm, type TermRow as Row } from './term-api.js';

const TermForm = later(() => import('./term-form.js').then((part) => part.TermForm));

const Terms = graphql(`
  query SiteTerms($locale: String!) {
    siteTerms(locale: $locale) {
      name
      revision
      original {
        one
        other
        a
      }
      own {
        one
        other
        a
      }
    }
  }
`);

/** What the organisation calls things: one word changes every sentence that uses it. */
export function Panel(): ReactNode {
  const t = useT();
  const { site } = useSession();
  const [view] = useView();
  const [open, setOpen] = useState<string>();
  const locale = view.filters['locale'] ?? site.locale;
  const asked = useAsk(Terms, { locale });
  const opened = asked.data?.siteTerms.find((row) => row.name === open);
  const reset = useMany(SetTerm, {
    label: t('site.texts.reset'),
    danger: true,
    asks: 'sure',
    variables: ({ name, revision }: Row) => ({ input: { name, locale, revision, one: null } }),
    name: (row) => (row.own ?? row.original).one,
    unless: (row) => (row.own ? undefined : t('site.slot.original')),
    done: 'site.terms.reset_many',
    undo: ({ name, own }) => ({ input: { name, locale, one: own?.one, other: own?.other, a: own?.a } }),
  });
  const columns: Column<Row>[] = [
    {
      id: 'word',
      label: t('site.terms.word'),
      sortable: true,
      value: (row) => (row.own ?? row.original).one,
      render: (row) => (row.own ?? row.original).one,
    },
    {
      id: 'original',
      label: t('site.terms.original'),
      value: (row) => (row.own ? row.original.one : t('site.slot.original')),
      render: (row) => (row.own ? row.original.one : <Tag tone="plain">{t('site.slot.original')}</Tag>),
    },
    ...(locale.startsWith('ko')
      ? []
      : [
          {
            id: 'other',
            label: t('site.terms.other'),
            value: (row: Row) => (row.own ?? row.original).other,
            render: (row: Row) => (row.own ?? row.original).other ?? '—',
          },
        ]),
    {
      id: 'name',
      label: t('site.terms.name'),
      sortable: true,
      value: (row) => `{t_${row.name}}`,
      render: (row) => (
        <Text size="sm" c="dimmed" ff="monospace">
          {`{t_${row.name}}`}
        </Text>
      ),
    },
  ];
  const rows = useWhole(asked.data?.siteTerms, columns);
  return (
    <Screen title={t('site.terms.title')} description={t('site.terms.text')}>
      {reset.shown}
      <DataTable
        id="terms"
        label={t('site.terms.title')}
        columns={columns}
        asked={asked}
        rows={rows}
        bulk={[reset.act]}
        tools={listTools('terms', { rows: rows ?? [] })}
        keyOf={(row) => row.name}
        open={(row) => setOpen(row.name)}
        searchable
        filters={
          site.locales.length > 1
            ? [
                {
                  id: 'locale',
                  label: t('site.slot.language'),
                  kind: 'choice',
                  options: site.locales.map((one) => ({ value: one, label: languageName(one) })),
                },
              ]
            : []
        }
        empty={{ icon: 'words', title: t('site.texts.none') }}
      />
      {opened && (
        <TermForm key={`${opened.name} ${locale}`} row={opened} locale={locale} close={() => setOpen(undefined)} />
      )}
    </Screen>
  );
}
