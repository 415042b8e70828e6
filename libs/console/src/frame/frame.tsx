import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '../console.css';
import { useMemo, type ReactNode } from 'react';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { Catalogues } from '@madang/theming/browser';
import type { Panels } from '../panels.js';
import { SessionProvider, type Session } from '../session.js';
import { Trouble } from '../trouble.js';
import { WordsProvider } from '../words.js';
import { styleNonce } from './preview-frame.js';
import { routerOf } from './routes.js';
import { Shell } from './shell.js';
import { consoleTheme, consoleVariables } from './theme.js';

/** Answers are kept for a short while; only what may pass is tried again. */
export const newQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (times, error) => times < 2 && error instanceof Trouble && error.code === 'offline',
      },
    },
  });

/** Colours, messages and answers: what stands around anything the console shows, signed in or not. */
export function Ground(props: {
  catalogues: readonly Catalogues[];
  locale: string;
  zone: string;
  queries: QueryClient;
  children: ReactNode;
}): ReactNode {
  return (
    <MantineProvider
      theme={consoleTheme}
      cssVariablesResolver={consoleVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <WordsProvider catalogues={props.catalogues} locale={props.locale} zone={props.zone}>
        <QueryClientProvider client={props.queries}>
          <ModalsProvider>
            <Notifications position="bottom-center" />
            {props.children}
          </ModalsProvider>
        </QueryClientProvider>
      </WordsProvider>
    </MantineProvider>
  );
}

export interface FrameProps {
  session: Session;
  panels: readonly Panels[];
  base: string;
  useCounts?: () => Readonly<Record<string, number>>;
  banners?: ReactNode;
  languages: { current: string; choose: (locale: string) => void };
  signOut: () => void;
}

/** The console of a signed-in person: the shell and the screens its parts bring. */
export function Frame(props: FrameProps): ReactNode {
  const { panels, base } = props;
  const router = useMemo(() => routerOf(panels, base), [panels, base]);
  return (
    <SessionProvider session={props.session}>
      <RouterProvider router={router} context={{ shell: <Shell {...props} /> } as never} />
    </SessionProvider>
  );
}
