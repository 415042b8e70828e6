import '../site.css';
import { useMemo, useState, type ReactNode } from 'react';
import {
  Button,
  ColorInput,
  Grid,
  Group,
  Modal,
  Paper,
  SegmentedControl,
  NativeSelect,
  Stack,
  Switch,
  Table,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import {
  ask,
  graphql,
  Icon,
  Loading,
  SaveBar,
  Screen,
  TroubleNotice,
  useAct,
  useAsk,
  useDraft,
  useSave,
  useT,
  useTell,
  When,
} from '@madang/console';
import { SitePreview } from '../preview.js';
import { ContrastTable } from './contrast-table.js';
import { LogoField } from './logo-field.js';
import { MOTIFS, RADII, solved, type EditedLook } from './look.js';

const Look = graphql(`
  query SiteLookToEdit {
    siteLook {
      revision
      shown {
        theme
        logo {
          media
          width
          height
        }
      }
      draft {
        theme
        logo {
          media
          width
          height
        }
      }
      versions {
        version
        state
        theme
        createdBy
        createdAt
        publishedAt
      }
    }
  }
`);
const SaveDraft = graphql(`
  mutation SaveLook($input: SiteLookInput!) {
    saveLookDraft(input: $input) {
      revision
    }
  }
`);
const Publish = graphql(`
  mutation PublishLook {
    publishLook {
      revision
    }
  }
`);
const Discard = graphql(`
  mutation DiscardLook {
    discardLookDraft {
      revision
    }
  }
`);
const RollBack = graphql(`
  mutation RollBackLook($version: Int!) {
    rollBackLook(version: $version) {
      revision
    }
  }
`);

interface Version {
  version: number;
  state: string;
  theme: string;
  createdBy?: string | null;
  createdAt: string;
  publishedAt?: string | null;
}

/** The look of the site: one brand colour, the rest solved; seen and measured at every keystroke. */
export function Panel(): ReactNode {
  const t = useT();
  const look = useAsk(Look, {});
  const at = look.data?.siteLook;
  if (!at)
    return (
      <Screen title={t('site.look.title')}>
        {look.error ? <TroubleNotice trouble={look.error} again={look.refetch} /> : <Loading />}
      </Screen>
    );
  const choice = at.draft ?? at.shown;
  return (
    <Editor
      saved={choice.theme}
      logo={choice.logo?.media ?? null}
      revision={at.revision}
      drafted={at.draft !== null && at.draft !== undefined}
      versions={at.versions}
    />
  );
}

function Editor(props: {
  saved: string;
  logo: string | null;
  revision: string;
  drafted: boolean;
  versions: readonly Version[];
}): ReactNode {
  const t = useT();
  const tell = useTell();
  const saved = useMemo<EditedLook>(
    () => ({ theme: JSON.parse(props.saved) as EditedLook['theme'], logo: props.logo }),
    [props.saved, props.logo],
  );
  const draft = useDraft(saved, { key: 'site/look', revision: props.revision });
  const { theme, logo } = draft.value;
  const [history, setHistory] = useState(false);
  const made = useMemo(() => solved(theme), [theme]);
  const refresh = ['SiteLookToEdit', 'PreviewOfSite'];
  const { save, busy, notice } = useSave(SaveDraft, draft, {
    done: 'site.look.saved',
    refresh,
    variables: (value, revision) => ({
      input: { theme: JSON.stringify(value.theme), logo: value.logo, revision },
    }),
    tell: ({ theme: one, logo: picture }) => [
      { label: t('site.look.brand'), text: one.brand },
      { label: t('site.look.accent'), text: one.accent ?? t('site.look.accent.derived') },
      tell.onOff(t('site.look.keep'), one.keepBrand === 'exact'),
      { label: t('site.look.radius'), text: t(`site.look.radius.${one.radius ?? 'default'}`) },
      {
        label: t('site.look.fonts'),
        text: t(one.fonts === 'serif-heads' ? 'site.look.fonts.serif' : 'site.look.fonts.sans'),
      },
      { label: t('site.look.tone'), text: t(`site.look.tone.${one.tone ?? 'plain'}`) },
      { label: t('site.look.motif'), text: t(`site.look.motif.${one.motif ?? 'none'}`) },
      { label: t('site.logo.title'), text: picture?.slice(0, 8) ?? t('site.logo.drawn') },
    ],
  });
  const shownVersion = props.versions.find((one) => one.state === 'published')?.version;
  const publish = useAct(Publish, {
    done: 'site.look.published',
    refresh,
    undo: shownVersion === undefined ? undefined : () => ask(RollBack, { version: shownVersion }),
  });
  const discard = useAct(Discard, { done: 'site.look.discarded', refresh });
  const back = useAct(RollBack, { done: 'site.look.rolled_back', refresh });
  const set = (patch: Partial<EditedLook['theme']>): void => draft.set({ theme: { ...theme, ...patch } });
  return (
    <Screen
      title={t('site.look.title')}
      description={t('site.look.text')}
      actions={
        <>
          <Button variant="default" leftSection={<Icon name="history" />} onClick={() => setHistory(true)}>
            {t('site.look.history')}
          </Button>
          {props.drafted && !draft.dirty && (
            <Button variant="default" loading={discard.busy} onClick={() => void discard.run({})}>
              {t('site.draft.discard')}
            </Button>
          )}
          <Button
            disabled={!made || (!draft.dirty && !props.drafted)}
            loading={publish.busy}
            onClick={() =>
              void (async () => {
                if (!draft.dirty || (await save())) await publish.run({});
              })()
            }
          >
            {t('site.publish')}
          </Button>
        </>
      }
    >
      {notice}
      {props.drafted && !draft.dirty && <Text size="sm">{t('site.look.is_draft')}</Text>}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack>
            <Paper withBorder p="md">
              <Stack>
                <ColorInput
                  label={t('site.look.brand')}
                  description={t('site.look.brand.help')}
                  format="hex"
                  value={theme.brand}
                  onChange={(brand) => set({ brand })}
                  error={made ? undefined : t('site.look.colour.wrong')}
                  eyeDropperButtonProps={{ 'aria-label': t('site.look.pick') }}
                />
                <ColorInput
                  label={t('site.look.accent')}
                  description={t('site.look.accent.help')}
                  format="hex"
                  value={theme.accent ?? ''}
                  placeholder={t('site.look.accent.derived')}
                  onChange={(accent) => set({ accent: accent || undefined })}
                  eyeDropperButtonProps={{ 'aria-label': t('site.look.pick') }}
                />
                <Switch
                  label={t('site.look.keep')}
                  description={t('site.look.keep.help')}
                  checked={theme.keepBrand === 'exact'}
                  onChange={(event) => set({ keepBrand: event.currentTarget.checked ? 'exact' : 'nudge' })}
                />
                <Choice
                  label={t('site.look.radius')}
                  value={String(theme.radius ?? 'default')}
                  options={RADII.map((value) => ({ value, label: t(`site.look.radius.${value}`) }))}
                  choose={(radius) => set({ radius: radius as 'default' })}
                />
                <Choice
                  label={t('site.look.fonts')}
                  value={theme.fonts ?? 'sans'}
                  options={(['sans', 'serif-heads'] as const).map((value) => ({
                    value,
                    label: t(value === 'sans' ? 'site.look.fonts.sans' : 'site.look.fonts.serif'),
                  }))}
                  choose={(fonts) => set({ fonts: fonts as 'sans' })}
                />
                <Choice
                  label={t('site.look.tone')}
                  value={theme.tone ?? 'plain'}
                  options={(['plain', 'editorial'] as const).map((value) => ({
                    value,
                    label: t(`site.look.tone.${value}`),
                  }))}
                  choose={(tone) => set({ tone: tone as 'plain' })}
                />
                <NativeSelect
                  label={t('site.look.motif')}
                  data={MOTIFS.map((value) => ({ value, label: t(`site.look.motif.${value}`) }))}
                  value={theme.motif ?? 'none'}
                  onChange={(event) => set({ motif: event.currentTarget.value as (typeof MOTIFS)[number] })}
                />
              </Stack>
            </Paper>
            <LogoField logo={logo} icon={made?.icon} change={(next) => draft.set({ logo: next })} />
            {made && <ContrastTable report={made.report} />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <SitePreview unsaved={{ path: '/', values: { theme: made ? theme : saved.theme, ...previewLogo(logo) } }} />
        </Grid.Col>
      </Grid>
      <Modal opened={history} onClose={() => setHistory(false)} title={t('site.look.history')} size="lg">
        <History versions={props.versions} busy={back.busy} choose={(version) => void back.run({ version })} />
      </Modal>
      <SaveBar
        draft={draft}
        save={save}
        busy={busy}
        label={t('site.draft.save')}
        blocked={made ? undefined : t('site.look.colour.wrong')}
      />
    </Screen>
  );
}

/** The size is the server's to say; for a preview any that fits is right. */
const previewLogo = (logo: string | null): object => ({
  logo: logo ? { media: logo, width: 160, height: 40 } : null,
});

function Choice(props: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  choose: (value: string) => void;
}): ReactNode {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {props.label}
      </Text>
      <SegmentedControl
        fullWidth
        aria-label={props.label}
        value={props.value}
        data={props.options}
        onChange={props.choose}
      />
    </div>
  );
}

