import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { houseAssets } from './assets.js';
import { SECURITY_HEADERS } from './security.js';

/** Where the bundles of the console lie once they are built. */
export const CONSOLE_DIST = fileURLToPath(new URL('../../../console/dist', import.meta.url));

type Area = 'tenant' | 'operator';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};
const ASSETS = '/-/console/';

/** A build of the console: its page, and the files it may ask for. */
interface Build {
  page: string;
  /** When it was made; another start beside this one may build anew. */
  at: number;
  /** Address → file, and whether a compressed one lies beside it. */
  files: ReadonlyMap<string, { path: string; brotli: boolean }>;
}

function readBuild(area: Area): Build | undefined {
  const folder = join(CONSOLE_DIST, area);
  const page = join(folder, 'console.html');
  if (!existsSync(page)) return undefined;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
  return {
    at: statSync(page).mtimeMs,
    page: readFileSync(page, 'utf8').replace('__FONTS__', houseAssets().consoleFontsCss),
    files: new Map(
      names.map((path) => [
        ASSETS + relative(folder, path).replaceAll('\\', '/'),
        { path, brotli: existsSync(`${path}.br`) },
      ]),
    ),
  };
}

/** The policy of every page, with one addition: styles that carry this answer's nonce, which component libraries write. */
function withNonce(nonce: string): string {
  const policy = SECURITY_HEADERS['content-security-policy']!;
  return policy
    .replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`)
    .replace("img-src 'self' data:", "img-src 'self' data: blob:")
    .replace(" 'inline-speculation-rules'", '');
}

/**
 * Serves the console under `/console`: the tenant's on tenants' hosts, the operator's on the platform's. Each host knows only
 * its own build. Files carry a hash in their names and never change.
 */
export function serveConsole(server: FastifyInstance): void {
  const known = new Map<Area, Build>();
  const buildOf = (area: Area): Build | undefined => {
    const made = statSync(join(CONSOLE_DIST, area, 'console.html'), { throwIfNoEntry: false })?.mtimeMs;
    if (made === undefined) return known.get(area);
    if (known.get(area)?.at !== made) known.set(area, readBuild(area)!);
    return known.get(area);
  };
  const areaOf = (request: FastifyRequest): Area | undefined =>
    request.madang ? 'tenant' : request.onPlatform ? 'operator' : undefined;
  const page = (request: FastifyRequest, reply: FastifyReply) => {
    const area = areaOf(request);
    const build = area && buildOf(area);
    if (!build) return reply.callNotFound();
    const nonce = randomBytes(18).toString('base64');
    return reply
      .header('content-security-policy', withNonce(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(build.page.replace('__NONCE__', nonce));
  };
  server.get('/console', page);
  server.get('/console/*', page);
  server.get(`${ASSETS}*`, (request, reply) => {
    const area = areaOf(request);
    const found = area && buildOf(area)?.files.get(request.url.split('?')[0]!);
    if (!found || !existsSync(found.path)) return reply.callNotFound();
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(TYPES[extname(found.path)]!);
    const brotli = found.brotli && /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    if (brotli) reply.header('content-encoding', 'br');
    return reply.send(createReadStream(brotli ? `${found.path}.br` : found.path));
  });
}
