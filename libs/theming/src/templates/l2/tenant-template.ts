import { SafeHtml } from '../../text/safe-html.js';
import type { Words } from '../../words/words.js';
import { interpret, type TenantPartial } from './interpret.js';
import { TENANT_LIMITS, TenantTemplateError, type TenantLimits, type TenantProblem } from './limits.js';
import { lintTenantHtml } from './lint.js';
import { parseTenantTemplate } from './parse.js';
import { sanitiseHtml } from './sanitise.js';

/** What a tenant's template may use besides its model. */
export interface TenantSlot {
  /** Partials by name; the templates of this slot may use these and no others. */
  partials?: Readonly<Record<string, TenantPartial>>;
  limits?: Partial<TenantLimits>;
}

/** A checked template, ready to render any number of times. */
export interface TenantTemplate {
  readonly source: string;
  /**
   * Evaluates the template over a plain model and returns sanitised HTML. Throws {@link TenantTemplateError} when a limit is
   * passed or a value cannot be written; the caller then shows the original (see {@link renderOr}).
   */
  render(model: object, words: Words): SafeHtml;
}

/** What is wrong with a tenant's text, for the editor; empty when it may be used. */
export function checkTenantTemplate(source: unknown, slot: TenantSlot = {}): TenantProblem[] {
  const { program, problems } = parseTenantTemplate(source, new Set(Object.keys(slot.partials ?? {})), limitsOf(slot));
  return program ? lintTenantHtml(source as string, program) : problems;
}

/** Makes a template from a tenant's text. Throws {@link TenantTemplateError} naming every problem that the checks find. */
export function tenantTemplate(source: unknown, slot: TenantSlot = {}): TenantTemplate {
  const limits = limitsOf(slot);
  const { program, problems } = parseTenantTemplate(source, new Set(Object.keys(slot.partials ?? {})), limits);
  if (!program) throw new TenantTemplateError(problems);
  const html = lintTenantHtml(source as string, program);
  if (html.length > 0) throw new TenantTemplateError(html);
  return {
    source: source as string,
    render(model, words) {
      const { html: text, pieces } = interpret(program, model, { words, partials: slot.partials ?? {}, limits });
      return new SafeHtml(sanitiseHtml(text, pieces));
    },
  };
}

/**
 * Renders a tenant's template, or the original when there is none or it fails. A tenant's text never costs a visitor the
 * page: `failed` hears what happened and raises a task in the console.
 */
export function renderOr(
  original: () => SafeHtml,
  attempt: { template: TenantTemplate | undefined; model: object; words: Words; failed: (error: Error) => void },
): SafeHtml {
  const { template, model, words, failed } = attempt;
  if (!template) return original();
  try {
    return template.render(model, words);
  } catch (error) {
    failed(error instanceof Error ? error : new Error(String(error)));
    return original();
  }
}

function limitsOf({ limits }: TenantSlot): TenantLimits {
  return { ...TENANT_LIMITS, ...limits };
}
