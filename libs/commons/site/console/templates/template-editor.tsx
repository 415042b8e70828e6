import '../site.css';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import {
  Accordion,
  Alert,
  Button,
  Grid,
  Group,
  Modal,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
  VisuallyHidden,
} from '@mantine/core';
import {
  ask,
  Icon,
  languageName,
  Loading,
  SaveBar,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useDraft,
  useFeature,
  useParams,
  useSave,
  useSearch,
  useSession,
  useT,
  When,
} from '@madang/console';
import { SitePreview } from '../preview.js';
import { Check, Discard, fromAddress, Publish, REFRESH, Reset, RollBack, Save, Slot } from './api.js';
import { Findings } from './findings.js';
import { MailPreview } from './mail-preview.js';
import { Merge } from './merge.js';

interface Version {
  version: number;
  state: string;
  createdAt: string;
  createdBy?: string | null;
  publishedAt?: string | null;
}

/** One slot in one language: its text, what is wrong with it, how it will look, and every version there was. */
export function Panel(): ReactNode {
  const t = useT();
  const slot = fromAddress(useParams()['slot'] ?? '');
  const [query, change] = useSearch();
  const { site } = useSession();
  const locale = query['locale'] ?? '';
  const place = useMemo(() => ({ slot, locale }), [slot, locale]);
  const asked = useAsk(Slot, { place });
  const at = asked.data?.ownSlot;
  const mail = slot.startsWith('mail/');
  const back = mail
    ? { to: '/look/mails', label: t('site.mails.title') }
    : { to: '/look/templates', label: t('site.templates.title') };
  if (!at || at.slot !== slot || at.locale !== locale)
    return (
      <Screen title={t('site.template.title')} back={back}>
        {asked.error ? <TroubleNotice trouble={asked.error} again={asked.refetch} /> : <Loading />}
      </Screen>
    );
  const current =
    at.versions.find((one) => one.state === 'draft') ?? at.versions.find((one) => one.state === 'published');
  return (
    <Editor
      key={`${slot} ${locale}`}
      place={place}
      mail={mail}
      back={back}
      name={at.label || t(`site.slot.${slot}`)}
      at={at}
      saved={{
        source: current?.source ?? at.original,
        subject: current?.subject ?? at.originalSubject ?? '',
      }}
      languages={
        <Select
          aria-label={t('site.slot.language')}
          w={180}
          data={[
            { value: '', label: t('site.slot.all_languages') },
            ...site.locales.map((one) => ({ value: one, label: languageName(one) })),
          ]}
          value={locale}
          onChange={(next) => change({ locale: next ?? '' }, { replace: true })}
          allowDeselect={false}
        />
      }
    />
  );
}

