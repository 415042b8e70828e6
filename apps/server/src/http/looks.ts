import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { context, inLanguage, TenantCache, type Context, type Tenant } from '@madang/kernel';
import { OwnShelf } from '@madang/commons-site';
import type { ShellSource, SiteShell } from '@madang/portal';
import {
  markSvg,
  motifSvg,
  SafeHtml,
  solveTheme,
  themeCss,
  type Messages,
  type Templates,
  type Theme,
  type ThemeSheet,
} from '@madang/theming';

/** A tenant's site as it is shown: solved theme, own words, menu. */
export interface Look {
  readonly shell: SiteShell;
  readonly theme: Theme;
  readonly sheet: ThemeSheet;
  readonly messages: Messages;
  readonly mark: SafeHtml;
  /** Templates the organisation wrote for slots of its site. */
  readonly own: OwnShelf;
  /** What every body template may use. */
  readonly common: Record<string, unknown>;
}

/** As many as one database is planned to hold. */
const TENANTS = 2000;

/** Looks of tenants, solved once per revision; and their template packs. */
export class Looks {
  private readonly looks = new TenantCache<Look>(TENANTS, 60_000);
  private readonly packs = new TenantCache<Templates>(TENANTS);
  private readonly unsaved = new WeakMap<Context, Look>();

  constructor(
    private readonly source: ShellSource,
    /** Messages without any tenant's changes. */
    readonly house: Messages,
    /** Folders where the operator's templates may lie: `tenants/<slug>/theme`, and `themes/<id>` of imported tenants. */
    private readonly themes: { bySlug: string; byId: string },
  ) {}

  /** The look of the current tenant; needs an open unit of work when it is not cached. */
  async load(): Promise<Look> {
    const own = this.unsaved.get(context());
    if (own) return own;
    return this.looks.get('look', async () => this.make(await this.source.shell()));
  }

  /** The look if it is cached. */
  known(): Look | undefined {
    return this.unsaved.get(context()) ?? this.looks.peek('look');
  }

  /** Reads the look anew for the current context alone: a preview shows what nobody else must meet. */
  async aside(): Promise<Look> {
    const look = this.make(await this.source.shell());
    this.unsaved.set(context(), look);
    return look;
  }

  forget(tenantId: string): void {
    if (tenantId === '*') return;
    this.looks.forget(tenantId);
    this.packs.forget(tenantId);
  }

  /** The templates of the current tenant: the house's own, with the operator's overrides for it. */
  templates(base: Templates): Templates {
    const known = this.packs.peek('pack');
    if (known) return known;
    const { id, slug } = context().tenant;
    const folders = [join(this.themes.byId, id, 'templates'), join(this.themes.bySlug, slug, 'theme', 'templates')];
    const dir = folders.find((folder) => existsSync(folder));
    const pack = dir ? base.withOverrides(dir) : base;
    this.packs.put('pack', pack);
    return pack;
  }

  private make(shell: SiteShell): Look {
    return new KnownLook(shell, this.house);
  }
}

/**
 * What is known of a site: its shell and words, and what is solved and drawn of them when it is first shown. Whoever is only
 * asked through the API needs no colours, and a tenant that nobody looks at costs little.
 */
class KnownLook implements Look {
  readonly messages: Messages;
  readonly own: OwnShelf;
  private readonly slug = context().tenant.slug;
  private solved?: Theme;
  private written?: ThemeSheet;
  private drawn?: Pick<Look, 'mark' | 'common'>;

  constructor(
    readonly shell: SiteShell,
    house: Messages,
  ) {
    this.messages = house.forTenant({ glossary: shell.glossary, overrides: shell.overrides });
    this.own = new OwnShelf(shell.own);
  }

  get theme(): Theme {
    return (this.solved ??= solveTheme(this.shell.theme));
  }

  get sheet(): ThemeSheet {
    return (this.written ??= namedSheet(this.theme));
  }

  get mark(): SafeHtml {
    return this.motif().mark;
  }

  get common(): Record<string, unknown> {
    return this.motif().common;
  }

  private motif(): Pick<Look, 'mark' | 'common'> {
    const { motif } = this.theme.choice;
    return (this.drawn ??= { mark: trusted(markSvg(motif)), common: { motif: trusted(motifSvg(motif, this.slug)) } });
  }
}

/** A sheet that is written anew when it is asked for: every page needs its name, a browser its text once. */
function namedSheet(theme: Theme): ThemeSheet {
  const { hash, name } = themeCss(theme);
  return {
    hash,
    name,
    get css() {
      return themeCss(theme).css;
    },
  };
}

/** SVG drawn by our own code. */
const trusted = (svg: string): SafeHtml => new SafeHtml(svg);

/** The name of a site in the reader's language. */
export const siteName = (shell: SiteShell, tenant: Tenant = context().tenant): string =>
  inLanguage(shell.name) || inLanguage(tenant.name);
