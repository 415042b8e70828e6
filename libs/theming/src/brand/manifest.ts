import type { Theme } from './theme.js';

export interface SiteIdentity {
  readonly name: string;
  /** At most 12 letters or so: the label under the icon. */
  readonly shortName?: string;
  readonly description?: string;
  readonly lang: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly startUrl?: string;
  /** Address of an icon of this many px; `maskable` icons keep their sign inside the safe zone. */
  readonly iconUrl: (size: 192 | 512, maskable: boolean) => string;
}

/** `manifest.webmanifest` of a tenant's site, as an object to be serialised. */
export function themeManifest(theme: Theme, site: SiteIdentity): Record<string, unknown> {
  const icon = (size: 192 | 512, maskable: boolean) => ({
    src: site.iconUrl(size, maskable),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: maskable ? 'maskable' : 'any',
  });
  return {
    id: '/',
    name: site.name,
    short_name: site.shortName ?? site.name,
    ...(site.description ? { description: site.description } : {}),
    lang: site.lang,
    dir: site.dir ?? 'ltr',
    start_url: site.startUrl ?? '/',
    scope: '/',
    display: 'standalone',
    theme_color: theme.palettes.light.brand,
    background_color: theme.palettes.light.page,
    icons: [icon(192, false), icon(512, false), icon(192, true), icon(512, true)],
  };
}
