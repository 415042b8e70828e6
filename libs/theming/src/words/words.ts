import { createFormats, type Formats, type Moment } from './formats.js';
import type { IcuCache, MessageValues } from './icu.js';
import { guardParticles, hasParticles, resolveGuarded } from './particles.js';

/** Everything a page needs to speak one language to one tenant's people: messages, terms and formats. */
export interface Words extends Formats {
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly zone: string;
  /** The message under `key` with its arguments; Korean particles resolved. Plain text: escape it where it enters HTML. */
  t(key: string, values?: MessageValues): string;
  has(key: string): boolean;
  /** A term of the tenant: `term('proposal')`, `term('proposal', 'other')`. Unknown terms are treated like unknown keys. */
  term(name: string, form?: string): string;
  /** What is left until a day: 11일 남음, 오늘까지, 3일 지남. */
  relativeDays(at: Moment, now?: Moment): string;
  /** A date known only roughly: 2027년 봄, 2027년 2분기, 2027년 3월, 2027년. */
  roughDate(at: Moment, precision: 'year' | 'season' | 'quarter' | 'month' | 'day'): string;
}

/** A text found for a key, with the language it is in. */
export interface FoundMessage {
  text: string;
  locale: string;
  /** Set for a tenant's override: what stands under it, used when the override cannot be formatted. */
  instead?: FoundMessage;
}

/** Where {@link createWords} takes its texts from and what it says when one is missing. */
export interface WordSource {
  cache: IcuCache;
  find(key: string, locale: string): FoundMessage | undefined;
  terms(locale: string): Record<string, string>;
  /** Returns what to show, or throws where problems must not pass. */
  complain(problem: string, key: string, locale: string): string;
}

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur', 'ps', 'sd', 'ug', 'yi', 'dv', 'ckb']);
/** Korea's four seasons by month; northern hemisphere, as are all places that name seasons so. */
const SEASONS = [
  'winter',
  'winter',
  'spring',
  'spring',
  'spring',
  'summer',
  'summer',
  'summer',
  'autumn',
  'autumn',
  'autumn',
  'winter',
];

/** Whether a language is written from right to left. */
export function isRightToLeft(locale: string): boolean {
  return RIGHT_TO_LEFT.has(locale.split('-')[0] as string);
}

/** Makes the {@link Words} of a language and a time zone over a source of texts. */
export function createWords(source: WordSource, locale: string, zone: string): Words {
  const found = new Map<string, FoundMessage>();
  const formats = createFormats(source.cache, locale, zone);
  const find = (key: string): FoundMessage | undefined => {
    const known = found.get(key) ?? source.find(key, locale);
    if (known) found.set(key, known);
    return known;
  };
  const write = ({ text, locale: language }: FoundMessage, values: MessageValues | undefined): string => {
    const dual = language.startsWith('ko') && hasParticles(text);
    if (!/[{'}]/.test(text)) return dual ? resolveGuarded(text) : text;
    const given = dual && values ? guarded(values) : values;
    const written = source.cache.format(text, language, zone, withTerms(source.terms(language), given));
    return dual ? resolveGuarded(written) : written;
  };
  const attempt = (message: FoundMessage, key: string, values: MessageValues | undefined): string => {
    try {
      return write(message, values);
    } catch (error) {
      const shown = source.complain(String(error), key, message.locale);
      return message.instead ? attempt(message.instead, key, values) : shown;
    }
  };
  const t: Words['t'] = (key, values) => {
    const message = find(key);
    return message ? attempt(message, key, values) : source.complain('unknown message key', key, locale);
  };
  return {
    ...formats,
    locale,
    dir: isRightToLeft(locale) ? 'rtl' : 'ltr',
    zone,
    t,
    has: (key) => find(key) !== undefined,
    term(name, form = 'one') {
      const known = source.terms(locale)[form === 'one' ? `t_${name}` : `t_${name}_${form}`];
      return known ?? source.complain('unknown term', name, locale);
    },
    relativeDays(at, now = Date.now()) {
      const days = formats.daysUntil(at, now);
      if (days === 0) return t('words.ends_today');
      return days > 0 ? t('words.days_left', { days }) : t('words.days_over', { days: -days });
    },
    roughDate(at, precision) {
      if (precision === 'day') return formats.date(at);
      if (precision === 'month' || precision === 'year') return formats.date(at, precision);
      const [year, month] = formats.day(at).split('-') as [string, string];
      if (precision === 'quarter') return t('words.quarter', { year, quarter: Math.ceil(Number(month) / 3) });
      return t('words.season', { year, season: SEASONS[Number(month) - 1] });
    },
  };
}

function guarded(values: MessageValues): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? guardParticles(value) : value]),
  );
}

/** Arguments over terms without copying the terms: ICU looks names up through the prototype. */
function withTerms(terms: Record<string, string>, values: MessageValues | undefined): MessageValues {
  if (!values) return terms;
  const combined = Object.create(terms) as MessageValues;
  return Object.assign(combined, values);
}
