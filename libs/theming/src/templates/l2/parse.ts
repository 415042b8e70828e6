import Handlebars from 'handlebars';
import { FORBIDDEN_NAMES, TENANT_BLOCKS, TENANT_DATA, TENANT_HELPERS } from './allowed.js';
import { problem, TENANT_LIMITS, type TenantCheckId, type TenantLimits, type TenantProblem } from './limits.js';

/** Result of parsing: a program when it may be evaluated, otherwise what is wrong. */
export interface ParsedTenantTemplate {
  program?: hbs.AST.Program;
  problems: TenantProblem[];
}

/**
 * Parses text from a tenant and checks that it holds only what the interpreter knows. Anything but a string is refused before the
 * parser sees it: an object could pass for a syntax tree.
 */
export function parseTenantTemplate(
  source: unknown,
  partials: ReadonlySet<string>,
  limits: TenantLimits = TENANT_LIMITS,
): ParsedTenantTemplate {
  if (typeof source !== 'string') return { problems: [problem('TT001', 1, 'not text')] };
  if (source.length > limits.source) return { problems: [problem('TT001', 1, `${source.length} characters`)] };
  const heavy = tooHeavyToParse(source);
  if (heavy) return { problems: [heavy] };
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [problem('TT002', Number(/line (\d+)/i.exec(message)?.[1] ?? 1), message.slice(0, 300))] };
  }
  const problems = new Inspection(partials, limits).inspect(program);
  return problems.length > 0 ? { problems } : { program, problems };
}

const OPENINGS = 400;
const BRACKETS = 800;

/**
 * The parser takes time that grows with the third power of nesting: 64 KB of `(a (a (a …` took 37 s, 7,000 open blocks 14 s. Counting
 * openings in the text, without believing any closing, keeps it below a fifth of a second.
 */
function tooHeavyToParse(source: string): TenantProblem | undefined {
  const openings = source.match(/\{\{~?(?:[#^]|\s*else)/g)?.length ?? 0;
  const brackets = source.match(/\(/g)?.length ?? 0;
  if (openings <= OPENINGS && brackets <= BRACKETS) return undefined;
  return problem('TT003', 1, `${OPENINGS} blocks and branches, ${BRACKETS} brackets`);
}

type Called = { path: hbs.AST.Node; params: hbs.AST.Expression[]; hash?: hbs.AST.Hash };

/** Walks by hand instead of by Handlebars' visitor: a node kind it does not name must be refused, not skipped. */
class Inspection {
  readonly #problems: TenantProblem[] = [];
  #nodes = 0;

  constructor(
    private readonly partials: ReadonlySet<string>,
    private readonly limits: TenantLimits,
  ) {}

  inspect(program: hbs.AST.Program): TenantProblem[] {
    this.#body(program, 0);
    return this.#problems.slice(0, 50);
  }

  #report(id: TenantCheckId, node: hbs.AST.Node, detail: string): void {
    this.#problems.push(problem(id, node.loc?.start.line ?? 1, detail));
  }

  /** Counts a node; false when the bounds are passed and the walk must end. */
  #enter(node: hbs.AST.Node, depth: number): boolean {
    this.#nodes++;
    if (this.#nodes <= this.limits.nodes && depth <= this.limits.depth) return true;
    if (!this.#problems.some(({ id }) => id === 'TT003'))
      this.#report('TT003', node, `${this.limits.nodes} parts, ${this.limits.depth} levels`);
    return false;
  }

  #body(program: hbs.AST.Program | undefined, depth: number): void {
    for (const statement of program?.body ?? []) this.#statement(statement, depth);
  }

  #statement(node: hbs.AST.Statement, depth: number): void {
    if (!this.#enter(node, depth)) return;
    if (node.type === 'ContentStatement' || node.type === 'CommentStatement') return;
    if (node.type === 'MustacheStatement') this.#mustache(node as hbs.AST.MustacheStatement, depth);
    else if (node.type === 'BlockStatement') this.#block(node as hbs.AST.BlockStatement, depth);
    else if (node.type === 'PartialStatement') this.#partial(node as hbs.AST.PartialStatement, depth);
    else this.#report('TT004', node, node.type);
  }

  #mustache(node: hbs.AST.MustacheStatement, depth: number): void {
    if (!node.escaped) this.#report('TT004', node, '{{{ }}}');
    this.#call(node, depth);
  }

  #block(node: hbs.AST.BlockStatement, depth: number): void {
    const { original } = node.path;
    if (!TENANT_BLOCKS.has(original)) this.#report('TT005', node, `#${original}`);
    if (node.params.length !== 1) this.#report('TT005', node, `#${original} takes one value`);
    this.#arguments(node, depth);
    for (const name of [...(node.program?.blockParams ?? []), ...(node.inverse?.blockParams ?? [])])
      this.#name(node, name);
    this.#body(node.program, depth + 1);
    this.#body(node.inverse, depth + 1);
  }

  #partial(node: hbs.AST.PartialStatement, depth: number): void {
    const name = (node.name as Partial<hbs.AST.PathExpression>).original;
    if (node.name.type !== 'PathExpression' || !this.partials.has(String(name)))
      this.#report('TT006', node, String(name ?? 'dynamic'));
    this.#arguments(node, depth);
  }

  #call(node: Called, depth: number): void {
    const called = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (called || node.path.type !== 'PathExpression') this.#helper(node);
    else this.#expression(node.path, depth);
    this.#arguments(node, depth);
  }

  #helper(node: Called): void {
    const { original, type } = node.path as hbs.AST.PathExpression;
    if (type !== 'PathExpression' || !TENANT_HELPERS.has(original)) this.#report('TT005', node.path, String(original));
  }

  #arguments(node: { params: hbs.AST.Expression[]; hash?: hbs.AST.Hash }, depth: number): void {
    for (const param of node.params) this.#expression(param, depth);
    for (const { key, value } of node.hash?.pairs ?? []) {
      this.#name(value, key);
      this.#expression(value, depth);
    }
  }

  #expression(node: hbs.AST.Expression, depth: number): void {
    if (!this.#enter(node, depth)) return;
    if (/^(?:String|Number|Boolean|Null|Undefined)Literal$/.test(node.type)) return;
    if (node.type === 'PathExpression') this.#path(node as hbs.AST.PathExpression);
    else if (node.type === 'SubExpression') {
      this.#helper(node as hbs.AST.SubExpression);
      this.#arguments(node as hbs.AST.SubExpression, depth + 1);
    } else this.#report('TT004', node, node.type);
  }

  #path(path: hbs.AST.PathExpression): void {
    if (path.parts.some((part) => typeof part !== 'string')) return this.#report('TT004', path, path.original);
    if (path.data && !TENANT_DATA.has(path.parts[0] ?? '')) this.#report('TT007', path, `@${path.parts.join('.')}`);
    for (const part of path.parts) this.#name(path, part);
  }

  #name(node: hbs.AST.Node, name: string): void {
    if (FORBIDDEN_NAMES.has(name)) this.#report('TT007', node, name);
  }
}
