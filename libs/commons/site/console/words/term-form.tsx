import { useMemo, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { DraftDialog, useAct, useDraft, useSave, useT } from '@madang/console';
import { SetTerm, type TermRow } from './term-api.js';

/** One term in its forms. */
export function TermForm(props: { row: TermRow; locale: string; close: () => void }): ReactNode {
  const t = useT();
  const { row, locale } = props;
  const { one, other, a } = row.own ?? row.original;
  const saved = useMemo(() => ({ one, other: other ?? '', a: a ?? '' }), [one, other, a]);
  const draft = useDraft(saved, { key: `site/term/${locale}/${row.name}`, revision: row.revision });
  const { value } = draft;
  const refresh = ['SiteTerms', 'SiteMessages', 'PreviewOfSite'];
  const reset = useAct(SetTerm, { done: 'site.terms.saved', refresh });
  const saving = useSave(SetTerm, draft, {
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
