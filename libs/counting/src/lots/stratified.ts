import { CountingRefusal } from '../errors.js';
import { seededDraw, shuffled } from '../ties/seed.js';
import type { PoolMember } from './pool.js';

/** A stratum, its people, and the seats it got. */
export interface Stratum {
  readonly key: string;
  readonly people: number;
  readonly seats: number;
}

/** A stratified draw with the chances it gave. */
export interface StratifiedDraw {
  readonly panel: readonly string[];
  readonly strata: readonly Stratum[];
  /** Chance of each person, in the order of the pool: seats / people of the stratum. */
  readonly probabilities: readonly number[];
}

/**
 * The simple baseline: strata by some features, seats in proportion to the people in them (largest remainders, ties by
 * the seed), then a random draw in each. It knows no quotas beyond its strata; LEXIMIN is measured against it.
 * @throws CountingRefusal when the panel is larger than the pool.
 */
export function stratifiedDraw(
  pool: readonly PoolMember[],
  features: readonly string[],
  size: number,
  seed: string,
): StratifiedDraw {
  if (!Number.isInteger(size) || size < 1 || size > pool.length)
    throw new CountingRefusal(`a panel of ${size} from ${pool.length}`);
  const groups = new Map<string, number[]>();
  pool.forEach((member, person) => {
    const key = features.map((feature) => `${feature}=${member.features[feature] ?? ''}`).join(', ');
    groups.set(key, [...(groups.get(key) ?? []), person]);
  });
  const draw = seededDraw(seed);
  const keys = shuffled([...groups.keys()].sort(), draw);
  // Whole-number arithmetic: remainders of people × size / pool, compared without division.
  const seats = new Map(keys.map((key) => [key, Math.floor((groups.get(key)!.length * size) / pool.length)]));
  const remainder = (key: string): number => (groups.get(key)!.length * size) % pool.length;
  const left = size - [...seats.values()].reduce((sum, n) => sum + n, 0);
  for (const key of [...keys].sort((a, b) => remainder(b) - remainder(a)).slice(0, left))
    seats.set(key, seats.get(key)! + 1);
  const probabilities = new Array<number>(pool.length).fill(0);
  const panel = keys.flatMap((key) => {
    const people = groups.get(key)!;
    for (const person of people) probabilities[person] = seats.get(key)! / people.length;
    return shuffled(people, draw).slice(0, seats.get(key));
  });
  const strata = keys.map((key) => ({ key, people: groups.get(key)!.length, seats: seats.get(key)! }));
  return { panel: panel.sort((a, b) => a - b).map((person) => pool[person]!.id), strata, probabilities };
}

/** How evenly chances are spread. */
export interface ChanceMeasures {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** 0 = all the same, towards 1 = all with a few. */
  readonly gini: number;
  /** Falls to 0 when anyone has no chance. */
  readonly geometricMean: number;
  /** Share of people with a chance below a given one (for comparing with the LEXIMIN minimum). */
  shareBelow(probability: number): number;
}

/** Measures chances: least, Gini coefficient and geometric mean, as the LEXIMIN literature reports them. */
export function measureChances(probabilities: readonly number[]): ChanceMeasures {
  const sorted = [...probabilities].sort((a, b) => a - b);
  const n = sorted.length;
  const sum = sorted.reduce((all, p) => all + p, 0);
  const weighted = sorted.reduce((all, p, i) => all + (2 * (i + 1) - n - 1) * p, 0);
  const logs = sorted.reduce((all, p) => all + Math.log(p), 0);
  return {
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
    mean: n === 0 ? 0 : sum / n,
    gini: sum === 0 ? 0 : weighted / (n * sum),
    geometricMean: n === 0 ? 0 : Math.exp(logs / n),
    shareBelow: (probability) => (n === 0 ? 0 : sorted.filter((p) => p < probability).length / n),
  };
}
