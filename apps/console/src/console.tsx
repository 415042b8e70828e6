import { useEffect, useMemo, type ReactNode } from 'react';
import type { Catalogues } from '@madang/theming/browser';
import { Frame, Ground, newQueries, type Panels, type Session } from '@madang/console';
import { rememberLanguage } from './languages.js';

/** The console of somebody who is signed in: words, colours, answers, and the frame around all screens. */
export function Console(props: {
  session: Session;
  panels: readonly Panels[];
  base: string;
  locale: string;
  catalogues: readonly Catalogues[];
  signOut: () => Promise<void>;
  useCounts?: () => Readonly<Record<string, number>>;
  banners?: ReactNode;
}): ReactNode {
  const { locale, session } = props;
  const queries = useMemo(newQueries, []);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <Ground catalogues={props.catalogues} locale={locale} zone={session.site.timeZone} queries={queries}>
      <Frame
        session={session}
        panels={props.panels}
        base={props.base}
        useCounts={props.useCounts}
        banners={props.banners}
        languages={{ current: locale, choose: rememberLanguage }}
        signOut={() => void props.signOut()}
      />
    </Ground>
  );
}
