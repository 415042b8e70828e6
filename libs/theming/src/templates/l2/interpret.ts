import { escapeHtml, SafeHtml } from '../../text/safe-html.js';
import type { Words } from '../../words/words.js';
import { BUILT_IN_HELPERS } from '../helpers.js';
import { TENANT_HELPERS } from './allowed.js';
import { problem, TenantTemplateError, type TenantCheckId, type TenantLimits } from './limits.js';
import { pieceMark, withoutMarks } from './sanitise.js';
import { entriesOf, holds, lookUp, type Scope } from './scope.js';

/** A piece of a page that a tenant's template may ask for; its HTML is ours and is not sanitised. */
export type TenantPartial = (context: unknown, named: Readonly<Record<string, unknown>>) => SafeHtml;

/** What a template is evaluated with. */
export interface Surroundings {
  words: Words;
  partials: Readonly<Record<string, TenantPartial>>;
  limits: TenantLimits;
}

/** What came out: text that still must be sanitised, and the pieces its marks stand for. */
export interface Interpreted {
  html: string;
  pieces: SafeHtml[];
}

/** A partial renders a template of ours; that costs more than a step. */
const PARTIAL_COST = 50;
/** Characters that cost one step when they are written or passed to a helper. */
const STEP_CHARACTERS = 256;
/** Helpers that read their text sign by sign: fewer characters for a step. */
const CAREFUL_READERS: Readonly<Record<string, number>> = { md: 16, excerpt: 16, t: 64 };

/**
 * Evaluates a checked program over plain data, step by step, without generating code. Throws {@link TenantTemplateError} when fuel
 * or room runs out or a helper fails.
 */
export function interpret(program: hbs.AST.Program, model: object, around: Surroundings): Interpreted {
  return new Interpreter(around).run(program, model);
}

class Interpreter {
  #fuel: number;
  #written = 0;
  #out: string[] = [];
  readonly #pieces: SafeHtml[] = [];

  constructor(private readonly around: Surroundings) {
    this.#fuel = around.limits.fuel;
  }

  run(program: hbs.AST.Program, model: object): Interpreted {
    const { locale, dir } = this.around.words;
    this.#body(program, { context: model, data: { root: model, locale, dir }, blockParams: {} });
    return { html: this.#out.join(''), pieces: this.#pieces };
  }

  #spend(node: hbs.AST.Node, steps: number): void {
    this.#fuel -= steps;
    if (this.#fuel < 0) this.#stop('TT020', node, '');
  }

  #stop(id: TenantCheckId, node: hbs.AST.Node, detail: string): never {
    throw new TenantTemplateError([problem(id, node.loc?.start.line ?? 1, detail)]);
  }

  #write(node: hbs.AST.Node, text: string): void {
    this.#written += text.length;
    if (this.#written > this.around.limits.output) this.#stop('TT021', node, `${this.around.limits.output} characters`);
    this.#spend(node, Math.ceil(text.length / STEP_CHARACTERS));
    this.#out.push(text);
  }

