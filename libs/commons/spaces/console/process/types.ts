import type { ListProcesses, ListSpaces, ReadMethods, ReadProcess } from './operations.js';

/** What an operation answers. */
export type AnswerOf<O> = O extends { __apiType?: (variables: never) => infer R } ? R : never;

export type ListedRow = AnswerOf<typeof ListProcesses>['manageProcesses']['nodes'][number];
export type Whole = AnswerOf<typeof ReadProcess>['manageProcess'];
export type Phase = Whole['phases'][number];
export type Activity = Whole['activities'][number];
export type Cell = Whole['windows'][number];
export type MethodPlan = AnswerOf<typeof ReadMethods>['methods'][number];
export type SpaceRow = AnswerOf<typeof ListSpaces>['manageSpaces'][number];

/** A phase while it is edited: one that is not saved yet has an id that begins with `new`. */
export type EditedPhase = Pick<Phase, 'id' | 'title' | 'startsOn' | 'endsOn' | 'precision'>;
