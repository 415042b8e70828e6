import '@mantine/spotlight/styles.layer.css';
import { useEffect, useState, type ReactNode } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import type { Panels } from '../panels.js';
import { useMay } from '../session.js';
import { useT } from '../words.js';
import type { Found, Source } from './finder.js';
import { Icon } from './icons.js';
import { useGo } from './navigation.js';

const fits = (words: string, ...texts: (string | undefined)[]): boolean =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => texts.some((text) => text?.toLowerCase().includes(word)));

/** ⌘K: screens, actions and things, by any words of their names. */
export function FinderWindow(props: {
  panels: readonly Panels[];
  sources: readonly Source[];
  /** How often it was asked for; each time opens it. */
  asked: number;
}): ReactNode {
  const { panels, sources } = props;
  const t = useT();
  const may = useMay();
  const go = useGo();
  const [words, setWords] = useState('');
  useEffect(() => spotlight.open(), [props.asked]);
  const [asked] = useDebouncedValue(words.trim(), 200);
  const things = useQuery({
    queryKey: ['finder', asked],
    queryFn: async () => (await Promise.all(sources.map((look) => look(asked).catch(() => [])))).flat(),
    enabled: asked.length >= 2,
  });
  const open = (one: { may?: readonly [string, string] }): boolean => !one.may || may(...one.may);
  const screens = panels
    .flatMap((part) => part.screens)
    .filter((screen) => !screen.path.includes('$') && open(screen))
    .map((screen) => ({
      id: screen.path,
      label: t(screen.label),
      description: screen.group && t(`console.group.${screen.group}`),
      icon: screen.icon ?? ('layout' as const),
      to: screen.path,
    }));
  const actions = panels
    .flatMap((part) => part.actions ?? [])
    .filter(open)
    .map((action) => ({
      id: `do ${action.to}`,
      label: t(action.label),
      icon: action.icon ?? ('plus' as const),
      to: action.to,
    }));
  const own = [...actions, ...screens].filter((one: Found) => fits(words, one.label, one.description)).slice(0, 12);
  const row = (one: Found): ReactNode => (
    <Spotlight.Action
      key={one.id}
      label={one.label}
      description={one.description}
      leftSection={<Icon name={one.icon ?? 'open'} />}
      onClick={() => go(one.to)}
    />
  );
  const found = asked.length >= 2 ? (things.data ?? []) : [];
  return (
    <Spotlight.Root
      query={words}
      onQueryChange={setWords}
      shortcut={null}
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': t('console.find') } }}
    >
      <Spotlight.Search
        placeholder={t('console.find.placeholder')}
        aria-label={t('console.find.placeholder')}
        leftSection={<Icon name="search" />}
      />
      <Spotlight.ActionsList aria-label={t('console.find')}>
        {own.length > 0 && (
          <Spotlight.ActionsGroup label={t('console.find.screens')}>{own.map(row)}</Spotlight.ActionsGroup>
        )}
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={t('console.find.things')}>{found.map(row)}</Spotlight.ActionsGroup>
        )}
        {own.length + found.length === 0 && <Spotlight.Empty>{t('console.find.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
