/** What a new site starts with. */
export interface SiteWish {
  slug: string;
  preset: string;
  /** The brand colour, `#rrggbb`; the preset's own where absent. */
  brand?: string;
  /** The organisation's address for administrators; they get a link. */
  ownerEmail?: string;
}

/** What the tenants' half does for the operators': only the server knows both. */
export abstract class SiteMaker {
  abstract readonly presets: readonly string[];
  /** Places, boards, pages, menu, home and words of the preset. @returns how much was made */
  abstract furnish(wish: SiteWish): Promise<string>;
  /** The look from one colour. @returns how many of the pairs of colours reach their contrast */
  abstract colour(slug: string, brand: string): Promise<string>;
  /** Makes an administrator by a link sent to the address. */
  abstract invite(slug: string, email: string): Promise<void>;
  /** Takes off somebody's second factor; `note` is called before it is final, with the person's id. */
  abstract resetFactor(slug: string, order: FactorOrder, note: (person: string) => Promise<void>): Promise<void>;
  /** What a tenant uses, counted in its own tables. */
  abstract measure(tenantId: string): Promise<SiteFigures>;
  /** Theme folder of a tenant, for exports. */
  abstract themeFolder(tenantId: string, slug: string): string;
}

/** What a tenant uses. */
export interface SiteFigures {
  people: number;
  subjects: number;
  activities: number;
  mailsMonth: number;
  mailsFailed: number;
  fileBytes: number;
  activeAt: Date | null;
}

/** Whose second factor to take off, why, and who does it. */
export interface FactorOrder {
  email: string;
  reason: string;
  by: string;
}
