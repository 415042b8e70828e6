import { Injectable } from '@nestjs/common';
import { context, inLanguage, missing, tenant } from '@madang/kernel';
import { Get, raw, view, type PageRequest, type Reply } from '@madang/portal';
import { markdown } from '@madang/theming';
import { difference } from './difference.js';
import { HomeReader } from './home.reader.js';
import { PageWork } from './page-work.service.js';
import { PagesReader, type PageRow } from './pages.reader.js';
import { siteModel } from './own/model.js';
import { SiteVoice } from './own/voice.js';
import { MapReader, PER_MAP } from './map.reader.js';

const day = (text: string | null): Date | undefined => (text ? new Date(`${text}T12:00:00Z`) : undefined);
const written = (page: PageRow): unknown => markdown(inLanguage(page.body), { headings: 2, links: 'own' });

@Injectable()
export class SitePages {
  constructor(
    private readonly homes: HomeReader,
    private readonly pages: PagesReader,
    private readonly map: MapReader,
    private readonly voice: SiteVoice,
    private readonly work: PageWork,
  ) {}

  @Get('/', { cache: true })
  async home(): Promise<Reply> {
    const blocks = await this.homes.home();
    const hero = blocks[0]?.['type'] === 'hero' ? blocks[0] : undefined;
    const now = hero && blocks[1]?.['type'] === 'now' ? blocks[1] : undefined;
    return view('site/home', {
      hero,
      now,
      blocks: blocks.slice((hero ? 1 : 0) + (now ? 1 : 0)),
      empty: blocks.length === 0,
    });
  }

  @Get('/pages/:slug', { cache: true })
  async page({ params }: PageRequest): Promise<Reply> {
    const page = await this.pages.page(params['slug']!);
    return view(
      'site/page',
      {
        title: inLanguage(page.title),
        body: (page.purpose === 'about' ? await this.own(page) : undefined) ?? written(page),
        effectiveOn: day(page.effectiveOn),
        versionsAt: page.published > 1 ? `/pages/${page.slug}/versions` : undefined,
      },
      { title: inLanguage(page.title) },
    );
  }

  /** The page inside the organisation's own template for it, where there is one that works. */
  private async own(page: PageRow): Promise<unknown> {
    const shelf = await this.voice.shelf();
    if (!shelf.find('about', context().locale)) return undefined;
    const model = {
      ...siteModel(await this.voice.shell()),
      page: { title: inLanguage(page.title), body: written(page) },
    };
    return shelf.fill('about', model, await this.voice.words(), (...what) => this.voice.trouble(...what));
  }

  /** A draft, for whoever was given the link. */
  @Get('/pages/:slug/draft/:token', { limit: { name: 'draft-link', points: 60, seconds: 3600 } })
  async draft({ params }: PageRequest): Promise<Reply> {
    const page = await this.work.shared(params['slug']!, params['token']!);
    const body = markdown(inLanguage(page.body), { headings: 2, links: 'own' });
    const title = inLanguage(page.title);
    return view('site/draft', { title, body }, { title, noindex: true });
  }

  @Get('/pages/:slug/versions')
  async versions({ params }: PageRequest): Promise<Reply> {
    const page = await this.pages.page(params['slug']!);
    const versions = await this.pages.versions(page.slug);
    return view(
      'site/versions',
      {
        title: inLanguage(page.title),
        href: `/pages/${page.slug}`,
        versions: versions.map((one) => ({
          ...one,
          changeNote: inLanguage(one.changeNote),
          effectiveOn: day(one.effectiveOn),
          href: `/pages/${page.slug}/versions/${one.version}`,
        })),
      },
      { title: inLanguage(page.title), noindex: true },
    );
  }

  @Get('/pages/:slug/versions/:version')
  async version({ params }: PageRequest): Promise<Reply> {
    const number = Number(params['version']);
    if (!Number.isSafeInteger(number) || number < 1 || number > 100_000) throw missing('page_missing');
    const page = await this.pages.page(params['slug']!, number);
    const before = number > 1 ? await this.pages.page(page.slug, number - 1).catch(() => undefined) : undefined;
    return view(
      'site/version',
      {
        title: inLanguage(page.title),
        href: `/pages/${page.slug}`,
        version: page.version,
        current: page.version === page.inForce,
        draft: page.publishedAt === null,
        changeNote: inLanguage(page.changeNote),
        effectiveOn: day(page.effectiveOn),
        body: written(page),
        difference: before && difference(inLanguage(before.body), inLanguage(page.body)),
      },
      { title: inLanguage(page.title), noindex: true },
    );
  }

  @Get('/robots.txt')
  async robots({ secure, host }: PageRequest): Promise<Reply> {
    await Promise.resolve();
    const closed = ['/me', '/sign-in', '/notifications', '/search', '/graphql'].map((path) => `Disallow: ${path}`);
    return raw(
      'text/plain; charset=utf-8',
      ['User-agent: *', ...closed, `Sitemap: ${origin(secure, host)}/sitemap.xml`, ''].join('\n'),
    );
  }

  @Get('/sitemap.xml')
  async sitemap({ secure, host }: PageRequest): Promise<Reply> {
    const at = origin(secure, host);
    const parts = await this.map.parts();
    if (parts <= 1) return xml(urlset(at, await this.map.paths(1)));
    const maps = Array.from(
      { length: parts },
      (_, index) => `<sitemap><loc>${at}/sitemap-${index + 1}.xml</loc></sitemap>`,
    );
    return xml(`<sitemapindex xmlns="${SCHEMA}">${maps.join('')}</sitemapindex>`);
  }

  @Get('/sitemap-:part.xml')
  async sitemapPart({ params, secure, host }: PageRequest): Promise<Reply> {
    const part = Number(params['part']);
    if (!Number.isSafeInteger(part) || part < 1 || part > 50_000 / PER_MAP + 1_000) throw missing();
    const paths = await this.map.paths(part);
    if (paths.length === 0) throw missing();
    return xml(urlset(origin(secure, host), paths));
  }
}

const SCHEMA = 'http://www.sitemaps.org/schemas/sitemap/0.9';
const xml = (body: string): Reply =>
  raw('application/xml; charset=utf-8', `<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
/** The host the request came by is one the registry knows, so it may be written back. */
const origin = (secure: boolean, host: string): string =>
  `${secure ? 'https' : 'http'}://${host || tenant().primaryHost}`;

function urlset(at: string, paths: readonly { path: string; on: string | null }[]): string {
  const urls = paths.map(
    ({ path, on }) => `<url><loc>${at}${encodeURI(path)}</loc>${on ? `<lastmod>${on}</lastmod>` : ''}</url>`,
  );
  return `<urlset xmlns="${SCHEMA}">${urls.join('')}</urlset>`;
}
