import { chartSeries } from './charts.js';
import { GROUNDS, LEVELS, NEUTRAL_GROUNDS } from './contract.js';
import { contrast, hexOfOklch, mixHex, oklchOfHex, type Oklch } from './oklch.js';
import { solveLightness, worstGround, type Direction } from './solve.js';
import type { Mode, Palette } from './tokens.js';

/** Wished lightness per mode; chroma is the lesser of a cap and a share of the brand's. */
interface Scale {
  readonly direction: Direction;
  readonly page: number;
  readonly surface: number;
  readonly sunken: number;
  readonly tint: number;
  readonly hero: number;
  readonly status: number;
  readonly line: number;
  readonly text: number;
  readonly muted: number;
  readonly control: number;
  readonly word: number;
  readonly heroChroma: number;
  readonly statusChroma: number;
  readonly motif: readonly [number, number, number];
}
const SCALES: Record<Mode, Scale> = {
  light: {
    direction: 'down',
    page: 0.986,
    surface: 1,
    sunken: 0.952,
    tint: 0.958,
    hero: 0.946,
    status: 0.955,
    line: 0.9,
    text: 0.23,
    muted: 0.5,
    control: 0.62,
    word: 0.53,
    heroChroma: 0.042,
    statusChroma: 0.042,
    motif: [0.13, 0.28, 0.52],
  },
  dark: {
    direction: 'up',
    page: 0.175,
    surface: 0.212,
    sunken: 0.142,
    tint: 0.27,
    hero: 0.278,
    status: 0.27,
    line: 0.31,
    text: 0.94,
    muted: 0.72,
    control: 0.55,
    word: 0.72,
    heroChroma: 0.06,
    statusChroma: 0.045,
    motif: [0.12, 0.3, 0.62],
  },
  contrast: {
    direction: 'down',
    page: 1,
    surface: 1,
    sunken: 0.972,
    tint: 0.972,
    hero: 0.968,
    status: 0.972,
    line: 0.55,
    text: 0.12,
    muted: 0.36,
    control: 0.45,
    word: 0.42,
    heroChroma: 0.024,
    statusChroma: 0.026,
    motif: [0.1, 0.2, 0.34],
  },
};

const STATUS_HUES = { ok: 152, wait: 72, info: 250, bad: 25 } as const;
const INKS = ['#ffffff', '#16181a', '#000000'] as const;

/** The farthest the `nudge` choice may move a brand in OKLCH lightness to earn white ink. */
export const NUDGE = 0.09;

/** Who may move the brand: `exact` never in light and dark; contrast mode may always, for 7:1 is its point. */
export type KeepBrand = 'nudge' | 'exact';

/** A fill and the ink that reads on it. White where it passes, or can within the nudge; else dark ink. */
export function fillAndInk(hex: string, keep: KeepBrand, mode: Mode): { fill: string; ink: string } {
  const wanted = LEVELS.ink[mode];
  const passing = INKS.find((ink) => contrast(ink, hex) >= wanted);
  if (passing === '#ffffff') return { fill: hex, ink: passing };
  if (keep === 'nudge' || !passing) {
    const moved = solveLightness(oklchOfHex(hex), 'down', 1, wanted);
    const shift = oklchOfHex(hex).l - oklchOfHex(moved).l;
    if (shift <= NUDGE || !passing) return { fill: moved, ink: '#ffffff' };
  }
  return { fill: hex, ink: passing ?? '#ffffff' };
}

/** The fill under the pointer: a visible step away that keeps the ink readable. */
function hoverOf(fill: string, ink: string, wanted: number): string {
  const base = oklchOfHex(fill);
  const steps = [-0.05, 0.05, 0.09, -0.09].map((step) => ({ ...base, l: base.l + step }));
  const usable = steps.filter(({ l }) => l >= 0 && l <= 1).map(hexOfOklch);
  return usable.find((hex) => contrast(hex, ink) >= wanted) ?? fill;
}

/**
 * All 43 colours of one mode. `brand` and `accent` are `#rrggbb`. Grounds come first; every ink is then solved
 * against the worst ground its contract names.
 */
