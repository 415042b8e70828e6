import type { Request } from 'autocannon';
import { encodeCursor } from '@madang/kernel';
import type { Crowd } from './crowd.js';
import { ask, page, R1, R2 } from './operations.js';
import { WORDS } from './seed.js';
import { ACCENTED, wordAt } from './vocabulary.js';

const LIST = R1.replace('$after: String', '$after: String, $filter: ProposalFilter').replace(
  'after: $after',
  'after: $after, filter: $filter',
);
const SEARCH = `query Find($q: String!) { search(q: $q, first: 20) { nodes { id kind path title summary spaceName supports comments publishedAt } pageInfo { hasNextPage endCursor } } }`;
const INPUTS = `query ListInputs($filter: InputFilter, $first: Int!, $after: String) { inputs(filter: $filter, first: $first, after: $after) { nodes { id kind method number title state stateWord spaceName activityTitle category authorName officer department dueOn overdue relates supports comments publishedAt activeAt hiddenAt source draft } pageInfo { hasNextPage endCursor } } }`;
const NUMBERS = `{ numbers { key value } }`;
const QUEUES = `{ inputQueues { mine department unassigned dueSoon overdue approval } }`;

const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const GROUPS = ['collecting', 'waiting', 'answered', 'carried_out', 'ended'];
const QUEUE_NAMES = ['mine', 'department', 'unassigned', 'due_soon', 'overdue', 'approval'];
const STATES = ['collecting', 'missed', 'answered', 'done', 'stopped', 'awaiting_answer'];

/** Something that is asked of a tenant, the n-th time. */
export interface Question {
  name: string;
  request(crowd: Crowd, n: number): Request;
}

type Filter = Record<string, unknown>;

const list = (
  name: string,
  filter: (crowd: Crowd, n: number) => Filter,
  after?: (crowd: Crowd, n: number) => string,
): Question => ({
  name: `list: ${name}`,
  request: (crowd, n) => ask(crowd.host, n, LIST, { filter: filter(crowd, n), after: after?.(crowd, n) }),
});
const find = (name: string, word: (n: number) => string): Question[] => [
  { name: `search: ${name}`, request: (crowd, n) => ask(crowd.host, n, SEARCH, { q: word(n) }) },
  list(`text, ${name}`, (_crowd, n) => ({ q: word(n) })),
];
const html = (name: string, path: (crowd: Crowd, n: number) => string): Question => ({
  name: `page: ${name}`,
  request: (crowd, n) => {
    const address = path(crowd, n);
    return page(crowd.host, n, `${address}${address.includes('?') ? '&' : '?'}b=${n}`);
  },
});
const signedIn = (name: string, path: (n: number) => string): Question => ({
  name: `page: ${name}`,
  request: (crowd, n) => {
    const { headers, ...rest } = page(crowd.host, n, path(n));
    return { ...rest, headers: { ...headers, cookie: `madang_session=${at(crowd.sessions, n)}` } };
  },
});
const inputs = (
  name: string,
  filter: (crowd: Crowd, n: number) => Filter,
  after?: (crowd: Crowd, n: number) => string,
): Question => ({
  name: `console: ${name}`,
  request: (crowd, n) =>
    ask(crowd.host, n, INPUTS, { first: 25, filter: filter(crowd, n), after: after?.(crowd, n) }, crowd.staff),
});

/** A proposal two thirds down the list. */
const deep = ({ shown }: Crowd, n: number): Crowd['shown'][number] =>
  at(shown, Math.floor(shown.length / 3) + (n % 50));
const deepBy = (key: number | string) => (crowd: Crowd, n: number) => encodeCursor([key, deep(crowd, n).id]);
const deepNew = (crowd: Crowd, n: number): string =>
  encodeCursor([new Date(deep(crowd, n).at).toISOString(), deep(crowd, n).id]);
const rare = (n: number): string => wordAt(2000 + ((n * 37) % 2000));
const some = (n: number): string => wordAt(60 + ((n * 7) % 100));
const pair = (n: number): string => wordAt(5 + (n % 60)).slice(0, 2);

