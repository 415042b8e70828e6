import type { VoteTable } from './votes.js';

/** Two principal directions of the opinion space and the centre they start from. */
export interface Principal {
  readonly center: Float64Array;
  readonly components: readonly [Float64Array, Float64Array];
}

/**
 * Scatter matrix of the votes around the column means. A missing vote is filled with the mean, so it adds nothing:
 * only votes that were given are multiplied (people × votes², not people × statements²).
 */
export function scatter(table: VoteTable, center: Float64Array): Float64Array {
  const n = center.length;
  const matrix = new Float64Array(n * n);
  const row = new Float64Array(n);
  for (let person = 0; person < table.columns.length; person++) {
    const columns = table.columns[person]!;
    const values = table.values[person]!;
    let used = 0;
    const open = new Int32Array(columns.length);
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      if (table.silent[column]) continue;
      open[used] = column;
      row[used++] = values[i]! - center[column]!;
    }
    for (let i = 0; i < used; i++) {
      const left = row[i]!;
      const base = open[i]! * n;
      for (let j = i; j < used; j++) matrix[base + open[j]!]! += left * row[j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) matrix[j * n + i] = matrix[i * n + j]!;
  return matrix;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    const base = i * n;
    for (let j = 0; j < n; j++) sum += matrix[base + j]! * vector[j]!;
    out[i] = sum;
  }
  return out;
}

// Gram–Schmidt twice ("twice is enough" against cancellation); vectors that vanish are dropped.
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const own = vector.slice();
    const size = Math.sqrt(dot(own, own));
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis) {
        const along = dot(own, other);
        for (let i = 0; i < own.length; i++) own[i]! -= along * other[i]!;
      }
    const left = Math.sqrt(dot(own, own));
    if (left <= 1e-13 * size || left === 0) continue;
    basis.push(own.map((value) => value / left));
  }
  return basis;
}

// Turns rows p and q of a matrix into each other by the angle with cosine c and sine s.
function turnRows(rows: Float64Array[], p: number, q: number, c: number, s: number): void {
  const first = rows[p]!;
  const second = rows[q]!;
  for (let k = 0; k < first.length; k++) {
    const old = first[k]!;
    first[k] = c * old - s * second[k]!;
    second[k] = s * old + c * second[k]!;
  }
}

// Eigenvalues and vectors of a small symmetric matrix by Jacobi rotations, largest first.
function jacobi(matrix: number[][]): { value: number; vector: Float64Array }[] {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = a.map((_, i) => Float64Array.from(a, (__, j) => (i === j ? 1 : 0)));
  const size = a.reduce((sum, row) => sum + dot(row, row), 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p]![q]! * a[p]![q]!;
    if (off <= 1e-34 * size) break;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = a[p]![q]!;
        if (apq === 0) continue;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const row = a[k]!;
          const old = row[p]!;
          row[p] = c * old - s * row[q]!;
          row[q] = s * old + c * row[q]!;
        }
        turnRows(a, p, q, c, s);
        turnRows(v, p, q, c, s);
      }
  }
  return a.map((row, i) => ({ value: row[i]!, vector: v[i]! })).sort((x, y) => y.value - x.value);
}

// Fixed starting directions, different in every component; they decide nothing but the number of rounds.
function startBlock(n: number, size: number): Float64Array[] {
  return Array.from({ length: size }, (_, b) =>
    Float64Array.from({ length: n }, (__, i) => Math.cos((i + 1) * (b + 1)) + (b === 0 ? 0.1 : 0)),
  );
}

// Lanczos with full reorthogonalisation: good first directions after few products with the matrix. A direction that is
// one of several with equal scatter can be missed, which the block iteration after it finds.
function lanczos(matrix: Float64Array, n: number, steps: number, wanted: number): Float64Array[] {
  const basis: Float64Array[] = [];
  const images: Float64Array[] = [];
  let next: Float64Array | undefined = orthonormal(startBlock(n, 1))[0];
  while (next && basis.length < steps) {
    const image = multiply(matrix, next);
    basis.push(next);
    images.push(image);
    const rest = image.slice();
    for (let pass = 0; pass < 2; pass++)
      for (const old of basis) {
        const along = dot(rest, old);
        for (let i = 0; i < n; i++) rest[i]! -= along * old[i]!;
      }
    const size = Math.sqrt(dot(rest, rest));
    next = size > 1e-10 * Math.sqrt(dot(image, image)) ? rest.map((value) => value / size) : undefined;
  }
  const small = basis.map((left) => images.map((image) => dot(left, image)));
  return jacobi(small)
    .slice(0, wanted)
    .map(({ vector }) => {
      const out = new Float64Array(n);
      basis.forEach((own, b) => {
        for (let i = 0; i < n; i++) out[i]! += vector[b]! * own[i]!;
      });
      return out;
    });
}

