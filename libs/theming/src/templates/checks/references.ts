import Handlebars from 'handlebars';

/** A name used in a template, with its line. */
export interface Reference {
  name: string;
  line: number;
}

/** What a template refers to. */
export interface References {
  partials: Reference[];
  /** Partials chosen while the page is written; nothing can check them. */
  dynamicPartials: Reference[];
  /** Partials the template defines for itself with `{{#*inline "name"}}`. */
  inlines: Set<string>;
  decorators: Reference[];
  helpers: Reference[];
  /** `{{{ }}}` and `{{& }}`: what is written, and whether a helper makes it. */
  raw: (Reference & { helper: boolean })[];
  paths: Reference[];
}

/** Collects every name a template uses. */
export function referencesOf(program: hbs.AST.Program): References {
  const collector = new Collector();
  collector.accept(program);
  return collector.found;
}

const BLOCKS = new Set(['if', 'unless', 'each', 'with', 'lookup']);

type Call = { path: hbs.AST.Node; params: hbs.AST.Expression[]; hash?: hbs.AST.Hash; loc: hbs.AST.SourceLocation };

class Collector extends Handlebars.Visitor {
  readonly found: References = {
    partials: [],
    dynamicPartials: [],
    inlines: new Set(),
    decorators: [],
    helpers: [],
    raw: [],
    paths: [],
  };

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    const helper = this.#call(node);
    if (!node.escaped) this.found.raw.push({ ...reference(node.path, node), helper });
    super.MustacheStatement(node);
  }

  override BlockStatement(node: hbs.AST.BlockStatement): void {
    this.#call(node);
    super.BlockStatement(node);
  }

  override SubExpression(node: hbs.AST.SubExpression): void {
    this.found.helpers.push(reference(node.path, node));
    super.SubExpression(node);
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    this.#partial(node);
    super.PartialStatement(node);
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.#partial(node);
    super.PartialBlockStatement(node);
  }

  override Decorator(node: hbs.AST.Decorator): void {
    this.found.decorators.push(reference(node.path, node));
    super.Decorator(node);
  }

  override DecoratorBlock(node: hbs.AST.DecoratorBlock): void {
    const [name] = node.params;
    if (node.path.original === 'inline' && name?.type === 'StringLiteral') {
      this.found.inlines.add((name as hbs.AST.StringLiteral).value);
    } else this.found.decorators.push(reference(node.path, node));
    super.DecoratorBlock(node);
  }

  override PathExpression(path: hbs.AST.PathExpression): void {
    this.found.paths.push(reference(path, path));
  }

  #call(node: Call): boolean {
    const called = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    const target = reference(node.path, node);
    if (called && !BLOCKS.has(target.name)) this.found.helpers.push(target);
    return called;
  }

  #partial(node: { name: hbs.AST.Node; loc: hbs.AST.SourceLocation }): void {
    const target = reference(node.name, node);
    if (node.name.type === 'SubExpression') this.found.dynamicPartials.push(target);
    else this.found.partials.push(target);
  }
}

function reference(named: hbs.AST.Node, at: { loc: hbs.AST.SourceLocation }): Reference {
  const original = (named as Partial<hbs.AST.PathExpression>).original;
  return { name: original === undefined ? '(expression)' : String(original), line: at.loc.start.line };
}
