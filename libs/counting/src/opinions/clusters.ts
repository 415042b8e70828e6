import type { Point } from './principal.js';

/** One cluster: the numbers of its members and its centre. */
export interface Cluster {
  readonly members: readonly number[];
  readonly center: Point;
}

const square = (a: Point, b: Point): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;

function meanOf(points: readonly Point[], weights: readonly number[], members: readonly number[]): Point {
  let x = 0;
  let y = 0;
  let total = 0;
  for (const member of members) {
    x += points[member]![0] * weights[member]!;
    y += points[member]![1] * weights[member]!;
    total += weights[member]!;
  }
  return [x / total, y / total];
}

/** The first `k` different points, in their order. */
export function firstDistinct(points: readonly Point[], k: number): Point[] {
  const seen = new Set<string>();
  const found: Point[] = [];
  for (const point of points) {
    const key = point.join();
    if (found.length === k) break;
    if (seen.size !== seen.add(key).size) found.push(point);
  }
  return found;
}

/**
 * Weighted k-means (Lloyd) from given centres, as Polis runs it: nearest centre, first of equals; empty clusters fall
 * away; it ends when no centre moved by 0.01 or more, or after `rounds`. No randomness at all.
 */
export function kMeans(
  points: readonly Point[],
  start: readonly Point[],
  rounds = 20,
  weights?: readonly number[],
): Cluster[] {
  const weight = weights ?? points.map(() => 1);
  let centers = [...start];
  let clusters: Cluster[] = [];
  const xs = Float64Array.from(points, ([x]) => x);
  const ys = Float64Array.from(points, ([, y]) => y);
  for (let round = 0; round < rounds; round++) {
    const members: number[][] = centers.map(() => []);
    const cx = Float64Array.from(centers, ([x]) => x);
    const cy = Float64Array.from(centers, ([, y]) => y);
    for (let i = 0; i < xs.length; i++) {
      let best = 0;
      let least = Number.MAX_VALUE;
      for (let c = 0; c < cx.length; c++) {
        const dx = xs[i]! - cx[c]!;
        const dy = ys[i]! - cy[c]!;
        const distance = dx * dx + dy * dy;
        if (distance < least) {
          best = c;
          least = distance;
        }
      }
      members[best]!.push(i);
    }
    const kept = members.flatMap((own, c) => (own.length > 0 ? [{ own, from: centers[c]! }] : []));
    clusters = kept.map(({ own }) => ({ members: own, center: meanOf(points, weight, own) }));
    const moved = clusters.some(({ center }, c) => square(center, kept[c]!.from) >= 1e-4);
    centers = clusters.map(({ center }) => center);
    if (!moved) break;
  }
  return clusters;
}

/** Mean silhouette (Rousseeuw 1987): (b - a) / max(a, b), members of singletons count 0. Near 1 = clearly apart. */
export function silhouette(points: readonly Point[], clusters: readonly Cluster[]): number {
  if (clusters.length < 2) return 0;
  let sum = 0;
  for (const own of clusters)
    for (const i of own.members) {
      if (own.members.length === 1) continue;
      let inside = 0;
      let outside = Infinity;
      for (const other of clusters) {
        let distance = 0;
        for (const j of other.members) distance += Math.sqrt(square(points[i]!, points[j]!));
        if (other === own) inside = distance / (own.members.length - 1);
        else outside = Math.min(outside, distance / other.members.length);
      }
      sum += (outside - inside) / Math.max(inside, outside) || 0;
    }
  return sum / points.length;
}

/** Groups for every k that is tried, and the k of the best silhouette. */
export interface Grouping {
  readonly k: number;
  readonly clusters: readonly Cluster[];
  readonly silhouettes: Readonly<Record<number, number>>;
}

/** Most groups that are tried: 2 + one for every 12 base clusters, never more than 5. */
export const mostGroups = (base: number): number => Math.min(5, 2 + Math.floor(base / 12));

/**
 * Groups of base clusters, weighted by their sizes, for k = 2 … mostGroups; the best silhouette decides, the smaller k
 * of equals. `fixed` demands a certain k (used by the smoother, or by a rule stated before).
 */
export function groupClusters(points: readonly Point[], sizes: readonly number[], fixed?: number): Grouping {
  const silhouettes: Record<number, number> = {};
  let best: { k: number; clusters: Cluster[] } | undefined;
  const tried = fixed === undefined ? [2, 3, 4, 5].filter((k) => k <= mostGroups(points.length)) : [fixed];
  for (const k of tried) {
    const clusters = kMeans(points, firstDistinct(points, k), 20, sizes);
    silhouettes[k] = silhouette(points, clusters);
    if (!best || silhouettes[k] > silhouettes[best.k]!) best = { k, clusters };
  }
  return { k: best?.k ?? 0, clusters: best?.clusters ?? [], silhouettes };
}

/**
 * Keeps the number of groups steady: a new k is taken only after it won `needed` recomputations running (Polis: 4).
 */
export interface KMemory {
  readonly k: number;
  readonly challenger: number;
  readonly wins: number;
}

/** The memory after one more recomputation that `won`. The first k is taken at once. */
export function smoothK(memory: KMemory | undefined, won: number, needed = 4): KMemory {
  if (!memory || won === memory.k) return { k: won, challenger: won, wins: 0 };
  const wins = won === memory.challenger ? memory.wins + 1 : 1;
  return wins >= needed ? { k: won, challenger: won, wins: 0 } : { k: memory.k, challenger: won, wins };
}
