import pg from 'pg';

const TIMESTAMPTZ = 1184;
const usual = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date;

const ZERO = 48;
/** The number that stands from one place to another; only digits may stand there. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - ZERO;
  return number;
}

/**
 * The instant PostgreSQL writes as `2026-11-28 22:45:43.921123+00`: what the driver's own parser gives (microseconds cut off),
 * at a tenth of its cost; a page of comments brings a hundred of them. Whatever looks otherwise (infinity, years of five
 * digits, BC, offsets with seconds) goes to the driver's.
 */
export function instant(text: string): Date {
  const usualForm = text[4] === '-' && text[10] === ' ' && text[16] === ':' && text[0] !== '0';
  if (!usualForm) return usual(text);
  let at = 19;
  let milliseconds = 0;
  if (text[at] === '.') {
    const from = (at += 1);
    while (text[at]! >= '0' && text[at]! <= '9') at += 1;
    const kept = Math.min(at - from, 3);
    milliseconds = digits(text, from, from + kept) * 10 ** (3 - kept);
  }
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0;
  const length = text.length - at;
  const withMinutes = length === 6 && text[at + 3] === ':';
  if (sign === 0 || !(length === 3 || withMinutes)) return usual(text);
  const offset = sign * (digits(text, at + 1, at + 3) * 60 + (withMinutes ? digits(text, at + 4, at + 6) : 0));
  return new Date(
    Date.UTC(
      digits(text, 0, 4),
      digits(text, 5, 7) - 1,
      digits(text, 8, 10),
      digits(text, 11, 13),
      digits(text, 14, 16) - offset,
      digits(text, 17, 19),
      milliseconds,
    ),
  );
}

/** The driver's parsers of column types, with ours for instants. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === TIMESTAMPTZ && format !== 'binary'
      ? instant
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
