import '../site.css';
import { useMemo, useState, type ReactNode } from 'react';
import { ActionIcon, Button, Collapse, Grid, Group, Stack, Switch, Text, UnstyledButton } from '@mantine/core';
import {
  ask,
  Empty,
  graphql,
  later,
  Icon,
  Loading,
  SaveBar,
  Screen,
  SortableList,
  TroubleNotice,
  useAsk,
  useDraft,
  useSave,
  useSession,
  useT,
} from '@madang/console';
import { Tag } from '../tag.js';
import { Choices } from '../choices.js';
import { SitePreview } from '../preview.js';
import { edited, newBlock, saidIn, sent, titleOf, type EditedBlock, type FieldPlan } from './blocks.js';
import { Gallery } from './gallery.js';

/** The form of a block knows every kind of field; it comes when the first block is opened. */
const BlockForm = later(() => import('./block-form.js').then((part) => part.BlockForm));

const HomeVersions = later(() => import('./home-versions.js').then((part) => part.HomeVersions));

const Home = graphql(`
  query HomeToEdit {
    homeState {
      json
      revision
    }
    homeBlockTypes {
      type
      fields {
        name
        kind
        required
        translated
        max
        min
        initial
      }
    }
  }
`);
const Save = graphql(`
  mutation SaveHome($blocks: String!, $revision: String) {
    saveHomeBlocks(blocks: $blocks, revision: $revision) {
      changed
    }
  }
`);

/** The first page of the site: its blocks in order, the form of each, and how it will look. */
export function Panel(): ReactNode {
  const t = useT();
  const home = useAsk(Home, {});
  if (!home.data)
    return (
      <Screen title={t('site.home.title')}>
        {home.error ? <TroubleNotice trouble={home.error} again={home.refetch} /> : <Loading />}
      </Screen>
    );
  return (
    <Builder json={home.data.homeState.json} revision={home.data.homeState.revision} types={home.data.homeBlockTypes} />
  );
}

