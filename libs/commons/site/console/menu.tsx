import './site.css';
import { useMemo, useState, type ReactNode } from 'react';
import { ActionIcon, Button, Collapse, Grid, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import {
  ask,
  Empty,
  graphql,
  Icon,
  Loading,
  LocalisedText,
  SaveBar,
  Screen,
  SortableList,
  TroubleNotice,
  useAsk,
  useDraft,
  useSave,
  useSession,
  useT,
  type Localised,
} from '@madang/console';
import { AddressInput } from './address-input.js';
import { SitePreview } from './preview.js';

const Menu = graphql(`
  query MenuToEdit {
    menuState {
      json
      revision
    }
  }
`);
const Save = graphql(`
  mutation SaveMenu($menu: String!, $revision: String) {
    saveMenu(menu: $menu, revision: $revision) {
      changed
    }
  }
`);

interface Item {
  id: string;
  label: Localised;
  href: string;
}
interface Entry extends Item {
  items: Item[];
}

const MOST = { entries: 6, items: 12 };

/** The menu of the site: at most six entries, each a link or a group of links. */
export function Panel(): ReactNode {
  const t = useT();
  const menu = useAsk(Menu, {});
  if (!menu.data)
    return (
      <Screen title={t('site.menu.title')}>
        {menu.error ? <TroubleNotice trouble={menu.error} again={menu.refetch} /> : <Loading />}
      </Screen>
    );
  return <Editor json={menu.data.menuState.json} revision={menu.data.menuState.revision} />;
}

function Editor(props: { json: string; revision: string }): ReactNode {
  const t = useT();
  const { site } = useSession();
  const saved = useMemo(() => ({ entries: edited(props.json) }), [props.json]);
  const draft = useDraft(saved, { key: 'site/menu', revision: props.revision });
  const { entries } = draft.value;
  const [open, setOpen] = useState<string>();
  const change = (next: Entry[]): void => draft.set({ entries: next });
  const patch = (id: string, part: Partial<Entry>): void =>
    change(entries.map((entry) => (entry.id === id ? { ...entry, ...part } : entry)));
  const name = (item: Item): string =>
    item.label[site.locale] || Object.values(item.label)[0] || t('site.menu.unnamed');
  const { save, busy, notice } = useSave(Save, draft, {
    done: 'site.menu.saved',
    refresh: ['MenuToEdit', 'PreviewOfSite'],
    undo: () => ask(Save, { menu: props.json }),
    variables: (value, revision) => ({ menu: JSON.stringify(sent(value.entries)), revision }),
    tell: (value) =>
      value.entries.map((entry, index) => ({
        label: t('site.menu.place', { place: index + 1 }),
        text: [told(entry), ...entry.items.map(told)].join('\n'),
      })),
    after: () => setOpen(undefined),
  });
  const add = (group: boolean): void => {
    const entry: Entry = { id: crypto.randomUUID(), label: {}, href: '', items: group ? [newItem()] : [] };
    change([...entries, entry]);
    setOpen(entry.id);
  };
  return (
    <Screen
      title={t('site.menu.title')}
      description={t('site.menu.text')}
      actions={
        <>
          <Button
            variant="default"
            disabled={entries.length >= MOST.entries}
            leftSection={<Icon name="plus" />}
            onClick={() => add(true)}
          >
            {t('site.menu.add_group')}
          </Button>
          <Button
            disabled={entries.length >= MOST.entries}
            leftSection={<Icon name="plus" />}
            onClick={() => add(false)}
          >
            {t('site.menu.add')}
          </Button>
        </>
      }
    >
      {notice}
      {entries.length >= MOST.entries && <Text size="sm">{t('site.menu.full')}</Text>}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          {entries.length === 0 && <Empty icon="menu" title={t('site.menu.none')} text={t('site.menu.none.text')} />}
          <SortableList items={entries} idOf={(entry) => entry.id} nameOf={name} change={change}>
            {(entry) => (
              <>
                <UnstyledButton
                  className="site-block-name"
                  aria-expanded={open === entry.id}
                  onClick={() => setOpen(open === entry.id ? undefined : entry.id)}
                  w="100%"
                >
                  <Text fw={700}>{name(entry)}</Text>
                  <Text size="sm" c="dimmed" lineClamp={1}>
                    {entry.items.length > 0 ? entry.items.map(name).join(' · ') : entry.href}
                  </Text>
                </UnstyledButton>
                <Collapse expanded={open === entry.id}>
                  <EntryForm
                    entry={entry}
                    change={(part) => patch(entry.id, part)}
                    name={name}
                    remove={() => change(entries.filter((one) => one.id !== entry.id))}
                  />
                </Collapse>
              </>
            )}
          </SortableList>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <SitePreview unsaved={{ path: '/', menu: complete(entries) }} height="50vh" />
        </Grid.Col>
      </Grid>
      <SaveBar draft={draft} save={save} busy={busy} label={t('site.publish')} />
    </Screen>
  );
}

function EntryForm(props: {
  entry: Entry;
  change: (part: Partial<Entry>) => void;
  name: (item: Item) => string;
  remove: () => void;
}): ReactNode {
  const t = useT();
  const { entry, change } = props;
  const group = entry.items.length > 0;
  return (
    <Stack gap="md" pt="sm">
      <LocalisedText
        label={t('site.menu.label')}
        value={entry.label}
        change={(label) => change({ label })}
        max={40}
        required
      />
      {group ? (
        <div>
          <Text size="sm" fw={600} mb={4}>
            {t('site.menu.items')}
          </Text>
          <SortableList
            items={entry.items}
            idOf={(item) => item.id}
            nameOf={props.name}
            change={(items) => change({ items })}
          >
            {(item, index) => (
              <Stack gap="xs">
                <LocalisedText
                  label={t('site.menu.label')}
                  value={item.label}
                  change={(label) =>
                    change({ items: entry.items.map((one) => (one.id === item.id ? { ...one, label } : one)) })
                  }
                  max={60}
                  required
                />
                <AddressInput
                  label={t('site.link.href')}
                  value={item.href}
                  change={(href) =>
                    change({ items: entry.items.map((one) => (one.id === item.id ? { ...one, href } : one)) })
                  }
                  required
                />
                <ActionIcon
                  variant="subtle"
                  color="red"
                  size={36}
                  aria-label={t('site.link.remove', { place: index + 1 })}
                  onClick={() => change({ items: entry.items.filter((one) => one.id !== item.id) })}
                >
                  <Icon name="trash" />
                </ActionIcon>
              </Stack>
            )}
          </SortableList>
          {entry.items.length < MOST.items && (
            <Button
              size="compact-md"
              variant="default"
              leftSection={<Icon name="plus" size={16} />}
              onClick={() => change({ items: [...entry.items, newItem()] })}
            >
              {t('site.link.add')}
            </Button>
          )}
        </div>
      ) : (
        <AddressInput label={t('site.link.href')} value={entry.href} change={(href) => change({ href })} required />
      )}
      <Group justify="flex-end">
        <Button variant="subtle" color="red" onClick={props.remove}>
          {t('site.menu.remove', { name: props.name(entry) })}
        </Button>
      </Group>
    </Stack>
  );
}

const newItem = (): Item => ({ id: crypto.randomUUID(), label: {}, href: '' });

const edited = (json: string): Entry[] =>
  (JSON.parse(json) as { label: Localised; href?: string; items?: { label: Localised; href: string }[] }[]).map(
    (entry, index) => ({
      id: `s${index}`,
      label: entry.label,
      href: entry.href ?? '',
      items: (entry.items ?? []).map((item, at) => ({ id: `s${index}.${at}`, ...item })),
    }),
  );

const spoken = (words: Localised): Localised =>
  Object.fromEntries(Object.entries(words).filter(([, text]) => text.trim() !== ''));

const sent = (entries: readonly Entry[]): object[] =>
  entries.map(({ label, href, items }) => ({
    label: spoken(label),
    ...(items.length > 0 ? { items: items.map((item) => ({ label: spoken(item.label), href: item.href })) } : { href }),
  }));

/** An entry or link in words: what it is called in each language, and where it leads. */
const told = (item: Item): string =>
  [...new Set(Object.values(item.label)), item.href].filter((text) => text !== '').join(' · ');

/** What can be shown already: entries with a name, links with an address. */
const complete = (entries: readonly Entry[]): object[] => {
  const named = (item: Item): boolean => Object.values(item.label).some((text) => text.trim() !== '');
  const whole = (item: Item): boolean => named(item) && /^(\/(?![/\\])|https?:\/\/\S)/.test(item.href);
  return sent(
    entries
      .map((entry) => ({ ...entry, items: entry.items.filter(whole) }))
      .filter((entry) => named(entry) && (entry.items.length > 0 || whole(entry))),
  );
};
