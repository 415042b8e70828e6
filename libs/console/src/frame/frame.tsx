import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import '../console.css';
import { useMemo, type ReactNode } from 'react';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { Panels } from '../panels.js';
import { SessionProvider, type Session } from '../session.js';
import { Trouble } from '../trouble.js';
import { WordsProvider, type Speech } from '../words.js';
import { styleNonce } from './nonce.js';
import { routerOf } from './routes.js';
import { Shell } from './shell.js';
import { consoleTheme, consoleVariables } from './theme.js';
import { Toasts } from './toasts.js';

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
export function Ground(props: { speech: Speech; zone: string; queries: QueryClient; children: ReactNode }): ReactNode {
  return (
    <MantineProvider
      theme={consoleTheme}
      cssVariablesResolver={consoleVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <WordsProvider speech={props.speech} zone={props.zone}>
        <QueryClientProvider client={props.queries}>
          <Toasts />
          {props.children}
        </QueryClientProvider>
      </WordsProvider>
    </MantineProvider>
  );
}

export interface FrameProps {
  session: Session;
  panels: readonly Panels[];
  base: string;
  speech: Speech;
  useCounts?: () => Readonly<Record<string, number>>;
  banners?: ReactNode;
  languages: { current: string; choose: (locale: string) => void };
  signOut: () => void;
}

/** The console of a signed-in person: the shell and the screens its parts bring. */
export function Frame(props: FrameProps): ReactNode {
  const { panels, base, speech } = props;
  const router = useMemo(() => routerOf(panels, base, speech.bring), [panels, base, speech]);
  return (
    <SessionProvider session={props.session}>
      <RouterProvider router={router} context={{ shell: <Shell {...props} /> } as never} />
    </SessionProvider>
  );
}
