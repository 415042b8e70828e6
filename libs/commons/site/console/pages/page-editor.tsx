import '../site.css';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Button, Grid, Group, Modal, Paper, Select, Stack, Switch, Tabs, TextInput } from '@mantine/core';
import {
  ask,
  graphql,
  later,
  Icon,
  languageName,
  Loading,
  LocalisedText,
  SaveBar,
  Screen,
  TroubleNotice,
  troubleOf,
  useAct,
  useAsk,
  useDraft,
  useGo,
  useParams,
  useSave,
  useSession,
  useT,
  useTell,
  When,
  type Localised,
} from '@madang/console';
import { SitePreview } from '../preview.js';
import { MarkdownField } from './markdown-field.js';
import { PublishDialog, REFRESH, ShareDialog } from './page-dialogs.js';
import type { PageVersion } from './page-versions.js';
import { PURPOSES } from './purposes.js';

const PageVersions = later(() => import('./page-versions.js').then((part) => part.PageVersions));

const Page = graphql(`
  query PageToEdit($slug: String!) {
    pageToEdit(slug: $slug) {
      slug
      purpose
      inFooter
      position
      draft
      revision
      title {
        locale
        text
      }
      body {
        locale
        text
      }
      versions {
        version
        publishedAt
        publishAt
        effectiveOn
        createdAt
        createdBy
        changeNote {
          locale
          text
        }
      }
    }
  }
`);
const Write = graphql(`
  mutation WritePage($input: PageWorkInput!) {
    writePage(input: $input) {
      revision
      draft
    }
  }
`);
const Discard = graphql(`
  mutation DiscardPageDraft($slug: String!) {
    discardPageDraft(slug: $slug)
  }
`);

interface Edited {
  slug: string;
  purpose: string;
  inFooter: boolean;
  position: number;
  title: Localised;
  body: Localised;
  changeNote: Localised;
}

type Texts = readonly { locale: string; text: string }[];
const byLocale = (texts: Texts): Localised => Object.fromEntries(texts.map(({ locale, text }) => [locale, text]));
const listed = (words: Localised): { locale: string; text: string }[] =>
  Object.entries(words)
    .filter(([, text]) => text.trim() !== '')
    .map(([locale, text]) => ({ locale, text }));

const written = (
  page: Edited,
): Omit<Edited, 'title' | 'body' | 'changeNote'> &
  Record<'title' | 'body' | 'changeNote', { locale: string; text: string }[]> => ({
  ...page,
  title: listed(page.title),
  body: listed(page.body),
  changeNote: listed(page.changeNote),
});

const EMPTY: Edited = { slug: '', purpose: 'page', inFooter: false, position: 0, title: {}, body: {}, changeNote: {} };

/** One page: draft, preview, link to show it, moment, publishing, and the way back. */
export function Panel(): ReactNode {
  const t = useT();
  const { slug = 'new' } = useParams();
  const page = useAsk(Page, { slug }, { enabled: slug !== 'new' });
  const at = page.data?.pageToEdit;
  if (slug === 'new') return <Editor saved={EMPTY} revision={undefined} versions={[]} draft={false} fresh />;
  if (!at || at.slug !== slug)
    return (
      <Screen title={t('site.page.title')} back={{ to: '/site/pages' }}>
        {page.error ? <TroubleNotice trouble={page.error} again={page.refetch} /> : <Loading />}
      </Screen>
    );
  const { purpose, inFooter, position } = at;
  const note = at.versions.find((one) => !one.publishedAt)?.changeNote ?? [];
  return (
    <Editor
      key={slug}
      saved={{
        slug,
        purpose,
        inFooter,
        position,
        title: byLocale(at.title),
        body: byLocale(at.body),
        changeNote: byLocale(note),
      }}
      revision={at.revision}
      versions={at.versions}
      draft={at.draft !== null && at.draft !== undefined}
    />
  );
}

