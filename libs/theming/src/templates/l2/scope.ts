import { SafeHtml } from '../../text/safe-html.js';
import { FORBIDDEN_NAMES } from './allowed.js';

/** Where names are looked up while a template is evaluated. */
export interface Scope {
  context: unknown;
  /** The scope that `../` leads to. */
  outer?: Scope;
  /** `@index`, `@key` and so on, inherited inwards. */
  data: Readonly<Record<string, unknown>>;
  blockParams: Readonly<Record<string, unknown>>;
}

/** Evaluates a path. What does not exist, or is not plain data, is undefined. */
export function lookUp(path: hbs.AST.PathExpression, scope: Scope): unknown {
  const [first, ...rest] = path.parts;
  if (path.data) return rest.reduce<unknown>(property, property(scope.data, first ?? ''));
  let at: Scope | undefined = scope;
  for (let depth = 0; depth < path.depth; depth++) at = at?.outer;
  if (first === undefined) return at?.context;
  const scoped = /^\.|this\b/.test(path.original);
  if (path.depth === 0 && !scoped && Object.hasOwn(scope.blockParams, first)) {
    return rest.reduce<unknown>(property, scope.blockParams[first]);
  }
  return path.parts.reduce<unknown>(property, at?.context);
}

/** Own data properties of plain objects and arrays only: no prototypes, no getters, no functions. */
function property(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || FORBIDDEN_NAMES.has(name)) return undefined;
  if (!Array.isArray(holder) && !isPlain(holder)) return undefined;
  // The descriptor of a getter has no value, so a getter is never run.
  return asData(Object.getOwnPropertyDescriptor(holder, name)?.value);
}

function asData(value: unknown): unknown {
  return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
}

/** An object made by a literal, JSON or `Object.create(null)`. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || isForeignObjectPrototype(prototype);
}

// Objects of another realm (vm, workers) have an Object.prototype of their own; it is the one whose prototype is null.
function isForeignObjectPrototype(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf');
}

/** Values of a list, or own data values of a plain object with their keys. Undefined for anything else. */
export function entriesOf(value: unknown): [key: string | number, value: unknown][] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => [index, asData(item)]);
  if (typeof value !== 'object' || value === null || value instanceof SafeHtml || !isPlain(value)) return undefined;
  return Object.keys(value).map((key) => [key, property(value, key)]);
}

/** Truth as Handlebars has it: empty text, empty lists, 0, NaN, null and undefined are false. */
export function holds(value: unknown, includeZero = false): boolean {
  if (value === 0) return includeZero;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
