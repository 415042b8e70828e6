import { hexOfOklch, oklchOfHex } from './oklch.js';
import { solvePalette } from './palette.js';
import { MODES, type Mode, type Palette, type ShapeToken } from './tokens.js';

export const MOTIFS = ['forest', 'waves', 'tiles', 'hills', 'weave', 'none'] as const;
export type Motif = (typeof MOTIFS)[number];

/** What an organisation chose, complete. `theme-input.ts` makes it out of what somebody typed. */
export interface ThemeChoice {
  brand: string;
  accent?: string | undefined;
  /** `exact`: the brand stays as it is and what cannot be read on it gives way; `nudge`: the brand is moved until it can. */
  keepBrand: 'nudge' | 'exact';
  /** A named roundness, or px of the fields' corners, 0–32. */
  radius: 'square' | 'default' | 'pill' | number;
  fonts: 'sans' | 'serif-heads';
  motif: Motif;
  tone: 'plain' | 'editorial';
}

/** What holds where nothing is chosen. */
export const THEME_DEFAULTS = {
  keepBrand: 'nudge',
  radius: 'default',
  fonts: 'sans',
  motif: 'none',
  tone: 'plain',
} as const satisfies Omit<ThemeChoice, 'brand' | 'accent'>;

/** A solved theme: plain data, safe to store, cache and send. */
export interface Theme {
  readonly choice: ThemeChoice;
  readonly palettes: Readonly<Record<Mode, Palette>>;
  readonly shapes: Readonly<Record<ShapeToken, string>>;
}

const SANS =
  "'Madang Sans','Pretendard Variable',Pretendard,-apple-system,BlinkMacSystemFont,'Apple SD Gothic Neo','Noto Sans KR','Noto Sans CJK KR','Malgun Gothic','Segoe UI',sans-serif";
// Where nobody has a Korean serif, the site's own letters stand for it: never empty boxes.
const SERIF =
  "'Noto Serif KR','Noto Serif CJK KR','Source Han Serif K','Apple Myungjo','AppleMyungjo','Nanum Myeongjo',Batang,Georgia,serif,'Madang Sans'";

/** Px radii [r1, r2, r3, button]. A number is the radius of fields; the others follow it. */
function radii(radius: ThemeChoice['radius']): readonly [number, number, number, number] {
  if (radius === 'square') return [0, 0, 0, 0];
  if (radius === 'default') return [4, 10, 18, 10];
  if (radius === 'pill') return [6, 14, 24, 999];
  return [Math.round(radius * 0.4), Math.round(radius), Math.round(radius * 1.8), Math.round(radius)];
}

/** A second colour for a brand that names none: a third of the wheel away, mid-light, calm. */
function derivedAccent(brand: string): string {
  const { c, h } = oklchOfHex(brand);
  return hexOfOklch({ l: 0.72, c: 0.12, h: c < 0.02 ? 60 : (h + 255) % 360 });
}

/**
 * Turns a choice into a theme whose three palettes keep the declared contract (`contract.ts`).
 * Pure and deterministic, ~3 ms; compute on save and cache. The colours are hex of six digits.
 */
export function solveChoice(choice: ThemeChoice): Theme {
  const accent = choice.accent ?? derivedAccent(choice.brand);
  const solve = (mode: Mode): Palette => solvePalette(mode, choice.brand, accent, choice.keepBrand);
  const [r1, r2, r3, button] = radii(choice.radius);
  const serif = choice.fonts === 'serif-heads';
  return {
    choice,
    palettes: Object.fromEntries(MODES.map((mode) => [mode, solve(mode)])) as Record<Mode, Palette>,
    shapes: {
      r1: `${r1}px`,
      r2: `${r2}px`,
      r3: `${r3}px`,
      'r-button': `${button}px`,
      shadow:
        '0 1px 2px color-mix(in srgb,var(--m-shade) 8%,transparent),0 18px 36px -18px color-mix(in srgb,var(--m-shade) 38%,transparent)',
      'font-body': SANS,
      'font-head': serif ? SERIF : SANS,
      'head-weight': choice.tone === 'editorial' ? (serif ? '600' : '700') : serif ? '700' : '800',
      'head-spacing': serif ? '-0.012em' : '-0.022em',
    },
  };
}
