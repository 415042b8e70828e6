import { linearOfHex, oklabOfLinear, oklchOfHex, type Triple } from './oklch.js';
import { solveLightness, type Direction } from './solve.js';
import { LEVELS } from './contract.js';
import type { Mode } from './tokens.js';

const { abs, hypot, max, min } = Math;

/** Full protanopia and deuteranopia in linear sRGB: Machado, Oliveira and Fernandes 2009, severity 1.0. */
const PROTAN: readonly Triple[] = [
  [0.152286, 1.052583, -0.204868],
  [0.114503, 0.786281, 0.099216],
  [-0.003882, -0.048116, 1.051998],
];
const DEUTAN: readonly Triple[] = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
];

const clamp = (value: number): number => min(1, max(0, value));
const seenThrough = (matrix: readonly Triple[], [r, g, b]: Triple): Triple =>
  matrix.map(([x, y, z]) => clamp(x * r + y * g + z * b)) as unknown as Triple;

interface Seen {
  readonly hex: string;
  readonly hue: number;
  /** OKLab as seen with usual, protan and deutan vision. */
  readonly views: readonly Triple[];
}

function seen(hex: string): Seen {
  const linear = linearOfHex(hex);
  return {
    hex,
    hue: oklchOfHex(hex).h,
    views: [linear, seenThrough(PROTAN, linear), seenThrough(DEUTAN, linear)].map(oklabOfLinear),
  };
}

function apart(a: Seen, b: Seen): number {
  let least = Infinity;
  for (const [view, one] of a.views.entries()) {
    const other = b.views[view];
    if (other) least = min(least, hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]));
  }
  return least;
}

const hueApart = (a: number, b: number): number => min(abs(a - b), 360 - abs(a - b));
/** Share of the greatest distance that still counts as equal. */
const NEARLY = 0.92;

/** OKLab distance of two hex colours in the eye (usual, protan or deutan) that tells them apart worst. */
export const seriesDistance = (a: string, b: string): number => apart(seen(a), seen(b));

/** Grounds of a chart stay beyond these luminances whatever the brand; see `palette.ts`. */
const CHART_GROUND: Record<Mode, { direction: Direction; ground: number }> = {
  light: { direction: 'down', ground: 0.935 },
  dark: { direction: 'up', ground: 0.0165 },
  contrast: { direction: 'down', ground: 0.99 },
};

/** Wished lightness and chroma of candidates: lively, calm and deep, so that series differ in more than hue. */
const SHADES: Record<Mode, readonly (readonly [number, number])[]> = {
  light: [
    [0.64, 0.14],
    [0.54, 0.13],
    [0.42, 0.11],
  ],
  dark: [
    [0.6, 0.14],
    [0.7, 0.13],
    [0.82, 0.1],
  ],
  contrast: [
    [0.54, 0.15],
    [0.46, 0.13],
    [0.36, 0.1],
  ],
};

const candidates = (mode: Mode): Seen[] => {
  const { direction, ground } = CHART_GROUND[mode];
  return SHADES[mode].flatMap(([l, c]) =>
    Array.from({ length: 24 }, (_, index) =>
      seen(solveLightness({ l, c, h: index * 15 }, direction, ground, LEVELS.shape[mode])),
    ),
  );
};
/** The candidates depend on the mode alone, never on a tenant. */
const CANDIDATES: Record<Mode, readonly Seen[]> = {
  light: candidates('light'),
  dark: candidates('dark'),
  contrast: candidates('contrast'),
};

/**
 * Six series colours: `first` (the brand's edge), then greedily the candidate whose least distance to those already
 * chosen is (nearly) greatest, distance being the worst of three kinds of colour vision. Among near-equals the one of
 * the most different hue wins: most readers see hues, and name them.
 */
export function chartSeries(mode: Mode, first: string): string[] {
  const chosen = [seen(first)];
  // Least distance of each candidate to what is chosen; every choice can only lower it.
  const gaps = CANDIDATES[mode].map((candidate) => ({ candidate, gap: Infinity, turn: Infinity }));
  while (chosen.length < 6) {
    const last = chosen[chosen.length - 1] as Seen;
    let widest = 0;
    for (const entry of gaps) {
      entry.gap = min(entry.gap, apart(entry.candidate, last));
      entry.turn = min(entry.turn, hueApart(entry.candidate.hue, last.hue));
      widest = max(widest, entry.gap);
    }
    let best = gaps[0];
    for (const entry of gaps) {
      if (entry.gap >= widest * NEARLY && (!best || best.gap < widest * NEARLY || entry.turn > best.turn)) best = entry;
    }
    if (best) chosen.push(best.candidate);
  }
  return chosen.map(({ hex }) => hex);
}
