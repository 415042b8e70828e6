/** A smooth function to be minimised: returns the value and writes the gradient. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** Where the minimisation ended. */
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly rounds: number;
  /** Largest component of the gradient at the end. */
  readonly slope: number;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const steepest = (gradient: Float64Array): number => {
  let most = 0;
  for (let i = 0; i < gradient.length; i++) if (Math.abs(gradient[i]!) > most) most = Math.abs(gradient[i]!);
  return most;
};

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

// Two-loop recursion (Nocedal 1980): the direction -H·g from the last steps and gradient changes.
function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (let p = pairs.length - 1; p >= 0; p--) {
    const { s, y, rho } = pairs[p]!;
    const alpha = (alphas[p] = rho * dot(s, q));
    for (let i = 0; i < q.length; i++) q[i]! -= alpha * y[i]!;
  }
  const last = pairs.at(-1);
  const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1;
  for (let i = 0; i < q.length; i++) q[i]! *= scale;
  pairs.forEach(({ s, y, rho }, p) => {
    const beta = alphas[p]! - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i]! += beta * s[i]!;
  });
  return q;
}

/**
 * Limited-memory BFGS with a bisecting line search for the weak Wolfe conditions (Nocedal, Wright, Numerical
 * Optimization, 7.2; Lewis, Overton 2013). Ends when the gradient is below `slope` everywhere or nothing improves.
 */
export function minimise(objective: Objective, start: Float64Array, slope = 1e-10, maxRounds = 3000): Minimum {
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  let rounds = 0;
  for (; rounds < maxRounds && steepest(gradient) > slope; rounds++) {
    let d = direction(gradient, pairs);
    let along = dot(d, gradient);
    if (!(along < 0)) {
      pairs.length = 0;
      d = gradient.map((component) => -component);
      along = dot(d, gradient);
    }
    let low = 0;
    let high = Infinity;
    let step = pairs.length === 0 ? 1 / Math.max(1, Math.sqrt(-along)) : 1;
    let found: { x: Float64Array; gradient: Float64Array; value: number } | undefined;
    for (let trial = 0; trial < 60; trial++) {
      const next = x.map((old, i) => old + step * d[i]!);
      const nextGradient = new Float64Array(x.length);
      const nextValue = objective(next, nextGradient);
      if (!(nextValue <= value + 1e-4 * step * along)) high = step;
      else {
        found = { x: next, gradient: nextGradient, value: nextValue };
        if (dot(nextGradient, d) >= 0.9 * along) break;
        low = step;
      }
      step = high === Infinity ? 2 * step : (low + high) / 2;
    }
    if (!found || found.value > value) break;
    const s = found.x.map((now, i) => now - x[i]!);
    const y = found.gradient.map((now, i) => now - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 0) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > 12) pairs.shift();
    const stuck = found.value === value && steepest(found.gradient) >= steepest(gradient);
    ({ x, gradient, value } = found);
    if (stuck) break;
  }
  return { x, value, rounds, slope: steepest(gradient) };
}
