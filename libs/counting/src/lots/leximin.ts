import { CountingRefusal } from '../errors.js';
import { seededDraw } from '../ties/seed.js';
import { panelSearch, panelWeight, randomWeights } from './panels.js';
import { poolTypes, type LotRequest, type PanelCounts, type PoolTypes } from './pool.js';
import { solveProgramme, type Programme, type ProgrammeSolver, type Solved } from './solver.js';

/** Fair chances: the probability of every person and the panels with which they can be drawn. */
export interface FairChances {
  /** Probability of each person, in the order of the pool. */
  readonly probabilities: readonly number[];
  readonly types: PoolTypes;
  readonly panels: readonly PanelCounts[];
  /** Chance of each panel; they add up to 1. */
  readonly shares: readonly number[];
  /** Levels of the LEXIMIN, lowest first: the probability and how many people are held there. */
  readonly levels: readonly { readonly probability: number; readonly people: number }[];
  readonly integerProgrammes: number;
}

/** Progress for a caller that shows it. */
export type LotProgress = (state: {
  readonly settled: number;
  readonly types: number;
  readonly panels: number;
}) => void;

// A panel heavier than the price by less than this cannot raise any probability by more than 10^-6 or so.
const ENOUGH = 1e-6;
const TIGHT = 1e-5;
// What is promised stays this much below what was found, so that the solver's own rounding cannot make it impossible.
const SLACK = 1e-6;

/**
 * LEXIMIN (Flanigan, Gölz, Gupta, Hennig, Procaccia, Nature 596, 2021): the lowest chance of anybody is made as high as
 * the quotas allow, then the next lowest, and so on; the vector of probabilities is unique. Column generation: prices of
 * people from a linear programme over the panels known so far, then the dearest panel; a type whose price is above zero
 * at the optimum is held at that level for good. Panels are sought by exchange first, proven by a linear bound, and only
 * otherwise by the integer programme. The interior-point solution without crossover puts a price on every type that is
 * tight, so few levels need many programmes. Equal people are joined, `seed` varies only which panels are found.
 * @throws CountingRefusal when no panel meets the quotas.
 */
