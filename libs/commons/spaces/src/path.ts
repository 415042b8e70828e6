import { inLanguage } from '@madang/kernel';
import type { PhaseRow } from './spaces.reader.js';

/** A step of the path as the stepper template draws it. */
export interface Step {
  title: string;
  state: 'done' | 'current' | 'next';
  startsOn?: string | null;
  endsOn?: string | null;
  /** How exact the dates are; `day` where absent. */
  precision?: string;
}

/** The phases of a process as steps. */
export const pathOf = (phases: readonly PhaseRow[]): Step[] =>
  phases.map((phase) => ({
    title: inLanguage(phase.title),
    state: phase.standing === 'past' ? 'done' : phase.standing === 'current' ? 'current' : 'next',
    startsOn: phase.startsOn,
    endsOn: phase.endsOn,
    precision: phase.precision,
  }));
