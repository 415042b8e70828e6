import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  contentHash,
  createMessages,
  createTemplates,
  fontFaceCss,
  FONT_FOLDER,
  iconSvg,
  SafeHtml,
  solveTheme,
  themeCss,
  type Templates,
} from '@madang/theming';
import { enhancerScript } from '../src/enhance/index.js';
import { portalCss } from '../src/styles/index.js';
import type { LayoutModel } from '../src/styles/layout-model.js';
import { sampleMark, sampleModel, SITES, type SampleSite } from './samples.js';

export const PAGES = ['home', 'proposal', 'list', 'form', 'kit', 'missing'] as const;

const near = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const catalogue = (locale: string): Record<string, string> =>
  JSON.parse(readFileSync(near(`../i18n/${locale}.json`), 'utf8')) as Record<string, string>;
export interface GalleryFile {
  readonly type: string;
  readonly body: string | Buffer;
}

/** A page of the gallery as a complete document; the addresses in it are those of `galleryFile`. */
export function galleryPage(site: SampleSite, page: string, mode?: 'light' | 'dark' | 'contrast'): string {
  const theme = solveTheme(site.theme);
  const templates = galleryTemplates();
  const messages = createMessages({ catalogues: [{ ko: catalogue('ko'), en: catalogue('en') }] });
  const words = messages.for('ko', 'Asia/Seoul');
  const data = { words, csrf: 'sample' };
  const body = new SafeHtml(templates.render(`gallery/${page}`, sampleModel(page, site, theme), data));
  const model: LayoutModel = {
    body,
    head: { title: page === 'home' ? undefined : page, description: site.lead },
    site: {
      name: site.name,
      home: '/home',
      mark: sampleMark(theme),
      themeColor: { light: theme.palettes.light.surface, dark: theme.palettes.dark.surface },
      operator: { name: site.operator, phone: '02-000-0000', address: '별빛로 1' },
    },
    assets: {
      styles: ['/fonts.css', '/portal.css', `/${site.slug}.css`],
      fonts: [],
      script: '/enhance.js',
      icon: `/${site.slug}.svg`,
    },
    menu: [
      { label: '진행 중', url: '/home', current: page === 'home' },
      { label: '제안', url: '/list', current: page === 'list' || page === 'proposal' },
      { label: '토론', url: '#t' },
      { label: '투표', url: '#v' },
      {
        label: '동네',
        items: [
          { label: '응암1동', url: '#1' },
          { label: '불광동', url: '#2' },
          { label: '녹번동', url: '#3' },
        ],
      },
      { label: '결과', url: '#r' },
    ],
    footer: ['운영 원칙', '개인정보 처리방침', '접근성 선언', '열린 데이터'].map((label) => ({ label, url: '#f' })),
    links: { search: '/search', signIn: '/sign-in', me: '/me', notices: '/notices' },
    ...(page === 'proposal' ? { person: { name: '김은평', initial: '김' }, unread: 3 } : {}),
    ...(page === 'kit' ? { flash: { text: '소식을 받기로 했어요.' } } : {}),
    languages: [
      { lang: 'ko', label: '한국어', url: '?lang=ko', current: true },
      { lang: 'en', label: 'English', url: '?lang=en' },
    ],
    display: { action: '/display', back: `/${page}`, ...(mode ? { mode } : {}) },
  };
  return templates.render('layout', model, data);
}

let templates: Templates | undefined;
export function galleryTemplates(): Templates {
  templates ??= createTemplates({
    roots: [
      { name: '', dir: near('../templates') },
      { name: 'gallery', dir: near('./pages') },
    ],
  });
  return templates;
}

/** Stylesheets, script, fonts and icons that the pages of a site name. */
export function galleryFile(path: string): GalleryFile | undefined {
  if (path === '/portal.css') return { type: 'text/css', body: portalCss() };
  if (path === '/enhance.js') return { type: 'text/javascript', body: enhancerScript() };
  if (path === '/fonts.css')
    return { type: 'text/css', body: fontFaceCss((file) => `/fonts/${file}?${contentHash(file)}`) };
  if (path.startsWith('/fonts/')) return { type: 'font/woff2', body: readFileSync(`${FONT_FOLDER}${path.slice(7)}`) };
  const site = SITES.find(({ slug }) => path === `/${slug}.css` || path === `/${slug}.svg`);
  if (!site) return undefined;
  const theme = solveTheme(site.theme);
  return path.endsWith('.css')
    ? { type: 'text/css', body: themeCss(theme).css }
    : { type: 'image/svg+xml', body: iconSvg(theme) };
}
