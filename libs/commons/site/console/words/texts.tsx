import '../site.css';
import { useMemo, useState, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { Alert, Button, List, Paper, Text, Textarea } from '@mantine/core';
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
  type Column,
} from '@madang/console';
import { Tag } from '../tag.js';

const Texts = graphql(`
  query SiteMessages($locale: String!, $first: Int!, $after: String, $search: String, $part: String, $ownOnly: Boolean) {
    siteMessages(locale: $locale, first: $first, after: $after, search: $search, part: $part, ownOnly: $ownOnly) {
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
const Say = graphql(`
  query SayMessage($key: String!, $locale: String!, $text: String!) {
    sayMessage(key: $key, locale: $locale, text: $text) {
      problems
      samples
    }
  }
`);
const Set = graphql(`
  mutation SetSiteMessage($input: SiteMessageInput!) {
    setSiteMessage(input: $input) {
      own
      revision
    }
  }
`);

interface Row {
  key: string;
  part: string;
  original: string;
  own?: string | null;
  revision: string;
  values: readonly { name: string; use: string }[];
}

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
  });
  const found = asked.data?.siteMessages;
  const opened = found?.nodes.find((row) => row.key === open);
  const reset = useMany(Set, {
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
    { id: 'text', label: t('site.texts.text'), render: (row) => row.own ?? row.original },
    {
      id: 'state',
      label: t('site.slot.state'),
      render: (row) =>
        row.own ? <Tag tone="ok">{t('site.texts.own')}</Tag> : <Tag tone="plain">{t('site.slot.original')}</Tag>,
    },
    { id: 'original', label: t('site.texts.original'), render: (row) => row.original, hidden: true },
    {
      id: 'key',
      hidden: true,
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

function TextForm(props: { row: Row; locale: string; close: () => void }): ReactNode {
  const t = useT();
  const { row, locale } = props;
  const saved = useMemo(() => ({ text: row.own ?? row.original }), [row.own, row.original]);
  const draft = useDraft(saved, { key: `site/text/${locale}/${row.key}`, revision: row.revision });
  const { text } = draft.value;
  const [tried] = useDebouncedValue(text, 250);
  const said = useAsk(Say, { key: row.key, locale, text: tried }).data?.sayMessage;
  const refresh = ['SiteMessages', 'PreviewOfSite'];
  const reset = useAct(Set, { done: 'site.texts.saved', refresh });
  const saving = useSave(Set, draft, {
    done: 'site.texts.saved',
    refresh,
    variables: (value, revision) => ({ input: { key: row.key, locale, text: value.text, revision } }),
    tell: (value) => [{ label: t('site.texts.text'), text: value.text }],
    after: props.close,
  });
  return (
    <DraftDialog
      drawer
      title={t('site.texts.edit')}
      draft={draft}
      saving={saving}
      close={props.close}
      blocked={!said || said.problems.length > 0 || !draft.dirty}
      acts={
        <Button
          variant="subtle"
          color="red"
          disabled={!row.own}
          loading={reset.busy}
          onClick={() =>
            void reset.run({ input: { key: row.key, locale, text: null, revision: row.revision } }).then((done) => {
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
      <div>
        <Text size="sm" fw={600}>
          {t('site.texts.original')}
        </Text>
        <p className="site-said">{row.original}</p>
      </div>
      <Textarea
        label={t('site.texts.new')}
        description={
          row.values.length > 0
            ? t('site.texts.values', { names: row.values.map(({ name }) => `{${name}}`).join(', ') })
            : undefined
        }
        lang={locale}
        value={text}
        onChange={(event) => draft.set({ text: event.currentTarget.value })}
        autosize
        minRows={3}
        maxLength={2000}
        data-autofocus
      />
      {said && said.problems.length > 0 && (
        <Alert color="red" title={t('site.texts.wrong')} role="status">
          <List size="sm">
            {said.problems.map((problem) => (
              <List.Item key={problem}>{inWords(t, problem)}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {said && said.samples.length > 0 && (
        <Paper withBorder p="md" role="status" aria-label={t('site.texts.sample')}>
          <Text size="sm" c="dimmed">
            {t('site.texts.sample')}
          </Text>
          {said.samples.map((sample) => (
            <Text key={sample} lang={locale}>
              {sample}
            </Text>
          ))}
        </Paper>
      )}
    </DraftDialog>
  );
}

/** What is wrong with a text, by the beginning of what the check says. */
function inWords(t: ReturnType<typeof useT>, problem: string): string {
  const [, kind = '', name = ''] = /^(missing|unknown) (?:argument|term) (.+)$/.exec(problem) ?? [];
  if (kind) return t(`site.texts.problem.${kind}`, { name });
  if (problem.startsWith('malformed')) return t('site.texts.problem.malformed');
  if (problem === 'empty') return t('site.texts.problem.empty');
  return t('site.texts.problem.other', { problem });
}
