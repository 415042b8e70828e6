import { Injectable } from '@nestjs/common';
import { invalid } from '@madang/kernel';
import type { AnswerInput } from '@madang/commons-answers';

/** Acts staff do on many items at once. Which of them an item takes, its method says. */
export const INPUT_ACTS = ['assign', 'category', 'move', 'hide', 'restore', 'lift'] as const;
export type InputAct = (typeof INPUT_ACTS)[number];
/** What is done to many: those, or taking back an earlier move of many. */
export const BULK_ACTS = [...INPUT_ACTS, 'undo'] as const;
export type BulkActName = (typeof BULK_ACTS)[number];

/** What an act needs to know beyond the item. */
export interface ActChoice {
  departmentId?: string;
  officerId?: string;
  dueOn?: string;
  categoryId?: string | null;
  /** move: the state. */
  to?: string;
  reason?: string;
}

/** Something entered for somebody who did not enter it. */
export interface EntryText {
  activityId: string;
  spaceSlug: string;
  activitySlug: string;
  title: string;
  body: string;
  categoryId?: string;
  place?: string;
  /** Pictures sent ahead, with what they show. */
  pictures?: { id: string; alt: string }[];
  /** Who brought it, where they are known here; else nobody. */
  authorId: string | null;
  /** How it came; whoever it is entered for is told. */
  source: string;
}

/** What a method lets staff do with its items. It checks rights and rules itself, as for one item. */
export interface InputHandler {
  /** Kind of its subjects, and its own name. */
  readonly kind: string;
  readonly method: string;
  readonly acts: readonly InputAct[];
  /** States staff may move an item to by hand. Which of them it can come into from where it stands, the act says. */
  readonly moves?: readonly string[];
  /** Does an act to one item. @throws DomainError where rights or rules refuse */
  act(act: InputAct, id: string, choice: ActChoice): Promise<void>;
  /** The event that others will hear of after an act, for the preview of notices; none where nobody is told. */
  told(act: InputAct, choice: ActChoice): { name: string; data: Record<string, unknown> } | undefined;
  /** Publishes the official answer. `approved`: somebody who may has looked at it, so the writer's right is not asked. */
  answer?(input: AnswerInput, approved: boolean): Promise<void>;
  /** Whether the actor may write the answer of an item. @throws DomainError when not */
  demandAnswer?(id: string): Promise<void>;
  /** Makes an item for somebody. @returns its id */
  enter?(entry: EntryText): Promise<string>;
}

/** Handlers by kind. A method's service offers itself in its constructor, so that this part names no method. */
@Injectable()
export class InputActs {
  private readonly handlers = new Map<string, InputHandler>(); // filled while the program is put together

  offer(handler: InputHandler): void {
    this.handlers.set(handler.kind, handler);
  }

  /** The handler of a kind; undefined where staff can do nothing with it. */
  of(kind: string): InputHandler | undefined {
    return this.handlers.get(kind);
  }

  /** The handler of a method that takes entries. @throws invalid when it takes none */
  entering(method: string): InputHandler & Required<Pick<InputHandler, 'enter'>> {
    const found = [...this.handlers.values()].find((one) => one.method === method);
    if (!found?.enter) throw invalid('invalid_input', [{ field: 'activityId', code: 'choice' }]);
    return found as InputHandler & Required<Pick<InputHandler, 'enter'>>;
  }

  /** Whether staff may enter something into activities of a method. */
  takesEntries(method: string): boolean {
    return [...this.handlers.values()].some((one) => one.method === method && one.enter !== undefined);
  }

  /** States staff may move items of a method to by hand. */
  movesOf(method: string): readonly string[] {
    return [...this.handlers.values()].find((one) => one.method === method)?.moves ?? [];
  }

  /** What can be done with items of a kind. */
  actsOf(kind: string): readonly InputAct[] {
    return this.handlers.get(kind)?.acts ?? [];
  }
}
