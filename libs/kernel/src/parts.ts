import type { Type } from '@nestjs/common';
import type { Grants } from './access.js';
import type { DeskSource, ListSource } from './desk.js';
import type { Feature } from './features.js';
import type { Permission } from './permissions.js';
import type { SettingsSchema } from './settings.js';

/** One step of the tenant schema's history. Forward only; one top-level statement each. */
export interface Migration {
  /** Unique over all parts; tenants record the last one applied. */
  version: number;
  name: string;
  statements: readonly string[];
}

/** How a column's values are treated when a tenant or a person leaves. */
export type ColumnClass = 'public' | 'personal' | 'secret' | 'internal';

/** What a part of the house brings; the server puts the parts together and knows nothing else of them. */
export interface Part {
  name: string;
  /** `import.meta.url` of the part's table of contents; templates/ and i18n/ lie beside its src/. */
  home: string;
  migrations?: readonly Migration[];
  entities?: readonly Type[];
  services?: readonly Type[];
  resolvers?: readonly Type[];
  pages?: readonly Type[];
  /** Classes whose methods carry `@Job`. */
  jobs?: readonly Type[];
  grants?: Grants;
  /** Named permissions that roles are made of; `grants` asks for them with `holds`. */
  permissions?: Readonly<Record<string, Permission>>;
  /** What plans may leave out; its services ask with `demandFeature`. */
  features?: Readonly<Record<string, Feature>>;
  /** What waits for whoever works on the site, and its numbers. */
  tasks?: readonly Type<DeskSource>[];
  /** Lists of the console that leave as files. */
  lists?: readonly Type<ListSource>[];
}

/** A kind of thing people make that has a row in `subjects`. */
export interface SubjectKind {
  kind: string;
  /** Path of its page inside the space: `proposals` gives /<space>/proposals/<number>. */
  path: string;
  /** States in the order of its life line; words are i18n keys `<method>.state.<state>`. */
  states: readonly string[];
}

/** A way to take part. */
export interface Method extends Part {
  settings: SettingsSchema;
  subjects: readonly SubjectKind[];
  /** Interactions its windows may open. */
  interactions: readonly string[];
  /** Path of an activity's page inside its space, after `/<space>`; `/<name>` where absent. */
  activityPath?: (activitySlug: string) => string;
  /** Makes demo content through the services; runs once per tenant that asks for it. */
  seeds?: Type;
  /** Activities a new space begins with. */
  starters?: readonly Starter[];
}

/** An activity that a new space gets without anybody asking: the boards and forms people expect on day one. */
export interface Starter {
  slug: string;
  title: Record<string, string>;
  summary?: Record<string, string>;
  settings?: Record<string, unknown>;
  /** What is open in it from the first day. */
  interactions: readonly string[];
}

const methodsByName = new Map<string, Method>(); // process-wide: filled once at start, code not tenant data

/** Makes the methods known to the commons, which name none; called once when the program is put together. */
export function registerMethods(methods: readonly Method[]): void {
  methodsByName.clear();
  for (const method of methods) methodsByName.set(method.name, method);
}

/** Every way to take part there is, in the order of the list. */
export const knownMethods = (): readonly Method[] => [...methodsByName.values()];

/** A method by its name; undefined where no folder brings it. */
export const methodNamed = (name: string): Method | undefined => methodsByName.get(name);

/** Address of an activity within its site. */
export const activityHref = (method: string, space: string, activity: string): string =>
  `/${space}${methodsByName.get(method)?.activityPath?.(activity) ?? `/${method}`}`;

/** Address of a subject by its kind, or of its space when nobody knows the kind. */
export function subjectHref(kind: string, space: string, number: number): string {
  const found = subjectKinds().find((known) => known.kind === kind);
  return found ? `/${space}/${found.path}/${number}` : `/${space}`;
}

/** All kinds of subjects, in the order of their methods. */
export const subjectKinds = (): SubjectKind[] => [...methodsByName.values()].flatMap((method) => method.subjects);

const desk: { tasks: Type<DeskSource>[]; lists: Type<ListSource>[] } = { tasks: [], lists: [] }; // process-wide: filled once at start, code not tenant data

/** Makes the parts' tasks, numbers and lists known; called once when the program is put together. */
export function registerDesk(parts: readonly Part[]): void {
  desk.tasks = parts.flatMap((part) => part.tasks ?? []);
  desk.lists = parts.flatMap((part) => part.lists ?? []);
}

/** Classes that put tasks and numbers on the desk, in the order of their parts. */
export const taskSources = (): readonly Type<DeskSource>[] => desk.tasks;

/** Classes that offer lists as files. */
export const listSources = (): readonly Type<ListSource>[] => desk.lists;

/** Declares a part of the commons. */
export const definePart = (part: Part): Part => part;

/** Declares a method: the one export of its library. */
export const defineMethod = (method: Method): Method => method;
