import { IntlMessageFormat } from 'intl-messageformat';
import { BoundedMap } from './bounded.js';

/** What ICU messages may be given. Text from people is escaped where it is written into HTML, not here. */
export type MessageValue = string | number | bigint | boolean | Date | null | undefined;
export type MessageValues = Record<string, MessageValue>;

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** How an argument is used. `number` covers number, plural and ordinal; `date` covers date and time. */
export type ArgumentUse = 'text' | 'number' | 'date' | 'select';

// The parser's node types are numbers whose names it does not export through this package.
const USES: Record<number, ArgumentUse | undefined> = {
  1: 'text',
  2: 'number',
  3: 'date',
  4: 'date',
  5: 'select',
  6: 'number',
};

/** Parses ICU text or throws a SyntaxError. Tags are ordinary text: whoever writes HTML decides what they mean. */
export function parseIcu(text: string, locale: string, withPlaces = false): Node[] {
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true, captureLocation: withPlaces }).getAst();
}

/** The arguments of an ICU message with the most particular way each is used. Throws a SyntaxError when malformed. */
export function icuArguments(text: string, locale: string): Map<string, ArgumentUse> {
  const found = new Map<string, ArgumentUse>();
  collect(parseIcu(text, locale), found);
  return found;
}

function collect(nodes: Node[], found: Map<string, ArgumentUse>): void {
  for (const node of nodes) {
    const use = USES[node.type];
    if (use && 'value' in node) {
      const known = found.get(node.value);
      if (!known || known === 'text') found.set(node.value, use);
    }
    if ('options' in node) Object.values(node.options).forEach((option) => collect(option.value, found));
    if ('children' in node) collect(node.children, found);
  }
}

/** Visits the literal pieces of a message parsed with places; offsets are positions in the source. */
export function eachLiteral(nodes: Node[], visit: (start: number, end: number) => void): void {
  for (const node of nodes) {
    if (node.type === 0 && node.location) visit(node.location.start.offset, node.location.end.offset);
    if ('options' in node) Object.values(node.options).forEach((option) => eachLiteral(option.value, visit));
    if ('children' in node) eachLiteral(node.children, visit);
  }
}

/**
 * Parsed messages and the Intl formatters they use, shared by all tenants of a program: the key of a message is its language and text.
 * Dates inside messages are written in the time zone given to {@link IcuCache.format}.
 */
export class IcuCache {
  readonly #messages: BoundedMap<IntlMessageFormat>;
  readonly #formatters = new BoundedMap<Intl.NumberFormat | Intl.DateTimeFormat | Intl.PluralRules | Intl.ListFormat>(
    500,
  );
  #zone = 'UTC';

  constructor(limit = 8000) {
    this.#messages = new BoundedMap(limit);
  }

  /** Writes a message. Throws a SyntaxError when malformed and a FormatError when an argument is missing. */
  format(text: string, locale: string, zone: string, values: MessageValues): string {
    const message = this.#messages.obtain(`${locale}\u0000${text}`, () => this.#parse(text, locale));
    // Formatting is synchronous, so the zone cannot change between here and the formatters below.
    this.#zone = zone;
    return String(message.format(values));
  }

  #parse(text: string, locale: string): IntlMessageFormat {
    return new IntlMessageFormat(text, locale, undefined, {
      ignoreTag: true,
      formatters: {
        getNumberFormat: (locales, options) => this.number(String(locales), options),
        getDateTimeFormat: (locales, options) => this.date(String(locales), { timeZone: this.#zone, ...options }),
        getPluralRules: (locales, options) =>
          this.#formatters.obtain(
            `p${String(locales)}${options?.type ?? ''}`,
            () => new Intl.PluralRules(locales, options),
          ) as Intl.PluralRules,
      },
    });
  }

  number(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
    return this.#formatters.obtain(
      `n${locale}${JSON.stringify(options)}`,
      () => new Intl.NumberFormat(locale, options),
    ) as Intl.NumberFormat;
  }

  date(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.#formatters.obtain(
      `d${locale}${JSON.stringify(options)}`,
      () => new Intl.DateTimeFormat(locale, options),
    ) as Intl.DateTimeFormat;
  }

  list(locale: string, type: 'conjunction' | 'disjunction'): Intl.ListFormat {
    return this.#formatters.obtain(`l${locale}${type}`, () => new Intl.ListFormat(locale, { type })) as Intl.ListFormat;
  }
}
