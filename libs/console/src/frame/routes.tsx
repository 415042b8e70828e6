import { lazy, Suspense, type ReactNode } from 'react';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  useRouteContext,
  type AnyRouter,
} from '@tanstack/react-router';
import type { Panels, ScreenPlan } from '../panels.js';
import { useMay } from '../session.js';
import { useT } from '../words.js';
import { FeatureNotice } from './feature.js';
import { Empty, Loading } from './feedback.js';
import { Button } from '@mantine/core';

/**
 * A router over all screens; addresses are plain paths and plain queries, so they can be read and shared. `bring` gets the
 * words of a part, which come with its first screen.
 */
export function routerOf(panels: readonly Panels[], base: string, bring: (part: string) => Promise<void>): AnyRouter {
  const root = createRootRouteWithContext<{ shell: ReactNode }>()({ component: Around, notFoundComponent: NotHere });
  const screens = panels.flatMap(({ part, screens: own }) => own.map((screen) => ({ part, screen })));
  const routes = screens.map(({ part, screen }) => {
    const Panel = lazy(async () => {
      const [{ Panel: shown }] = await Promise.all([screen.load(), bring(part)]);
      return { default: shown };
    });
    return createRoute({
      getParentRoute: () => root,
      path: screen.path,
      component: () => (
        <Guard screen={screen}>
          <Suspense fallback={<Loading />}>
            <Panel />
          </Suspense>
        </Guard>
      ),
    });
  });
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath: base,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (query) => {
      const kept = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== undefined);
      const text = new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString();
      return text ? `?${text}` : '';
    },
    scrollRestoration: true,
    defaultPreload: false,
    context: { shell: null },
  }) as AnyRouter;
}

/** The shell comes through the router's context: it changes with counts and language while routes stay. */
function Around(): ReactNode {
  const { shell }: { shell?: ReactNode } = useRouteContext({ strict: false });
  return shell;
}

function Guard({ screen, children }: { screen: ScreenPlan; children: ReactNode }): ReactNode {
  const may = useMay();
  const t = useT();
  if (!screen.may || may(...screen.may))
    return (
      <>
        <FeatureNotice feature={screen.feature} screen />
        {children}
      </>
    );
  return <Empty level={1} icon="lock" title={t('console.denied.title')} text={t('console.denied.text')} />;
}

function NotHere(): ReactNode {
  const t = useT();
  return (
    <Empty level={1} icon="search" title={t('console.missing.title')} text={t('console.missing.text')}>
      <Button component="a" href="/console" variant="default">
        {t('console.missing.home')}
      </Button>
    </Empty>
  );
}
