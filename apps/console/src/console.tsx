import { useEffect, useMemo, type ReactNode } from 'react';
import { Frame, Ground, newQueries, type Panels, type Session, type Speech } from '@madang/console';
import { rememberLanguage } from './languages.js';

/** The console of somebody who is signed in: words, colours, answers, and the frame around all screens. */
export function Console(props: {
  session: Session;
  panels: readonly Panels[];
  base: string;
  speech: Speech;
  signOut: () => Promise<void>;
  useCounts?: () => Readonly<Record<string, number>>;
  banners?: ReactNode;
}): ReactNode {
  const { session, speech } = props;
  const { locale } = speech;
  const queries = useMemo(newQueries, []);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <Ground speech={speech} zone={session.site.timeZone} queries={queries}>
      <Frame
        session={session}
        panels={props.panels}
        base={props.base}
        speech={speech}
        useCounts={props.useCounts}
        banners={props.banners}
        languages={{ current: locale, choose: rememberLanguage }}
        signOut={() => void props.signOut()}
      />
    </Ground>
  );
}
