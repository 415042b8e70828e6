import Handlebars from 'handlebars';
import { markdown } from '../text/markdown.js';
import { excerpt } from '../text/plain.js';
import { html, SafeHtml } from '../text/safe-html.js';
import { safeUrl } from '../text/safe-url.js';
import type { DateStyle, Moment } from '../words/formats.js';
import type { MessageValues } from '../words/icu.js';
import { messageHtml } from '../words/markup.js';
import type { Words } from '../words/words.js';

/** What a helper is called with last: the named arguments and the data of the page. */
export interface HelperCall {
  hash: Record<string, unknown>;
  data: { words: Words; [name: string]: unknown };
}

/** A helper: its positional arguments, then the call. What it returns is escaped unless it is SafeHtml. */
export type TemplateHelper = (...values: unknown[]) => unknown;

/** Takes the call off the end of what Handlebars passes. */
function withCall(work: (call: HelperCall, ...values: unknown[]) => unknown): TemplateHelper {
  // Called a thousand times a page: the list of arguments is our own, so the call may be taken off it.
  return (...all) => work(all.pop() as HelperCall, ...all);
}

function pure(work: (...values: unknown[]) => unknown): TemplateHelper {
  return withCall((_, ...values) => work(...values));
}

/** Formats with the page's words; nothing is written for an absent value. */
function formatted(work: (words: Words, value: never, call: HelperCall) => unknown): TemplateHelper {
  return withCall((call, value) => (isAbsent(value) ? '' : work(call.data.words, value as never, call)));
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined || value === '';
const isTrue = (value: unknown): boolean => !Handlebars.Utils.isEmpty(value) && value !== false && value !== 0;
const style = (call: HelperCall): DateStyle | undefined => call.hash['style'] as DateStyle | undefined;

/** Message arguments: SafeHtml has no place in plain text, so whatever is no ICU value becomes text. */
function messageValues(hash: Record<string, unknown>): MessageValues | undefined {
  if (Object.keys(hash).length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(hash).map(([name, value]) => [name, value instanceof SafeHtml ? String(value) : (value as string)]),
  );
}

/** Arguments of a message may come as one object, as named ones, or both. */
const together = (values: unknown, hash: Record<string, unknown>): Record<string, unknown> =>
  typeof values === 'object' && values !== null ? { ...(values as Record<string, unknown>), ...hash } : hash;

interface Block {
  hash: Record<string, unknown>;
  fn?: (context: unknown) => string;
  inverse?: (context: unknown) => string;
}

/** `{{#if x}}…{{/if}}` as everywhere, and `(if x a b)` for a value: a when x is true, else b. */
function choose(this: unknown, ...all: unknown[]): unknown {
  const call = all.at(-1) as Block;
  const [condition, yes, no] = all.slice(0, -1);
  const holds = isTrue(condition) || (condition === 0 && call.hash['includeZero'] === true);
  if (!call.fn) return holds ? yes : no;
  return holds ? call.fn(this) : (call.inverse?.(this) ?? '');
}

/** The helpers every template has. */
export const BUILT_IN_HELPERS: Readonly<Record<string, TemplateHelper>> = {
  if: choose,
  t: withCall(({ data, hash }, key, values) => data.words.t(String(key), messageValues(together(values, hash)))),
  tHtml: withCall(({ data, hash }, key, values) =>
    messageHtml(data.words, String(key), messageValues(together(values, hash))),
  ),
  term: withCall(({ data, hash }, name) =>
    data.words.term(String(name), (hash['form'] as string | undefined) ?? 'one'),
  ),
  date: formatted((words, at: Moment, call) => words.date(at, style(call))),
  time: formatted(
    (words, at: Moment, call) =>
      html`<time datetime="${new Date(at).toISOString()}">${words.date(at, style(call))}</time>`,
  ),
  daysLeft: formatted((words, at: Moment, call) =>
    words.relativeDays(at, (call.hash['now'] as Moment | undefined) ?? Date.now()),
  ),
  roughDate: formatted((words, at: string, call) => words.roughDate(at, call.hash['precision'] as never)),
  dateRange: withCall((call, from, to) => call.data.words.dateRange(from as Moment, to as Moment, style(call))),
  number: formatted((words, value: number) => words.number(value)),
  compact: formatted((words, value: number) => words.compact(value)),
  percent: formatted((words, value: number, call) =>
    words.percent(value, (call.hash['digits'] as number | undefined) ?? 0),
  ),
  money: formatted((words, value: number, call) => words.currency(value, call.hash)),
  list: formatted((words, items: string[], call) => words.list(items, call.hash['or'] ? 'disjunction' : 'conjunction')),
  count: formatted((words, value: unknown) => words.number(Array.isArray(value) ? value.length : Number(value))),
  md: withCall(({ hash }, text) => (isAbsent(text) ? '' : markdown(String(text), hash))),
  excerpt: pure((text, length) => (isAbsent(text) ? '' : excerpt(String(text), Number(length)))),
  url: pure((address) => safeUrl(address)),
  /** Several values under their names, for a partial that wants one: `labels=(record title=(t "…"))`. */
  record: withCall(({ hash }) => ({ ...hash })),
  concat: pure((...values) => values.map((value) => (isAbsent(value) ? '' : String(value))).join('')),
  default: pure((...values) => values.find((value) => !isAbsent(value)) ?? ''),
  eq: pure((one, other) => one === other),
  ne: pure((one, other) => one !== other),
  gt: pure((one, other) => Number(one) > Number(other)),
  lt: pure((one, other) => Number(one) < Number(other)),
  and: pure((...values) => (values.every(isTrue) ? values.at(-1) : false)),
  or: pure((...values) => values.find(isTrue) ?? values.at(-1)),
  not: pure((value) => !isTrue(value)),
};
