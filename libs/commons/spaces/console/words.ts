import { useSession, useWords } from '@madang/console';

/** Gives a text of the site in the language of the console, else in the site's, else in whichever there is. */
export function useTexts(): (texts: Record<string, string> | null | undefined) => string {
  const { locale } = useWords();
  const { site } = useSession();
  return (texts) => texts?.[locale] ?? texts?.[site.locale] ?? Object.values(texts ?? {})[0] ?? '';
}

/** The day `days` after a day, YYYY-MM-DD. */
export const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Today in a time zone, YYYY-MM-DD. */
export const todayIn = (zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date());
