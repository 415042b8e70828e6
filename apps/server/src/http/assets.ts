import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentHash, FONT_FILES, FONT_FOLDER, fontFaceCss, MORE_FONT_FILE, moreFontFaceCss } from '@madang/theming';
import { enhancerScript, portalCss } from '@madang/portal';

interface Asset {
  type: string;
  body: Buffer;
  brotli?: Buffer;
  gzip?: Buffer;
}

export interface HouseAssets {
  css: string;
  fontsCss: string;
  /** The same with every syllable our own messages use, for the console. */
  consoleFontsCss: string;
  script: string;
  /** Latin first, then Hangul. */
  fonts: string[];
  files: ReadonlyMap<string, Asset>;
}

/** Compresses text once; fonts and pictures are compressed already. */
export function asset(type: string, content: string | Buffer): Asset {
  const body = Buffer.from(content);
  if (!/^text\/|javascript|json|svg/.test(type)) return { type, body };
  return {
    type,
    body,
    brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gzip: gzipSync(body, { level: 9 }),
  };
}

let made: HouseAssets | undefined; // the program's own files, the same for every tenant

/** The portal's own styles, script and fonts under names that carry their hash. */
export function houseAssets(): HouseAssets {
  if (made) return made;
  const files = new Map<string, Asset>();
  const put = (name: string, ending: string, type: string, content: string | Buffer): string => {
    const path = `/-/${name}-${contentHash(Buffer.from(content).toString('latin1'))}.${ending}`;
    files.set(path, asset(type, content));
    return path;
  };
  const font = (file: string): string =>
    put(file.replace(/\.woff2$/, ''), 'woff2', 'font/woff2', readFileSync(join(FONT_FOLDER, file)));
  const fontPath = new Map<string, string>(Object.values(FONT_FILES).map((file) => [file, font(file)]));
  const css = 'text/css; charset=utf-8';
  const faces = fontFaceCss((file) => fontPath.get(file)!);
  const syllables = readFileSync(join(FONT_FOLDER, 'more-syllables.txt'), 'utf8');
  made = {
    css: put('portal', 'css', css, portalCss()),
    fontsCss: put('fonts', 'css', css, faces),
    consoleFontsCss: put('fonts', 'css', css, faces + moreFontFaceCss(font(MORE_FONT_FILE), syllables)),
    script: put('enhance', 'js', 'text/javascript; charset=utf-8', enhancerScript()),
    fonts: [FONT_FILES.latin, FONT_FILES.hangul].map((file) => fontPath.get(file)!),
    files,
  };
  return made;
}

/** Sends an asset that never changes under its name, in the best encoding the client takes. */
export function sendAsset(
  found: Asset,
  request: FastifyRequest,
  reply: FastifyReply,
  cache = 'public, max-age=31536000, immutable',
): FastifyReply {
  const takes = String(request.headers['accept-encoding'] ?? '');
  reply.header('cache-control', cache).header('vary', 'accept-encoding').type(found.type);
  if (found.brotli && /\bbr\b/.test(takes)) return reply.header('content-encoding', 'br').send(found.brotli);
  if (found.gzip && /\bgzip\b/.test(takes)) return reply.header('content-encoding', 'gzip').send(found.gzip);
  return reply.send(found.body);
}

/** Serves the house's files on every tenant's host: the browser never asks another one. */
export function serveHouseAssets(server: FastifyInstance): void {
  for (const [path, found] of houseAssets().files)
    server.get(path, (request, reply) => sendAsset(found, request, reply));
}
