import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  actor,
  context,
  DomainError,
  inUnit,
  PlacementUnavailable,
  TenantCache,
  unavailable,
  type Context,
  type FieldProblem,
} from '@madang/kernel';
import { SafeHtml, type Messages, type Templates, type Words as Speech } from '@madang/theming';
import { safePath, type LayoutModel, type PageRequest, type ViewReply } from '@madang/portal';
import { siteModel } from '@madang/commons-site';
import type { Program } from '../program.js';
import { siteUrl } from '../config.js';
import { Drawings } from './drawings.js';
import { Frames } from './frame.js';
import { languageOf, localePath } from './language.js';
import { layoutModel, type Extras } from './layout.js';
import { Looks } from './looks.js';
import { sayProblem } from './problems.js';
import { Troubles } from './troubles.js';
import { textsOf } from './form-body.js';
import { csrfToken, sameOrigin } from './security.js';
import { tellClosed } from './platform-site.js';

/** What the web half asks the parts for. */
export interface Sources {
  recognise(token: string): Promise<void>;
  /** @throws DomainError denied for a token nobody has */
  recogniseToken(token: string): Promise<void>;
  unread(): Promise<number>;
}

/** A page as it is sent. */
export interface Page {
  html: string | Buffer;
  /** Names its contents: the same wherever the same page is made. */
  digest(): string;
}

const pageOf = (html: string | Buffer, names = html): Page => ({
  html,
  digest: () => hash('sha1', names, 'base64url'),
});

/**
 * How the program shows itself: languages, the layout around every page, and what people see when
 * something goes wrong.
 */
export class Faces {
  readonly looks: Looks;
  readonly troubles: Troubles;
  private readonly unread = new WeakMap<Context, number>();
  private readonly drawings: Drawings;
  private readonly layouts: Drawings;
  private readonly frames: Frames;
  private readonly visitorTokens = new TenantCache<string>(1000);

  constructor(
    readonly program: Program,
    readonly messages: Messages,
    readonly templates: Templates,
    looks: Looks,
    private readonly sources: Sources,
  ) {
    this.looks = looks;
    this.drawings = new Drawings(program.config.NODE_ENV === 'test');
    this.layouts = new Drawings(program.config.NODE_ENV === 'test');
    this.frames = new Frames(program.config.secret);
    this.troubles = new Troubles(program);
  }

  language(request: FastifyRequest, current: Context): { locale: string; url: string } {
    return languageOf(request, current.tenant);
  }

  /** Keeps an explicit language in an address of this site. */
  localise(path: string, current: Context): string {
    return localePath(path, current);
  }

  recognise(token: string): Promise<void> {
    return this.sources.recognise(token);
  }

  recogniseToken(token: string): Promise<void> {
    return this.sources.recogniseToken(token);
  }

  /** Asks, inside the page's own unit of work, for what the layout shows. */
  async prepare(): Promise<void> {
    await this.looks.load();
    if (actor().personId) this.unread.set(context(), await this.sources.unread());
  }

  /** The current reader's words: language, time zone and the tenant's own terms. */
  speech(): Speech {
    const look = this.looks.known();
    const { locale, tenant } = context();
    return (look?.messages ?? this.messages).for(locale, tenant.timeZone);
  }

  /** A page with everything around it. */
  async page(made: ViewReply, asked: PageRequest, extras: Omit<Extras, 'unread' | 'speech' | 'url'>): Promise<Page> {
    const look = await this.loaded();
    const speech = this.speech();
    const current = context();
    const data = {
      words: speech,
      csrf: this.csrf(extras.session),
      now: current.now(),
      path: asked.path,
      tenant: { slug: current.tenant.slug },
      person: current.actor.personId
        ? { id: current.actor.personId, name: current.actor.displayName, role: current.actor.role }
        : undefined,
    };
    const templates = this.looks.templates(this.templates);
    const model = { ...look.common, ...made.model };
    const body = this.drawings.draw(templates, made.template, model, data, [look]);
    const head = { ...made.head, title: made.head.title ?? (asked.path === '/' ? undefined : body.heading) };
    const ownFooter = look.own.fill('footer', siteModel(look.shell), speech, (...what) => this.troubles.note(...what));
    const around = (inside: SafeHtml, url: string): LayoutModel =>
      layoutModel(this.program.config, look, { ...made, head }, inside, {
        ...extras,
        ...(ownFooter ? { ownFooter } : {}),
        url,
        speech,
        unread: this.unread.get(current) ?? 0,
      });
    const inFull = (): string => templates.render('layout', around(new SafeHtml(String(body)), asked.url), data);
    const holes = current.actor.personId ? undefined : this.frames.holesFor(asked.url);
    if (!holes) return pageOf(inFull());
    const layout = this.layouts.draw(templates, 'layout', around(holes.body, holes.url), data, [look]);
    const html = holes.fill(layout.bytes, body.bytes);
    if (this.program.config.NODE_ENV === 'test' && html.toString() !== inFull())
      throw new Error('a layout with holes is another one');
    return pageOf(html, `${layout.digest} ${body.digest} ${asked.url}`);
  }

