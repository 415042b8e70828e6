import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useHotkeys } from '@mantine/hooks';
import type { Panels } from '../panels.js';
import type { IconName } from './icons.js';

const ASKED = 'console-find';

/** Opens ⌘K. */
export const openFinder = (): void => void document.dispatchEvent(new Event(ASKED));

/** Something found by its words: a person, an input, a process. */
export interface Found {
  id: string;
  label: string;
  description?: string;
  icon?: IconName;
  to: string;
}

export type Source = (words: string) => Promise<Found[]>;
const sources: Source[] = []; // process-wide: filled once by the entry, code not data

/** Adds a place where ⌘K looks for things: people, inputs. Called by the entry before it starts. */
export function lookIn(source: Source): void {
  sources.push(source);
}

const FinderWindow = lazy(() => import('./finder-window.js').then((part) => ({ default: part.FinderWindow })));

/** Waits for ⌘K; what opens then is loaded the first time. */
export function Finder({ panels }: { panels: readonly Panels[] }): ReactNode {
  const [asked, setAsked] = useState(0);
  useHotkeys([['/', openFinder]]);
  // `/` is a letter while somebody writes, ⌘K is not.
  useHotkeys([['mod+K', openFinder]], []);
  useEffect(() => {
    const ask = (): void => setAsked((times) => times + 1);
    document.addEventListener(ASKED, ask);
    return () => document.removeEventListener(ASKED, ask);
  }, []);
  return asked > 0 ? (
    <Suspense>
      <FinderWindow panels={panels} sources={sources} asked={asked} />
    </Suspense>
  ) : null;
}
