import { useSession, useWords } from '@madang/console';
import type { ListInputs, ListTemplates, ReadChoices, ReadInput } from './operations.js';

/** Gives a text of the site in the language of the console, else in the site's, else in whichever there is. */
export function useTexts(): (texts: Record<string, string> | null | undefined) => string {
  const { locale } = useWords();
  const { site } = useSession();
  return (texts) => texts?.[locale] ?? texts?.[site.locale] ?? Object.values(texts ?? {})[0] ?? '';
}

/** What an operation answers. */
type AnswerOf<O> = O extends { __apiType?: (variables: never) => infer R } ? R : never;

export type InputRow = AnswerOf<typeof ListInputs>['inputs']['nodes'][number];
export type Choices = AnswerOf<typeof ReadChoices>;
export type Detail = AnswerOf<typeof ReadInput>['input'];
export type Template = AnswerOf<typeof ListTemplates>['answerTemplates'][number];

export const KINDS = ['accepted', 'partly', 'declined', 'transferred', 'already'] as const;
export const QUEUES = ['mine', 'department', 'unassigned', 'due_soon', 'overdue', 'approval'] as const;
