import type { FastifyInstance, FastifyReply } from 'fastify';
import { html, type SafeHtml } from '@madang/theming';
import type { Program } from '../program.js';
import { siteUrl } from '../config.js';

/** Why a site that is open cannot be shown: its database is away, or it is just changing over to another one. */
export type Shut = 'away' | 'moving';

const STATUS_TEXT: Record<number | Shut, [ko: string, en: string]> = {
  moving: [
    '사이트를 더 넉넉한 곳으로 옮기고 있어요. 몇 분 안에 끝나니 잠시 뒤에 다시 열어 주세요.',
    'This site is being moved. It takes a few minutes at most; please open it again shortly.',
  ],
  away: [
    '지금은 이 사이트의 자료에 닿을 수 없어요. 없어진 것은 없으니 조금 뒤에 다시 열어 주세요.',
    'The data of this site cannot be reached right now. Nothing is lost; please try again shortly.',
  ],
  400: ['읽을 수 없는 주소예요. 주소를 다시 확인해 주세요.', 'This address cannot be read. Please check it.'],
  404: ['이 주소에는 아직 아무도 살지 않아요.', 'Nobody lives at this address yet.'],
  503: [
    '이 사이트는 잠시 쉬고 있어요. 운영 기관에 문의해 주세요.',
    'This site is resting. Please ask the organisation that runs it.',
  ],
  410: ['이 사이트는 문을 닫았어요.', 'This site has closed.'],
  500: ['잠시 문제가 생겼어요. 조금 뒤에 다시 열어 주세요.', 'Something went wrong. Please try again shortly.'],
};

/** A page of the platform itself: no tenant's look, no script, no picture. */
export function platformPage(title: string, body: SafeHtml): string {
  return `<!doctype html>${html`<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/-/platform.css"></head><body><main>${body}</main></body></html>`.toString()}`;
}

export const PLATFORM_CSS =
  'body{margin:0;font:17px/1.65 system-ui,"Apple SD Gothic Neo","Noto Sans KR",sans-serif;color:#1c1f1d;background:#f6f7f6;word-break:keep-all}' +
  'main{max-width:46rem;margin:12vh auto;padding:0 20px}h1{font-size:1.9rem;line-height:1.25;letter-spacing:-.02em}a{color:#14613b}' +
  'ul{padding:0;list-style:none;display:grid;gap:12px}li{background:#fff;border:1px solid #d9dedb;border-radius:12px;padding:16px 20px}' +
  'li a{font-weight:700;font-size:1.1rem;overflow-wrap:anywhere}small{display:block;color:#56605a}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#fff;padding:16px;border:1px solid #d9dedb}input,button{font:inherit;padding:10px 14px;border-radius:8px;border:1.5px solid #7b857f}:focus-visible{outline:3px solid #14613b;outline-offset:2px}' +
  '@media (prefers-color-scheme:dark){body{background:#101412;color:#e8ece9}li{background:#191e1b;border-color:#333a36}a{color:#7fd3a4}small{color:#a6b0aa}pre{background:#191e1b;border-color:#333a36}}';

/**
 * Tells what is at a host that has no open site; the same words for a host that never was.
 * @param what a status, or why an open site cannot be shown
 */
export async function tellClosed(reply: FastifyReply, what: number | Shut): Promise<void> {
  const [ko, en] = STATUS_TEXT[what] ?? STATUS_TEXT[500]!;
  if (typeof what === 'string') reply.header('retry-after', '30');
  await reply
    .status(typeof what === 'string' ? 503 : what)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(platformPage(ko, html`<h1>${ko}</h1><p lang="en">${en}</p>`));
}

/** Front page of the platform host: the sites that are open. */
export function servePlatform(server: FastifyInstance, program: Program): void {
  server.get('/-/platform.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(PLATFORM_CSS),
  );
  server.get('/internal/tls-ask', async (request, reply) => {
    // Caddy asks before it obtains a certificate: only for hosts that are somebody's.
    const { domain } = request.query as { domain?: string };
    const known = domain && (domain === program.config.BASE_DOMAIN || (await program.registry.find(domain)) !== null);
    return reply.status(known ? 200 : 404).send();
  });
}

/** The list of open sites. */
export async function platformHome(program: Program, reply: FastifyReply): Promise<FastifyReply> {
  const tenants = await program.registry.all();
  const items = tenants.slice(0, 200).map((t) => {
    const link = siteUrl(program.config, t.primaryHost, '/');
    return html`<li><a href="${link}">${t.name['ko'] ?? t.name['en'] ?? t.slug}</a><small lang="en">${t.name['en'] ?? ''}</small></li>`;
  });
  const none = html`<p>아직 문을 연 사이트가 없어요. <code>npm run madang -- tenant create</code></p>`;
  return reply
    .type('text/html; charset=utf-8')
    .send(
      platformPage(
        '마당',
        html`<h1>마당</h1><p>함께 정하고, 끝까지 지켜보는 곳. 문을 연 마당이에요.</p><ul>${items}</ul>${items.length === 0 ? none : ''}`,
      ),
    );
}
