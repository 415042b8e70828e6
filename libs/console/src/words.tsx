import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { createMessages, type Words } from '@madang/theming/browser';

type Catalogue = Readonly<Record<string, string>>;

/** The messages at hand in one language: those of the frame from the start, those of a part once a screen of it is opened. */
export interface Speech {
  readonly locale: string;
  /** Gets a part's messages; at once where they are here already. */
  bring: (part: string) => Promise<void>;
  read: () => Catalogue;
  watch: (changed: () => void) => () => void;
}

/** Starts speaking with `first`; `more` loads what a part adds. */
export function openSpeech(locale: string, first: Catalogue, more: (part: string) => Promise<Catalogue>): Speech {
  const asked = new Map<string, Promise<void>>();
  const watchers = new Set<() => void>();
  let messages = first;
  const load = async (part: string): Promise<void> => {
    messages = { ...messages, ...(await more(part)) };
    for (const changed of watchers) changed();
  };
  return {
    locale,
    bring: (part) => {
      const known = asked.get(part);
      if (known) return known;
      const loading = load(part);
      asked.set(part, loading);
      // A lost connection is no reason never to ask again.
      loading.catch(() => asked.delete(part));
      return loading;
    },
    read: () => messages,
    watch: (changed) => {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
  };
}

const Spoken = createContext<Words | undefined>(undefined);

/** Everything below speaks one language in one time zone. */
export function WordsProvider(props: { speech: Speech; zone: string; children: ReactNode }): ReactNode {
  const { speech, zone } = props;
  const messages = useSyncExternalStore(speech.watch, speech.read);
  const words = useMemo(
    () => createMessages({ catalogues: { [speech.locale]: messages }, strict: false }).for(speech.locale, zone),
    [messages, speech, zone],
  );
  return <Spoken.Provider value={words}>{props.children}</Spoken.Provider>;
}

/** Messages, dates and numbers in the person's language: `const { t, date, number } = useWords()`. */
export function useWords(): Words {
  const words = useContext(Spoken);
  if (!words) throw new Error('no words here: the screen stands outside the console');
  return words;
}

/** The message under a key: `const t = useT(); t(key, { count: 2 })`. Korean particles are resolved. */
export const useT = (): Words['t'] => useWords().t;
