import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { createMessages, type Catalogues, type Words } from '@madang/theming/browser';

const Speech = createContext<Words | undefined>(undefined);

/** Everything below speaks one language in one time zone. */
export function WordsProvider(props: {
  catalogues: readonly Catalogues[];
  locale: string;
  zone: string;
  children: ReactNode;
}): ReactNode {
  const { catalogues, locale, zone } = props;
  const words = useMemo(
    () => createMessages({ catalogues, strict: false }).for(locale, zone),
    [catalogues, locale, zone],
  );
  return <Speech.Provider value={words}>{props.children}</Speech.Provider>;
}

/** Messages, dates and numbers in the person's language: `const { t, date, number } = useWords()`. */
export function useWords(): Words {
  const words = useContext(Speech);
  if (!words) throw new Error('no words here: the screen stands outside the console');
  return words;
}

/** The message under a key: `const t = useT(); t(key, { count: 2 })`. Korean particles are resolved. */
export const useT = (): Words['t'] => useWords().t;
