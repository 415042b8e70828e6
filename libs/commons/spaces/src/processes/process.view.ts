import { activityHref, inLanguage } from '@madang/kernel';
import { view, type Reply } from '@madang/portal';
import type { Words as Language } from '@madang/theming';
import { pathOf } from '../path.js';
import { today, type ProcessRow } from '../spaces.reader.js';
import { openOn, sentenceOn, type SeenProcess } from './seen.js';

/** The page of a process; with a `day` a preview of it, whose links lead nowhere yet. */
export function processView(process: ProcessRow, space: object, words: Language, day?: string): Reply {
  const seen: SeenProcess = { ...process, state: process.state as SeenProcess['state'] };
  const looked = day ? { ...seen, state: seen.state === 'draft' ? ('open' as const) : seen.state } : seen;
  return view(
    'spaces/process',
    {
      space,
      preview: day && new Date(`${day}T12:00:00Z`),
      title: inLanguage(process.title),
      purpose: inLanguage(process.purpose),
      body: inLanguage(process.body),
      decides: inLanguage(process.decides),
      result: inLanguage(process.result),
      state: looked.state,
      sentence: sentenceOn(looked, words, { day: day ?? today() }),
      path: pathOf(process.phases),
      activities: process.activities.map((a) => ({
        ...a,
        title: inLanguage(a.title),
        summary: inLanguage(a.summary),
        isOpen: day ? openOn(looked, a.id, day).length > 0 : a.open.length > 0,
        href: day ? null : activityHref(a.method, process.spaceSlug, a.slug),
      })),
    },
    {
      title: inLanguage(process.title),
      description: inLanguage(process.purpose),
      ...(day ? { noindex: true } : {}),
    },
  );
}
