import { contrast, luminance, ratio } from './oklch.js';
import type { ColourToken, Mode, Palette } from './tokens.js';

/** Ratio wanted per mode: running text, other text, ink on fills, shapes. */
export const LEVELS = {
  text: { light: 7, dark: 7, contrast: 14 },
  words: { light: 4.5, dark: 4.5, contrast: 7 },
  ink: { light: 4.5, dark: 4.5, contrast: 7 },
  shape: { light: 3, dark: 3, contrast: 4.5 },
} as const satisfies Record<string, Record<Mode, number>>;
export type Level = keyof typeof LEVELS;

/** One promise of a theme: `ink` stays readable (or visible) on `ground`. */
export interface ContractPair {
  readonly ink: ColourToken;
  readonly ground: ColourToken;
  readonly level: Level;
}

export const NEUTRAL_GROUNDS = [
  'page',
  'surface',
  'surface-2',
  'tint',
  'hero',
] as const satisfies readonly ColourToken[];
/** Every ground text may stand on. */
export const GROUNDS = [
  ...NEUTRAL_GROUNDS,
  'accent-tint',
  'ok-bg',
  'wait-bg',
  'info-bg',
  'bad-bg',
] as const satisfies readonly ColourToken[];
/** Text tokens that must be readable on every ground (running text apart, which must do better). */
export const WORD_INKS = ['muted', 'link', 'brand-text', 'accent-text', 'ok', 'wait', 'info', 'bad'] as const;
export const CHART_TOKENS = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6'] as const;

const on = (level: Level, ink: ColourToken, grounds: readonly ColourToken[]): ContractPair[] =>
  grounds.map((ground) => ({ ink, ground, level }));

/** The declared contract: 132 pairs that hold in every mode of every theme. */
export const CONTRACT: readonly ContractPair[] = [
  ...on('text', 'text', GROUNDS),
  ...WORD_INKS.flatMap((ink) => on('words', ink, GROUNDS)),
  ...on('text', 'hero-text', ['hero']),
  ...on('ink', 'on-brand', ['brand', 'brand-hover']),
  ...on('ink', 'on-accent', ['accent']),
  ...on('shape', 'control', [...GROUNDS, 'meter-track']),
  ...on('shape', 'brand-edge', NEUTRAL_GROUNDS),
  ...on('shape', 'accent-edge', NEUTRAL_GROUNDS),
  ...on('shape', 'meter-fill', ['meter-track', 'surface', 'page', 'tint']),
  ...CHART_TOKENS.flatMap((ink) => on('shape', ink, ['surface', 'page'])),
  ...on('ink', 'focus-outer', ['focus-inner']),
];

/** A pair with what was measured. */
export interface Measured extends ContractPair {
  readonly mode: Mode;
  readonly ratio: number;
  readonly wanted: number;
  readonly passes: boolean;
}

/** Measures every pair of `contract` on the colours as written (8-bit sRGB). */
export function measure(mode: Mode, palette: Palette, contract: readonly ContractPair[] = CONTRACT): Measured[] {
  const known = new Map<ColourToken, number>();
  const light = (token: ColourToken): number => {
    const value = known.get(token) ?? luminance(palette[token]);
    known.set(token, value);
    return value;
  };
  return contract.map((pair) => {
    const found = ratio(light(pair.ink), light(pair.ground));
    const wanted = LEVELS[pair.level][mode];
    return { ...pair, mode, ratio: found, wanted, passes: found >= wanted };
  });
}

/**
 * The focus mark has an inner and an outer ring of opposite lightness; on any ground at least one of them must
 * reach 4.5. Returns the smaller promise: the worst ground's better ring.
 */
export function focusRatio(palette: Palette): number {
  const grounds = [...GROUNDS, 'brand', 'accent'] as const;
  return Math.min(
    ...grounds.map((ground) =>
      Math.max(contrast(palette['focus-inner'], palette[ground]), contrast(palette['focus-outer'], palette[ground])),
    ),
  );
}
