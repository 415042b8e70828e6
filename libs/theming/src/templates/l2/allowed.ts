/** Helpers a tenant's template may call. All are pure, bounded and return text or SafeHtml. */
export const TENANT_HELPERS: ReadonlySet<string> = new Set([
  't',
  'term',
  'date',
  'dateRange',
  'daysLeft',
  'number',
  'compact',
  'percent',
  'money',
  'list',
  'count',
  'md',
  'excerpt',
  'url',
  'concat',
  'default',
  'eq',
  'ne',
  'gt',
  'lt',
  'and',
  'or',
  'not',
]);
export const TENANT_BLOCKS: ReadonlySet<string> = new Set(['if', 'unless', 'each', 'with']);
/** `@` names a tenant's template may read. */
export const TENANT_DATA: ReadonlySet<string> = new Set(['index', 'key', 'first', 'last', 'root', 'locale', 'dir']);
/** Names that reach behind data in JavaScript; our lookup would not follow them anyway. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set([
  '__proto__',
  'prototype',
  'constructor',
  '__defineGetter__',
  '__lookupGetter__',
]);

export const VOID_ELEMENTS: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'wbr', 'col']);

const GLOBAL = ['class', 'id', 'title', 'lang', 'dir', 'aria-label', 'aria-hidden'];
const ELEMENTS: Record<string, string[]> = {
  a: ['href', 'rel'],
  img: ['src', 'alt', 'width', 'height', 'loading'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  col: ['span'],
  colgroup: ['span'],
  ol: ['start', 'reversed'],
  li: ['value'],
  time: ['datetime'],
  data: ['value'],
  meter: ['value', 'min', 'max', 'low', 'high', 'optimum'],
  progress: ['value', 'max'],
  details: ['open'],
};
const PLAIN =
  `p div span section article header footer aside h2 h3 h4 h5 h6 ul dl dt dd blockquote q cite pre code kbd samp
  strong em b i u s small mark sub sup del ins abbr address figure figcaption br hr wbr summary table caption thead tbody tfoot
  tr bdi bdo ruby rt rp nav`.split(/\s+/);

/** Elements a tenant's HTML may hold, each with its attributes. No SVG, no forms, nothing that loads, frames or runs. */
export const TENANT_ELEMENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...PLAIN.map((name) => [name, []] as const), ...Object.entries(ELEMENTS)].map(
    ([name, attributes]) => [name, new Set([...GLOBAL, ...attributes])] as const,
  ),
);
