import { icuArguments, type ArgumentUse } from './icu.js';
import { isTermArgument } from './terms.js';

/** Messages of one language: key → ICU text. Keys are dotted, `<library>.<what>`. */
export type Catalogue = Record<string, string>;
/** Messages by language. */
export type Catalogues = Record<string, Catalogue>;

/** Puts the catalogues of several libraries together. Throws when two give the same key, because one would silently win. */
export function mergeCatalogues(all: readonly Catalogues[]): Map<string, Map<string, string>> {
  const merged = new Map<string, Map<string, string>>();
  for (const catalogues of all) {
    for (const [locale, catalogue] of Object.entries(catalogues)) {
      const messages = merged.get(locale) ?? new Map<string, string>();
      merged.set(locale, messages);
      for (const [key, text] of Object.entries(catalogue)) {
        if (typeof text !== 'string') throw new TypeError(`Message "${key}" (${locale}) is not text`);
        if (messages.has(key)) throw new Error(`Message "${key}" (${locale}) is defined twice`);
        messages.set(key, text);
      }
    }
  }
  return merged;
}

const LONGEST_MESSAGE = 4000;

/**
 * What keeps `text` from standing in for `original`: malformed ICU, an argument missing, one too many, or one used
 * differently (a name is no number). Terms (`t_…`) may be added and dropped freely, but must be among `terms` when given.
 * An empty list means that the text may be used.
 */
export function compareMessages(original: string, text: string, locale: string, terms?: ReadonlySet<string>): string[] {
  if (text.trim() === '') return ['empty'];
  if (text.length > LONGEST_MESSAGE) return [`longer than ${LONGEST_MESSAGE} characters`];
  let found: Map<string, ArgumentUse>;
  try {
    found = icuArguments(text, locale);
  } catch (error) {
    return [`malformed: ${error instanceof Error ? error.message : String(error)}`];
  }
  const expected = icuArguments(original, locale);
  const problems: string[] = [];
  for (const name of expected.keys()) {
    if (!isTermArgument(name) && !found.has(name)) problems.push(`missing argument {${name}}`);
  }
  for (const [name, use] of found) {
    if (isTermArgument(name)) {
      if (terms && !terms.has(name)) problems.push(`unknown term {${name}}`);
    } else if (!expected.has(name)) problems.push(`unknown argument {${name}}`);
    else if (!agrees(expected.get(name) as ArgumentUse, use)) problems.push(`argument {${name}} is no ${use}`);
  }
  return problems;
}

function agrees(original: ArgumentUse, use: ArgumentUse): boolean {
  // Whatever is given can be written as it is; the other way round a word would be counted or a date selected.
  return use === 'text' || use === original;
}

/** What is wrong with a set of catalogues, as `catalogueProblems` finds it. */
export interface CatalogueProblem {
  kind: 'missing' | 'malformed' | 'arguments' | 'unused' | 'undefined' | 'term';
  key: string;
  locale?: string;
  detail?: string;
}

/** What {@link catalogueProblems} compares against. */
export interface CatalogueExpectations {
  /** Keys and beginnings of keys that the program uses; see `usedKeys`. Without them nothing is called unused or undefined. */
  used?: { keys: Iterable<string>; prefixes?: Iterable<string> };
  /** Names of term arguments that exist, such as `t_proposal`. */
  terms?: ReadonlySet<string>;
}

/**
 * Compares the languages of merged catalogues with each other and with what the program uses: keys missing in a language,
 * malformed messages, arguments that differ from the first language's (ko), keys nobody uses, keys used but defined nowhere.
 */
export function catalogueProblems(
  catalogues: Catalogues | readonly Catalogues[],
  expect: CatalogueExpectations = {},
): CatalogueProblem[] {
  const merged = mergeCatalogues(Array.isArray(catalogues) ? (catalogues as Catalogues[]) : [catalogues as Catalogues]);
  const keys = new Set(Array.from(merged.values()).flatMap((messages) => Array.from(messages.keys())));
  const problems: CatalogueProblem[] = [];
  for (const key of keys) {
    const originals = [...merged].find(([, messages]) => messages.has(key)) as [string, Map<string, string>];
    const [first, original] = [originals[0], originals[1].get(key) as string];
    for (const [locale, messages] of merged) {
      const text = messages.get(key);
      if (text === undefined) problems.push({ kind: 'missing', key, locale });
      else problems.push(...messageProblems(key, { locale, text }, { locale: first, text: original }, expect.terms));
    }
  }
  if (expect.used) problems.push(...usageProblems(keys, expect.used));
  return problems;
}

type Written = { locale: string; text: string };

function messageProblems(
  key: string,
  written: Written,
  original: Written,
  terms?: ReadonlySet<string>,
): CatalogueProblem[] {
  const { locale, text } = written;
  // A malformed original is reported once, under its own language; the others are then compared with themselves.
  const base = wellFormed(original) ? original.text : text;
  if (!wellFormed(written)) return [{ kind: 'malformed', key, locale, detail: compareMessages('', text, locale)[0] }];
  return compareMessages(base, text, locale, terms).map((detail) => ({
    kind: detail.startsWith('unknown term') ? 'term' : 'arguments',
    key,
    locale,
    detail,
  }));
}

function wellFormed({ text, locale }: Written): boolean {
  try {
    icuArguments(text, locale);
    return true;
  } catch {
    return false;
  }
}

function usageProblems(keys: Set<string>, used: NonNullable<CatalogueExpectations['used']>): CatalogueProblem[] {
  const usedOnes = new Set(used.keys);
  const prefixes = Array.from(used.prefixes ?? []);
  const unused = [...keys].filter((key) => !usedOnes.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
  const undefinedOnes = [...usedOnes].filter((key) => !keys.has(key));
  const emptyPrefixes = prefixes.filter((prefix) => ![...keys].some((key) => key.startsWith(prefix)));
  return [
    ...unused.map((key): CatalogueProblem => ({ kind: 'unused', key })),
    ...undefinedOnes.map((key): CatalogueProblem => ({ kind: 'undefined', key })),
    ...emptyPrefixes.map((key): CatalogueProblem => ({ kind: 'undefined', key: `${key}…` })),
  ];
}
