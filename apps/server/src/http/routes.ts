import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actor, context, DomainError, inContext, inUnit, readsOnly, TenantCache, unavailable } from '@madang/kernel';
import { field, pagesOf, safePath, type Cookie, type PageRequest, type PageSpec, type Reply } from '@madang/portal';
import type { Program } from '../program.js';
import type { Faces } from './faces.js';
import { readForm } from './form-body.js';
import { hostOf } from './arrival.js';
import { explicitLanguage, LANGUAGE_COOKIE } from './language.js';
import type { Limits } from './limits.js';
import { csrfFits, sameOrigin } from './security.js';

export const SESSION_COOKIE = 'madang_session';
const FLASH_COOKIE = 'madang_flash';
export const MODE_COOKIE = 'madang_mode';

/** How long visitors may share one rendering of a page. */
const SHARED_MS = 1000;
const SHARED_PAGES = 500;

interface Shared {
  status: number;
  body: string | Buffer;
  etag: string;
}

type PageCall = (request: PageRequest) => Promise<Reply>;

interface Readable {
  spec: PageSpec;
  call: PageCall;
  form: RegExp;
}

/** A route's path as a pattern: `:name` stands for one part of an address, or for digits inside one. */
const formOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:([a-zA-Z]+)/g, '(?<$1>[^/]+?)')}/?$`);
const parameters = (path: string): number => path.split('/').filter((part) => part.includes(':')).length;

/** Puts the pages of all parts onto the web server. */
export class PageRoutes {
  private readonly shared = new TenantCache<Shared>(SHARED_PAGES, SHARED_MS);
  private readonly readable: Readable[] = [];

  constructor(
    private readonly program: Program,
    private readonly faces: Faces,
    private readonly limits: Limits,
  ) {}

  /** Registers every page of the given classes; `instance` gives the object that has the methods. */
  add(server: FastifyInstance, types: readonly object[], instance: (type: object) => object): void {
    for (const type of types) {
      const target = instance(type) as Record<string, (request: PageRequest) => Promise<Reply>>;
      for (const spec of pagesOf(type)) {
        const call = (request: PageRequest): Promise<Reply> => target[spec.method]!(request);
        if (spec.verb === 'GET') this.readable.push({ spec, call, form: formOf(spec.path) });
        server.route({
          method: spec.verb,
          url: spec.path,
          // A body over the limit is refused while it is read.
          bodyLimit: spec.uploads ? spec.uploads.maxFiles * spec.uploads.maxBytes + 200_000 : 200_000,
          handler: (request, reply) => this.answer(spec, call, request, reply),
        });
      }
    }
  }

  /** The page that a path leads to, with the parts of its address; fixed words go before parameters. */
  find(path: string): { spec: PageSpec; call: PageCall; params: Record<string, string> } | undefined {
    const found = this.readable.flatMap(({ spec, call, form }) => {
      const groups = form.exec(path)?.groups;
      return groups ? [{ spec, call, params: { ...groups } }] : form.test(path) ? [{ spec, call, params: {} }] : [];
    });
    return found.sort((one, other) => parameters(one.spec.path) - parameters(other.spec.path))[0];
  }

  private async answer(
    spec: PageSpec,
    call: (request: PageRequest) => Promise<Reply>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const current = request.madang;
    if (!current) return this.faces.nowhere(request, reply);
    return inContext(current, async () => {
      const { locale, url } = this.faces.language(request, current);
      current.locale = locale;
      // An address with a language is a choice; the pages that follow keep to it.
      if (explicitLanguage(request) === locale && request.cookies[LANGUAGE_COOKIE] !== locale)
        this.setCookie(reply, { name: LANGUAGE_COOKIE, value: locale, maxAgeSeconds: 31_536_000 });
      const cookies = request.cookies;
      const share = spec.cache === true && !current.actor.visit && !cookies[SESSION_COOKIE] && !cookies[FLASH_COOKIE];
      const key = `${hostOf(request)} ${locale} ${cookies[MODE_COOKIE] ?? ''} ${request.url}`;
      const kept = share ? this.shared.peek(key) : undefined;
      if (kept) return this.sendShared(kept, request, reply);
      try {
        const asked = await this.read(spec, request, url);
        const made = await this.act(spec, call, asked, spec.api ? bearerOf(request) : undefined);
        return await this.send(made, asked, request, reply, share ? key : undefined);
      } catch (error) {
        if (spec.api && error instanceof DomainError) return this.refuse(reply, error);
        return this.faces.trouble(error, request, reply);
      }
    });
  }

  private async act(
    spec: PageSpec,
    call: (request: PageRequest) => Promise<Reply>,
    asked: PageRequest,
    bearer?: string,
  ): Promise<Reply> {
    const { database } = this.program;
    const token = bearer ? undefined : asked.cookies[SESSION_COOKIE];
    if (spec.verb === 'POST' && context().tenant.moving) throw unavailable('tenant_moving');
    if (spec.limit) await this.limits.take(spec.limit, asked.address);
    if (spec.verb === 'POST' && !spec.free && readsOnly(actor())) throw new DomainError('denied', 'support_reads_only');
    if (spec.free) {
      if (bearer) await inUnit(database, true, () => this.faces.recogniseToken(bearer));
      if (token) await inUnit(database, true, () => this.faces.recognise(token));
      return call(asked);
    }
    return inUnit(database, spec.verb === 'GET', async () => {
      if (token) await this.faces.recognise(token);
      const made = await call(asked);
      // What the layout asks the database is asked here, in the same transaction.
      if (made.kind === 'view') await this.faces.prepare();
      return made;
    });
  }

  private async read(spec: PageSpec, request: FastifyRequest, url: string): Promise<PageRequest> {
    const { form, uploads } = spec.verb === 'POST' ? await readForm(request, spec) : { form: {}, uploads: [] };
    // A token of the API comes with no request by itself, so nobody else's page can make one carry it.
    if (spec.verb === 'POST' && !spec.open && !(spec.api && bearerOf(request))) {
      const session = request.cookies[SESSION_COOKIE];
      const { id } = context().tenant;
      const own = spec.script
        ? request.headers['x-madang-console'] === '1'
        : csrfFits(this.program.config.secret, id, session, field(form, '_csrf'));
      if (!sameOrigin(request) || !own) throw new DomainError('denied', 'form_expired');
      await this.limits.take({ name: 'post', points: 120, seconds: 60 }, request.ip);
    }
    return {
      method: spec.verb,
      url,
      path: url.split('?')[0]!,
      params: request.params as Record<string, string>,
      query: singles(request.query as Record<string, string | string[]>),
      form,
      uploads,
      cookies: request.cookies,
      address: request.ip,
      userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
      secure: this.program.config.publicScheme === 'https',
      host: hostOf(request),
    };
  }

  private async send(
    made: Reply,
    asked: PageRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    shareAs: string | undefined,
  ): Promise<FastifyReply> {
    for (const cookie of made.cookies ?? []) this.setCookie(reply, cookie);
    if (made.kind === 'redirect') {
      if (made.flash)
        this.setCookie(reply, { name: FLASH_COOKIE, value: JSON.stringify(made.flash), maxAgeSeconds: 60 });
      return reply.redirect(inAscii(this.faces.localise(safePath(made.to), context())), 303);
    }
    if (made.kind === 'raw')
      return reply
        .status(made.status)
        .headers(made.headers ?? {})
        .type(made.type)
        .send(made.body);
    const flash = request.cookies[FLASH_COOKIE];
    if (flash) this.setCookie(reply, { name: FLASH_COOKIE, value: '', maxAgeSeconds: 0 });
    const page = await this.faces.page(made, asked, {
      flash,
      session: request.cookies[SESSION_COOKIE],
      mode: request.cookies[MODE_COOKIE],
    });
    if (shareAs !== undefined && made.status === 200) {
      const shared = { status: 200, body: page.html, etag: `"${page.digest()}"` };
      this.shared.put(shareAs, shared);
      return this.sendShared(shared, request, reply);
    }
    return reply
      .status(made.status)
      .header('cache-control', 'private, no-store')
      .type('text/html; charset=utf-8')
      .send(page.html);
  }

  private sendShared(page: Shared, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    reply
      .header('etag', page.etag)
      .header('cache-control', 'private, no-cache')
      .header('vary', 'cookie, accept-language');
    if (request.headers['if-none-match'] === page.etag) return reply.status(304).send();
    return reply.status(page.status).type('text/html; charset=utf-8').send(page.body);
  }

  /** A refusal in the form the API gives it; what is wrong with a file is said with its field. */
  private refuse(reply: FastifyReply, error: DomainError): FastifyReply {
    const { code, kind, params } = error;
    const fields = error.fields.map((one) => ({ ...one, message: this.faces.explainField(one) }));
    return reply
      .status(code === 'token_unknown' ? 401 : error.status)
      .header('cache-control', 'no-store')
      .send({ errors: [{ message: this.faces.explain(error), extensions: { code, kind, params, fields } }] });
  }

  private setCookie(reply: FastifyReply, cookie: Cookie): void {
    // Host-only: without Domain, a cookie of one tenant's host never reaches another's.
    reply.setCookie(cookie.name, cookie.value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.program.config.publicScheme === 'https',
      maxAge: cookie.maxAgeSeconds,
    });
  }
}

/** An address as a header may carry it: letters beyond ASCII are escaped, what is escaped already stays. */
const inAscii = (path: string): string => path.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);

/** The API token a request carries. */
export const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S{20,200})$/.exec(request.headers.authorization ?? '')?.[1];

const singles = (query: Record<string, string | string[]>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : value]),
  );