/** Everything that is asked of every size. */
export const QUESTIONS: readonly Question[] = [
  list('first page', () => ({})),
  list('two thirds down', () => ({}), deepNew),
  ...['support', 'comments', 'closing'].map((sort) => list(`by ${sort}`, () => ({ sort }))),
  list('by support, deep', () => ({ sort: 'support' }), deepBy(1)),
  list('by comments, deep', () => ({ sort: 'comments' }), deepBy(4)),
  list(
    'by closing, deep',
    () => ({ sort: 'closing' }),
    () => encodeCursor([new Date(Date.now() + 15 * 86_400_000).toISOString(), '00000000-0000-7000-8000-000000000000']),
  ),
  ...GROUPS.map((group) => list(`state ${group}`, () => ({ group }))),
  ...GROUPS.map((group) => list(`state ${group}, by support`, () => ({ group, sort: 'support' }))),
  list('category', ({ categories }, n) => ({ category: at(categories, n).slug })),
  list('category, by support', ({ categories }, n) => ({ category: at(categories, n).slug, sort: 'support' })),
  list('category, by comments', ({ categories }, n) => ({ category: at(categories, n).slug, sort: 'comments' })),
  list('category, by closing', ({ categories }, n) => ({ category: at(categories, n).slug, sort: 'closing' })),
  list('category and state', ({ categories }, n) => ({ category: at(categories, n).slug, group: at(GROUPS, n) })),
  list('large space', ({ spaces }) => ({ space: spaces[0] })),
  list('small space', ({ spaces }) => ({ space: spaces.at(-1) })),
  list('any space, by support', ({ spaces }, n) => ({ space: at(spaces, n), sort: 'support' })),
  list('any space, by closing', ({ spaces }, n) => ({ space: at(spaces, n), sort: 'closing' })),
  list('space and state', ({ spaces }, n) => ({ space: at(spaces, n), group: at(GROUPS, n + Math.floor(n / 8)) })),
  list('space, category, state', ({ spaces, categories }, n) => ({
    space: at(spaces, n),
    category: at(categories, n + Math.floor(n / 8)).slug,
    group: at(GROUPS, n + Math.floor(n / 8)),
  })),
  list('activity', () => ({ activity: 'ideas' })),
  list('activity of a small space', ({ spaces }) => ({ activity: 'ideas', space: spaces.at(-1) })),
  ...find('frequent', (n) => at(WORDS, n)),
  ...find('in one of a hundred', some),
  ...find('rare', rare),
  ...find('two syllables', pair),
  ...find('accents', (n) => at(ACCENTED, n)),
  ...find('two words', (n) => `${at(WORDS, n)} ${some(n)}`),
  list('text and state, by support', (_crowd, n) => ({ q: at(WORDS, n), group: at(GROUPS, n), sort: 'support' })),
  list('text in a small space', ({ spaces }, n) => ({ q: at(WORDS, n), space: spaces.at(-1) })),
  {
    name: 'proposal with 50 comments',
    request: (crowd, n) => {
      const { space, number, id } = at(crowd.shown, n * 7);
      return ask(crowd.host, n, R2, { space, number, id });
    },
  },
  html('home', () => '/'),
  html('proposals', () => '/proposals'),
  html('proposals, state', (_crowd, n) => `/proposals?state=${at(GROUPS, n)}`),
  html('proposals, category', ({ categories }, n) => `/proposals?category=${at(categories, n).slug}`),
  html('proposals, text', (_crowd, n) => `/proposals?q=${encodeURIComponent(at(WORDS, n))}`),
  html('space', ({ spaces }, n) => `/${at(spaces, n)}`),
  html('search', (_crowd, n) => `/search?q=${encodeURIComponent(at(WORDS, n))}`),
  html('one proposal', ({ shown }, n) => `/${at(shown, n * 7).space}/proposals/${at(shown, n * 7).number}`),
  signedIn(
    'write, with a title',
    (n) => `/all/proposals/new?activity=ideas&title=${encodeURIComponent(`${at(WORDS, n)} 늘려 주세요`)}`,
  ),
  signedIn('my page', () => '/me'),
  signedIn('my page, one kind', (n) => `/me?deed=${at(['wrote', 'supported', 'related', 'commented'], n)}`),
  inputs('first page', () => ({})),
  inputs('two thirds down', () => ({}), deepBy('')),
  ...['active', 'due', 'supports', 'comments'].map((sort) => inputs(`by ${sort}`, () => ({ sort }))),
  inputs('by supports, deep', () => ({ sort: 'supports' }), deepBy('1')),
  ...STATES.map((state) => inputs(`state ${state}`, () => ({ state }))),
  inputs('state, by active', (_crowd, n) => ({ state: at(STATES, n), sort: 'active' })),
  inputs('state, by supports', (_crowd, n) => ({ state: at(STATES, n), sort: 'supports' })),
  inputs('kind', () => ({ kind: 'proposal' })),
  inputs('large space', ({ spaces }) => ({ space: spaces[0] })),
  inputs('small space', ({ spaces }) => ({ space: spaces.at(-1) })),
  inputs('small activity', ({ activities }) => ({ activityId: activities.at(-1) })),
  inputs('category', ({ categories }, n) => ({ categoryId: at(categories, n).id })),
  inputs('officer', ({ officers }, n) => ({ officerId: at(officers, n) })),
  inputs('department', ({ departments }, n) => ({ departmentId: at(departments, n) })),
  inputs('hidden', () => ({ hidden: true })),
  inputs('entered on paper', () => ({ source: 'paper' })),
  ...QUEUE_NAMES.map((queue) => inputs(`queue ${queue}`, () => ({ queue, sort: 'due' }))),
  inputs('words, frequent', (_crowd, n) => ({ words: at(WORDS, n) })),
  inputs('words, rare', (_crowd, n) => ({ words: rare(n) })),
  { name: 'console: counts of queues', request: (crowd, n) => ask(crowd.host, n, QUEUES, {}, crowd.staff) },
  { name: 'console: numbers', request: (crowd, n) => ask(crowd.host, n, NUMBERS, {}, crowd.staff) },
];
