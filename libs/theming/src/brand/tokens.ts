/** The three ways a theme is shown. `contrast` answers `prefers-contrast: more` and the reader's own switch. */
export const MODES = ['light', 'dark', 'contrast'] as const;
export type Mode = (typeof MODES)[number];

/**
 * Every colour a stylesheet may use, with what it means. In CSS each is `var(--m-<name>)`.
 * These names are a contract with templates, tenants' own CSS, mails and the console: add, never rename.
 */
export const COLOUR_TOKENS = {
  page: 'ground of the whole page, tinted by the brand',
  surface: 'ground of cards, header, fields',
  'surface-2': 'sunken ground: bands, footer, table heads',
  tint: 'soft brand ground: selected choice, open chip, quote',
  hero: 'ground of the hero band',
  'hero-text': 'title and lead on the hero band',
  text: 'running text, on every ground',
  muted: 'secondary text (dates, hints), on every ground',
  link: 'links, on every ground',
  brand: 'the brand as a fill: primary button, done steps of the path',
  'on-brand': 'ink on brand and brand-hover',
  'brand-hover': 'the same fill under the pointer',
  'brand-edge': 'the brand as a line or shape: borders, path, state bar, seal (3:1 or more on neutral grounds)',
  'brand-text': 'the brand as text: figures in the state sentence, current nav, secondary button',
  accent: 'second colour as a fill',
  'on-accent': 'ink on accent',
  'accent-edge': 'second colour as a line or shape',
  'accent-tint': 'second colour as a soft ground: avatars, highlights',
  'accent-text': 'second colour as text',
  line: 'hairline that only decorates',
  control: 'border of anything that can be operated',
  ok: 'text: done, accepted',
  'ok-bg': 'ground of done, accepted',
  wait: 'text: waiting, due',
  'wait-bg': 'ground of waiting, due',
  info: 'text: neutral information, official role',
  'info-bg': 'ground of neutral information',
  bad: 'text: error, overdue, refused',
  'bad-bg': 'ground of error, overdue, refused',
  'meter-track': 'empty part of a meter or bar',
  'meter-fill': 'filled part of a meter or bar',
  'focus-inner': 'inner ring of the focus mark (one of the two rings always shows)',
  'focus-outer': 'outer ring of the focus mark',
  'chart-1': 'first series of a chart (the brand); always with a shape or label',
  'chart-2': 'second series',
  'chart-3': 'third series',
  'chart-4': 'fourth series',
  'chart-5': 'fifth series',
  'chart-6': 'sixth series',
  'motif-far': 'the motif, farthest layer',
  'motif-mid': 'the motif, middle layer',
  'motif-near': 'the motif, nearest layer',
  shade: 'colour of the one shadow (the now card)',
} as const;
export type ColourToken = keyof typeof COLOUR_TOKENS;
export const COLOUR_NAMES = Object.keys(COLOUR_TOKENS) as ColourToken[];

/** Shapes, type and the shadow: the same in every mode, also as `--m-<name>`. */
export const SHAPE_TOKENS = {
  r1: 'radius of small things: badges, bars of a code block',
  r2: 'radius of fields and choices',
  r3: 'radius of cards',
  'r-button': 'radius of buttons',
  shadow: 'the one box-shadow',
  'font-body': 'family of text and controls',
  'font-head': 'family of headings',
  'head-weight': 'weight of headings',
  'head-spacing': 'letter-spacing of headings',
} as const;
export type ShapeToken = keyof typeof SHAPE_TOKENS;

/** One colour per token, each `#rrggbb`. */
export type Palette = Record<ColourToken, string>;
