import { CountingRefusal } from '../errors.js';
import { seededDraw } from '../ties/seed.js';
import { minimise, type Minimum, type Objective } from './lbfgs.js';

/** One rating: 1 helpful, 0.5 somewhat, 0 not. The last of a rater on a note counts. */
export interface Rating {
  readonly rater: string;
  readonly note: string;
  readonly value: number;
}

/** Settings; the defaults are those of Community Notes. */
export interface BridgingSettings {
  readonly minRatings?: number;
  readonly minRaterRatings?: number;
  readonly helpfulFrom?: number;
  readonly factorBelow?: number;
  /** Raters of either sign of the factor who must find a note helpful before it can be called so; default 0. */
  readonly helpfulPerSide?: number;
  readonly seed?: string;
  readonly starts?: number;
}

/**
 * What can be said of a note. `helpful`: found so across the divide · `not-helpful` · `needs-ratings`: rated enough, but
 * neither · `needs-raters`: not enough raters yet to say anything, so no score is shown.
 */
export type BridgingStatus = 'helpful' | 'not-helpful' | 'needs-ratings' | 'needs-raters';

/** One note with its score. `intercept` is its support beyond what the divide explains, `factor` its side of it. */
export interface BridgedNote {
  readonly note: string;
  readonly status: BridgingStatus;
  readonly ratings: number;
  readonly intercept?: number;
  readonly factor?: number;
  /** Raters on either side of the divide who found it helpful. */
  readonly helpfulSides?: readonly [number, number];
  /** What is missing: ratings of raters who count, or helpful raters on the weaker side. */
  readonly lacked?: number;
}

/** The fitted model and the state of every note. */
export interface Bridging {
  readonly notes: readonly BridgedNote[];
  readonly raters: number;
  readonly ratings: number;
  readonly mean: number;
  readonly loss: number;
  /** Losses of all starts: equal ones show that the optimum is the same from everywhere. */
  readonly losses: readonly number[];
  readonly raterFactors: Readonly<Record<string, number>>;
  readonly seed: string;
}

const FACTOR_COST = 0.03;
const INTERCEPT_COST = 0.15;

interface Matrix {
  readonly raters: string[];
  readonly notes: string[];
  readonly rater: Int32Array;
  readonly note: Int32Array;
  readonly value: Float64Array;
}

// Once over the notes, then once over the raters, as the production system filters.
function filtered(ratings: readonly Rating[], minRatings: number, minRaterRatings: number): Matrix {
  const byNote = new Map<string, number>();
  for (const { note } of ratings) byNote.set(note, (byNote.get(note) ?? 0) + 1);
  const kept = ratings.filter(({ note }) => byNote.get(note)! >= minRatings);
  const byRater = new Map<string, number>();
  for (const { rater } of kept) byRater.set(rater, (byRater.get(rater) ?? 0) + 1);
  const left = kept.filter(({ rater }) => byRater.get(rater)! >= minRaterRatings);
  const raters = [...new Set(left.map(({ rater }) => rater))].sort();
  const notes = [...new Set(left.map(({ note }) => note))].sort();
  const raterAt = new Map(raters.map((id, i) => [id, i]));
  const noteAt = new Map(notes.map((id, i) => [id, i]));
  // One order for the sums below, so that the order of the input cannot change even the last bit.
  const place = ({ rater, note }: Rating): number => raterAt.get(rater)! * notes.length + noteAt.get(note)!;
  left.sort((a, b) => place(a) - place(b));
  return {
    raters,
    notes,
    rater: Int32Array.from(left, ({ rater }) => raterAt.get(rater)!),
    note: Int32Array.from(left, ({ note }) => noteAt.get(note)!),
    value: Float64Array.from(left, ({ value }) => value),
  };
}

// Layout of the unknowns: mean, rater intercepts, rater factors, note intercepts, note factors.
function objectiveOf({ raters, notes, rater, note, value }: Matrix): Objective {
  const [u, n, m] = [raters.length, notes.length, value.length];
  const [ru, nu] = [1 + u, 1 + 2 * u];
  return (x, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let k = 0; k < m; k++) {
      const a = rater[k]!;
      const b = note[k]!;
      const fa = x[ru + a]!;
      const fb = x[nu + n + b]!;
      const miss = x[0]! + x[1 + a]! + x[nu + b]! + fa * fb - value[k]!;
      loss += miss * miss;
      const g = (2 * miss) / m;
      gradient[0]! += g;
      gradient[1 + a]! += g;
      gradient[ru + a]! += g * fb;
      gradient[nu + b]! += g;
      gradient[nu + n + b]! += g * fa;
    }
    loss /= m;
    const cost = (from: number, length: number, weight: number): void => {
      for (let i = from; i < from + length; i++) {
        loss += (weight * x[i]! * x[i]!) / length;
        gradient[i]! += (2 * weight * x[i]!) / length;
      }
    };
    cost(0, 1, INTERCEPT_COST);
    cost(1, u, INTERCEPT_COST);
    cost(ru, u, FACTOR_COST);
    cost(nu, n, INTERCEPT_COST);
    cost(nu + n, n, FACTOR_COST);
    return loss;
  };
}

