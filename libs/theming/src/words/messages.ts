import { BoundedMap } from './bounded.js';
import { compareMessages, mergeCatalogues, type Catalogues } from './catalogues.js';
import { IcuCache } from './icu.js';
import { OWN_WORDS } from './own-words.js';
import { termArguments, type Glossary } from './terms.js';
import { createWords, type FoundMessage, type Words } from './words.js';

/** What a tenant changes of the words: its terms and whole messages, by language. */
export interface TenantWords {
  glossary?: Record<string, Glossary>;
  overrides?: Catalogues;
}

/** Something that went wrong while a text was looked up or written. */
export interface MessageProblem {
  problem: string;
  key: string;
  locale: string;
}

/** How {@link createMessages} works. */
export interface MessagesOptions extends TenantWords {
  /** Catalogues of all libraries: `[{ ko: {...}, en: {...} }, …]`. */
  catalogues: Catalogues | readonly Catalogues[];
  /** Throw on an unknown key or a missing argument. Default: everywhere but in production. */
  strict?: boolean;
  /** Told of every problem that is not thrown; the page then shows the key. */
  onProblem?: (problem: MessageProblem) => void;
}

/** The messages of a program, or of one tenant of it. */
export interface Messages {
  /** Languages with a catalogue, Korean first. */
  readonly locales: readonly string[];
  /** Words of the nearest language there is (`en-GB` → `en`, unknown → `ko`) in a time zone. */
  for(locale: string, zone?: string): Words;
  /** The same messages with a tenant's words over them; parsed messages stay shared. */
  forTenant(tenant: TenantWords): Messages;
  /** What keeps a tenant's text from replacing the message under `key`; empty when nothing does. */
  checkOverride(key: string, text: string, locale?: string): string[];
  /** The text as the catalogues have it, without any tenant's changes. */
  original(key: string, locale?: string): string | undefined;
  keys(): string[];
}

const FALLBACKS = ['ko', 'en'];
/** One tenant seldom uses more than two languages and one zone; imports may bring a few more. */
const WORDS_KEPT = 24;

/**
 * Puts catalogues, terms and overrides together. A key is looked up as the tenant's override in the language, the language's
 * catalogue, then the same in Korean and in English.
 */
export function createMessages(options: MessagesOptions): Messages {
  const given = Array.isArray(options.catalogues)
    ? (options.catalogues as Catalogues[])
    : [options.catalogues as Catalogues];
  const merged = mergeCatalogues([OWN_WORDS, ...given]);
  const cache = new IcuCache();
  const strict = options.strict ?? process.env['NODE_ENV'] !== 'production';
  const complain = (problem: string, key: string, locale: string): string => {
    if (strict) throw new Error(`Message "${key}" (${locale}): ${problem}`);
    options.onProblem?.({ problem, key, locale });
    return key;
  };
  return layer({ merged, cache, complain }, options);
}

interface Base {
  merged: ReadonlyMap<string, ReadonlyMap<string, string>>;
  cache: IcuCache;
  complain: (problem: string, key: string, locale: string) => string;
}

function layer(base: Base, tenant: TenantWords): Messages {
  const { merged, cache, complain } = base;
  const locales = [...merged.keys()].sort((one, other) => Number(other === 'ko') - Number(one === 'ko'));
  const kept = new BoundedMap<Words>(WORDS_KEPT);
  const termsByLocale = new Map<string, Record<string, string>>();
  const terms = (locale: string): Record<string, string> => {
    const known = termsByLocale.get(locale) ?? termArguments(locale, tenant.glossary?.[locale]);
    termsByLocale.set(locale, known);
    return known;
  };
  const find = (key: string, locale: string): FoundMessage | undefined => {
    for (const language of new Set([locale, ...FALLBACKS])) {
      const plain = merged.get(language)?.get(key);
      const original = plain === undefined ? undefined : { text: plain, locale: language };
      const overrides = tenant.overrides?.[language];
      if (overrides && Object.hasOwn(overrides, key)) {
        return { text: overrides[key] as string, locale: language, ...(original && { instead: original }) };
      }
      if (original) return original;
    }
    return undefined;
  };
  const original: Messages['original'] = (key, locale = 'ko') =>
    [locale, ...FALLBACKS].map((language) => merged.get(language)?.get(key)).find((text) => text !== undefined);
  return {
    locales,
    for(locale, zone = 'Asia/Seoul') {
      const nearest = nearestLocale(locale, merged);
      return kept.obtain(`${nearest} ${zone}`, () => createWords({ cache, find, terms, complain }, nearest, zone));
    },
    forTenant: (words) => layer(base, words),
    checkOverride(key, text, locale = 'ko') {
      const expected = original(key, locale);
      if (expected === undefined) return ['unknown message key'];
      return compareMessages(expected, text, locale, new Set(Object.keys(terms(locale))));
    },
    original,
    keys: () => [...new Set([...merged.values()].flatMap((messages) => [...messages.keys()]))].sort(),
  };
}

function nearestLocale(asked: string, known: ReadonlyMap<string, unknown>): string {
  for (let locale = asked; locale; locale = locale.slice(0, Math.max(0, locale.lastIndexOf('-')))) {
    if (known.has(locale)) return locale;
  }
  return 'ko';
}
