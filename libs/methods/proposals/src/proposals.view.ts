import { context, dayIn, inLanguage, now, tenant } from '@madang/kernel';
import type { Outcome } from '@madang/commons-answers';
import type { TransitionRow } from '@madang/commons-subjects';
import { daysLeft, STEPS, stepOf, type ProposalState } from './proposals.rules.js';
import type { DetailRow } from './proposals.reader.js';
import type { Proposal } from './proposals.types.js';

export type Tone = 'open' | 'wait' | 'ok' | 'bad' | 'info' | 'closed';

/** The sign beside a state's word; never colour alone. */
export function toneOf(state: string, answerKind: string | null, overdue: boolean): Tone {
  switch (state) {
    case 'collecting':
      return 'open';
    case 'awaiting_assignment':
      return 'wait';
    case 'awaiting_answer':
      return overdue ? 'bad' : 'wait';
    case 'answered':
      return answerKind === 'declined' ? 'closed' : 'ok';
    case 'under_way':
      return 'open';
    case 'done':
      return 'ok';
    default:
      return 'closed';
  }
}

/** Whether the promised day has passed, in the tenant's own calendar. */
export function isOverdue(dueOn: string | null): boolean {
  if (!dueOn) return false;
  return dueOn < dayIn(tenant().timeZone, now());
}

/** i18n key of the word for where an item stands. */
export function wordOf(item: Pick<Proposal, 'state' | 'answerKind' | 'dueOn'>): string {
  if (item.state === 'answered' && item.answerKind) return `proposals.answer.${item.answerKind}`;
  if (item.state === 'awaiting_answer' && isOverdue(item.dueOn)) return 'proposals.state.overdue';
  return `proposals.state.${item.state}`;
}

/** The organisation's own word for where an item stands; what is late is called late, whatever else it is called. */
export function ownWordOf(item: Pick<Proposal, 'state' | 'dueOn' | 'ownWord'>): string | undefined {
  if (!item.ownWord || (item.state === 'awaiting_answer' && isOverdue(item.dueOn))) return undefined;
  return inLanguage(item.ownWord) || undefined;
}

/** A proposal as a card of a list. */
export function cardOf(item: Proposal): Record<string, unknown> {
  return {
    id: item.id,
    href: `/${item.spaceSlug}/proposals/${item.number}`,
    title: item.title,
    summary: item.summary,
    tone: toneOf(item.state, item.answerKind, isOverdue(item.dueOn)),
    word: wordOf(item),
    ownWord: ownWordOf(item),
    category: item.category,
    place: item.place,
    relates: item.relates,
    supports: item.supports,
    comments: item.comments,
    threshold: item.threshold,
    showMeter: item.threshold !== null && item.state === 'collecting',
    closes: item.state === 'collecting' && item.collectingUntil !== null,
    daysLeft:
      item.state === 'collecting' ? daysLeft(item.collectingUntil && new Date(item.collectingUntil), now()) : null,
    dueOn: item.state === 'awaiting_answer' ? dateOf(item.dueOn) : null,
    authorName: item.authorName,
    publishedAt: new Date(item.publishedAt),
    cost: item.cost,
  };
}

/** The sentence every proposal opens with: where it stands, what comes next, by when, who answers. */
export function sentenceOf(
  item: DetailRow,
  outcome: Outcome,
): { key: string; params: Record<string, unknown>; tone?: string } {
  const left = item.threshold === null ? 0 : Math.max(0, item.threshold - item.supports);
  const params = {
    supports: item.supports,
    relates: item.relates,
    threshold: item.threshold ?? 0,
    left,
    until: item.collectingUntil ?? now(),
    answerDays: item.answerDays,
    due: dateOf(outcome.assignment?.dueOn ?? item.dueOn),
    department: outcome.assignment?.department ?? outcome.answer?.department ?? outcome.assignment?.officer ?? '',
    since: item.stateSince,
    promised: dateOf(outcome.answer?.promisedOn ?? null),
    next: dateOf(outcome.progress[0]?.nextReportOn ?? null),
    kind: outcome.answer?.kind ?? 'other',
  };
  const key = (name: string): string => `proposals.sentence.${name}`;
  switch (item.state as ProposalState) {
    case 'collecting':
      if (!item.collectingUntil) return { key: key('collecting_endless'), params };
      return { key: key(item.threshold === null ? 'collecting_open' : 'collecting'), params };
    case 'awaiting_answer':
      return isOverdue(item.dueOn)
        ? { key: key('overdue'), params, tone: 'bad' }
        : { key: key('awaiting_answer'), params, tone: 'wait' };
    case 'answered':
      return { key: key(outcome.answer?.promisedOn ? 'answered_promised' : 'answered'), params, tone: 'ok' };
    case 'under_way':
      return { key: key(outcome.progress[0]?.nextReportOn ? 'under_way_next' : 'under_way'), params };
    case 'awaiting_assignment':
      return { key: key('awaiting_assignment'), params, tone: 'wait' };
    case 'done':
      return { key: key('done'), params, tone: 'ok' };
    default:
      return { key: key(item.state), params };
  }
}

const dateOf = (day: string | null | undefined): Date | null =>
  day ? new Date(`${day.slice(0, 10)}T12:00:00Z`) : null;

/** One step of the path on the item, with the day it was reached or is promised for. */
export interface PathStep {
  key: string;
  state: 'done' | 'now' | 'next' | 'stopped';
  /** A moment, or a promise. */
  at?: Date | null;
  by?: Date | null;
}

/** The path an item shows on itself: proposed → support and discussion → review → answer → carried out. */
export function stepsOf(item: DetailRow, outcome: Outcome, history: readonly TransitionRow[]): PathStep[] {
  const { current, ended } = stepOf(item.state as ProposalState);
  const reached = (...states: string[]): Date | null => {
    const found = history.find((move) => states.includes(move.toState) && move.fromState !== move.toState);
    return found ? new Date(found.at) : null;
  };
  const dates: { at?: Date | null; by?: Date | null }[] = [
    { at: new Date(item.publishedAt) },
    { by: item.collectingUntil },
    { at: reached('awaiting_assignment') },
    { at: outcome.answer ? new Date(outcome.answer.publishedAt) : null, by: dateOf(outcome.assignment?.dueOn) },
    { at: reached('done', 'stopped'), by: dateOf(outcome.answer?.promisedOn) },
  ];
  return STEPS.map((key, index) => ({
    key,
    state: index < current ? 'done' : index > current ? 'next' : ended ? 'stopped' : 'now',
    ...(index <= current && dates[index]!.at ? { at: dates[index]!.at } : { by: dates[index]!.by ?? null }),
  }));
}

/** The history as lines: what happened, by whom or by which rule, why. */
export const lifeOf = (history: readonly TransitionRow[]): Record<string, unknown>[] =>
  history.map((move) => ({
    at: new Date(move.at),
    key:
      move.fromState === move.toState
        ? `proposals.history.${move.rule ?? 'moved'}`
        : move.fromState === null
          ? 'proposals.history.submitted'
          : `proposals.history.${move.toState}`,
    by: move.actorName,
    ruleKey:
      move.rule && move.fromState !== move.toState && move.fromState !== null ? `proposals.rule.${move.rule}` : null,
    note: move.reason,
  }));

/** Texts of a space or activity in the reader's language. */
export const words = (text: Record<string, string>): string => inLanguage(text, context().locale);
