import type { Border, Quorum } from '../ballots/border.js';
import type { DecisionRule } from '../ballots/decide.js';
import type { BordaScale, MarkedBallot, MarkRule, RankedMarks } from '../ballots/marks.js';
import type { StanceRule } from '../ballots/stances.js';
import type { BudgetRule } from '../budgets/count-budget.js';
import type { BudgetTies, BudgetVote } from '../budgets/vote.js';
import { FormatRefusal } from '../errors.js';
import type { Exact } from '../exact/rational.js';
import type { CondorcetRule } from '../ranked/condorcet.js';
import type { IrvRule } from '../ranked/irv.js';
import type { StvRule } from '../ranked/stv.js';
import type { TieBreaking } from '../ties/tie-order.js';
import { readLinedJson } from './json-lines.js';
import { DECISION_FORM, NEEDED, RULE_FORMS, TIES_FORM, wrongPart, type Form } from './rule-form.js';

/** `count` identical rankings by option id: each place is a list (several = equal, empty = skipped), or `overvote`. */
export interface BundledRanking {
  readonly places: readonly (readonly string[] | 'overvote')[];
  readonly count: number;
}

/** `count` identical answers or stances. */
export interface BundledAnswer {
  readonly answer: string;
  readonly count: number;
}

/** The channels of a vote that is merged by weight; each ballot then names its channel. */
export interface BundledChannels {
  readonly channels: readonly { readonly name: string; readonly weight: Exact }[];
  readonly of?: 'total' | 'best';
  readonly empty?: 'drop' | 'zero';
}

interface Head {
  readonly format: 'madang-recount';
  readonly version: 1;
  readonly title?: string;
  /** People who could vote. */
  readonly roll?: number;
  readonly ties?: TieBreaking;
  /** The result as it was published; `recount` compares with it. */
  readonly result?: unknown;
}

/**
 * Everything that anyone needs to count a vote again: the rule, the size of the roll, the ballots by pattern (not one by
 * one, so that no ballot can be traced), the seed of ties, and the published result. Plain JSON; exact shares are text
 * (`"2/3"`). Option numbers of `stv`, `irv` and `condorcet` rules count from 0 in the order of `options`.
 */
export type RecountBundle = Head &
  (
    | {
        readonly method: 'marks';
        readonly options: readonly string[];
        readonly rule: MarkRule;
        readonly merge?: BundledChannels;
        readonly decision?: DecisionRule;
        readonly ballots: readonly (MarkedBallot & { readonly channel?: string })[];
      }
    | {
        readonly method: 'borda';
        readonly options: readonly string[];
        readonly rule: { readonly scale?: BordaScale; readonly unranked?: 'average' | 'nothing' };
        readonly decision?: DecisionRule;
        readonly ballots: readonly RankedMarks[];
      }
    | {
        readonly method: 'yes-no';
        readonly rule: { readonly border?: Border; readonly quorum?: Quorum };
        readonly ballots: readonly BundledAnswer[];
      }
    | { readonly method: 'stances'; readonly rule: StanceRule; readonly ballots: readonly BundledAnswer[] }
    | {
        readonly method: 'irv';
        readonly options: readonly string[];
        readonly rule: IrvRule;
        readonly ballots: readonly BundledRanking[];
      }
    | {
        readonly method: 'stv';
        readonly options: readonly string[];
        readonly rule: StvRule;
        readonly withdrawn?: readonly number[];
        readonly ballots: readonly BundledRanking[];
      }
    | {
        readonly method: 'condorcet';
        readonly options: readonly string[];
        readonly rule: CondorcetRule;
        readonly withdrawn?: readonly number[];
        readonly ballots: readonly BundledRanking[];
      }
    | ({ readonly method: 'budget'; readonly rule: BudgetRule; readonly ties?: BudgetTies } & BudgetVote)
  );

