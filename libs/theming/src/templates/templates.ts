import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Words } from '../words/words.js';
import { compileTemplate, TemplateError, type CompiledTemplate } from './compile.js';
import { BUILT_IN_HELPERS, type TemplateHelper } from './helpers.js';
import { readTemplates, type TemplateRoot, type TemplateSource } from './sources.js';

/** How {@link createTemplates} works. */
export interface TemplatesOptions {
  roots: readonly TemplateRoot[];
  /** A theme's folder of overrides: `<folder>/proposals/list.hbs` stands in for `proposals/list`. */
  overrides?: string;
  /** Helpers of the host, added to the built-in ones; a name taken twice is an error. */
  helpers?: Record<string, TemplateHelper>;
  /** Told of each override that cannot be used; the original stands in for it, so that no theme costs a visitor the page. */
  onProblem?: (problem: TemplateError) => void;
}

/** What a page gives besides its model; everything here is `@name` in every template of the page. */
export interface RenderData {
  words: Words;
  [name: string]: unknown;
}

/** The templates of one theme, in a Handlebars environment of their own. */
export interface Templates {
  /**
   * Writes a page or a piece of one. `data` is reachable as `@words`, `@locale`, `@dir`, `@zone` and by the names given.
   * Throws {@link TemplateError} for an unknown name.
   */
  render(name: string, model: object, data: RenderData): string;
  has(name: string): boolean;
  names(): string[];
  /** The source in use under a name. */
  source(name: string): TemplateSource | undefined;
  /** The names that the theme overrides, usable or not. */
  overridden(): string[];
  /** Compiles everything now instead of at first use; returns what cannot be used, overrides of nothing included. */
  compileAll(): TemplateError[];
  /** The same templates under another theme's overrides; compiled originals are shared. */
  withOverrides(dir: string): Templates;
}

/** A text as `{{text}}` writes it. */
export const writtenInTemplate = (text: string): string => Handlebars.Utils.escapeExpression(text);

/** Reads templates from several folders. Each is compiled at its first use, once for all themes. */
export function createTemplates(options: TemplatesOptions): Templates {
  const helpers = { ...BUILT_IN_HELPERS, ...options.helpers };
  for (const name of Object.keys(options.helpers ?? {})) {
    if (Object.hasOwn(BUILT_IN_HELPERS, name)) throw new Error(`Helper "${name}" is built in`);
  }
  const shelf = createShelf(readTemplates(options.roots), Object.keys(helpers));
  return theme({ shelf, helpers, onProblem: options.onProblem }, options.overrides);
}

/** Sources with their compiled forms. */
interface Shelf {
  sources: ReadonlyMap<string, TemplateSource>;
  compiled(name: string): CompiledTemplate | undefined;
}

function createShelf(sources: ReadonlyMap<string, TemplateSource>, helpers: string[]): Shelf {
  const done = new Map<string, CompiledTemplate>();
  return {
    sources,
    compiled(name) {
      const source = sources.get(name);
      if (!source) return undefined;
      const known = done.get(name) ?? compileTemplate(name, source.text, helpers);
      done.set(name, known);
      return known;
    },
  };
}

/** The original of an overridden template, for an override that only adds around it: `{{> original/proposals/list}}`. */
const ORIGINAL = 'original/';

/** What all themes of a program share. */
interface Ground {
  shelf: Shelf;
  helpers: Record<string, TemplateHelper>;
  onProblem: ((problem: TemplateError) => void) | undefined;
}

function theme(ground: Ground, overrides: string | undefined): Templates {
  const { shelf: base, helpers } = ground;
  const own = createShelf(overrides ? readTemplates([{ name: '', dir: overrides }]) : new Map(), Object.keys(helpers));
  const problems: TemplateError[] = [];
  const note = (problem: TemplateError): void => {
    problems.push(problem);
    ground.onProblem?.(problem);
  };
  for (const name of own.sources.keys()) {
    if (!base.sources.has(name))
      note(new TemplateError(name, `overrides nothing (${join(overrides ?? '', name)}.hbs)`));
  }
  const overridden = (name: string): CompiledTemplate | undefined => {
    try {
      return own.compiled(name);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      note(error);
      return undefined;
    }
  };
  const environment = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) environment.registerHelper(name, helper);
  // Writing to the console is no business of a page.
  environment.unregisterHelper('log');
  const ready = new Map<string, HandlebarsTemplateDelegate>();
  const compile = (name: string): HandlebarsTemplateDelegate | undefined => {
    const known = ready.get(name);
    if (known) return known;
    const spec = name.startsWith(ORIGINAL)
      ? base.compiled(name.slice(ORIGINAL.length))
      : (overridden(name) ?? base.compiled(name));
    if (!spec) return undefined;
    const template = environment.template(spec);
    ready.set(name, template);
    return template;
  };
  const names = [...base.sources.keys()].sort();
  // Partials compile when a page first asks for them: getters on the object that Handlebars looks names up in.
  for (const name of [...names, ...Array.from(own.sources.keys(), (one) => ORIGINAL + one)]) {
    Object.defineProperty(environment.partials, name, { enumerable: true, get: () => compile(name) });
  }
  return {
    render(name, model, data) {
      const template = compile(name);
      if (!template) throw new TemplateError(name, 'is not a template');
      const { locale, dir, zone } = data.words;
      return template(model, { data: { locale, dir, zone, ...data } });
    },
    has: (name) => base.sources.has(name),
    names: () => names,
    source: (name) => own.sources.get(name) ?? base.sources.get(name),
    overridden: () => [...own.sources.keys()].sort(),
    compileAll() {
      const broken = names.flatMap((name) => failureOf(() => compile(name)));
      return [...problems, ...broken];
    },
    withOverrides: (dir) => theme(ground, dir),
  };
}

function failureOf(work: () => unknown): TemplateError[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return [error];
    throw error;
  }
}