  #body(program: hbs.AST.Program | undefined, scope: Scope): void {
    for (const statement of program?.body ?? []) this.#statement(statement, scope);
  }

  #statement(node: hbs.AST.Statement, scope: Scope): void {
    this.#spend(node, 1);
    if (node.type === 'ContentStatement') this.#write(node, withoutMarks((node as hbs.AST.ContentStatement).value));
    else if (node.type === 'MustacheStatement') this.#mustache(node as hbs.AST.MustacheStatement, scope);
    else if (node.type === 'BlockStatement') this.#block(node as hbs.AST.BlockStatement, scope);
    else if (node.type === 'PartialStatement') this.#partial(node as hbs.AST.PartialStatement, scope);
  }

  #mustache(node: hbs.AST.MustacheStatement, scope: Scope): void {
    const called = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    const path = node.path as hbs.AST.PathExpression;
    const value = called ? this.#call(node, scope) : lookUp(path, scope);
    this.#write(
      node,
      value instanceof SafeHtml ? withoutMarks(String(value)) : escapeHtml(withoutMarks(textOf(value))),
    );
  }

  #block(node: hbs.AST.BlockStatement, scope: Scope): void {
    const value = this.#value(node.params[0] as hbs.AST.Expression, scope);
    const name = node.path.original;
    if (name === 'each') return this.#each(node, value, scope);
    const named = this.#named(node.hash, scope);
    const holding = holds(value, name === 'with' || named['includeZero'] === true) !== (name === 'unless');
    if (!holding) return this.#body(node.inverse, scope);
    this.#body(node.program, name === 'with' ? inner(scope, value, {}, node.program, [value]) : scope);
  }

  #each(node: hbs.AST.BlockStatement, value: unknown, scope: Scope): void {
    const entries = entriesOf(value) ?? [];
    if (entries.length === 0) return this.#body(node.inverse, scope);
    entries.forEach(([key, item], index) => {
      this.#spend(node, 1);
      const data = { key, index, first: index === 0, last: index === entries.length - 1 };
      this.#body(node.program, inner(scope, item, data, node.program, [item, key]));
    });
  }

  #partial(node: hbs.AST.PartialStatement, scope: Scope): void {
    const name = (node.name as hbs.AST.PathExpression).original;
    const partial = Object.hasOwn(this.around.partials, name) ? this.around.partials[name] : undefined;
    if (!partial) this.#stop('TT006', node, name);
    this.#spend(node, PARTIAL_COST);
    const context = node.params[0] ? this.#value(node.params[0], scope) : scope.context;
    const named = this.#named(node.hash, scope);
    const piece = this.#guard(node, () => partial(context, named));
    this.#written += String(piece).length;
    this.#write(node, pieceMark(this.#pieces.push(piece) - 1));
  }

  #value(node: hbs.AST.Expression, scope: Scope): unknown {
    this.#spend(node, 1);
    if (node.type === 'PathExpression') return lookUp(node as hbs.AST.PathExpression, scope);
    if (node.type === 'SubExpression') return this.#call(node as hbs.AST.SubExpression, scope);
    if (node.type === 'NullLiteral') return null;
    return (node as Partial<hbs.AST.StringLiteral>).value;
  }

  #named(hash: hbs.AST.Hash | undefined, scope: Scope): Record<string, unknown> {
    const named = Object.create(null) as Record<string, unknown>;
    for (const { key, value } of hash?.pairs ?? []) named[key] = this.#value(value, scope);
    return named;
  }

  #call(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression, scope: Scope): unknown {
    const name = String((node.path as hbs.AST.PathExpression).original);
    const helper = TENANT_HELPERS.has(name) ? BUILT_IN_HELPERS[name] : undefined;
    if (!helper) this.#stop('TT005', node, name);
    const values = node.params.map((param) => this.#value(param, scope));
    const hash = this.#named(node.hash, scope);
    // Before the call, not after: joining many long texts must not first fill the memory.
    const size = [...values, ...Object.values(hash)].reduce<number>((sum, value) => sum + sizeOf(value), 0);
    if (size > this.around.limits.output) this.#stop('TT021', node, name);
    this.#spend(node, 1 + Math.ceil(size / (CAREFUL_READERS[name] ?? STEP_CHARACTERS)));
    return this.#guard(node, () => helper(...values, { hash, data: { words: this.around.words } }));
  }

  #guard<Result>(node: hbs.AST.Node, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      return this.#stop('TT022', node, error instanceof Error ? error.message.slice(0, 200) : '');
    }
  }
}

/** The scope inside a block. As in Handlebars, `../` counts only blocks that change what `this` is. */
function inner(
  scope: Scope,
  context: unknown,
  data: Record<string, unknown>,
  program: hbs.AST.Program,
  params: unknown[],
): Scope {
  const named = Object.fromEntries((program.blockParams ?? []).map((name, index) => [name, params[index]]));
  return {
    context,
    ...(context === scope.context ? { outer: scope.outer } : { outer: scope }),
    data: { ...scope.data, ...data },
    blockParams: { ...scope.blockParams, ...named },
  };
}

/** Text of a value. Objects have none: their own `toString` could be anything. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.slice(0, 1000).map(textOf).join(',') : '';
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof SafeHtml) return String(value).length;
  return Array.isArray(value) ? value.reduce<number>((sum, item) => sum + sizeOf(item), value.length) : 8;
}