/**
 * Bridging scores: rating ≈ μ + rater + note + factor(rater) × factor(note), one factor. What the factors explain is
 * the divide; what is left to the note's intercept is support across it. Loss: mean squared error + 0.03 (mean squared
 * factors) + 0.15 (mean squared intercepts + μ²), as the code of Community Notes has it (matrix_factorization.py
 * `_get_loss`, `_get_reg_loss`), minimised by L-BFGS from several seeded starts; the best is kept. Helpful: intercept
 * ≥ 0.40 and |factor| < 0.5; not helpful: intercept < -0.05 - 0.8·|factor|.
 * @throws CountingRefusal for a rating outside 0 … 1.
 */
export function bridge(ratings: readonly Rating[], settings: BridgingSettings = {}): Bridging {
  const { minRatings = 5, minRaterRatings = 10, helpfulFrom = 0.4, factorBelow = 0.5, helpfulPerSide = 0 } = settings;
  const latest = new Map<string, Rating>();
  for (const rating of ratings) {
    if (!(rating.value >= 0 && rating.value <= 1))
      throw new CountingRefusal(`rating ${rating.value} is not within 0 to 1`);
    latest.set(JSON.stringify([rating.rater, rating.note]), rating);
  }
  const all = [...latest.values()];
  const matrix = filtered(all, minRatings, minRaterRatings);
  const [u, n] = [matrix.raters.length, matrix.notes.length];
  const seed = settings.seed ?? 'bridging';
  const fits: Minimum[] = [];
  if (matrix.value.length > 0) {
    const draw = seededDraw(seed);
    const objective = objectiveOf(matrix);
    for (let start = 0; start < (settings.starts ?? 4); start++) {
      const x = Float64Array.from({ length: 1 + 2 * u + 2 * n }, () => (draw.unit() - 0.5) * 0.2);
      fits.push(minimise(objective, x));
    }
  }
  const best = fits.reduce<Minimum | undefined>((top, fit) => (!top || fit.value < top.value ? fit : top), undefined);
  const factors = best?.x.slice(1 + 2 * u + n) ?? new Float64Array(0);
  // The model is the same with all factors turned round: the strongest note's factor is made positive.
  const lead = factors.reduce<number>((top, f, i) => (Math.abs(f) > Math.abs(factors[top]!) ? i : top), 0);
  const sign = (factors[lead] ?? 0) < 0 ? -1 : 1;
  const sides = matrix.notes.map((): [number, number] => [0, 0]);
  const counted = matrix.notes.map(() => 0);
  matrix.note.forEach((note, k) => {
    counted[note]! += 1;
    const side = sign * best!.x[1 + u + matrix.rater[k]!]! < 0 ? 0 : 1;
    if (matrix.value[k] === 1) sides[note]![side] += 1;
  });
  const at = new Map(matrix.notes.map((id, i) => [id, i]));
  const received = new Map<string, number>();
  for (const { note } of all) received.set(note, (received.get(note) ?? 0) + 1);
  const notes = [...received.keys()].sort().map((id): BridgedNote => {
    const i = at.get(id);
    if (i === undefined || counted[i]! < minRatings) {
      const have = i === undefined ? 0 : counted[i]!;
      return { note: id, status: 'needs-raters', ratings: have, lacked: minRatings - have };
    }
    const intercept = best!.x[1 + 2 * u + i]!;
    const factor = sign * factors[i]!;
    const shown = { note: id, ratings: counted[i]!, intercept, factor, helpfulSides: sides[i]! };
    if (intercept >= helpfulFrom && Math.abs(factor) < factorBelow) {
      const lacked = helpfulPerSide - Math.min(...sides[i]!);
      return lacked > 0 ? { ...shown, status: 'needs-raters', lacked } : { ...shown, status: 'helpful' };
    }
    const rejected = intercept < -0.05 - 0.8 * Math.abs(factor);
    return { ...shown, status: rejected ? 'not-helpful' : 'needs-ratings' };
  });
  return {
    notes,
    raters: u,
    ratings: matrix.value.length,
    mean: best?.x[0] ?? 0,
    loss: best?.value ?? 0,
    losses: fits.map(({ value }) => value),
    raterFactors: Object.fromEntries(matrix.raters.map((id, i) => [id, sign * best!.x[1 + u + i]!])),
    seed,
  };
}
