import { db } from '@madang/kernel';

const OFFSET = /^([+-]?)(\d{1,4})d(?:(\d{1,2})h)?$/;
const FIXED = /^\d{4}-\d{2}-\d{2}$/;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whether a text is a day of a tenant file: an offset such as `-30d`, `+12d9h`, or a fixed day. */
export const isDay = (text: string): boolean => OFFSET.test(text) || FIXED.test(text);

/** The calendar day an offset stands for, YYYY-MM-DD, counted from day zero. */
export function dayOf(offset: string, dayZero: string): string {
  if (FIXED.test(offset)) return offset;
  return new Date(startUtc(dayZero) + days(offset).days * DAY).toISOString().slice(0, 10);
}

/**
 * The moment an offset stands for: so many days from day zero, in the tenant's time zone, at the hour
 * named (`-3d4h` is four in the morning), or at noon.
 */
export function momentOf(offset: string, dayZero: string, timeZone: string): Date {
  const { hours } = FIXED.test(offset) ? { hours: 12 } : days(offset);
  const wall = startUtc(dayOf(offset, dayZero)) + hours * HOUR;
  return new Date(wall - zoneOffset(wall, timeZone));
}

/** Day zero of the current tenant, or null before it was applied. */
export async function readDayZero(): Promise<string | null> {
  const row = await db().row<{ day: string }>(`SELECT value #>> '{}' AS day FROM site_values WHERE key = 'day_zero'`);
  return row?.day ?? null;
}

function days(offset: string): { days: number; hours: number } {
  const match = OFFSET.exec(offset);
  if (!match) throw new Error(`not a day: ${offset}`);
  const count = Number(match[2]) * (match[1] === '-' ? -1 : 1);
  return { days: count, hours: match[3] === undefined ? 12 : Number(match[3]) };
}

const startUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Milliseconds a zone is ahead of UTC at a moment. */
function zoneOffset(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  return (
    Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second']) - at
  );
}
