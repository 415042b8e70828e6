import type { FastifyRequest } from 'fastify';
import type { Context, Tenant } from '@madang/kernel';

/** Languages the program speaks. A tenant offers some of them. */
export const LANGUAGES = ['ko', 'en'] as const;
export const LANGUAGE_COOKIE = 'madang_lang';
const PREFIX = /^\/(ko|en)(?=\/|\?|$)/;
const HEADER = 'x-madang-language';

/**
 * An address may begin with a language (`/en/…`): it is cut off before routing and remembered, so
 * that every page has an address of its own in each language without a second set of routes.
 */
export function cutLanguage(request: { url?: string; headers: Record<string, unknown> }): string {
  delete request.headers[HEADER]; // nobody outside sets it
  const url = request.url ?? '/';
  const found = PREFIX.exec(url);
  if (!found) return url;
  request.headers[HEADER] = found[1];
  const rest = url.slice(found[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The explicit language of a request's address, if it has one. */
export const explicitLanguage = (request: FastifyRequest): string | undefined =>
  request.headers[HEADER] as string | undefined;

/** Address first, then the choice remembered, then what the browser asks for, then the tenant's own. */
export function languageOf(
  request: FastifyRequest,
  tenant: Pick<Tenant, 'locale' | 'locales'>,
): { locale: string; url: string } {
  const offered = tenant.locales;
  const explicit = explicitLanguage(request);
  const cookie = request.cookies[LANGUAGE_COOKIE];
  const wanted = [explicit, cookie, ...accepted(request.headers['accept-language'])];
  const locale = wanted.find((l): l is string => l !== undefined && offered.includes(l)) ?? tenant.locale;
  return { locale, url: request.url };
}

function accepted(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [range = '', q] = part.trim().split(';q=');
      return { language: range.slice(0, 2).toLowerCase(), q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ language }) => language);
}

/** An address of the same page in a language. */
export const inLocale = (url: string, locale: string): string => `/${locale}${url === '/' ? '' : url}`;

/** Paths stay as they are: the remembered choice carries the language on. */
export const localePath = (path: string, _current: Context): string => path;
