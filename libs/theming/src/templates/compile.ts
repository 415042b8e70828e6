import { runInThisContext } from 'node:vm';
import Handlebars from 'handlebars';

/** A template made ready for any Handlebars environment. */
export type CompiledTemplate = TemplateSpecification;

/** A template that cannot be used, with its name and, where known, the line. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(
    readonly template: string,
    message: string,
    readonly line?: number,
  ) {
    super(`${template}${line === undefined ? '' : `:${line}`} ${message}`);
  }
}

/**
 * Parses template text. Only strings: an object from outside could be a syntax tree made to inject code
 * (CVE-2026-33937, CVE-2026-106446). Throws {@link TemplateError}.
 */
export function parseTemplate(name: string, text: unknown): hbs.AST.Program {
  if (typeof text !== 'string') throw new TemplateError(name, 'is not text');
  try {
    return Handlebars.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /line (\d+)/i.exec(message)?.[1];
    throw new TemplateError(name, `cannot be parsed: ${message}`, line === undefined ? undefined : Number(line));
  }
}

/**
 * Compiles template text once, for every theme that uses it. Two rules are built in: nothing is written unescaped unless it
 * is SafeHtml, not even by `{{{ }}}`; and a helper named without arguments (`{{date}}`) is the property of that name. A helper
 * outside `helpers` does not compile. Throws {@link TemplateError}.
 */
export function compileTemplate(name: string, text: unknown, helpers: Iterable<string>): CompiledTemplate {
  const program = parseTemplate(name, text);
  const known = Object.fromEntries(Array.from(helpers, (helper) => [helper, true]));
  new Tame(known).accept(program);
  try {
    // The types call it a specification; it is its source code.
    const code = Handlebars.precompile(program, {
      knownHelpers: known,
      knownHelpersOnly: true,
      preventIndent: true,
    }) as unknown as string;
    // vm compiles under --disallow-code-generation-from-strings too, and puts the template's name into stack traces.
    return runInThisContext(`(${code})`, { filename: `${name}.hbs` }) as CompiledTemplate;
  } catch (error) {
    throw new TemplateError(name, error instanceof Error ? error.message : String(error));
  }
}

class Tame extends Handlebars.Visitor {
  constructor(private readonly helpers: Record<string, boolean>) {
    super();
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    // SafeHtml passes through escaping as it is, so raw output is never needed for it, and never safe for anything else.
    mustache.escaped = true;
    const { path } = mustache;
    if (isPath(path) && mustache.params.length === 0 && !mustache.hash?.pairs?.length && this.helpers[path.original]) {
      path.original = `./${path.original}`;
    }
    super.MustacheStatement(mustache);
  }
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression';
}