const FORMAT = 'recount bundle';
const METHODS = ['marks', 'borda', 'yes-no', 'stances', 'irv', 'stv', 'condorcet', 'budget'];
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  'yes-no': ['yes', 'no', 'abstain', 'blank'],
  stances: ['agree', 'reservation', 'abstain', 'standAside', 'object'],
};
const HEAD = ['format', 'version', 'title', 'roll', 'method', 'rule', 'ties', 'ballots', 'result'];
const MORE: Readonly<Record<string, readonly string[]>> = {
  marks: ['options', 'decision', 'merge'],
  borda: ['options', 'decision'],
  irv: ['options'],
  stv: ['options', 'withdrawn'],
  condorcet: ['options', 'withdrawn'],
  budget: ['budget', 'projects', 'ceilings', 'floors', 'exclusive'],
};
const BALLOT: Readonly<Record<string, readonly string[]>> = {
  marks: ['marks', 'channel'],
  borda: ['ranking'],
  'yes-no': ['answer'],
  stances: ['answer'],
  budget: ['projects', 'scores'],
};
type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((part) => typeof part === 'string');

/**
 * Reads a recount bundle. What a count itself checks (ranges, unknown options, double marks) is left to `recount`; here
 * the form is checked, so that nothing is half-read.
 * @throws FormatRefusal with the line and the path of the first wrong part.
 */
export function readBundle(text: string): RecountBundle {
  const { value, lineOf } = readLinedJson(text, FORMAT);
  const refuse = (path: string, reason: string): never => {
    throw new FormatRefusal(FORMAT, lineOf(path), `${path || 'the file'} ${reason}`);
  };
  if (!isPlain(value)) return refuse('', 'must be an object');
  const bundle = value;
  if (bundle.format !== 'madang-recount') refuse('/format', 'must be "madang-recount"');
  if (bundle.version !== 1) refuse('/version', 'must be 1');
  const method = bundle.method;
  if (typeof method !== 'string' || !METHODS.includes(method))
    return refuse('/method', `must be one of ${METHODS.join(', ')}`);
  const keys = [...HEAD, ...(MORE[method] ?? [])];
  for (const key of Object.keys(bundle)) if (!keys.includes(key)) refuse(`/${key}`, 'is not known here');
  if (bundle.roll !== undefined && !(isWhole(bundle.roll) && bundle.roll >= 0))
    refuse('/roll', 'must be a whole number');
  const { rule, ties, decision, ballots } = bundle;
  const check = (part: unknown, form: Form, path: string): void => {
    const wrong = wrongPart(part, form, path);
    if (wrong) refuse(wrong.path, wrong.reason);
  };
  check(rule, RULE_FORMS[method]!, '/rule');
  const needed = [
    ...(NEEDED[method] ?? []),
    ...(method === 'marks' ? (NEEDED[(rule as Plain).kind as string] ?? []) : []),
  ];
  for (const key of needed) if ((rule as Plain)[key] === undefined) refuse('/rule', `needs ${key}`);
  if (ties !== undefined) check(ties, TIES_FORM, '/ties');
  if (decision !== undefined) check(decision, DECISION_FORM, '/decision');
  const channels = bundle.merge === undefined ? undefined : channelsOf(bundle.merge, check, refuse);
  if (bundle.withdrawn !== undefined) check(bundle.withdrawn, 'wholes', '/withdrawn');
  const needsOptions = !['yes-no', 'stances', 'budget'].includes(method);
  if (needsOptions && !isTexts(bundle.options)) refuse('/options', 'must be a list of texts');
  if (method === 'budget') checkBudget(bundle, refuse);
  if (!Array.isArray(ballots)) return refuse('/ballots', 'must be a list');
  ballots.forEach((ballot: unknown, i) => {
    const path = `/ballots/${i}`;
    if (!isPlain(ballot)) return refuse(path, 'must be an object');
    if (channels ? !channels.includes(ballot.channel as string) : ballot.channel !== undefined)
      refuse(`${path}/channel`, 'must be one of the merged channels');
    if (!isWhole(ballot.count) || ballot.count < 1) return refuse(`${path}/count`, 'must be a whole number above 0');
    return checkBallot(method, ballot, path, refuse);
  });
  const cast = ballots.reduce((sum: number, ballot: { count: number }) => sum + ballot.count, 0);
  if (isWhole(bundle.roll) && cast > bundle.roll) refuse('/roll', `is ${bundle.roll}, but there are ${cast} ballots`);
  return bundle as unknown as RecountBundle;
}

