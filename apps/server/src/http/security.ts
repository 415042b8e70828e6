import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Headers of every answer. Scripts, styles, fonts and pictures come from this site alone; nothing is inline. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'inline-speculation-rules'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(self), interest-cohort=()',
};

export function secure(reply: FastifyReply, https: boolean): void {
  reply.headers(SECURITY_HEADERS);
  if (https) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

const digest = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('base64url');

/**
 * The token forms carry: bound to tenant and session, or for visitors to the tenant alone (they have
 * nothing a forged form could use; the origin check below still holds), so that pages can be shared.
 */
export const csrfToken = (secret: string, tenantId: string, session: string | undefined): string =>
  digest(secret, `csrf:${tenantId}:${session ?? 'visitor'}`).slice(0, 32);

/** Whether a token fits; in constant time. */
export function csrfFits(secret: string, tenantId: string, session: string | undefined, token: string): boolean {
  const right = Buffer.from(csrfToken(secret, tenantId, session));
  const given = Buffer.from(token);
  return right.length === given.length && timingSafeEqual(right, given);
}

/** Whether a request comes from a page of this very host, as far as the browser says. */
export function sameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false; // "null" and the like
  }
}
