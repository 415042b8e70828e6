/** Canvas of every motif, in SVG units; the band is cropped, never stretched. */
export const WIDTH = 1440;
export const HEIGHT = 200;

/** SVG fragments of the far, middle and near layer. */
export type Layers = [far: string[], mid: string[], near: string[]];
export type Random = () => number;

export const round = (value: number): number => Math.round(value * 10) / 10;
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
export const path = (d: string): string => `<path d="${d}"/>`;
export const circle = (x: number, y: number, r: number): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}"/>`;

/** Closed area below a smooth line through `points` (Catmull–Rom made into Bézier curves), down to the lower edge. */
export function areaBelow(points: readonly (readonly [number, number])[]): string {
  const at = (index: number): readonly [number, number] =>
    points[Math.min(points.length - 1, Math.max(0, index))] ?? [0, 0];
  const [startX, startY] = at(0);
  let d = `M${round(startX)} ${HEIGHT}V${round(startY)}`;
  for (let index = 0; index < points.length - 1; index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const numbers = [
      from[0] + (to[0] - before[0]) / 6,
      from[1] + (to[1] - before[1]) / 6,
      to[0] - (after[0] - from[0]) / 6,
      to[1] - (after[1] - from[1]) / 6,
      to[0],
      to[1],
    ];
    d += `C${numbers.map(round).join(' ')}`;
  }
  return `${d}V${HEIGHT}Z`;
}

/** A smooth horizon: waves of about `length` around `level`, `swell` high, each a little different. */
export function horizon(random: Random, level: number, swell: number, length: number): [number, number][] {
  const points: [number, number][] = [];
  let x = -length * random();
  let up = random() < 0.5;
  for (; x < WIDTH + length; x += (length / 2) * between(random, 0.85, 1.15)) {
    points.push([x, level + (up ? -1 : 1) * swell * between(random, 0.6, 1)]);
    up = !up;
  }
  return points;
}
