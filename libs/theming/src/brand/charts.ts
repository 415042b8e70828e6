import { linearOfHex, oklabOfLinear, type Triple } from './oklch.js';
import { solveLightness, type Direction } from './solve.js';
import { LEVELS } from './contract.js';
import type { Mode } from './tokens.js';

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

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const seenThrough = (matrix: readonly Triple[], [r, g, b]: Triple): Triple =>
  matrix.map(([x, y, z]) => clamp(x * r + y * g + z * b)) as unknown as Triple;

interface Seen {
  readonly hex: string;
  /** OKLab as seen with usual, protan and deutan vision. */
  readonly views: readonly Triple[];
}

function seen(hex: string): Seen {
  const linear = linearOfHex(hex);
  return { hex, views: [linear, seenThrough(PROTAN, linear), seenThrough(DEUTAN, linear)].map(oklabOfLinear) };
}

function apart(a: Seen, b: Seen): number {
  let least = Infinity;
  for (const [view, one] of a.views.entries()) {
    const other = b.views[view];
    if (other) least = Math.min(least, Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]));
  }
  return least;
}

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
 * chosen is greatest, distance being the worst of three kinds of colour vision.
 */
export function chartSeries(mode: Mode, first: string): string[] {
  const chosen = [seen(first)];
  while (chosen.length < 6) {
    let [best, gap] = [chosen[0], -1];
    for (const candidate of CANDIDATES[mode]) {
      let least = Infinity;
      for (const taken of chosen) {
        least = Math.min(least, apart(candidate, taken));
        if (least <= gap) break;
      }
      if (least > gap) [best, gap] = [candidate, least];
    }
    if (best) chosen.push(best);
  }
  return chosen.map(({ hex }) => hex);
}
