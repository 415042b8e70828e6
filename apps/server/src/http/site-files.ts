import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { context, inContext, inLanguage, inUnit, TenantCache } from '@madang/kernel';
import { field, Post, redirect, type PageRequest, type Reply } from '@madang/portal';
import { iconPng, iconSvg, shareImage, themeManifest } from '@madang/theming';
import { asset, sendAsset } from './assets.js';
import type { Faces } from './faces.js';
import { siteName, type Look } from './looks.js';
import { MODE_COOKIE } from './routes.js';

const MODES = ['light', 'dark', 'contrast'];
const YEAR = 365 * 86_400;

/** Files that belong to a tenant's look: its theme sheet, icons, manifest and share images. */
export function serveSiteFiles(server: FastifyInstance, faces: Faces): void {
  // Pictures take tens of milliseconds to draw; they are drawn once per look.
  const pictures = new TenantCache<ReturnType<typeof asset>>(300);

  const withLook =
    (
      make: (
        look: Look,
        request: FastifyRequest,
      ) => Promise<ReturnType<typeof asset> | undefined> | ReturnType<typeof asset> | undefined,
      cache?: string,
    ) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | FastifyReply => {
      if (!request.madang) return faces.nowhere(request, reply);
      return inContext(request.madang, async () => {
        const look = faces.looks.known() ?? (await inUnit(faces.program.database, true, () => faces.looks.load()));
        const found = await make(look, request);
        return found ? sendAsset(found, request, reply, cache) : (reply.callNotFound() as unknown as FastifyReply);
      });
    };

  server.get(
    '/-/:name',
    withLook((look, request) => {
      const { name } = request.params as { name: string };
      return name === look.sheet.name
        ? pictures.get(`css ${name}`, () => asset('text/css; charset=utf-8', look.sheet.css))
        : undefined;
    }),
  );
  server.get(
    '/favicon.svg',
    withLook((look) => asset('image/svg+xml', iconSvg(look.theme)), 'public, max-age=86400'),
  );
  server.get(
    '/favicon.ico',
    withLook(
      (look) => pictures.get('icon 32', async () => asset('image/png', await iconPng(look.theme, 32))),
      'public, max-age=86400',
    ),
  );
  for (const size of [32, 180, 192, 512] as const) {
    server.get(
      `/icon-${size}.png`,
      withLook(
        (look) => pictures.get(`icon ${size}`, async () => asset('image/png', await iconPng(look.theme, size))),
        'public, max-age=86400',
      ),
    );
    server.get(
      `/icon-${size}-maskable.png`,
      withLook(
        (look) =>
          pictures.get(`mask ${size}`, async () =>
            asset('image/png', await iconPng(look.theme, size, { maskable: true })),
          ),
        'public, max-age=86400',
      ),
    );
  }
  server.get(
    '/manifest.webmanifest',
    withLook((look) => {
      const manifest = themeManifest(look.theme, {
        name: siteName(look.shell),
        description: inLanguage(look.shell.slogan),
        lang: context().locale,
        iconUrl: (size, maskable) => `/icon-${size}${maskable ? '-maskable' : ''}.png`,
      });
      return asset('application/manifest+json; charset=utf-8', JSON.stringify(manifest));
    }, 'public, max-age=3600'),
  );
  server.get(
    '/share/site.png',
    withLook(
      (look) =>
        pictures.get(`share ${context().locale}`, async () =>
          asset(
            'image/png',
            await shareImage({
              theme: look.theme,
              seed: context().tenant.slug,
              site: siteName(look.shell),
              title: inLanguage(look.shell.slogan) || siteName(look.shell),
            }),
          ),
        ),
      'public, max-age=86400',
    ),
  );
}

/** The reader's own choice of light, dark or contrast. */
export class DisplayPages {
  @Post('/display', { free: true })
  async choose({ form }: PageRequest): Promise<Reply> {
    await Promise.resolve();
    const mode = field(form, 'mode');
    return redirect(field(form, 'back'), undefined, [
      { name: MODE_COOKIE, value: MODES.includes(mode) ? mode : '', maxAgeSeconds: MODES.includes(mode) ? YEAR : 0 },
    ]);
  }
}