const BLOCK = 8;

/**
 * The two directions of largest scatter, by Lanczos and then subspace iteration with Ritz vectors until the residual is 10^-12 of the
 * largest eigenvalue (Saad, Numerical Methods for Large Eigenvalue Problems, 5.3). Eight vectors are iterated, so the
 * rate depends on the ninth eigenvalue and near-equal second and third directions do no harm. Signs are fixed: the
 * component of largest size is positive, unless `near` (an earlier result) says otherwise.
 */
export function principalDirections(
  matrix: Float64Array,
  n: number,
  near?: readonly Float64Array[],
): readonly [Float64Array, Float64Array] {
  const zero = (): Float64Array => new Float64Array(n);
  const first = near ?? lanczos(matrix, n, Math.min(n, 48), 5);
  let basis = orthonormal([...first, ...startBlock(n, Math.min(n, BLOCK))]).slice(0, BLOCK);
  let ritz: Float64Array[] = basis;
  for (let round = 0; round < 2000; round++) {
    const images = basis.map((vector) => multiply(matrix, vector));
    const small = basis.map((left) => images.map((image) => dot(left, image)));
    const pairs = jacobi(small);
    const combine = (from: readonly Float64Array[], weights: Float64Array): Float64Array => {
      const out = zero();
      from.forEach((vector, b) => {
        for (let i = 0; i < n; i++) out[i]! += weights[b]! * vector[i]!;
      });
      return out;
    };
    ritz = pairs.map(({ vector }) => combine(basis, vector));
    const mapped = pairs.map(({ vector }) => combine(images, vector));
    const scale = Math.max(pairs[0]?.value ?? 0, Number.MIN_VALUE);
    const residual = pairs.slice(0, 2).reduce((most, { value }, b) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (mapped[b]![i]! - value * ritz[b]![i]!) ** 2;
      return Math.max(most, Math.sqrt(sum) / scale);
    }, 0);
    if (residual < 1e-12) break;
    const advanced = orthonormal(mapped);
    if (advanced.length === 0) break;
    basis = advanced;
  }
  const oriented = [0, 1].map((b) => {
    const vector = ritz[b] ?? zero();
    const old = near?.[b];
    const lead = vector.reduce<number>(
      (top, value, i) => (Math.abs(value) > Math.abs(vector[top]!) + 1e-12 ? i : top),
      0,
    );
    const sign = old ? dot(vector, old) : (vector[lead] ?? 0);
    return sign < 0 ? vector.map((value) => -value) : vector;
  });
  return [oriented[0]!, oriented[1]!];
}

/** A place on the opinion map. */
export type Point = readonly [number, number];

/**
 * Where each participant stands: votes away from the centre along both directions, stretched by
 * sqrt(statements / votes given), so that few votes do not pull a person to the middle (Polis' sparsity-aware projection).
 */
export function project(table: VoteTable, { center, components }: Principal): Point[] {
  const [first, second] = components;
  const n = center.length;
  return table.columns.map((columns, person): Point => {
    const values = table.values[person]!;
    let x = 0;
    let y = 0;
    let given = table.silentCount;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      if (table.silent[column]) continue;
      given++;
      const away = values[i]! - center[column]!;
      x += away * first[column]!;
      y += away * second[column]!;
    }
    const stretch = Math.sqrt(n / Math.max(given, 1));
    return [stretch * x, stretch * y];
  });
}

/** Where a participant would stand who only agreed with the statement, and how far out that is (extremity). */
export function projectStatements({ center, components }: Principal): { points: Point[]; extremity: number[] } {
  const stretch = Math.sqrt(center.length);
  const points = Array.from(center, (mean, column): Point => [
    stretch * (-1 - mean) * components[0][column]!,
    stretch * (-1 - mean) * components[1][column]!,
  ]);
  return { points, extremity: points.map(([x, y]) => Math.hypot(x, y)) };
}