  /** The token of a session's forms; that of visitors is one for all. */
  private csrf(session: string | undefined): string {
    const known = session === undefined ? this.visitorTokens.peek('') : undefined;
    if (known !== undefined) return known;
    const token = csrfToken(this.program.config.secret, context().tenant.id, session);
    if (session === undefined) this.visitorTokens.put('', token);
    return token;
  }

  /** The sentence that explains an error, in the reader's language. */
  explain(error: DomainError): string {
    const speech = this.speech();
    const key = `errors.${error.code}`;
    return speech.t(speech.has(key) ? key : 'errors.internal', error.params);
  }

  /** What is wrong with one input, in the reader's language. */
  explainField(problem: FieldProblem): string {
    return sayProblem(this.speech(), problem);
  }

  /** Answers an error with a page that says what to do, or plain words when even that fails. */
  async trouble(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (error instanceof PlacementUnavailable) {
      this.program.log.error({ error, placement: error.placement, why: error.why }, 'the database of a tenant is away');
      // Words and look of the site lie in that database, too.
      await tellClosed(reply, 'away');
      return reply;
    }
    const known = await this.meaning(error);
    const moving = known?.code === 'tenant_moving';
    const busy = isBusy(error);
    const status = known?.status ?? statusOf(error) ?? (busy ? 503 : 500);
    if (moving) reply.header('retry-after', '30');
    else if (status >= 500) this.program.log.error({ error }, 'page failed');
    const session = request.cookies['madang_session'];
    if (session && status < 500 && !actor().personId && !actor().visit) await this.recogniseLate(session);
    const html = await this.errorPage(status, known, request).catch((second: unknown) => {
      if (!moving) this.program.log.error({ error: second }, 'error page failed');
      return undefined;
    });
    if (html === undefined && moving) {
      await tellClosed(reply, 'moving');
      return reply;
    }
    if (html === undefined) return reply.status(500).type('text/plain; charset=utf-8').send(PLAIN_TROUBLE);
    return reply.status(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
  }

  /** Who asks, where nothing asked before: an address that is nowhere, a form refused at the door. Nobody looks signed out for it. */
  private async recogniseLate(session: string): Promise<void> {
    await inUnit(this.program.database, true, async () => {
      await this.sources.recognise(session);
      await this.prepare();
    }).catch((error: unknown) => this.program.log.error({ error }, 'not recognised on an error page'));
  }

  /** What an error tells people; undefined for what is our own fault. */
  private async meaning(error: unknown): Promise<DomainError | undefined> {
    if (error instanceof DomainError) return error;
    if (await this.onTheWay(error)) return unavailable('tenant_moving');
    if (isBadValue(error)) return new DomainError('invalid', 'invalid');
    return isReadOnly(error) && actor().visit ? new DomainError('denied', 'support_reads_only') : undefined;
  }

  /** Whether an error came of the tenant being moved: a write while it is copied, or a request that began where it was before. */
  private async onTheWay(error: unknown): Promise<boolean> {
    const { tenant } = context();
    if (tenant.moving && (isReadOnly(error) || isBusy(error))) return true;
    if (!GONE.includes(String((error as { code?: string } | undefined)?.code))) return false;
    const now = await this.program.registry.get({ id: tenant.id }).catch(() => null);
    return now !== null && (now.moving || now.placement !== tenant.placement);
  }

  private async errorPage(
    status: number,
    known: DomainError | undefined,
    request: FastifyRequest,
  ): Promise<string | Buffer> {
    const current = context();
    const speech = this.speech();
    const signIn = known?.code === 'sign_in_first';
    const moving = known?.code === 'tenant_moving';
    const spent = known?.code === 'link_over';
    const title = speech.t(
      [signIn ? 'sign_in' : known?.code, status]
        .map((what) => `ui.error.${what}.title`)
        .find((key) => speech.has(key)) ?? 'ui.error.500.title',
    );
    const problems = known?.fields.map((one) => this.explainField(one));
    const text = known
      ? problems?.length
        ? speech.t('ui.errors.title')
        : this.explain(known)
      : speech.t(speech.has(`ui.error.${status}.text`) ? `ui.error.${status}.text` : 'ui.error.500.text');
    const from = URL.parse(request.headers.referer ?? '');
    const back = request.method === 'GET' ? request.url : safePath(from ? from.pathname + from.search : undefined);
    const actions = [
      ...(signIn
        ? [{ label: speech.t('ui.sign_in'), url: `/sign-in?back=${encodeURIComponent(back)}`, primary: true }]
        : []),
      ...(spent && !current.actor.personId ? [{ label: speech.t('ui.sign_in'), url: '/sign-in', primary: true }] : []),
      // A list continued from an address that is no place in it begins anew.
      ...(request.method === 'GET' && status === 422 && request.url.includes('?')
        ? [{ label: speech.t('ui.back'), url: request.url.split('?')[0]!, primary: true }]
        : []),
      ...(request.method === 'POST' && !signIn && !spent
        ? [{ label: speech.t('ui.back'), url: back, primary: true }]
        : []),
      { label: speech.t('ui.home'), url: '/' },
    ];
    const view: ViewReply = {
      kind: 'view',
      status,
      template: 'error',
      model: {
        status,
        title,
        text,
        problems,
        texts: sameOrigin(request) ? textsOf(request) : [], // nobody else's page writes onto ours
        actions,
        search: status === 404 ? '/search' : undefined,
        reference: status >= 500 && !moving ? current.requestId : undefined,
      },
      head: { title, noindex: true },
    };
    const asked = { url: request.url, path: request.url.split('?')[0]! } as PageRequest;
    const page = await this.page(view, asked, {
      flash: undefined,
      session: request.cookies['madang_session'],
      mode: request.cookies['madang_mode'],
    });
    return page.html;
  }

  /** A host nobody has, a suspended tenant: no tenant's look, and nothing to learn. */
  async nowhere(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    return reply.callNotFound() as unknown as FastifyReply;
  }

  /** The address of a path of the current tenant, for mails and share links. */
  address(path: string): string {
    return siteUrl(this.program.config, context().tenant.primaryHost, path);
  }

  private async loaded(): ReturnType<Looks['load']> {
    const known = this.looks.known();
    if (known) return known;
    // Pages without a unit of their own (and error pages after one) read the look in a short one.
    return context().unit ? this.looks.load() : inUnit(this.program.database, true, () => this.looks.load());
  }
}

const PLAIN_TROUBLE =
  '잠시 문제가 생겼어요. 조금 뒤에 다시 열어 주세요. / Something went wrong. Please try again shortly.';

/** What PostgreSQL calls a data exception: a NUL in a text, a cursor whose values have other types. */
export const isBadValue = (error: unknown): boolean =>
  /^22[0-9A-Z]{3}$/.test(String((error as { code?: string }).code));
/** A write in a transaction that only reads: whoever is on a support visit without a pen. */
export const isReadOnly = (error: unknown): boolean => (error as { code?: string } | undefined)?.code === '25006';
/** What PostgreSQL says where a schema or its role is not, or not for us. */
const GONE = ['3F000', '42P01', '42501', '22023'];
const isBusy = (error: unknown): boolean =>
  ['57014', '55P03', '53300'].includes(String((error as { code?: string }).code));
const statusOf = (error: unknown): number | undefined => {
  const status = (error as { statusCode?: number }).statusCode;
  return status && status >= 400 && status < 500 ? status : undefined;
};
