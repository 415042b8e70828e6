import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import {
  ActionIcon,
  Badge,
  Box,
  Burger,
  Button,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { GROUPS, type Panels, type ScreenPlan } from '../panels.js';
import { useMay, useSession } from '../session.js';
import { useT } from '../words.js';
import { AccountButton, type AccountProps } from './account-button.js';
import { Empty } from './feedback.js';
import { Finder, openFinder } from './finder.js';
import { Icon } from './icons.js';
import { LinkTo } from './navigation.js';

export interface ShellProps {
  panels: readonly Panels[];
  /** Counts beside entries of the menu, by path; a hook, because they change while the console stands open. */
  useCounts?: () => Readonly<Record<string, number>>;
  /** Told above every screen: support visits, announcements, test mode. */
  banners?: ReactNode;
  languages: { current: string; choose: (locale: string) => void };
  signOut: () => void;
}

const noCounts = (): Readonly<Record<string, number>> => ({});

/** What stands around every screen: the menu by groups, ⌘K, light and dark, language, the way out. */
export function Shell(props: ShellProps): ReactNode {
  const t = useT();
  const may = useMay();
  const { site, person, area } = useSession();
  const counts = (props.useCounts ?? noCounts)();
  const [open, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    close();
    document.getElementById('main')?.focus({ preventScroll: true });
    document.querySelector('.console-entry[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [path, close]);
  return (
    <>
      <a className="console-skip" href="#main">
        {t('console.skip')}
      </a>
      <header className="console-header">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={t('console.menu')}
              aria-expanded={open}
              aria-controls="menu"
            />
            <Text fw={750} fz="lg" truncate component="a" href={site.url} className="console-site">
              {site.name}
            </Text>
            <Badge variant="light" color="ink" tt="none" visibleFrom="xs">
              {t(area === 'tenant' ? 'console.area.tenant' : 'console.area.operator')}
            </Badge>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="default"
              leftSection={<Icon name="search" size={16} />}
              onClick={openFinder}
              visibleFrom="sm"
            >
              {t('console.find')}
            </Button>
            <ActionIcon variant="default" size={36} onClick={openFinder} hiddenFrom="sm" aria-label={t('console.find')}>
              <Icon name="search" />
            </ActionIcon>
            <ColourMode />
            <Account {...props} name={person.name} siteUrl={site.url} area={area} />
          </Group>
        </Group>
      </header>
      <nav id="menu" className="console-menu" aria-label={t('console.menu')} data-open={open || undefined}>
        <Entries panels={props.panels} counts={counts} path={path} />
      </nav>
      <main id="main" className="console-main" tabIndex={-1}>
        {props.banners}
        {props.panels.some((part) =>
          part.screens.some((screen) => screen.group && (!screen.may || may(...screen.may))),
        ) ? (
          <Outlet />
        ) : (
          <Empty level={1} icon="lock" title={t('console.nobody.title')} text={t('console.nobody.text')} />
        )}
      </main>
      <Finder panels={props.panels} />
    </>
  );
}

function Entries(props: {
  panels: readonly Panels[];
  counts: Readonly<Record<string, number>>;
  path: string;
}): ReactNode {
  const t = useT();
  const may = useMay();
  const { features } = useSession();
  const locked = (screen: ScreenPlan): boolean =>
    features?.some((one) => one.name === screen.feature && !one.has) ?? false;
  const shown = props.panels
    .flatMap((part) => part.screens)
    .filter((screen): screen is ScreenPlan & { group: NonNullable<ScreenPlan['group']> } => screen.group !== undefined)
    .filter((screen) => !screen.may || may(...screen.may));
  // Of a screen and another below its address, only the nearer one is where the person is.
  const nearest = shown
    .map(({ path }) => path)
    .filter((path) => (path === '/' ? props.path === '/' : props.path === path || props.path.startsWith(`${path}/`)))
    .reduce((one, other) => (other.length > one.length ? other : one), '');
  return GROUPS.map((group) => {
    const screens = shown
      .filter((screen) => screen.group === group)
      .sort((one, other) => (one.order ?? 50) - (other.order ?? 50));
    if (screens.length === 0) return null;
    return (
      <Box key={group} mb="sm" role="group" aria-label={t(`console.group.${group}`)}>
        {group !== 'now' && (
          <Text size="xs" fw={700} c="dimmed" px="sm" pt="xs" pb={4} aria-hidden>
            {t(`console.group.${group}`)}
          </Text>
        )}
        {screens.map((screen) => {
          const here = screen.path === nearest;
          const count = props.counts[screen.path];
          return (
            <LinkTo
              key={screen.path}
              to={screen.path}
              className="console-entry"
              data-active={here || undefined}
              aria-current={here ? 'page' : undefined}
            >
              {screen.icon && <Icon name={screen.icon} />}
              <span className="console-entry-name">{t(screen.label)}</span>
              {count ? (
                <Badge
                  size="sm"
                  color="ink"
                  variant={here ? 'white' : 'light'}
                  aria-label={t('console.waiting', { count })}
                >
                  {count > 999 ? '999+' : count}
                </Badge>
              ) : (
                locked(screen) && (
                  <Box component="span" c="dimmed" role="img" aria-label={t('console.feature.locked')}>
                    <Icon name="lock" size={14} />
                  </Box>
                )
              )}
            </LinkTo>
          );
        })}
      </Box>
    );
  });
}

function ColourMode(): ReactNode {
  const t = useT();
  const { setColorScheme } = useMantineColorScheme();
  const mode = useComputedColorScheme('light');
  const other = mode === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="default"
      size={36}
      title={t(`console.mode.${other}`)}
      aria-label={t(`console.mode.${other}`)}
      onClick={() => setColorScheme(other)}
    >
      <Icon name={other} />
    </ActionIcon>
  );
}

const AccountMenu = lazy(() => import('./account-menu.js').then((part) => ({ default: part.AccountMenu })));

/** The person's name; what it opens is loaded when first asked for. */
function Account(props: AccountProps): ReactNode {
  const [asked, setAsked] = useState(false);
  const closed = (
    <AccountButton name={props.name} aria-haspopup="menu" aria-expanded={false} onClick={() => setAsked(true)} />
  );
  return asked ? (
    <Suspense fallback={closed}>
      <AccountMenu {...props} />
    </Suspense>
  ) : (
    closed
  );
}
