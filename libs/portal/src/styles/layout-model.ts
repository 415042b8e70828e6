import type { SafeHtml } from '@madang/theming';

export interface MenuLink {
  readonly label: string;
  readonly url: string;
  readonly current?: boolean;
}
/** An entry of the site's menu: a link, or a group that unfolds. At most six stand well in a row. */
export interface MenuEntry {
  readonly label: string;
  readonly url?: string;
  readonly current?: boolean;
  readonly items?: readonly MenuLink[];
}

/** What `templates/layout.hbs` shows around a page. All text is in the language of the page. */
export interface LayoutModel {
  /** The rendered page. */
  readonly body: SafeHtml;
  readonly head: {
    readonly title?: string;
    readonly description?: string;
    readonly noindex?: boolean;
    /** Absolute address of this page, and of its share image. */
    readonly canonical?: string;
    readonly image?: string;
  };
  readonly site: {
    readonly name: string;
    readonly home: string;
    /** `markSvg(motif)` of the theming library; used where there is no logo. */
    readonly mark?: SafeHtml;
    readonly logo?: { readonly src: string; readonly width: number; readonly height: number };
    readonly themeColor: { readonly light: string; readonly dark: string };
    /** Who answers for this site. */
    readonly operator: {
      readonly name: string;
      readonly address?: string;
      readonly phone?: string;
      readonly email?: string;
    };
    /** One sentence below the footer's links; "no ads, no tracking" where absent. */
    readonly promise?: string;
  };
  readonly assets: {
    /** In order: font faces, the portal's sheet, the tenant's theme. */
    readonly styles: readonly string[];
    /** Web fonts every page of this language needs. */
    readonly fonts: readonly string[];
    readonly script?: string;
    readonly icon?: string;
    readonly touchIcon?: string;
    readonly manifest?: string;
  };
  readonly menu: readonly MenuEntry[];
  /** Footer: terms, privacy, accessibility statement, open data… */
  readonly footer: readonly MenuLink[];
  /** The organisation's own words in place of address and promise; the links above stay. */
  readonly ownFooter?: SafeHtml;
  readonly links: {
    readonly search?: string;
    readonly signIn?: string;
    readonly me?: string;
    readonly notices?: string;
  };
  /** Who is signed in. */
  readonly person?: {
    readonly name: string;
    readonly initial: string;
    readonly picture?: string;
    readonly kind?: 'official';
  };
  readonly unread?: number;
  /** A visit of the host's support: said over every page, with the way out. */
  readonly visit?: { readonly text: string; readonly rights: string; readonly end: string };
  readonly flash?: { readonly text: string; readonly tone?: 'ok' | 'wait' | 'bad' | 'info' };
  readonly languages?: readonly {
    readonly lang: string;
    readonly label: string;
    readonly url: string;
    /** For hreflang. */
    readonly absolute?: string;
    readonly current?: boolean;
  }[];
  /** The reader's choice of light, dark or contrast; `action` takes POST `mode` and `back`. */
  readonly display?: { readonly action: string; readonly back: string; readonly mode?: 'light' | 'dark' | 'contrast' };
}