function History(props: { versions: readonly Version[]; busy: boolean; choose: (version: number) => void }): ReactNode {
  const t = useT();
  const had = props.versions.filter((one) => one.state !== 'draft');
  if (had.length === 0) return <Text size="sm">{t('site.look.history.none')}</Text>;
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('site.look.brand')}</Table.Th>
          <Table.Th>{t('site.look.shown_at')}</Table.Th>
          <Table.Th>{t('site.look.by')}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{t('site.look.bring_back')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {had.map((one) => {
          const { brand, motif = 'none' } = JSON.parse(one.theme) as { brand: string; motif?: string };
          return (
            <Table.Tr key={one.version}>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <svg width="20" height="20" aria-hidden="true">
                    <rect width="20" height="20" rx="4" fill={brand} />
                  </svg>
                  {brand} · {t(`site.look.motif.${motif}`)}
                </Group>
              </Table.Td>
              <Table.Td>
                <When at={one.publishedAt ?? one.createdAt} />
              </Table.Td>
              <Table.Td>{one.createdBy ?? '—'}</Table.Td>
              <Table.Td ta="end">
                {one.state === 'published' ? (
                  t('site.look.shown_now')
                ) : (
                  <Button
                    size="compact-md"
                    variant="default"
                    loading={props.busy}
                    onClick={() => props.choose(one.version)}
                  >
                    {t('site.look.bring_back')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
