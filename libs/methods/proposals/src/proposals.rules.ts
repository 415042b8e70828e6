import { dayIn } from '@madang/kernel';

/**
 * The life of a proposal. collecting → (threshold reached) awaiting_assignment → (officer in charge)
 * awaiting_answer → (answer published) answered → under_way → done | stopped; collecting → (time over)
 * missed; its author may take it back while nobody else has joined.
 */
export const STATES = [
  'collecting',
  'missed',
  'awaiting_assignment',
  'awaiting_answer',
  'answered',
  'under_way',
  'done',
  'stopped',
  'withdrawn',
] as const;
export type ProposalState = (typeof STATES)[number];

/** States in which support is taken and counted. */
export const SUPPORTABLE: readonly ProposalState[] = ['collecting'];

/** Which states an item may move to; everything else is refused, by whoever it is asked. */
export const MOVES: Record<ProposalState, readonly ProposalState[]> = {
  collecting: ['awaiting_assignment', 'missed', 'withdrawn'],
  missed: ['awaiting_assignment'],
  awaiting_assignment: ['awaiting_answer', 'answered'],
  awaiting_answer: ['awaiting_answer', 'answered', 'awaiting_assignment'],
  answered: ['under_way', 'done', 'stopped'],
  under_way: ['done', 'stopped'],
  done: ['under_way'],
  stopped: ['under_way'],
  withdrawn: [],
};

/** States of the carrying out: officers move items between them by hand. */
export const CARRYING_OUT = ['under_way', 'done', 'stopped'] as const satisfies readonly ProposalState[];

/** States from which an item may come into `to`. */
export const origins = (to: ProposalState): ProposalState[] => STATES.filter((from) => MOVES[from].includes(to));

export interface Standing {
  state: ProposalState;
  supports: number;
  threshold: number | null;
  collectingUntil: Date | null;
}

/**
 * What the rule says of a collecting item at a moment: reached as soon as the count is there, missed
 * when the time is over without it; nothing otherwise. Without a threshold the end of the time
 * hands every item on to the office.
 */
export function ruling(
  item: Standing,
  at: Date,
): { to: 'awaiting_assignment' | 'missed'; rule: 'threshold' | 'deadline' } | null {
  if (item.state !== 'collecting') return null;
  if (item.threshold !== null && item.supports >= item.threshold)
    return { to: 'awaiting_assignment', rule: 'threshold' };
  if (item.collectingUntil === null || at < item.collectingUntil) return null;
  return item.threshold === null ? { to: 'awaiting_assignment', rule: 'deadline' } : { to: 'missed', rule: 'deadline' };
}

const DAY = 86_400_000;

/** Whole days left until a moment, 0 on the last day; null where there is no end. */
export const daysLeft = (until: Date | null, at: Date): number | null =>
  until === null ? null : Math.max(0, Math.floor((until.getTime() - at.getTime()) / DAY));

/** The day `days` after a moment in a time zone, as YYYY-MM-DD: promises are days, not hours. */
export function dayAfter(at: Date, days: number, timeZone: string): string {
  return dayIn(timeZone, new Date(at.getTime() + days * DAY));
}

/** Steps of the path that an item shows on itself: 제안 → 토론·동의 → 답변 → 실행. */
export const STEPS = ['proposed', 'collecting', 'review', 'answer', 'carrying_out'] as const;

/** Which step is current and which are done; an item that ended early stops there. */
export function stepOf(state: ProposalState): { current: number; ended: boolean } {
  switch (state) {
    case 'collecting':
      return { current: 1, ended: false };
    case 'missed':
    case 'withdrawn':
      return { current: 1, ended: true };
    case 'awaiting_assignment':
      return { current: 2, ended: false };
    case 'awaiting_answer':
      return { current: 3, ended: false };
    case 'answered':
    case 'under_way':
      return { current: 4, ended: false };
    case 'done':
      return { current: 5, ended: true };
    case 'stopped':
      return { current: 4, ended: true };
  }
}
