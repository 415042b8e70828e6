import { CountingRefusal } from '../errors.js';

/**
 * A solver of linear and integer programmes in CPLEX LP text, injected by the caller, who runs it in a worker: the
 * synchronous object of the `highs` package fits as it is.
 */
export interface ProgrammeSolver {
  solve(
    problem: string,
    options?: {
      readonly solver?: 'choose' | 'simplex' | 'ipm';
      readonly run_crossover?: 'on' | 'off';
      readonly mip_rel_gap?: number;
    },
  ): {
    readonly Status: string;
    readonly ObjectiveValue?: number;
    readonly Columns: Readonly<Record<string, { readonly Primal?: number }>>;
  };
}

/** One linear form: coefficients by variable name; zeros are left out. */
export type Form = readonly (readonly [name: string, coefficient: number])[];

/** A programme to be written as text. */
export interface Programme {
  readonly sense: 'Minimize' | 'Maximize';
  readonly objective: Form;
  readonly rows: readonly { readonly form: Form; readonly relation: '<=' | '>=' | '='; readonly value: number }[];
  readonly bounds: readonly string[];
  readonly whole?: readonly string[];
}

// 17 digits keep doubles as they are; LP readers limit the length of a line, so terms are wrapped.
function text(form: Form): string {
  const terms = form.flatMap(([name, value]) =>
    value === 0 ? [] : [`${value < 0 ? '-' : '+'} ${Math.abs(value)} ${name}`],
  );
  const lines: string[] = [];
  for (let i = 0; i < terms.length; i += 12) lines.push(terms.slice(i, i + 12).join(' '));
  return lines.length > 0 ? lines.join('\n   ') : '0 none';
}

/** The programme in LP text. */
export function programmeText({ sense, objective, rows, bounds, whole = [] }: Programme): string {
  const constraints = rows.map(({ form, relation, value }, i) => ` r${i}: ${text(form)} ${relation} ${value}`);
  const parts = [
    sense,
    ` goal: ${text(objective)}`,
    'Subject To',
    ...constraints,
    'Bounds',
    ...bounds.map((bound) => ` ${bound}`),
  ];
  if (whole.length > 0) parts.push('General', ...whole.map((name) => ` ${name}`));
  return [...parts, 'End', ''].join('\n');
}

/** A solved programme. */
export interface Solved {
  readonly value: number;
  of(name: string): number;
}

/** Solves a programme; undefined when it has no solution. @throws CountingRefusal when the solver gives up. */
export function solveProgramme(
  solver: ProgrammeSolver,
  programme: Programme,
  options?: Parameters<ProgrammeSolver['solve']>[1],
): Solved | undefined {
  let result: ReturnType<ProgrammeSolver['solve']>;
  try {
    result = solver.solve(programmeText(programme), options);
  } catch (error) {
    throw new CountingRefusal(`the solver failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (result.Status === 'Infeasible' || result.Status === 'Primal infeasible or unbounded') return undefined;
  if (result.Status !== 'Optimal') throw new CountingRefusal(`the solver ended with "${result.Status}"`);
  return { value: result.ObjectiveValue ?? 0, of: (name) => result.Columns[name]?.Primal ?? 0 };
}
