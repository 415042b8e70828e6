import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newContext, type Context } from '@madang/kernel';
import type { Program } from '../program.js';
import type { Shut } from './platform-site.js';
import { secure } from './security.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when the host belongs to a tenant. */
    madang?: Context;
    /** Set on the platform's own host. */
    onPlatform?: boolean;
    arrivedAt?: bigint;
  }
}

/** The host a request was sent to, without port. */
export const hostOf = (request: FastifyRequest): string => request.hostname.replace(/:\d+$/, '').toLowerCase();

/** Paths that answer on every host, for probes and proxies. */
const EVERYWHERE = /^\/(healthz|readyz|metrics|internal\/)/;

/**
 * First of all a request learns where it is: a tenant's host, the platform's, or nowhere (404,
 * before anything else is looked at). A suspended tenant answers 503, an archived one 410, and one whose database the
 * configuration does not name 503.
 */
export function recogniseHosts(
  server: FastifyInstance,
  program: Program,
  tell: (reply: FastifyReply, what: number | Shut, host: string) => Promise<void>,
): void {
  server.addHook('onRequest', async (request, reply) => {
    request.arrivedAt = process.hrtime.bigint();
    secure(reply, program.config.publicScheme === 'https');
    const id = String(request.headers['x-request-id'] ?? '');
    const requestId = /^[\w-]{8,64}$/.test(id) ? id : randomUUID();
    reply.header('x-request-id', requestId);
    if (EVERYWHERE.test(request.url)) return;
    // A worker answers probes and nothing else.
    if (program.config.ROLE === 'worker') return tell(reply, 404, 'worker');
    const host = hostOf(request);
    if (host === program.config.BASE_DOMAIN) {
      request.onPlatform = true;
      return;
    }
    const tenant = await program.registry.find(host);
    if (!tenant || tenant.state === 'provisioning') return tell(reply, 404, host);
    if (tenant.state === 'suspended') return tell(reply, 503, host);
    if (tenant.state === 'archived') return tell(reply, 410, host);
    if (!program.provisioning.placements.has(tenant.placement)) {
      program.log.error(
        { tenant: tenant.slug, placement: tenant.placement },
        'PLACEMENTS does not name the database of this tenant',
      );
      return tell(reply, 'away', host);
    }
    request.madang = newContext(tenant, { requestId });
  });
  server.addHook('onResponse', async (request, reply) => {
    const slug = request.madang?.tenant.slug ?? (request.onPlatform ? 'platform' : 'none');
    program.metrics.requests.inc({
      tenant: program.metrics.tenant(slug),
      status: `${Math.floor(reply.statusCode / 100)}xx`,
    });
    if (request.madang) {
      program.pulse.note(request.madang.tenant.id, 'requests');
      if (reply.statusCode >= 500) program.pulse.note(request.madang.tenant.id, 'errors');
    }
    if (request.arrivedAt === undefined) return;
    const seconds = Number(process.hrtime.bigint() - request.arrivedAt) / 1e9;
    const kind = request.url.startsWith('/graphql') ? 'graphql' : request.url.startsWith('/-/') ? 'asset' : 'page';
    program.metrics.seconds.observe({ kind }, seconds);
    program.log.info(
      {
        tenant: slug,
        request: reply.getHeader('x-request-id'),
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(seconds * 1000),
      },
      'answered',
    );
  });
}