export function leximin(
  request: LotRequest,
  solver: ProgrammeSolver,
  seed = 'leximin',
  progress?: LotProgress,
): FairChances {
  const types = poolTypes(request);
  const search = panelSearch(types, request, solver);
  const n = types.count.length;
  const draw = seededDraw(seed);
  const panels: PanelCounts[] = [];
  const known = new Set<string>();
  let integerProgrammes = 0;
  const add = (panel: PanelCounts): boolean => {
    const key = panel.join();
    if (known.size === known.add(key).size) return false;
    panels.push(panel);
    return true;
  };
  const solveBest = (weight: ArrayLike<number>): PanelCounts | undefined => {
    integerProgrammes++;
    return search.best(weight);
  };
  const first = solveBest(new Float64Array(n).fill(1));
  if (!first) throw new CountingRefusal('no panel meets all quotas together');
  add(first);
  // A varied start: panels around random weights, each as good as exchanges make it.
  for (let i = 0; i < 2 * n && i < 400; i++) add(search.improve(panels[i % panels.length]!, randomWeights(n, draw)));
  // Everyone needs a panel: types that exchanges did not reach get one by the integer programme.
  const reachable = new Array<boolean>(n).fill(true);
  for (let t = 0; t < n; t++) {
    if (panels.some((panel) => panel[t]! > 0)) continue;
    const wanted = new Float64Array(n);
    wanted[t] = 1;
    const panel = solveBest(wanted);
    if (panel && panel[t]! > 0) add(panel);
    else reachable[t] = false;
  }

  const held = new Float64Array(n).fill(-1);
  const levels: { probability: number; people: number }[] = [];
  // People whom no panel can contain have the chance 0, which is the lowest level.
  const never = reachable.flatMap((can, t) => (can ? [] : [t]));
  for (const t of never) held[t] = 0;
  if (never.length > 0) levels.push({ probability: 0, people: never.reduce((sum, t) => sum + types.count[t]!, 0) });
  const price = (): { y: Float64Array; bar: number; level: number } => {
    const names = Array.from({ length: n }, (_, t) => `y${t}`);
    const open = names.filter((_, t) => held[t]! < 0);
    const programme: Programme = {
      sense: 'Minimize',
      objective: [['bar', 1], ...names.flatMap((name, t) => (held[t]! >= 0 ? [[name, -held[t]!] as const] : []))],
      rows: [
        { form: open.map((name) => [name, 1]), relation: '=', value: 1 },
        ...panels.map((panel) => ({
          form: [
            ['bar', 1] as const,
            ...names.flatMap((name, t) => (panel[t]! > 0 ? [[name, -panel[t]! / types.count[t]!] as const] : [])),
          ],
          relation: '>=' as const,
          value: 0,
        })),
      ],
      bounds: ['bar free'],
    };
    const solved = interior(solver, programme);
    return {
      y: Float64Array.from(names, (name) => Math.max(0, solved.of(name))),
      bar: solved.of('bar'),
      level: solved.value,
    };
  };
  while (held.some((probability) => probability < 0)) {
    const { y, bar, level } = price();
    const weight = y.map((value, t) => value / types.count[t]!);
    // Exchanges from the heaviest known panels: cheap, and several new panels at once.
    const order = panels.map((panel, i) => ({ i, w: panelWeight(panel, weight) })).sort((a, b) => b.w - a.w);
    let grew = false;
    for (const { i } of order.slice(0, 12)) {
      const better = search.improve(panels[i]!, weight);
      if (panelWeight(better, weight) > bar + ENOUGH) grew = add(better) || grew;
    }
    if (grew) continue;
    const relaxed = search.relaxed(weight);
    if (relaxed && relaxed.bound > bar + ENOUGH) {
      const panel = relaxed.panel ?? solveBest(weight);
      if (panel && panelWeight(panel, weight) > bar + ENOUGH && add(panel)) continue;
    }
    let settled = [...y.keys()].filter((t) => held[t]! < 0 && y[t]! > TIGHT);
    // With very many types every price is small; the dearest ones are tight all the same.
    const dearest = Math.max(...[...y.keys()].filter((t) => held[t]! < 0).map((t) => y[t]!));
    if (settled.length === 0) settled = [...y.keys()].filter((t) => held[t]! < 0 && y[t] === dearest);
    const probability = Math.max(0, Math.min(1, level));
    for (const t of settled) held[t] = Math.max(0, probability - SLACK);
    levels.push({ probability, people: settled.reduce((sum, t) => sum + types.count[t]!, 0) });
    progress?.({ settled: held.filter((p) => p >= 0).length, types: n, panels: panels.length });
  }
  const shares = distribution(solver, types, panels, held);
  const used = shares.flatMap((share, i) => (share > 1e-9 ? [i] : []));
  const whole = used.reduce((sum, i) => sum + shares[i]!, 0);
  const kept = used.map((i) => panels[i]!);
  const final = used.map((i) => shares[i]! / whole);
  const probabilities = new Array<number>(request.pool.length).fill(0);
  kept.forEach((panel, i) =>
    types.members.forEach((people, t) => {
      for (const person of people) probabilities[person]! += (final[i]! * panel[t]!) / people.length;
    }),
  );
  return { probabilities, types, panels: kept, shares: final, levels, integerProgrammes };
}

// The interior point without crossover; the simplex method where it does not get through.
function interior(solver: ProgrammeSolver, programme: Programme): Solved {
  try {
    const solved = solveProgramme(solver, programme, { solver: 'ipm', run_crossover: 'off' });
    if (solved) return solved;
  } catch {
    // The refusal of the second attempt is the one that counts.
  }
  const solved = solveProgramme(solver, programme, { solver: 'simplex' });
  if (!solved) throw new CountingRefusal('the prices of the panels have no solution');
  return solved;
}

// Chances of the panels that give everyone what they were promised, with the smallest largest shortfall.
function distribution(
  solver: ProgrammeSolver,
  types: PoolTypes,
  panels: readonly PanelCounts[],
  held: Float64Array,
): number[] {
  const names = panels.map((_, i) => `p${i}`);
  const solved = solveProgramme(solver, {
    sense: 'Minimize',
    objective: [['short', 1]],
    rows: [
      { form: names.map((name) => [name, 1]), relation: '=', value: 1 },
      ...types.members.map((people, t) => ({
        form: [
          ['short', 1] as const,
          ...names.flatMap((name, i) => (panels[i]![t]! > 0 ? [[name, panels[i]![t]! / people.length] as const] : [])),
        ],
        relation: '>=' as const,
        value: held[t]! > 0 ? held[t]! + SLACK : 0,
      })),
    ],
    bounds: [],
  });
  if (!solved) throw new CountingRefusal('the panels cannot be mixed into the promised chances');
  return names.map((name) => Math.max(0, solved.of(name)));
}
