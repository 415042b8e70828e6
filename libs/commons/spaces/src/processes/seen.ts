import { methodNamed } from '@madang/kernel';
import type { Words as Language } from '@madang/theming';
import type { DesignedPhase, DesignedProcess } from './design.reader.js';

/** What of a process the sentence needs; both the console's and the portal's view of it have it. */
export interface SeenProcess extends Pick<DesignedProcess, 'state' | 'phases' | 'windows'> {
  activities: { id: string; method: string; title: Record<string, string>; state: string }[];
}

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** Text of a tenant in a language, else in whichever there is. */
const inWords = (texts: Record<string, string>, locale: string): string =>
  texts[locale] ?? texts['ko'] ?? texts['en'] ?? Object.values(texts)[0] ?? '';

/** The phases that cover a day, in order. */
export const phasesOn = (process: Pick<SeenProcess, 'phases'>, day: string): DesignedPhase[] =>
  process.phases.filter(
    (phase) => phase.startsOn !== null && phase.startsOn <= day && (phase.endsOn === null || phase.endsOn >= day),
  );

/**
 * What somebody who visits a process reads about it in a phase, or today: which phase it is, until when, and what they
 * can do. The portal shows these very words; the console shows them while the process is designed.
 */
export function sentenceOn(process: SeenProcess, words: Language, at: { phaseId: string } | { day: string }): string {
  if ('day' in at) {
    if (process.state === 'closed') return words.t('spaces.sees.closed');
    const [phase, ...others] = phasesOn(process, at.day);
    if (phase)
      return join([
        standing(phase, words, true),
        acts(
          process,
          [phase, ...others].map((one) => one.id),
          words,
        ),
      ]);
    const next = process.phases.find((one) => one.startsOn !== null && one.startsOn > at.day);
    const open = acts(process, [], words);
    if (next) return join([standing(next, words, false, 'spaces.sees.begins'), open]);
    return join([process.phases.some((one) => one.endsOn) ? words.t('spaces.sees.over') : '', open]);
  }
  const phase = process.phases.find((one) => one.id === at.phaseId);
  if (!phase) return '';
  return join([standing(phase, words, false), acts(process, [phase.id], words)]);
}

const join = (parts: string[]): string => parts.filter(Boolean).join(' ');

function standing(phase: DesignedPhase, words: Language, isNow: boolean, begins?: string): string {
  const title = inWords(phase.title, words.locale);
  const rough = (day: string): string =>
    phase.precision === 'day' || phase.precision === 'open'
      ? words.date(noon(day))
      : words.roughDate(noon(day), phase.precision as 'month');
  const values = {
    phase: title,
    from: phase.startsOn ? rough(phase.startsOn) : '',
    until: phase.endsOn ? rough(phase.endsOn) : '',
  };
  if (begins) return words.t(begins, values);
  if (isNow) return words.t(phase.endsOn ? 'spaces.sees.now_until' : 'spaces.sees.now', values);
  if (phase.startsOn && phase.endsOn)
    return words.t(values.from === values.until ? 'spaces.sees.at' : 'spaces.sees.from_until', values);
  if (phase.startsOn) return words.t('spaces.sees.from', values);
  return words.t(phase.endsOn ? 'spaces.sees.until' : 'spaces.sees.undated', values);
}

/** Interactions open in an activity on a day. */
export function openOn(process: SeenProcess, activityId: string, day: string): string[] {
  const phases = process.phases.filter(
    (phase) => (phase.startsOn ?? '') <= day && (phase.endsOn === null || phase.endsOn >= day),
  );
  return openIn(
    process,
    activityId,
    phases.map((phase) => phase.id),
  );
}

function openIn(process: SeenProcess, activityId: string, phaseIds: readonly string[]): string[] {
  const activity = process.activities.find((one) => one.id === activityId);
  if (process.state !== 'open' || activity?.state !== 'open') return [];
  const open = new Set(
    process.windows
      .filter((one) => one.activityId === activityId && (one.phaseId === null || phaseIds.includes(one.phaseId)))
      .flatMap((one) => one.interactions),
  );
  // In the order of the method, so that two sentences about the same acts read the same.
  return (methodNamed(activity.method)?.interactions ?? [...open]).filter((one) => open.has(one));
}

/** What is open in phases and always, by activity, as a sentence. */
function acts(process: SeenProcess, phaseIds: readonly string[], words: Language): string {
  const lines: string[] = [];
  for (const activity of process.activities) {
    const named = openIn(process, activity.id, phaseIds).map((one) => interactionWord(activity.method, one, words));
    if (named.length > 0)
      lines.push(
        words.t('spaces.sees.activity', { activity: inWords(activity.title, words.locale), acts: named.join(' · ') }),
      );
  }
  return lines.length === 0 ? words.t('spaces.sees.nothing') : words.t('spaces.sees.can', { acts: lines.join(', ') });
}

/** The word for an interaction; its name where the method has none. */
export function interactionWord(method: string, name: string, words: Language): string {
  const key = `${method}.interaction.${name}`;
  return words.has(key) ? words.t(key) : name;
}
