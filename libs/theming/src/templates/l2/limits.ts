/** Bounds of a template that a tenant's administrator writes; generous for pages, hopeless for attacks. */
export interface TenantLimits {
  /** Most characters of source text. */
  source: number;
  /** Most nodes of the syntax tree. */
  nodes: number;
  /** Deepest nesting of blocks and expressions. */
  depth: number;
  /** Steps of evaluation: one per node and iteration, more for long texts. */
  fuel: number;
  /** Most characters written, and held by any one value on the way. */
  output: number;
}

export const TENANT_LIMITS: TenantLimits = { source: 65_536, nodes: 3_000, depth: 8, fuel: 50_000, output: 524_288 };

/** Why a tenant's template was refused or stopped. The numbers stay; each is a message key of the console. */
export const TENANT_CHECKS = {
  TT001: 'not text, or longer than allowed',
  TT002: 'cannot be parsed',
  TT003: 'too many parts or nested too deeply',
  TT004: 'kind of tag that is not allowed here',
  TT005: 'helper or block that is not allowed here',
  TT006: 'partial that is not allowed here',
  TT007: 'name that is not allowed here',
  TT008: 'HTML element that is not allowed here',
  TT009: 'HTML attribute that is not allowed here',
  TT010: 'value outside quotes inside a tag',
  TT011: 'address that does not pass through {{url}}',
  TT012: 'address that is not allowed here',
  TT013: 'value inside an HTML comment',
  TT014: 'partial inside a tag',
  TT020: 'takes too many steps',
  TT021: 'writes too much',
  TT022: 'could not be evaluated',
} as const;

export type TenantCheckId = keyof typeof TENANT_CHECKS;

/** One thing that is wrong with a tenant's template; `line` counts from 1. */
export interface TenantProblem {
  id: TenantCheckId;
  line: number;
  message: string;
}

/** Makes a problem out of its number, its line and the particular. */
export function problem(id: TenantCheckId, line: number, detail = ''): TenantProblem {
  return { id, line, message: detail ? `${TENANT_CHECKS[id]}: ${detail}` : TENANT_CHECKS[id] };
}

/** Thrown when a tenant's template cannot be used or had to be stopped. */
export class TenantTemplateError extends Error {
  override readonly name = 'TenantTemplateError';

  constructor(readonly problems: readonly TenantProblem[]) {
    super(problems.map(({ id, line, message }) => `${id} line ${line} ${message}`).join('; '));
  }
}
