import 'reflect-metadata';
import type { Readable } from 'node:stream';

/** A file that came with a form; already read, within the limits of the page. */
export interface Upload {
  field: string;
  name: string;
  mime: string;
  data: Buffer;
}

/** A request as page handlers see it: names and values, nothing of the web framework. */
export interface PageRequest {
  method: 'GET' | 'POST';
  /** Path and query as asked for, without host. */
  url: string;
  path: string;
  params: Record<string, string>;
  query: Record<string, string>;
  /** Submitted fields; repeated ones as arrays. */
  form: Record<string, string | string[]>;
  uploads: Upload[];
  cookies: Record<string, string | undefined>;
  address: string;
  userAgent: string;
  secure: boolean;
  host: string;
}

export interface Cookie {
  name: string;
  value: string;
  maxAgeSeconds: number;
}

/** What every page may say about itself to the layout. */
export interface PageHead {
  title?: string;
  description?: string;
  /** Path of a share image; the site's own where absent. */
  image?: string;
  /** Keeps the page out of search results. */
  noindex?: boolean;
  /** Which menu entry is current; the path where absent. */
  current?: string;
}

export interface ViewReply {
  kind: 'view';
  status: number;
  template: string;
  model: Record<string, unknown>;
  head: PageHead;
  cookies?: Cookie[];
}

export interface RedirectReply {
  kind: 'redirect';
  to: string;
  /** i18n key of a sentence shown on the next page. */
  flash?: { key: string; params?: Record<string, string | number> };
  cookies?: Cookie[];
}

export interface RawReply {
  kind: 'raw';
  status: number;
  type: string;
  /** A stream is read after the answer has begun; it opens its own units of work. */
  body: string | Buffer | Readable;
  headers?: Record<string, string>;
  cookies?: Cookie[];
}

export type Reply = ViewReply | RedirectReply | RawReply;

/** Answers with a rendered page. */
export function view(template: string, model: Record<string, unknown>, head: PageHead = {}, status = 200): ViewReply {
  return { kind: 'view', status, template, model, head };
}

/** Answers a successful act: 303 to a page of this site, with one sentence about what was done. */
export function redirect(to: string, flash?: RedirectReply['flash'], cookies?: Cookie[]): RedirectReply {
  return { kind: 'redirect', to: safePath(to), flash, cookies };
}

/** Answers with bytes of another type. */
export function raw(
  type: string,
  body: RawReply['body'],
  headers: Record<string, string> = {},
  status = 200,
): RawReply {
  return { kind: 'raw', status, type, body, headers };
}

/** Only paths of this very site: never a scheme, a host or a protocol-relative address. */
export function safePath(to: string | undefined, otherwise = '/'): string {
  return to && /^\/(?![/\\])[^\u0000-\u001f\\]*$/.test(to) ? to : otherwise;
}

/** One value of a field, the last where it was sent several times. */
export function field(form: PageRequest['form'], name: string): string {
  const value = form[name];
  return (Array.isArray(value) ? value.at(-1) : value) ?? '';
}

export interface PageOptions {
  /** Visitors may share one rendering for a moment. */
  cache?: boolean;
  /** The form carries files; `maxFiles` of at most `maxBytes` each. */
  uploads?: { maxFiles: number; maxBytes: number };
  /** Attempts per address and hour, for acts that could be abused; default 120 a minute for all posts. */
  limit?: { name: string; points: number; seconds: number };
  /** Runs outside a unit of work and opens its own. */
  free?: boolean;
  /** A post that changes nothing the tenant can see cross-site (unsubscribe by mail program): no token needed. */
  open?: boolean;
  /** Sent by a script of our own, not by a form: a header no other site can set stands in for the token. */
  script?: boolean;
  /** Programs come here too: an API token stands for session and form token, and refusals are told as the API tells them. */
  api?: boolean;
}

export interface PageSpec extends PageOptions {
  verb: 'GET' | 'POST';
  path: string;
  method: string;
}

const PAGES = Symbol('madang:pages');

function page(verb: 'GET' | 'POST', path: string, options: PageOptions): MethodDecorator {
  return (target, method) => {
    const specs = (Reflect.getOwnMetadata(PAGES, target.constructor) as PageSpec[] | undefined) ?? [];
    specs.push({ verb, path, method: String(method), ...options });
    Reflect.defineMetadata(PAGES, specs, target.constructor);
  };
}

/** A page to read: `handler(request): Promise<Reply>` in a read-only unit of work. */
export const Get = (path: string, options: PageOptions = {}): MethodDecorator => page('GET', path, options);

/** An act: a form of the portal, in a unit of work that is committed before the answer is sent. */
export const Post = (path: string, options: PageOptions = {}): MethodDecorator => page('POST', path, options);

/** The pages of a class. */
export const pagesOf = (type: object): PageSpec[] =>
  (Reflect.getOwnMetadata(PAGES, type) as PageSpec[] | undefined) ?? [];
