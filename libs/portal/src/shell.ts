import type { ThemeInput } from '@madang/theming';

/** Text in the languages of the tenant. */
export type Words = Record<string, string>;

export interface ShellMenuEntry {
  label: Words;
  href: string;
  items: { label: Words; href: string }[];
}

/** What surrounds every page of a tenant; the same for everybody, cached until the tenant changes. */
export interface SiteShell {
  name: Words;
  slogan: Words;
  theme: ThemeInput;
  /** The tenant's own words for things, by language; see `createMessages`. */
  glossary: Record<string, Record<string, { one: string; other?: string }>>;
  /** The tenant's own texts, by language and key. */
  overrides: Record<string, Record<string, string>>;
  menu: ShellMenuEntry[];
  footer: { label: Words; href: string }[];
  operator: { name: Words; address?: Words; phone?: string; email?: string };
  promise?: Words;
}

/** Gives the shell of the current tenant, from the database, in one statement. */
export abstract class ShellSource {
  abstract shell(): Promise<SiteShell>;
}
