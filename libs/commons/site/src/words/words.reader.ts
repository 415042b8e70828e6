import { Injectable } from '@nestjs/common';
import { db, decodeCursor, demand, encodeCursor, invalid, now, tenant, type Slice } from '@madang/kernel';
import {
  compareMessages,
  defaultGlossary,
  DEFAULT_TERMS,
  explains,
  fixedWords,
  glossaryProblems,
  icuArguments,
  termArguments,
  type Glossary,
  type TermForms,
} from '@madang/theming';
import { revisionOf } from '../revision.js';
import { SiteVoice } from '../own/voice.js';

/** A text of the site in one language. */
export interface MessageRow {
  key: string;
  part: string;
  original: string;
  own: string | null;
  /** Names of its values, with how each is used. */
  values: { name: string; use: string }[];
  revision: string;
}

/** What the list of texts is asked for. */
export interface MessageWish {
  locale: string;
  /** A sentence seen on a page, words of it, or a key. */
  search?: string;
  part?: string;
  ownOnly?: boolean;
  /** text, original or key; `-` before it turns it round. Absent: by key, or the likeliest first. */
  sort?: string;
  first: number;
  after?: string;
}

/** A term in one language. */
export interface TermRow {
  name: string;
  original: TermForms;
  own: TermForms | null;
  revision: string;
}

/** How a text would read with values of two kinds. */
export interface Said {
  problems: string[];
  samples: string[];
}

type Own = { overrides: Record<string, Record<string, string>>; glossary: Record<string, Glossary> };

/** Sentences match when their fixed words explain at least this much of what was looked for. */
const EXPLAINED = 0.35;

/** The texts and terms of a site beside what the house says by itself. For administrators. */
@Injectable()
export class WordsReader {
  constructor(private readonly voice: SiteVoice) {}

  /** Texts in the order of their keys, or the likeliest first when something is looked for. */
  async messages(wish: MessageWish): Promise<Slice<MessageRow>> {
    demand('edit', 'Words');
    const { locale } = wish;
    const house = this.voice.house();
    const { overrides, glossary } = await this.own();
    const own = overrides[locale] ?? {};
    const terms = termArguments(locale, glossary[locale]);
    const likely = (key: string): number => {
      if (!wish.search) return 1;
      const texts = [own[key], house.original(key, locale)].filter((text) => text !== undefined);
      const sentence = Math.max(0, ...texts.map((text) => explains(wish.search!, fixedWords(text, locale, terms))));
      return key.includes(wish.search.toLowerCase()) ? 2 : sentence >= EXPLAINED ? sentence : 0;
    };
    const found = house
      .keys()
      .filter((key) => (!wish.part || key.startsWith(`${wish.part}.`)) && (!wish.ownOnly || own[key] !== undefined))
      .map((key) => ({ key, likely: likely(key) }))
      .filter((one) => one.likely > 0)
      .sort((a, b) => b.likely - a.likely || (a.key < b.key ? -1 : 1));
    if (wish.sort) {
      const said: Record<string, (key: string) => string> = {
        key: (key) => key,
        original: (key) => house.original(key, locale) ?? '',
        text: (key) => own[key] ?? house.original(key, locale) ?? '',
      };
      const [down, by] = wish.sort.startsWith('-') ? [-1, wish.sort.slice(1)] : [1, wish.sort];
      const of = Object.hasOwn(said, by) ? said[by] : undefined;
      if (!of) throw invalid('invalid_input', [{ field: 'sort', code: 'choice' }]);
      const { compare } = new Intl.Collator(locale);
      found.sort((a, b) => down * (compare(of(a.key), of(b.key)) || (a.key < b.key ? -1 : 1)));
    }
    const start = wish.after ? Number(decodeCursor(wish.after, 1)[0]) : 0;
    const at = Number.isSafeInteger(start) && start > 0 ? start : 0;
    const nodes = found.slice(at, at + wish.first).map(({ key }) => this.row(key, locale, own[key]));
    return {
      nodes,
      cursors: nodes.map((_, index) => encodeCursor([at + index + 1])),
      hasNextPage: found.length > at + wish.first,
    };
  }

  /** One text. */
  async message(key: string, locale: string): Promise<MessageRow | undefined> {
    demand('edit', 'Words');
    if (this.voice.house().original(key, locale) === undefined) return undefined;
    return this.row(key, locale, (await this.own()).overrides[locale]?.[key]);
  }

  /** Beginnings of keys: the parts of the house that speak. */
  parts(): string[] {
    demand('edit', 'Words');
    return [
      ...new Set(
        this.voice
          .house()
          .keys()
          .map((key) => key.split('.')[0]!),
      ),
    ];
  }

  /** All terms in one language. */
  async terms(locale: string): Promise<TermRow[]> {
    demand('edit', 'Words');
    const chosen = (await this.own()).glossary[locale] ?? {};
    const originals = defaultGlossary(locale);
    return Object.keys(DEFAULT_TERMS).map((name) => ({
      name,
      original: originals[name]!,
      own: chosen[name] ?? null,
      revision: revisionOf(chosen[name] ?? null),
    }));
  }

  /** What keeps a text from replacing a message, and how it would read; nothing is stored. */
  async say(key: string, locale: string, text: string): Promise<Said> {
    demand('edit', 'Words');
    const house = this.voice.house();
    const original = house.original(key, locale);
    const { overrides, glossary } = await this.own();
    const terms = termArguments(locale, glossary[locale]);
    const problems =
      original === undefined
        ? ['unknown message key']
        : compareMessages(original, text, locale, new Set(Object.keys(terms)));
    if (problems.length > 0) return { problems, samples: [] };
    const words = house
      .forTenant({ glossary, overrides: { ...overrides, [locale]: { ...overrides[locale], [key]: text } } })
      .for(locale, tenant().timeZone);
    const names = [...icuArguments(text, locale)].filter(([name]) => !/^[tT]_/.test(name));
    const samples = SAMPLES.map(({ word, count }) =>
      words.t(
        key,
        Object.fromEntries(
          names.map(([name, use]) => [
            name,
            use === 'number' ? count : use === 'date' ? now() : use === 'select' ? 'other' : word,
          ]),
        ),
      ),
    );
    return { problems, samples: [...new Set(samples)] };
  }

  /** What the tenant changed, as it is stored. */
  async own(): Promise<Own> {
    const rows = await db().rows<{ key: string; value: never }>(
      `SELECT key, value FROM site_values WHERE key IN ('overrides', 'glossary')`,
    );
    return { overrides: {}, glossary: {}, ...Object.fromEntries(rows.map(({ key, value }) => [key, value])) };
  }

  private row(key: string, locale: string, own: string | undefined): MessageRow {
    const original = this.voice.house().original(key, locale)!;
    return {
      key,
      part: key.split('.')[0]!,
      original,
      own: own ?? null,
      values: [...icuArguments(original, locale)]
        .filter(([name]) => !/^[tT]_/.test(name))
        .map(([name, use]) => ({ name, use })),
      revision: revisionOf(own ?? null),
    };
  }
}

/** Words whose last sound differs, so that both forms of every particle are seen. */
const SAMPLES = [
  { word: '나무', count: 1 },
  { word: '마당', count: 1234 },
];

/** What is wrong with the forms of a term; empty where nothing is. */
export const termProblems = (name: string, forms: TermForms): string[] => glossaryProblems({ [name]: forms });
