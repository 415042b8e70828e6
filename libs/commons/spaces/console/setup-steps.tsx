import { useState, type ReactNode } from 'react';
import {
  Alert,
  Anchor,
  Badge,
  Button,
  ColorInput,
  Group,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import {
  Icon,
  LinkTo,
  LocalisedText,
  troubleOf,
  useAct,
  useAsk,
  useSession,
  useT,
  useWords,
  wordsOf,
  type Localised,
} from '@madang/console';
import { SaveSpace } from './place-operations.js';
import { CreateFromDesign, PublishProcess, ReadProcess, ReadTemplates } from './process/operations.js';
import { ApplyPreset, InviteFromSetup, ReadBrand, SetSetupValue } from './setup-operations.js';
import type { StepProps } from './setup.js';
import { todayIn, useTexts } from './words.js';

const TERMS = ['proposal', 'support', 'member'] as const;
type Glossary = Record<string, Record<string, { one: string; other?: string }>>;

function Problem({ trouble }: { trouble: Parameters<typeof wordsOf>[1] | undefined }): ReactNode {
  const t = useT();
  return (
    trouble && (
      <Alert color="red" role="alert">
        {wordsOf(t, trouble)}
      </Alert>
    )
  );
}

/** What kind of organisation it is: places, pages, menu and words to begin with. */
export function PresetStep({ setup, next }: StepProps): ReactNode {
  const t = useT();
  const [name, setName] = useState(setup.presets[0] ?? 'blank');
  const act = useAct(ApplyPreset, { done: 'spaces.setup.preset_done', quiet: true });
  const furnished = setup.manageSpaces.length > 0;
  return (
    <>
      <Problem trouble={act.trouble} />
      {furnished && <Text size="sm">{t('spaces.setup.furnished')}</Text>}
      <Radio.Group value={name} onChange={setName} aria-label={t('spaces.setup.preset_title')}>
        <Stack gap="sm">
          {setup.presets.map((one) => (
            <Radio
              key={one}
              value={one}
              label={t(`spaces.preset.${one}`)}
              description={t(`spaces.preset.${one}_text`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Group justify="flex-end">
        {furnished ? (
          <Button onClick={next}>{t('spaces.setup.next')}</Button>
        ) : (
          <Button loading={act.busy} onClick={() => void act.run({ name }).then((done) => done && next())}>
            {t('spaces.setup.preset_apply')}
          </Button>
        )}
      </Group>
    </>
  );
}

/** What this organisation calls things. */
export function WordsStep({ setup, next }: StepProps): ReactNode {
  const t = useT();
  const { site } = useSession();
  const glossary = (JSON.parse(setup.siteValueState.json) ?? {}) as Glossary;
  const begin = (term: string): Localised =>
    Object.fromEntries(site.locales.map((locale) => [locale, glossary[locale]?.[term]?.one ?? '']));
  const [words, setWords] = useState(() => Object.fromEntries(TERMS.map((term) => [term, begin(term)])));
  const act = useAct(SetSetupValue, { done: 'spaces.setup.saved', quiet: true });
  const save = async (): Promise<void> => {
    const value: Glossary = Object.fromEntries(
      site.locales.map((locale) => {
        const own = { ...glossary[locale] };
        for (const term of TERMS) {
          const one = words[term]?.[locale]?.trim();
          if (one && one !== own[term]?.one) own[term] = { one };
          else if (!one) delete own[term];
        }
        return [locale, own];
      }),
    );
    const done = await act.run({
      input: { key: 'glossary', value: JSON.stringify(value), revision: setup.siteValueState.revision },
    });
    if (done) next();
  };
  return (
    <>
      <Problem trouble={act.trouble} />
      {TERMS.map((term) => (
        <LocalisedText
          key={term}
          label={t(`spaces.term.${term}`)}
          value={words[term] ?? {}}
          change={(value) => setWords({ ...words, [term]: value })}
          max={30}
        />
      ))}
      <Group justify="flex-end">
        <Button loading={act.busy} onClick={() => void save()}>
          {t('spaces.setup.save_next')}
        </Button>
      </Group>
    </>
  );
}

/** One colour; everything else is solved from it. */
export function LookStep({ next }: StepProps): ReactNode {
  const t = useT();
  const asked = useAsk(ReadBrand);
  const theme = (JSON.parse(asked.data?.siteValueState.json ?? '{}') ?? {}) as { brand?: string };
  const [brand, setBrand] = useState<string>();
  const shown = brand ?? theme.brand ?? '#1f6b4f';
  const act = useAct(SetSetupValue, { done: 'spaces.setup.saved', quiet: true });
  return (
    <>
      <Problem trouble={act.trouble} />
      <ColorInput
        label={t('spaces.setup.brand')}
        description={t('spaces.setup.brand_text')}
        format="hex"
        maw="18rem"
        value={shown}
        onChange={setBrand}
        eyeDropperButtonProps={{ 'aria-label': t('spaces.setup.pick') }}
        swatches={['#1f6b4f', '#0b5394', '#8a3ffc', '#b3261e', '#a05a00', '#2f4858']}
      />
      <Group justify="flex-end">
        <Button
          loading={act.busy}
          disabled={!asked.data || !/^#[0-9a-f]{6}$/i.test(shown)}
          onClick={() =>
            void act
              .run({
                input: {
                  key: 'theme',
                  value: JSON.stringify({ ...theme, brand: shown }),
                  revision: asked.data?.siteValueState.revision,
                },
              })
              .then((done) => done && next())
          }
        >
          {t('spaces.setup.save_next')}
        </Button>
      </Group>
    </>
  );
}

/** The places there are, and room for one more. */
export function SpacesStep({ setup, next }: StepProps): ReactNode {
  const t = useT();
  const texts = useTexts();
  const [name, setName] = useState<Localised>({});
  const act = useAct(SaveSpace, { done: 'spaces.places.saved', quiet: true });
  const open = setup.manageSpaces.filter((space) => !space.archivedAt);
  return (
    <>
      <Problem trouble={act.trouble} />
      <Group gap="xs">
        {open.map((space) => (
          <Badge key={space.id} size="lg" variant="default" tt="none">
            {texts(space.name)}
          </Badge>
        ))}
        {open.length === 0 && <Text size="sm">{t('spaces.setup.no_space')}</Text>}
      </Group>
      <LocalisedText
        label={t('spaces.setup.space_name')}
        description={t('spaces.setup.space_text')}
        value={name}
        change={setName}
        max={120}
        error={troubleOf(act.trouble, 'name')}
      />
      <Group justify="space-between">
        <Button
          variant="default"
          leftSection={<Icon name="plus" />}
          loading={act.busy}
          disabled={!Object.values(name).some((text) => text.trim())}
          onClick={() => void act.run({ input: { name } }).then((done) => done && setName({}))}
        >
          {t('spaces.setup.space_add')}
        </Button>
        <Button disabled={open.length === 0} onClick={next}>
          {t('spaces.setup.next')}
        </Button>
      </Group>
    </>
  );
}

/** The first process, from a design. */
export function ProcessStep({ setup, next }: StepProps): ReactNode {
  const t = useT();
  const texts = useTexts();
  const { site } = useSession();
  const templates = useAsk(ReadTemplates);
  const open = setup.manageSpaces.filter((space) => !space.archivedAt);
  const [template, setTemplate] = useState('ideas-to-answers');
  const [space, setSpace] = useState<string | null>(null);
  const [title, setTitle] = useState<Localised>({});
  const [startsOn, setStartsOn] = useState(() => todayIn(site.timeZone));
  const act = useAct(CreateFromDesign, { done: 'spaces.setup.process_done', quiet: true });
  const chosen = space ?? open[0]?.slug ?? null;
  return (
    <>
      <Problem trouble={act.trouble} />
      <Radio.Group value={template} onChange={setTemplate} label={t('spaces.new.base')}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
          {(templates.data?.processTemplates ?? []).map((one) => (
            <Radio key={one.name} value={one.name} label={texts(one.title)} description={texts(one.summary)} />
          ))}
        </SimpleGrid>
      </Radio.Group>
      <LocalisedText
        label={t('spaces.process.name')}
        description={t('spaces.new.title_text')}
        value={title}
        change={setTitle}
        max={120}
      />
      <Group align="flex-end">
        <Select
          label={t('spaces.processes.space')}
          data={open.map((one) => ({ value: one.slug, label: texts(one.name) }))}
          value={chosen}
          onChange={setSpace}
          allowDeselect={false}
        />
        <TextInput
          type="date"
          label={t('spaces.new.starts')}
          value={startsOn}
          onChange={(event) => setStartsOn(event.currentTarget.value)}
        />
      </Group>
      <Group justify="flex-end">
        <Button
          loading={act.busy}
          disabled={!chosen}
          onClick={() =>
            void act
              .run({
                input: {
                  space: chosen ?? '',
                  template,
                  startsOn,
                  title: Object.values(title).some((text) => text.trim()) ? title : undefined,
                },
              })
              .then((done) => done && next())
          }
        >
          {t('spaces.new.make')}
        </Button>
      </Group>
    </>
  );
}

/** Colleagues, by mail. */
export function InviteStep({ next }: StepProps): ReactNode {
  const t = useT();
  const [emails, setEmails] = useState('');
  const [role, setRole] = useState<string | null>('officer');
  const [sent, setSent] = useState<string[]>([]);
  const act = useAct(InviteFromSetup, { quiet: true });
  const list = emails.split(/[\s,;]+/).filter(Boolean);
  const invite = async (): Promise<void> => {
    const left = [...list];
    for (const email of list) {
      if (!(await act.run({ input: { email, role: role ?? 'member' } }))) break;
      left.shift();
      setSent((before) => [...before, email]);
      setEmails(left.join('\n'));
    }
  };
  return (
    <>
      <Problem trouble={act.trouble} />
      <Textarea
        label={t('spaces.setup.emails')}
        description={t('spaces.setup.emails_text')}
        autosize
        minRows={3}
        value={emails}
        onChange={(event) => setEmails(event.currentTarget.value)}
      />
      <Select
        label={t('spaces.setup.standing')}
        data={['member', 'officer', 'administrator'].map((value) => ({ value, label: t(`spaces.standing.${value}`) }))}
        value={role}
        onChange={setRole}
        allowDeselect={false}
        maw="18rem"
      />
      {sent.length > 0 && (
        <Text size="sm" role="status">
          {t('spaces.setup.sent', { count: sent.length })}
        </Text>
      )}
      <Group justify="space-between">
        <Button variant="default" loading={act.busy} disabled={list.length === 0} onClick={() => void invite()}>
          {t('spaces.setup.send')}
        </Button>
        <Button onClick={next}>{t('spaces.setup.next')}</Button>
      </Group>
    </>
  );
}

/** The moment it becomes public. */
export function PublishStep({ setup }: StepProps): ReactNode {
  const t = useT();
  const texts = useTexts();
  const words = useWords();
  const drafts = setup.manageProcesses.nodes.filter((process) => process.state === 'draft');
  const published = setup.manageProcesses.nodes.find((process) => process.state === 'open');
  const [id, setId] = useState<string | null>(null);
  const chosen = drafts.find((process) => process.id === id) ?? drafts[0];
  const asked = useAsk(ReadProcess, { id: chosen?.id ?? '' }, { enabled: chosen !== undefined });
  const act = useAct(PublishProcess, { done: 'spaces.publish.published', quiet: true });
  const whole = chosen && asked.data?.manageProcess.id === chosen.id ? asked.data.manageProcess : undefined;
  return (
    <>
      <Problem trouble={act.trouble} />
      {published && (
        <Alert variant="default" title={t('spaces.setup.open_title', { process: texts(published.title) })}>
          <Group>
            <Anchor href="/" target="_blank" c="inherit" td="underline">
              {t('spaces.setup.see_site')}
            </Anchor>
            <LinkTo to={`/processes/${published.id}`}>{t('spaces.setup.see_process')}</LinkTo>
          </Group>
        </Alert>
      )}
      {drafts.length === 0 && !published && <Text>{t('spaces.setup.no_draft')}</Text>}
      {drafts.length > 1 && (
        <Select
          label={t('spaces.setup.which')}
          data={drafts.map((process) => ({ value: process.id, label: texts(process.title) }))}
          value={chosen?.id ?? null}
          onChange={setId}
          allowDeselect={false}
        />
      )}
      {whole && (
        <>
          <Text fw={600}>{texts(whole.title)}</Text>
          <Text size="sm">{texts(whole.seen.find((one) => one.phaseId === null)?.text)}</Text>
          {whole.phases.map((phase) => (
            <Text key={phase.id} size="sm" c="dimmed">
              {texts(phase.title)} · {phase.startsOn ? words.date(phase.startsOn) : '—'} –{' '}
              {phase.endsOn ? words.date(phase.endsOn) : '—'}
            </Text>
          ))}
          {whole.blockers.map((one) => (
            <Text key={one} c="red" size="sm">
              {t(`spaces.blocker.${one}`)}
            </Text>
          ))}
          <Group justify="space-between">
            <LinkTo to={`/processes/${whole.id}`}>{t('spaces.setup.change')}</LinkTo>
            <Button
              leftSection={<Icon name="rocket" />}
              loading={act.busy}
              disabled={whole.blockers.length > 0}
              onClick={() => void act.run({ input: { id: whole.id, revision: whole.revision } })}
            >
              {t('spaces.publish.now')}
            </Button>
          </Group>
        </>
      )}
    </>
  );
}
