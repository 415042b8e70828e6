import type { SeededDraw } from '../ties/seed.js';
import { meetsQuotas, type LotRequest, type PanelCounts, type PoolTypes } from './pool.js';
import { solveProgramme, type Form, type Programme, type ProgrammeSolver } from './solver.js';

/** Finds panels of large weight: by exchanging people, by a linear bound, and by the integer programme. */
export interface PanelSearch {
  /** Improves a panel by exchanging one person for another while the weight grows and the quotas hold. */
  improve(panel: PanelCounts, weight: ArrayLike<number>): PanelCounts;
  /** A bound on the weight of any panel, with a panel if the relaxed solution happens to be one. */
  relaxed(weight: ArrayLike<number>): { bound: number; panel?: PanelCounts } | undefined;
  /** The panel of largest weight; undefined when no panel meets the quotas. */
  best(weight: ArrayLike<number>): PanelCounts | undefined;
}

/** The weight of a panel. */
export function panelWeight(panel: PanelCounts, weight: ArrayLike<number>): number {
  let sum = 0;
  for (let t = 0; t < panel.length; t++) if (panel[t]! > 0) sum += panel[t]! * weight[t]!;
  return sum;
}

/** Opens the search for a request. */
export function panelSearch(types: PoolTypes, request: LotRequest, solver: ProgrammeSolver): PanelSearch {
  const n = types.count.length;
  const names = Array.from({ length: n }, (_, t) => `c${t}`);
  const rows: Programme['rows'][number][] = [
    { form: names.map((name) => [name, 1]), relation: '=', value: request.size },
  ];
  request.quotas.forEach(({ min, max }, q) => {
    const form: Form = names.flatMap((name, t) => (types.quotas[t]!.includes(q) ? [[name, 1] as const] : []));
    if (form.length === 0) return;
    if (min > 0) rows.push({ form, relation: '>=', value: min });
    if (max < request.size) rows.push({ form, relation: '<=', value: max });
  });
  for (let home = 0; home < types.households; home++) {
    const form: Form = names.flatMap((name, t) => (types.household[t] === home ? [[name, 1] as const] : []));
    rows.push({ form, relation: '<=', value: 1 });
  }
  const bounds = names.map((name, t) => `0 <= ${name} <= ${types.count[t]}`);
  const programme = (weight: ArrayLike<number>, whole: boolean): Programme => ({
    sense: 'Maximize',
    objective: names.map((name, t) => [name, weight[t]!]),
    rows,
    bounds,
    ...(whole ? { whole: names } : {}),
  });
  const read = (of: (name: string) => number): PanelCounts => Int32Array.from(names, (name) => Math.round(of(name)));
  return {
    improve(start, weight) {
      const panel = start.slice();
      const filled = new Int32Array(request.quotas.length);
      const homes = new Int32Array(types.households);
      const put = (t: number, by: number): void => {
        panel[t]! += by;
        for (const q of types.quotas[t]!) filled[q]! += by;
        if (types.household[t]! >= 0) homes[types.household[t]!]! += by;
      };
      for (let t = 0; t < n; t++) {
        const own = panel[t]!;
        panel[t] = 0;
        if (own > 0) put(t, own);
      }
      const holds = (): boolean => {
        for (let q = 0; q < filled.length; q++)
          if (filled[q]! < request.quotas[q]!.min || filled[q]! > request.quotas[q]!.max) return false;
        return homes.every((people) => people <= 1);
      };
      for (;;) {
        let gain = 1e-12;
        let swap: [number, number] | undefined;
        for (let out = 0; out < n; out++) {
          if (panel[out] === 0) continue;
          for (let into = 0; into < n; into++) {
            const more = weight[into]! - weight[out]!;
            if (more <= gain || panel[into]! >= types.count[into]!) continue;
            put(out, -1);
            put(into, 1);
            if (holds()) {
              gain = more;
              swap = [out, into];
            }
            put(into, -1);
            put(out, 1);
          }
        }
        if (!swap) return panel;
        put(swap[0], -1);
        put(swap[1], 1);
      }
    },
    relaxed(weight) {
      const solved = solveProgramme(solver, programme(weight, false));
      if (!solved) return undefined;
      const panel = read(solved.of);
      const whole = names.every((name, t) => Math.abs(solved.of(name) - panel[t]!) < 1e-6);
      return whole && meetsQuotas(types, request, panel) ? { bound: solved.value, panel } : { bound: solved.value };
    },
    best(weight) {
      const solved = solveProgramme(solver, programme(weight, true), { mip_rel_gap: 1e-7 });
      if (!solved) return undefined;
      const panel = read(solved.of);
      return meetsQuotas(types, request, panel) ? panel : undefined;
    },
  };
}

/** A weight for every type, drawn at random: where a search for different panels starts. */
export const randomWeights = (n: number, draw: SeededDraw): Float64Array =>
  Float64Array.from({ length: n }, () => draw.unit());