function Builder(props: {
  json: string;
  revision: string;
  types: readonly { type: string; fields: readonly FieldPlan[] }[];
}): ReactNode {
  const t = useT();
  const { site } = useSession();
  const saved = useMemo(() => ({ blocks: edited(props.json) }), [props.json]);
  const draft = useDraft(saved, { key: 'site/home', revision: props.revision });
  const { blocks } = draft.value;
  const [open, setOpen] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [looking, setLooking] = useState(false);
  const [before, setBefore] = useState<EditedBlock[][]>([]);
  const lists = useAsk(Choices, {}).data?.designChoices;
  const stored = JSON.stringify(sent(saved.blocks));
  const { save, busy, trouble, notice } = useSave(Save, draft, {
    done: 'site.home.saved',
    refresh: ['HomeToEdit', 'HomeVersions', 'PreviewOfSite'],
    undo: () => ask(Save, { blocks: stored }),
    variables: (value, revision) => ({ blocks: JSON.stringify(sent(value.blocks)), revision }),
    tell: (value) =>
      value.blocks.map((block, index) => ({
        label: t('site.home.place', { place: index + 1 }),
        text: [t(`site.block.${block.type}`), ...(block.enabled ? [] : [t('site.home.hidden')]), ...saidIn(block)].join(
          '\n',
        ),
      })),
    after: () => {
      setBefore([]);
      setOpen(undefined);
    },
  });
  const change = (next: EditedBlock[], remembered = true): void => {
    if (remembered) setBefore((steps) => [...steps.slice(-30), blocks]);
    draft.set({ blocks: next });
  };
  const patch = (id: string, part: Partial<EditedBlock>, remembered = true): void =>
    change(
      blocks.map((block) => (block.id === id ? { ...block, ...part } : block)),
      remembered,
    );
  const add = (type: string): void => {
    const fields = props.types.find((one) => one.type === type)?.fields ?? [];
    const source = (type === 'numbers' ? lists?.numbers : lists?.lists)?.[0]?.value ?? '';
    const block = newBlock(type, fields, { [site.locale]: t(`site.block.${type}`) }, source);
    change([...blocks, block]);
    setOpen(block.id);
    setAdding(false);
  };
  const name = (block: EditedBlock): string => titleOf(block, site.locale) || t(`site.block.${block.type}`);
  const wrongIn = (index: number): ReadonlySet<string> =>
    new Set(
      (trouble?.fields ?? []).flatMap(({ field }) => {
        const [, at, part = ''] = field.split('.');
        return Number(at) === index ? [part] : [];
      }),
    );
  return (
    <Screen
      title={t('site.home.title')}
      description={t('site.home.text')}
      actions={
        <>
          <Button variant="default" leftSection={<Icon name="history" />} onClick={() => setLooking(true)}>
            {t('site.home.versions')}
          </Button>
          <Button
            variant="default"
            disabled={before.length === 0}
            onClick={() => {
              draft.set({ blocks: before.at(-1) ?? blocks });
              setBefore((steps) => steps.slice(0, -1));
            }}
          >
            {t('site.home.step_back')}
          </Button>
          <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)} disabled={blocks.length >= 24}>
            {t('site.home.add')}
          </Button>
        </>
      }
    >
      {notice}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          {blocks.length === 0 && (
            <Empty icon="layout" title={t('site.home.none')} text={t('site.home.none.text')}>
              <Button onClick={() => setAdding(true)}>{t('site.home.add')}</Button>
            </Empty>
          )}
          <SortableList items={blocks} idOf={(block) => block.id} nameOf={name} change={(next) => change(next)}>
            {(block, index) => (
              <Stack gap={0}>
                <Group justify="space-between" wrap="nowrap" gap="xs">
                  <UnstyledButton
                    className="site-block-name"
                    aria-expanded={open === block.id}
                    onClick={() => setOpen(open === block.id ? undefined : block.id)}
                  >
                    <Text fw={700} lineClamp={1} c={block.enabled ? undefined : 'dimmed'}>
                      {name(block)}
                    </Text>
                    <Group gap={6}>
                      <Text size="sm" c="dimmed">
                        {t(`site.block.${block.type}`)}
                      </Text>
                      {!block.enabled && <Tag tone="plain">{t('site.home.hidden')}</Tag>}
                      {wrongIn(index).size > 0 && <Tag tone="bad">{t('site.home.mend')}</Tag>}
                    </Group>
                  </UnstyledButton>
                </Group>
                <Collapse expanded={open === block.id}>
                  {open === block.id && (
                    <BlockForm
                      block={block}
                      fields={props.types.find((one) => one.type === block.type)?.fields ?? []}
                      change={(settings) => patch(block.id, { settings }, false)}
                      wrong={wrongIn(index)}
                    />
                  )}
                  <Group justify="space-between" mt="md">
                    <Switch
                      label={t('site.home.shown')}
                      checked={block.enabled}
                      onChange={(event) => patch(block.id, { enabled: event.currentTarget.checked })}
                    />
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      size={36}
                      aria-label={t('site.home.remove', { name: name(block) })}
                      onClick={() => change(blocks.filter((one) => one.id !== block.id))}
                    >
                      <Icon name="trash" />
                    </ActionIcon>
                  </Group>
                </Collapse>
              </Stack>
            )}
          </SortableList>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <SitePreview unsaved={{ path: '/', blocks: sent(blocks) }} />
        </Grid.Col>
      </Grid>
      <Gallery opened={adding} close={() => setAdding(false)} types={props.types.map((one) => one.type)} choose={add} />
      {looking && <HomeVersions revision={props.revision} dirty={draft.dirty} close={() => setLooking(false)} />}
      <SaveBar draft={draft} save={save} busy={busy} label={t('site.publish')} />
    </Screen>
  );
}
