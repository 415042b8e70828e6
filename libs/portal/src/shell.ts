import type { ThemeInput } from '@madang/theming';

/** Text in the languages of the tenant. */
export type Words = Record<string, string>;

export interface ShellMenuEntry {
  label: Words;
  href: string;
  items: { label: Words; href: string }[];
}

/** A template an organisation wrote for a slot of its site, in one language; '' for all languages. */
export interface OwnTemplateText {
  /** Null while it is only looked at. */
  id: string | null;
  slot: string;
  locale: string;
  /** Subject of a mail. */
  subject: string | null;
  source: string;
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
  /** Templates the organisation published for slots of its site. */
  own?: OwnTemplateText[];
  /** A picture in place of the drawn mark and the name. */
  logo?: { media: string; width: number; height: number };
}

/** Gives the shell of the current tenant, from the database, in one statement. */
export abstract class ShellSource {
  abstract shell(): Promise<SiteShell>;
}
