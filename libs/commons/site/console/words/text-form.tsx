import '../site.css';
import { useMemo, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { Alert, Button, List, Paper, Text, Textarea } from '@mantine/core';
import { DraftDialog, graphql, useAct, useAsk, useDraft, useSave, useT } from '@madang/console';
import { SetText, type TextRow } from './text-api.js';

const Say = graphql(`
  query SayMessage($key: String!, $locale: String!, $text: String!) {
    sayMessage(key: $key, locale: $locale, text: $text) {
      problems
      samples
    }
  }
`);

/** One text: what it says, what it shall say, and how that would read. */
export function TextForm(props: { row: TextRow; locale: string; close: () => void }): ReactNode {
  const t = useT();
  const { row, locale } = props;
  const saved = useMemo(() => ({ text: row.own ?? row.original }), [row.own, row.original]);
  const draft = useDraft(saved, { key: `site/text/${locale}/${row.key}`, revision: row.revision });
  const { text } = draft.value;
  const [tried] = useDebouncedValue(text, 250);
  const said = useAsk(Say, { key: row.key, locale, text: tried }).data?.sayMessage;
  const refresh = ['SiteMessages', 'PreviewOfSite'];
  const reset = useAct(SetText, { done: 'site.texts.saved', refresh });
  const saving = useSave(SetText, draft, {
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
