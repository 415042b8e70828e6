import { seededDraw, shuffled } from '../ties/seed.js';

/** Wilson score interval of a proportion (Wilson 1927); [0, 1] without votes. z 1.6449 = 90 %. */
export function wilson(success: number, n: number, z = 1.6449): readonly [number, number] {
  if (n === 0) return [0, 1];
  const p = success / n;
  const spread = z * z;
  const middle = (p + spread / (2 * n)) / (1 + spread / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + spread / (4 * n * n))) / (1 + spread / n);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Adjusted Rand index of two labellings of the same things (Hubert, Arabie 1985): 1 = same groups, 0 = as by chance. */
export function adjustedRand(a: readonly number[], b: readonly number[]): number {
  const pairs = (n: number): number => (n * (n - 1)) / 2;
  const cells = new Map<string, number>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const add = <K>(map: Map<K, number>, key: K): void => void map.set(key, (map.get(key) ?? 0) + 1);
  a.forEach((label, i) => {
    add(cells, `${label},${b[i]}`);
    add(rows, label);
    add(columns, b[i]!);
  });
  const sum = (map: Map<unknown, number>): number => [...map.values()].reduce((all, n) => all + pairs(n), 0);
  const together = sum(cells);
  const expected = (sum(rows) * sum(columns)) / pairs(a.length);
  const most = (sum(rows) + sum(columns)) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/** Random parts of a list for a stability check: `count` times `share` of the things, repeatable by the seed. */
export function subsamples(n: number, count: number, share: number, seed: string): number[][] {
  const draw = seededDraw(seed);
  const all = Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: count }, () =>
    shuffled(all, draw)
      .slice(0, Math.max(2, Math.round(n * share)))
      .sort((x, y) => x - y),
  );
}
