import type { IcuCache } from './icu.js';

/** A moment, as a Date, an ISO 8601 string or milliseconds since 1970. */
export type Moment = Date | string | number;

/**
 * How a date is written: `date` 2026년 12월 20일, `short` 2026. 12. 20., `brief` 12.20 with the year only when it is not this
 * one, `long` with the weekday, `month` 2026년 12월.
 */
export type DateStyle = 'date' | 'short' | 'brief' | 'long' | 'datetime' | 'time' | 'month' | 'year';

const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  short: { dateStyle: 'medium' },
  brief: { month: 'short', day: 'numeric' },
  long: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  datetime: { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  time: { hour: 'numeric', minute: '2-digit' },
  month: { year: 'numeric', month: 'long' },
  year: { year: 'numeric' },
};

/** Writes numbers, money, dates and lists for one language and one time zone. */
export interface Formats {
  number(value: number | bigint, options?: Intl.NumberFormatOptions): string;
  /** 1.2억, 3.4만; in English 120M, 34K. */
  compact(value: number | bigint): string;
  /** A share between 0 and 1 as a percentage with at most `digits` decimals (0). */
  percent(share: number, digits?: number): string;
  /** Amount in the currency's main unit (KRW by default): ₩18,000,000; compact: ₩1.2억. */
  currency(amount: number | bigint, options?: { currency?: string; compact?: boolean }): string;
  date(at: Moment, style?: DateStyle): string;
  /** From–to with what both share written once: 2026년 12월 1일 ~ 20일. Either end may be open. */
  dateRange(from: Moment | null | undefined, to: Moment | null | undefined, style?: DateStyle): string;
  /** Whole calendar days in the zone from `now` to `at`; negative when past. */
  daysUntil(at: Moment, now?: Moment): number;
  /** The calendar day in the zone as YYYY-MM-DD, for `datetime` attributes and comparisons. */
  day(at: Moment): string;
  list(items: readonly string[], type?: 'conjunction' | 'disjunction'): string;
}

/** Makes the {@link Formats} of a language and an IANA time zone. Throws a RangeError for an unknown zone at first use. */
export function createFormats(cache: IcuCache, locale: string, zone: string): Formats {
  const dates = (style: DateStyle): Intl.DateTimeFormat => cache.date(locale, { ...STYLES[style], timeZone: zone });
  const day = (at: Moment): string =>
    cache.date('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(moment(at));
  const currency: Formats['currency'] = (amount, { currency: unit = 'KRW', compact = false } = {}) => {
    const small: Intl.NumberFormatOptions = { notation: 'compact', maximumFractionDigits: 1 };
    return cache.number(locale, { style: 'currency', currency: unit, ...(compact ? small : {}) }).format(amount);
  };
  const thisYear = (): string => day(Date.now()).slice(0, 4);
  const brief = (at: Moment, year = thisYear()): string => {
    const written = day(at);
    if (!locale.startsWith('ko'))
      return cache
        .date(locale, { ...STYLES.brief, ...(written.startsWith(year) ? {} : { year: 'numeric' }), timeZone: zone })
        .format(moment(at));
    const parts = written.split('-').map(Number);
    return (written.startsWith(year) ? parts.slice(1) : parts).join('.');
  };
  const briefRange = (from: End, to: End): string => {
    if (isOpen(from)) return isOpen(to) ? '' : `–${brief(to)}`;
    if (isOpen(to)) return `${brief(from)}–`;
    const [start, end] = day(from) > day(to) ? [to, from] : [from, to];
    if (day(start) === day(end)) return brief(start);
    // The year stands once, before what it belongs to.
    const [one, other] = locale.startsWith('ko')
      ? [brief(start), brief(end, day(start).slice(0, 4))]
      : [brief(start, day(end).startsWith(thisYear()) ? thisYear() : day(end).slice(0, 4)), brief(end)];
    return `${one}–${other}`;
  };
  return {
    number: (value, options) => cache.number(locale, options).format(value),
    compact: (value) => cache.number(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value),
    percent: (share, digits = 0) =>
      cache.number(locale, { style: 'percent', maximumFractionDigits: digits }).format(share),
    currency,
    date: (at, style = 'date') => (style === 'brief' ? brief(at) : dates(style).format(moment(at))),
    dateRange: (from, to, style = 'date') =>
      style === 'brief'
        ? briefRange(from, to)
        : writeRange(dates(style), locale.startsWith('ko') ? '~' : '–', from, to),
    daysUntil: (at, now = Date.now()) => Math.round((Date.parse(day(at)) - Date.parse(day(now))) / 86_400_000),
    day,
    list: (items, type = 'conjunction') => cache.list(locale, type).format(items),
  };
}

type End = Moment | null | undefined;
const isOpen = (end: End): end is null | undefined => end === null || end === undefined;

function writeRange(format: Intl.DateTimeFormat, dash: string, from: End, to: End): string {
  const [start, end] = [from, to].map((at) => (at === null || at === undefined ? undefined : moment(at)));
  if (!start) return end ? `${dash} ${format.format(end)}` : '';
  if (!end) return `${format.format(start)} ${dash}`;
  // formatRange reads oddly backwards; a range typed the wrong way round is still a range.
  return start > end ? format.formatRange(end, start) : format.formatRange(start, end);
}

/** Reads a moment. Throws a RangeError naming the value when it is none. */
export function moment(value: Moment): Date {
  const date = value instanceof Date ? value : new Date(value);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not a moment: ${String(value)}`);
  return date;
}
