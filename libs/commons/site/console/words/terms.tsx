import { useMemo, useState, type ReactNode } from 'react';
import { Button, Text, TextInput } from '@mantine/core';
import {
  DataTable,
  DraftDialog,
  graphql,
  languageName,
  listTools,
  Screen,
  useAct,
  useAsk,
  useDraft,
  useMany,
  useSave,
  useSession,
  useT,
  useView,
  useWhole,
  type Column,
} from '@madang/console';
import { Tag } from '../tag.js';

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
const Set = graphql(`
  mutation SetSiteTerm($input: SiteTermInput!) {
    setSiteTerm(input: $input) {
      name
    }
  }
`);

interface Forms {
  one: string;
  other?: string | null;
  a?: string | null;
}
interface Row {
  name: string;
  revision: string;
  original: Forms;
  own?: Forms | null;
}

/** What the organisation calls things: one word changes every sentence that uses it. */
export function Panel(): ReactNode {
  const t = useT();
  const { site } = useSession();
  const [view] = useView();
  const [open, setOpen] = useState<string>();
  const locale = view.filters['locale'] ?? site.locale;
  const asked = useAsk(Terms, { locale });
  const opened = asked.data?.siteTerms.find((row) => row.name === open);
  const reset = useMany(Set, {
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

function TermForm(props: { row: Row; locale: string; close: () => void }): ReactNode {
  const t = useT();
  const { row, locale } = props;
  const { one, other, a } = row.own ?? row.original;
  const saved = useMemo(() => ({ one, other: other ?? '', a: a ?? '' }), [one, other, a]);
  const draft = useDraft(saved, { key: `site/term/${locale}/${row.name}`, revision: row.revision });
  const { value } = draft;
  const refresh = ['SiteTerms', 'SiteMessages', 'PreviewOfSite'];
  const reset = useAct(Set, { done: 'site.terms.saved', refresh });
  const saving = useSave(Set, draft, {
    done: 'site.terms.saved',
    refresh,
    variables: (forms, revision) => ({
      input: { name: row.name, locale, revision, one: forms.one, other: forms.other || null, a: forms.a || null },
    }),
    tell: (forms) => [
      { label: t('site.terms.word'), text: forms.one },
      { label: t('site.terms.other'), text: forms.other },
      { label: t('site.terms.article'), text: forms.a },
    ],
    after: props.close,
  });
  const plain = !/[<>{}\n]/.test(value.one + value.other + value.a);
  return (
    <DraftDialog
      title={t('site.terms.edit')}
      draft={draft}
      saving={saving}
      close={props.close}
      blocked={!plain || value.one.trim() === ''}
      acts={
        <Button
          variant="subtle"
          color="red"
          disabled={!row.own}
          loading={reset.busy}
          onClick={() =>
            void reset.run({ input: { name: row.name, locale, revision: row.revision, one: null } }).then((done) => {
              if (!done) return;
              draft.reset();
              props.close();
            })
          }
        >
          {t('site.texts.reset')}
        </Button>
      }
    >
      <TextInput
        label={t('site.terms.word')}
        description={t('site.terms.was', { word: row.original.one })}
        lang={locale}
        value={value.one}
        required
        maxLength={40}
        error={plain ? undefined : t('site.terms.wrong')}
        onChange={(event) => draft.set({ one: event.currentTarget.value })}
        data-autofocus
      />
      {!locale.startsWith('ko') && (
        <>
          <TextInput
            label={t('site.terms.other')}
            lang={locale}
            value={value.other}
            maxLength={40}
            onChange={(event) => draft.set({ other: event.currentTarget.value })}
          />
          <TextInput
            label={t('site.terms.article')}
            description={t('site.terms.article.help')}
            lang={locale}
            value={value.a}
            maxLength={40}
            onChange={(event) => draft.set({ a: event.currentTarget.value })}
          />
        </>
      )}
    </DraftDialog>
  );
}