function Editor(props: {
  saved: Edited;
  revision: string | undefined;
  versions: readonly PageVersion[];
  draft: boolean;
  fresh?: boolean;
}): ReactNode {
  const t = useT();
  const tell = useTell();
  const go = useGo();
  const { site } = useSession();
  const saved = useMemo(() => props.saved, [JSON.stringify(props.saved)]);
  const draft = useDraft(saved, {
    key: `site/page/${props.fresh ? 'new' : saved.slug}`,
    revision: props.revision,
  });
  const { value } = draft;
  const [asking, setAsking] = useState<'publish' | 'share' | 'history'>();
  const [made, setMade] = useState<string>();
  const { save, busy, notice, trouble } = useSave(Write, draft, {
    done: 'site.page.saved',
    refresh: REFRESH,
    variables: (page, revision) => ({
      input: { ...written(page), ...(revision === undefined ? { begins: true } : { revision }) },
    }),
    tell: (page) => [
      ...tell.texts(t('site.page.name'), page.title),
      ...tell.texts(t('site.page.body'), page.body),
      { label: t('site.pages.purpose'), text: t(`site.purpose.${page.purpose}`) },
      tell.onOff(t('site.page.in_footer'), page.inFooter),
      { label: t('site.page.position'), text: String(page.position) },
      ...tell.texts(t('site.page.note'), page.changeNote),
    ],
    after: () => props.fresh && setMade(value.slug),
  });
  const discard = useAct(Discard, {
    done: 'site.page.discarded',
    refresh: REFRESH,
    // As it was saved; a page that was nothing but this draft comes back, too.
    undo: () => ask(Write, { input: written(saved) }),
  });
  // Not before the draft is settled: a screen with unsaved work asks before it is left.
  useEffect(() => {
    if (made && !draft.dirty) go(`/site/pages/${made}`, { replace: true });
  }, [made, draft.dirty]);
  const ready = /^[a-z][a-z0-9-]{0,60}$/.test(value.slug) && (value.title[site.locale] ?? '').trim() !== '';
  const waiting = props.versions.find((one) => !one.publishedAt)?.publishAt;
  return (
    <Screen
      title={props.fresh ? t('site.pages.new') : (saved.title[site.locale] ?? saved.slug)}
      back={{ to: '/site/pages', label: t('site.pages.title') }}
      description={
        waiting ? (
          <>
            {t('site.page.waits')} <When at={waiting} exact />
          </>
        ) : props.draft ? (
          t('site.page.is_draft')
        ) : props.fresh ? undefined : (
          t('site.page.is_public')
        )
      }
      actions={
        !props.fresh && (
          <>
            <Button variant="default" leftSection={<Icon name="history" />} onClick={() => setAsking('history')}>
              {t('site.page.versions')}
            </Button>
            <Button
              variant="default"
              disabled={!props.draft || draft.dirty}
              title={draft.dirty ? t('site.page.save_first') : props.draft ? undefined : t('site.page.no_draft')}
              onClick={() => setAsking('share')}
            >
              {t('site.page.share')}
            </Button>
            <Button
              disabled={!props.draft || draft.dirty}
              title={draft.dirty ? t('site.page.save_first') : props.draft ? undefined : t('site.page.no_draft')}
              onClick={() => setAsking('publish')}
            >
              {t('site.page.publish')}
            </Button>
          </>
        )
      }
    >
      {notice}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>
            <LocalisedText
              label={t('site.page.name')}
              value={value.title}
              change={(title) => draft.set({ title })}
              max={120}
              required
            />
            <Bodies value={value.body} change={(body) => draft.set({ body })} />
            <Paper withBorder p="md">
              <Stack>
                <TextInput
                  label={t('site.page.address')}
                  description={t('site.page.address.help')}
                  value={value.slug}
                  readOnly={!props.fresh}
                  required
                  error={
                    value.slug && !/^[a-z][a-z0-9-]{0,60}$/.test(value.slug)
                      ? t('site.page.address.wrong')
                      : troubleOf(trouble, 'slug')
                  }
                  onChange={(event) => draft.set({ slug: event.currentTarget.value })}
                />
                <Select
                  label={t('site.pages.purpose')}
                  data={PURPOSES.map((one) => ({ value: one, label: t(`site.purpose.${one}`) }))}
                  value={value.purpose}
                  onChange={(purpose) => purpose && draft.set({ purpose })}
                  allowDeselect={false}
                />
                <Group align="flex-end">
                  <Switch
                    label={t('site.page.in_footer')}
                    checked={value.inFooter}
                    onChange={(event) => draft.set({ inFooter: event.currentTarget.checked })}
                  />
                  <TextInput
                    type="number"
                    label={t('site.page.position')}
                    value={value.position}
                    min={0}
                    max={1000}
                    w="8rem"
                    onChange={(event) => draft.set({ position: Number(event.currentTarget.value) })}
                  />
                </Group>
                <LocalisedText
                  label={t('site.page.note')}
                  description={t('site.page.note.help')}
                  value={value.changeNote}
                  change={(changeNote) => draft.set({ changeNote })}
                  max={400}
                />
                {props.draft && (
                  <Button
                    variant="subtle"
                    color="red"
                    loading={discard.busy}
                    style={{ alignSelf: 'flex-start' }}
                    onClick={() =>
                      void discard.run({ slug: value.slug }).then((done) => {
                        if (done && props.versions.length <= 1) go('/site/pages');
                      })
                    }
                  >
                    {t('site.page.discard')}
                  </Button>
                )}
              </Stack>
            </Paper>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <SitePreview
            unsaved={
              ready
                ? {
                    path: `/pages/${value.slug}`,
                    page: { slug: value.slug, purpose: value.purpose, title: value.title, body: value.body },
                  }
                : {}
            }
          />
        </Grid.Col>
      </Grid>
      <PublishDialog
        opened={asking === 'publish'}
        close={() => setAsking(undefined)}
        slug={value.slug}
        waiting={waiting}
      />
      <ShareDialog opened={asking === 'share'} close={() => setAsking(undefined)} slug={value.slug} />
      <Modal
        opened={asking === 'history'}
        onClose={() => setAsking(undefined)}
        title={t('site.page.versions')}
        size="xl"
      >
        <PageVersions slug={value.slug} versions={props.versions} draft={props.draft} />
      </Modal>
      <SaveBar
        draft={draft}
        save={save}
        busy={busy}
        label={t('site.draft.save')}
        blocked={ready ? undefined : t('site.page.incomplete')}
      />
    </Screen>
  );
}

function Bodies(props: { value: Localised; change: (value: Localised) => void }): ReactNode {
  const t = useT();
  const { site } = useSession();
  const locales = [site.locale, ...site.locales.filter((locale) => locale !== site.locale)];
  const field = (locale: string): ReactNode => (
    <MarkdownField
      label={locales.length > 1 ? t('site.page.body_in', { language: languageName(locale) }) : t('site.page.body')}
      lang={locale}
      value={props.value[locale] ?? ''}
      change={(text) => props.change({ ...props.value, [locale]: text })}
    />
  );
  if (locales.length === 1) return field(site.locale);
  return (
    <Tabs defaultValue={site.locale} keepMounted={false}>
      <Tabs.List mb="xs">
        {locales.map((locale) => (
          <Tabs.Tab key={locale} value={locale}>
            {languageName(locale)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {locales.map((locale) => (
        <Tabs.Panel key={locale} value={locale}>
          {field(locale)}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
