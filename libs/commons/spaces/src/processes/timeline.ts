/** A phase as far as time matters. Days are YYYY-MM-DD. */
export interface Stretch {
  id: string;
  startsOn: string | null;
  endsOn: string | null;
}

/** Something about the times of phases that may be meant, and often is not. */
export interface TimelineWarning {
  kind: 'overlap' | 'gap' | 'backwards' | 'undated';
  /** The phase it is about, and the one it meets. */
  phaseId: string;
  otherId: string | null;
  days: number;
}

const DAY = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The day `days` after a day. */
export const shiftDay = (day: string, days: number): string =>
  new Date(at(day) + days * DAY).toISOString().slice(0, 10);

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / DAY);

/**
 * Overlaps, gaps, phases that stand before the one they follow, and phases without any day, in the order of the phases.
 * Warnings, never errors: several phases may well run at once, and a summer without anything is a choice.
 */
export function timelineWarnings(phases: readonly Stretch[]): TimelineWarning[] {
  const warnings: TimelineWarning[] = [];
  let before: Stretch | undefined;
  for (const phase of phases) {
    if (!phase.startsOn && !phase.endsOn) {
      warnings.push({ kind: 'undated', phaseId: phase.id, otherId: null, days: 0 });
      continue;
    }
    if (before) {
      const [start, end] = [phase.startsOn, before.endsOn];
      if (start && before.startsOn && start < before.startsOn)
        warnings.push({
          kind: 'backwards',
          phaseId: phase.id,
          otherId: before.id,
          days: daysBetween(start, before.startsOn),
        });
      else if (start && end && start <= end)
        warnings.push({ kind: 'overlap', phaseId: phase.id, otherId: before.id, days: daysBetween(start, end) + 1 });
      else if (start && end && daysBetween(end, start) > 1)
        warnings.push({ kind: 'gap', phaseId: phase.id, otherId: before.id, days: daysBetween(end, start) - 1 });
    }
    before = phase;
  }
  return warnings;
}