function channelsOf(
  merge: unknown,
  check: (part: unknown, form: Form, path: string) => void,
  refuse: (path: string, reason: string) => never,
): string[] {
  if (!isPlain(merge)) return refuse('/merge', 'must be an object');
  const { channels, ...how } = merge;
  check(how, { of: ['total', 'best'], empty: ['drop', 'zero'] }, '/merge');
  if (!Array.isArray(channels) || channels.length === 0) return refuse('/merge/channels', 'must be a list of channels');
  return channels.map((channel: unknown, i) => {
    const path = `/merge/channels/${i}`;
    check(channel, { name: 'text', weight: 'share' }, path);
    const { name, weight } = channel as Plain;
    if (typeof name !== 'string' || weight === undefined) return refuse(path, 'needs name and weight');
    return name;
  });
}

function checkBudget(bundle: Plain, refuse: (path: string, reason: string) => never): void {
  if (!isWhole(bundle.budget)) refuse('/budget', 'must be a whole number');
  if (!Array.isArray(bundle.projects)) return refuse('/projects', 'must be a list');
  bundle.projects.forEach((project: unknown, i) => {
    if (!isPlain(project) || typeof project.id !== 'string' || !isWhole(project.cost))
      return refuse(`/projects/${i}`, 'must have an id and a whole cost');
    if (project.categories !== undefined && !isTexts(project.categories))
      refuse(`/projects/${i}/categories`, 'must be a list of texts');
  });
  const limits: [string, Form][] = [
    ['ceilings', { category: 'text', atMost: 'whole' }],
    ['floors', { category: 'text', atLeast: 'whole', share: 'share' }],
    ['exclusive', { projects: 'texts', atMost: 'whole' }],
  ];
  for (const [name, form] of limits) {
    const list = bundle[name];
    if (list === undefined) continue;
    if (!Array.isArray(list)) return refuse(`/${name}`, 'must be a list');
    list.forEach((limit, i) => {
      const wrong = wrongPart(limit, form, `/${name}/${i}`);
      if (wrong) refuse(wrong.path, wrong.reason);
      const needs = name === 'exclusive' ? 'projects' : 'category';
      if ((limit as Plain)[needs] === undefined) refuse(`/${name}/${i}`, `needs ${needs}`);
      if (name === 'ceilings' && (limit as Plain).atMost === undefined) refuse(`/${name}/${i}`, 'needs atMost');
    });
  }
}

function checkBallot(
  method: string,
  ballot: Plain,
  path: string,
  refuse: (path: string, reason: string) => never,
): void {
  const keys = ['count', ...(BALLOT[method] ?? ['places'])];
  for (const key of Object.keys(ballot)) if (!keys.includes(key)) refuse(`${path}/${key}`, 'is not known here');
  const answers = ANSWERS[method];
  if (answers) {
    if (!answers.includes(ballot.answer as string)) refuse(`${path}/answer`, `must be one of ${answers.join(', ')}`);
  } else if (method === 'marks') {
    if (!isPlain(ballot.marks) || !Object.values(ballot.marks).every(isWhole))
      refuse(`${path}/marks`, 'must give whole numbers by option');
  } else if (method === 'borda') {
    if (!isTexts(ballot.ranking)) refuse(`${path}/ranking`, 'must be a list of option ids');
  } else if (method === 'budget') {
    if (!isTexts(ballot.projects)) refuse(`${path}/projects`, 'must be a list of project ids');
    const { scores } = ballot;
    if (scores !== undefined && !(Array.isArray(scores) && scores.every(isWhole)))
      refuse(`${path}/scores`, 'must be whole numbers');
  } else {
    const right = (place: unknown): boolean => isTexts(place) || (place === 'overvote' && method === 'irv');
    if (!Array.isArray(ballot.places) || !ballot.places.every(right))
      refuse(`${path}/places`, 'must be lists of option ids');
  }
}
