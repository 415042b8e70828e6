import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { context, DomainError, inContext, inUnit, newContext, SYSTEM, type Context } from '@madang/kernel';
import { SupportVisits } from '@madang/commons-hosting';
import { VisitDoor, type VisitOrder } from '@madang/platform-operators';
import { html } from '@madang/theming';
import type { Faces } from '../http/faces.js';
import { languageOf } from '../http/language.js';
import type { Limits } from '../http/limits.js';
import { platformPage } from '../http/platform-site.js';
import { sameOrigin } from '../http/security.js';
import type { Program } from '../program.js';
import type { Container } from './sites.js';

/** Kept by a browser on the tenant's own host for as long as a visit lasts. */
export const SUPPORT_COOKIE = 'madang_support';

/** Opens and ends visits in the tenant's own tables. */
export class ProgramVisitDoor extends VisitDoor {
  constructor(
    private readonly program: Program,
    private readonly container: () => Container,
  ) {
    super();
  }

  override open(tenantId: string, order: VisitOrder): Promise<string> {
    return this.inside(tenantId, (visits) => visits.open(order));
  }

  override end(tenantId: string, visitId: string): Promise<void> {
    return this.inside(tenantId, (visits) => visits.end(visitId));
  }

  private async inside<T>(id: string, work: (visits: SupportVisits) => Promise<T>): Promise<T> {
    const tenant = await this.program.registry.get({ id });
    if (!tenant) throw new DomainError('missing', 'tenancy_tenant_unknown');
    return inContext(newContext(tenant, { actor: SYSTEM, requestId: 'operator' }), () =>
      inUnit(this.program.database, false, () => work(this.container()(SupportVisits))),
    );
  }
}

/** Lets support in at a tenant's host: a link that shows what it is, a button that begins, a button that ends. */
export function serveVisits(
  server: FastifyInstance,
  program: Program,
  limits: Limits,
  faces: Faces,
  container: Container,
): void {
  const visits = container(SupportVisits);

  /** The software's own hands, for what the visitor's may not do. */
  const asSystem = <T>(current: Context, readOnly: boolean, work: () => Promise<T>): Promise<T> =>
    inContext(newContext(current.tenant, { actor: SYSTEM, requestId: current.requestId }), () =>
      inUnit(program.database, readOnly, work),
    );
  const here =
    (work: (current: Context, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | FastifyReply => {
      const current = request.madang;
      if (!current) return reply.callNotFound() as unknown as FastifyReply;
      reply.header('cache-control', 'no-store');
      // The link's secret stays on this host; without any referrer browsers would hide the origin of the form, too.
      reply.header('referrer-policy', 'same-origin');
      return inContext(current, async () => {
        context().locale = languageOf(request, current.tenant).locale;
        return work(current, request, reply).catch((error: unknown) => faces.trouble(error, request, reply));
      });
    };

  // Before anything else looks at who is there: a visit is not mixed with an account of the tenant.
  server.addHook('preHandler', async (request) => {
    const current = request.madang;
    const secret = request.cookies[SUPPORT_COOKIE];
    if (!current || !secret) return;
    const found = await asSystem(current, true, () => visits.recognise(secret));
    if (found) current.actor = found;
  });

  server.get(
    '/-/support/enter',
    here(async (current, request, reply) => {
      await limits.take({ name: 'support', points: 30, seconds: 600 }, request.ip);
      const token = String((request.query as { token?: string }).token ?? '').slice(0, 200);
      const visit = await asSystem(current, true, () => visits.invited(token));
      if (!visit) throw new DomainError('missing', 'support_link_dead');
      const name = current.tenant.name['ko'] ?? current.tenant.slug;
      return reply
        .type('text/html; charset=utf-8')
        .send(
          platformPage(
            '지원 방문',
            html`<h1>${name} 지원 방문</h1><p>${visit.operator} · ${visit.reason}</p><p>${visit.mayWrite ? '보고 바꿀 수 있어요. 바꾼 것은 모두 감사 기록에 남아요.' : '보기만 할 수 있어요.'} 기관의 관리자들에게 알렸어요.</p><p lang="en">${visit.mayWrite ? 'You may look and change; every change is kept.' : 'You may only look.'} The administrators were told.</p><form method="post" action="/-/support/enter"><input type="hidden" name="token" value="${token}"><p><button>들어가기 <span lang="en">Enter</span></button></p></form>`,
          ),
        );
    }),
  );

  server.post(
    '/-/support/enter',
    here(async (current, request, reply) => {
      if (!sameOrigin(request)) throw new DomainError('denied', 'form_expired');
      await limits.take({ name: 'support', points: 30, seconds: 600 }, request.ip);
      const token = request.body instanceof URLSearchParams ? (request.body.get('token') ?? '') : '';
      const { session, expiresAt } = await asSystem(current, false, () => visits.enter(token.slice(0, 200)));
      return reply
        .setCookie(SUPPORT_COOKIE, session, {
          path: '/',
          httpOnly: true,
          sameSite: 'strict',
          secure: program.config.publicScheme === 'https',
          expires: expiresAt,
        })
        .redirect('/console', 303);
    }),
  );

  server.post(
    '/-/support/leave',
    here(async (current, request, reply) => {
      if (!sameOrigin(request)) throw new DomainError('denied', 'form_expired');
      const { visit } = current.actor;
      if (visit) {
        await asSystem(current, false, () => visits.end(visit.id));
        await program.platform.run('UPDATE platform.visits SET ended_at = now() WHERE id = $1 AND ended_at IS NULL', [
          visit.id,
        ]);
      }
      return reply.clearCookie(SUPPORT_COOKIE, { path: '/' }).redirect('/', 303);
    }),
  );
}
