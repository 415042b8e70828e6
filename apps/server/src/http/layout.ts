import { actor, context, inLanguage } from '@madang/kernel';
import { SafeHtml, type Words as Speech } from '@madang/theming';
import type { LayoutModel, SiteShell, ViewReply } from '@madang/portal';
import type { Config } from '../config.js';
import { siteUrl } from '../config.js';
import { houseAssets } from './assets.js';
import { inLocale } from './language.js';
import { siteName, type Look } from './looks.js';

export interface Extras {
  flash: string | undefined;
  session: string | undefined;
  mode: string | undefined;
  unread: number;
  speech: Speech;
  url: string;
  /** Without scripts and with the theme's colours left to whoever shows the page: a preview. */
  still?: boolean;
  /** What the organisation shows in the footer in place of address and promise. */
  ownFooter?: SafeHtml;
}

const MODES = ['light', 'dark', 'contrast'] as const;
const NAMES: Record<string, string> = { ko: '한국어', en: 'English' };

/** Everything `layout.hbs` shows around a page. */
export function layoutModel(config: Config, look: Look, made: ViewReply, body: SafeHtml, extras: Extras): LayoutModel {
  const { tenant, locale, actor: who } = context();
  const { shell, theme } = look;
  const path = extras.url.split('?')[0]!;
  const current = made.head.current ?? path;
  const absolute = (to: string): string => siteUrl(config, tenant.primaryHost, to);
  const house = houseAssets();
  const mode = MODES.find((m) => m === extras.mode);
  return {
    body,
    head: {
      ...(made.head.title ? { title: made.head.title } : {}),
      description: made.head.description ?? inLanguage(shell.slogan),
      ...(made.head.noindex ? { noindex: true } : {}),
      canonical: absolute(path),
      image: absolute(made.head.image ?? `/share/site.png?v=${look.sheet.hash}`),
    },
    site: {
      name: siteName(shell),
      home: '/',
      mark: look.mark,
      ...(shell.logo
        ? { logo: { src: `/media/${shell.logo.media}`, width: shell.logo.width, height: shell.logo.height } }
        : {}),
      themeColor: { light: theme.palettes.light.surface, dark: theme.palettes.dark.surface },
      operator: {
        name: inLanguage(shell.operator.name),
        address: inLanguage(shell.operator.address),
        ...(shell.operator.phone ? { phone: shell.operator.phone } : {}),
        ...(shell.operator.email ? { email: shell.operator.email } : {}),
      },
      ...(shell.promise ? { promise: inLanguage(shell.promise) } : {}),
    },
    assets: {
      styles: [house.fontsCss, house.css, ...(extras.still ? [] : [`/-/${look.sheet.name}`])],
      fonts: locale === 'ko' ? house.fonts : house.fonts.slice(0, 1),
      ...(extras.still ? {} : { script: house.script }),
      icon: `/favicon.svg?v=${look.sheet.hash}`,
      touchIcon: `/icon-180.png?v=${look.sheet.hash}`,
      manifest: '/manifest.webmanifest',
    },
    menu: menuOf(shell, current),
    ...(extras.ownFooter ? { ownFooter: extras.ownFooter } : {}),
    footer: shell.footer.map((entry) => ({ label: inLanguage(entry.label), url: entry.href })),
    links: {
      search: '/search',
      signIn: `/sign-in${path === '/' || path.startsWith('/sign-in') ? '' : `?back=${encodeURIComponent(extras.url)}`}`,
      me: '/me',
      notices: '/notifications',
    },
    ...(who.personId
      ? {
          person: {
            name: who.displayName ?? '',
            initial: [...(who.displayName ?? '?')][0] ?? '?',
            ...(isStaff() ? { kind: 'official' as const } : {}),
          },
          unread: extras.unread,
        }
      : {}),
    ...flashOf(extras),
    ...visitOf(extras.speech),
    languages:
      tenant.locales.length > 1
        ? tenant.locales.map((lang) => ({
            lang,
            label: NAMES[lang] ?? lang,
            url: inLocale(extras.url, lang),
            absolute: absolute(inLocale(path, lang)),
            current: lang === locale,
          }))
        : [],
    display: { action: '/display', back: extras.url, ...(mode ? { mode } : {}) },
  };
}

/** The banner over every page of a support visit. */
function visitOf(speech: Speech): Pick<LayoutModel, 'visit'> {
  const { visit } = actor();
  if (!visit) return {};
  const { operator, reason, mayWrite } = visit;
  return {
    visit: {
      text: speech.t('hosting.visit.banner', { operator, reason, until: speech.date(visit.expiresAt, 'time') }),
      rights: speech.t(mayWrite ? 'hosting.visit.banner.write' : 'hosting.visit.banner.read'),
      end: speech.t('hosting.visit.end'),
    },
  };
}

const isStaff = (): boolean => ['officer', 'administrator'].includes(actor().role);

function menuOf(shell: SiteShell, current: string): LayoutModel['menu'] {
  const leads = (href: string): boolean =>
    href !== '' && (href === current || (href !== '/' && current.startsWith(`${href}/`)));
  // Of a place and something inside it, both in the menu, only the nearer one is where the reader is.
  const nearest = shell.menu
    .flatMap((entry) => [entry.href, ...entry.items.map((item) => item.href)])
    .filter(leads)
    .reduce((one, other) => (other.length > one.length ? other : one), '');
  const on = (href: string): boolean => href !== '' && href === nearest;
  return shell.menu.map((entry) => ({
    label: inLanguage(entry.label),
    url: entry.href,
    current: on(entry.href) || entry.items.some((item) => on(item.href)),
    ...(entry.items.length > 0
      ? {
          items: entry.items.map((item) => ({ label: inLanguage(item.label), url: item.href, current: on(item.href) })),
        }
      : {}),
  }));
}

/** The sentence left by the act before; a cookie can be forged, so only known keys speak, with plain values. */
function flashOf({ flash, speech }: Extras): Pick<LayoutModel, 'flash'> {
  if (!flash) return {};
  try {
    const { key, params } = JSON.parse(flash) as { key: string; params?: Record<string, string | number> };
    if (!/^[a-z_]+\.flash\.[a-z_.]+$/.test(key) || !speech.has(key)) return {};
    return { flash: { text: speech.t(key, params ?? {}), tone: 'ok' } };
  } catch {
    return {};
  }
}