export function solvePalette(mode: Mode, brand: string, accent: string, keep: KeepBrand): Palette {
  const scale = SCALES[mode];
  const { direction } = scale;
  const { fill, ink } = fillAndInk(brand, keep, mode);
  const own = oklchOfHex(fill);
  const second = fillAndInk(accent, keep, mode);
  const other = oklchOfHex(second.fill);
  const shade = (from: Oklch, l: number, cap: number, share: number): string =>
    hexOfOklch({ l, c: Math.min(cap, from.c * share), h: from.h });

  const grounds = {
    page: shade(own, scale.page, 0.011, 0.08),
    surface: mode === 'dark' ? shade(own, scale.surface, 0.012, 0.08) : '#ffffff',
    'surface-2': shade(own, scale.sunken, 0.009, 0.07),
    tint: shade(own, scale.tint, scale.heroChroma * 0.8, 0.24),
    hero: shade(own, scale.hero, scale.heroChroma, 0.32),
    'accent-tint': shade(other, scale.status, scale.statusChroma, 0.4),
    'ok-bg': hexOfOklch({ l: scale.status, c: scale.statusChroma, h: STATUS_HUES.ok }),
    'wait-bg': hexOfOklch({ l: scale.status, c: scale.statusChroma, h: STATUS_HUES.wait }),
    'info-bg': hexOfOklch({ l: scale.status, c: scale.statusChroma * 0.7, h: STATUS_HUES.info }),
    'bad-bg': hexOfOklch({ l: scale.status, c: scale.statusChroma * 0.8, h: STATUS_HUES.bad }),
  };
  const track = grounds['surface-2'];
  const everywhere = worstGround(
    GROUNDS.map((name) => grounds[name]),
    direction,
  );
  const neutral = worstGround(
    NEUTRAL_GROUNDS.map((name) => grounds[name]),
    direction,
  );
  const word = (wish: Oklch): string => solveLightness(wish, direction, everywhere, LEVELS.words[mode]);
  const shape = (wish: Oklch, ground: number): string => solveLightness(wish, direction, ground, LEVELS.shape[mode]);
  const status = (name: keyof typeof STATUS_HUES): string => word({ l: scale.word, c: 0.13, h: STATUS_HUES[name] });
  const grey = (l: number, c: number): Oklch => ({ l, c: Math.min(c, own.c * 0.12), h: own.h });

  const edge = shape(own, neutral);
  const brandText = word({ ...own, c: Math.min(own.c, 0.19) });
  const text = solveLightness(grey(scale.text, 0.014), direction, everywhere, LEVELS.text[mode]);
  const [one, two, three, four, five, six] = chartSeries(mode, edge) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const [far, mid, near] = scale.motif;
  return {
    ...grounds,
    'hero-text': text,
    text,
    muted: word(grey(scale.muted, 0.014)),
    // A brand without colour would make links look like text.
    link: own.c < 0.04 ? word({ l: scale.word, c: 0.13, h: 255 }) : brandText,
    brand: fill,
    'on-brand': ink,
    'brand-hover': hoverOf(fill, ink, LEVELS.ink[mode]),
    'brand-edge': edge,
    'brand-text': brandText,
    accent: second.fill,
    'on-accent': second.ink,
    'accent-edge': shape(other, neutral),
    'accent-text': word({ ...other, c: Math.min(other.c, 0.15) }),
    line: shade(own, scale.line, 0.012, 0.1),
    control: shape(grey(scale.control, 0.012), everywhere),
    ok: status('ok'),
    wait: status('wait'),
    info: status('info'),
    bad: status('bad'),
    'meter-track': track,
    'meter-fill': edge,
    'focus-inner': direction === 'down' ? '#ffffff' : '#000000',
    'focus-outer': direction === 'down' ? '#000000' : '#ffffff',
    'chart-1': one,
    'chart-2': two,
    'chart-3': three,
    'chart-4': four,
    'chart-5': five,
    'chart-6': six,
    'motif-far': mixHex(grounds.hero, edge, far),
    'motif-mid': mixHex(grounds.hero, edge, mid),
    'motif-near': mixHex(grounds.hero, edge, near),
    shade: mode === 'dark' ? '#000000' : shade(own, 0.3, 0.03, 0.2),
  };
}