function Editor(props: {
  place: { slot: string; locale: string };
  mail: boolean;
  back: { to: string; label: string };
  name: string;
  at: {
    published?: number | null;
    draft?: number | null;
    trouble?: string | null;
    original: string;
    at?: string | null;
    sample: string;
    revision: string;
    versions: readonly Version[];
    merge?: Parameters<typeof Merge>[0]['merge'] | null;
  };
  saved: { source: string; subject: string };
  languages: ReactNode;
}): ReactNode {
  const t = useT();
  const { place, mail, at } = props;
  const { why: withheld } = useFeature(mail ? 'mail_texts' : 'own_templates');
  const saved = useMemo(() => props.saved, [props.saved.source, props.saved.subject]);
  const draft = useDraft(saved, {
    key: `site/template/${place.slot}/${place.locale}`,
    revision: at.revision,
  });
  const { source, subject } = draft.value;
  const [history, setHistory] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const [checked] = useDebouncedValue(draft.value, 300);
  const check = useAsk(Check, { place, source: checked.source, subject: mail ? checked.subject : null });
  const found = source.trim() === '' ? undefined : check.data?.checkOwnTemplate;
  const flawed = !found || found.length > 0;
  const { save, busy, notice } = useSave(Save, draft, {
    done: 'site.template.saved',
    refresh: REFRESH,
    variables: (value, revision) => ({
      input: { ...place, source: value.source, subject: mail ? value.subject : null, revision },
    }),
    tell: (value) => [
      ...(mail ? [{ label: t('site.mails.subject'), text: value.subject }] : []),
      { label: t('site.template.source'), text: value.source },
    ],
  });
  const shown = at.published;
  const publish = useAct(Publish, {
    done: 'site.template.published',
    refresh: REFRESH,
    undo: () => (shown ? ask(RollBack, { place, version: shown }) : ask(Reset, { place })),
  });
  const discard = useAct(Discard, { done: 'site.template.discarded', refresh: REFRESH });
  const reset = useAct(Reset, {
    done: 'site.template.reset',
    refresh: REFRESH,
    undo: shown ? () => ask(RollBack, { place, version: shown }) : undefined,
  });
  const back = useAct(RollBack, { done: 'site.template.rolled_back', refresh: REFRESH });
  const toLine = (line: number): void => {
    const start =
      source
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (source.split('\n')[line - 1]?.length ?? 0));
  };
  return (
    <Screen
      title={props.name}
      back={props.back}
      description={t(mail ? 'site.mails.edit_text' : 'site.template.text')}
      actions={
        <>
          {props.languages}
          <Button variant="default" leftSection={<Icon name="history" />} onClick={() => setHistory(true)}>
            {t('site.page.versions')}
          </Button>
          <Button
            disabled={withheld !== undefined || flawed || (!draft.dirty && !at.draft)}
            title={withheld ?? (flawed ? t('site.template.blocked') : undefined)}
            loading={publish.busy}
            onClick={() =>
              void (async () => {
                if (!draft.dirty || (await save())) await publish.run({ place });
              })()
            }
          >
            {t('site.publish')}
          </Button>
        </>
      }
    >
      {notice}
      {at.trouble && (
        <Alert color="red" title={t('site.template.trouble')}>
          {at.trouble}
        </Alert>
      )}
      {at.merge && <Merge merge={at.merge} original={at.original} take={(text) => draft.set({ source: text })} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Stack>
            <Text size="sm">
              {t(at.draft ? 'site.template.is_draft' : shown ? 'site.template.is_own' : 'site.template.is_original')}
            </Text>
            {mail && (
              <TextInput
                label={t('site.mails.subject')}
                value={subject}
                maxLength={400}
                onChange={(event) => draft.set({ subject: event.currentTarget.value.replace(/[\r\n]/g, ' ') })}
              />
            )}
            <Textarea
              ref={area}
              className="site-code"
              label={t('site.template.source')}
              description={t('site.template.source.help')}
              value={source}
              autosize
              minRows={12}
              maxRows={32}
              maxLength={65_536}
              spellCheck={false}
              onChange={(event) => draft.set({ source: event.currentTarget.value })}
            />
            <Findings found={found} go={toLine} />
            <Group>
              {at.draft && !draft.dirty && (
                <Button variant="subtle" color="red" loading={discard.busy} onClick={() => void discard.run({ place })}>
                  {t('site.draft.discard')}
                </Button>
              )}
              {shown && (
                <Button variant="subtle" color="red" loading={reset.busy} onClick={() => void reset.run({ place })}>
                  {t('site.template.to_original')}
                </Button>
              )}
            </Group>
            <Accordion variant="contained">
              <Accordion.Item value="values">
                <Accordion.Control>{t('site.template.values')}</Accordion.Control>
                <Accordion.Panel>
                  <Text size="sm" mb="xs">
                    {t('site.template.values.text')}
                  </Text>
                  <pre className="site-lines">{valuesOf(JSON.parse(at.sample)).join('\n')}</pre>
                </Accordion.Panel>
              </Accordion.Item>
              <Accordion.Item value="original">
                <Accordion.Control>{t('site.template.original')}</Accordion.Control>
                <Accordion.Panel>
                  <pre className="site-lines">{at.original}</pre>
                </Accordion.Panel>
              </Accordion.Item>
            </Accordion>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          {mail ? (
            <MailPreview {...place} subject={subject} source={source} flawed={flawed} />
          ) : (
            <SitePreview unsaved={{ path: at.at ?? '/', ...(flawed ? {} : { templates: [{ ...place, source }] }) }} />
          )}
        </Grid.Col>
      </Grid>
      <Modal opened={history} onClose={() => setHistory(false)} title={t('site.page.versions')} size="lg">
        <Versions
          versions={at.versions}
          busy={back.busy}
          locked={withheld !== undefined}
          choose={(version) => void back.run({ place, version })}
        />
      </Modal>
      <SaveBar
        draft={draft}
        save={save}
        busy={busy}
        label={t('site.draft.save')}
        blocked={withheld ?? (source.trim() === '' ? t('site.template.empty') : undefined)}
      />
    </Screen>
  );
}

/** Every value of a sample as it is written in a template, with what it would say. */
function valuesOf(sample: object, before = ''): string[] {
  return Object.entries(sample).flatMap(([name, value]: [string, unknown]) => {
    const path = before ? `${before}.${name}` : name;
    if (Array.isArray(value)) return [`{{#each ${path}}}…{{/each}}`];
    if (typeof value === 'object' && value !== null) return valuesOf(value, path);
    return [`{{${path}}}  ${String(value)}`];
  });
}

function Versions(props: {
  versions: readonly Version[];
  busy: boolean;
  locked: boolean;
  choose: (version: number) => void;
}): ReactNode {
  const t = useT();
  if (props.versions.length === 0) return <Text size="sm">{t('site.template.versions.none')}</Text>;
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('site.page.version')}</Table.Th>
          <Table.Th>{t('site.page.written')}</Table.Th>
          <Table.Th>{t('site.page.by')}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{t('site.page.acts')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {props.versions.map((one) => (
          <Table.Tr key={one.version}>
            <Table.Td>{one.version}</Table.Td>
            <Table.Td>
              <When at={one.publishedAt ?? one.createdAt} />
            </Table.Td>
            <Table.Td>{one.createdBy ?? '—'}</Table.Td>
            <Table.Td ta="end">
              {one.state === 'superseded' && one.publishedAt ? (
                <Button
                  size="compact-md"
                  variant="default"
                  loading={props.busy}
                  disabled={props.locked}
                  onClick={() => props.choose(one.version)}
                >
                  {t('site.look.bring_back')}
                </Button>
              ) : (
                t(
                  one.state === 'draft'
                    ? 'site.pages.draft'
                    : one.state === 'published'
                      ? 'site.look.shown_now'
                      : 'site.template.never',
                )
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
