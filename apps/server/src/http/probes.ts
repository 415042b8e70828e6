import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Program } from '../program.js';

/** Liveness, readiness and figures. */
export function serveProbes(server: FastifyInstance, program: Program, draining: () => boolean): void {
  server.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    if (draining()) return reply.status(503).send({ status: 'draining' });
    try {
      await program.platform.rows('SELECT 1');
      return await reply.send({ status: 'ready' });
    } catch {
      return reply.status(503).send({ status: 'no database' });
    }
  });
  server.get('/metrics', async (request, reply) => {
    const token = program.config.METRICS_TOKEN;
    if (token && !same(request.headers.authorization ?? '', `Bearer ${token}`)) return reply.status(401).send();
    if (!token && program.config.NODE_ENV === 'production' && !direct(request)) return reply.status(404).send();
    const { placements } = program.provisioning;
    let jobsWaiting = 0;
    for (const placement of placements.names()) {
      const waiting = await placements
        .at(placement)
        .then(({ platform }) => platform.rows<{ n: number }>('SELECT count(*)::int AS n FROM platform.outbox'))
        .catch(() => undefined);
      program.metrics.placements.set({ placement }, waiting ? 1 : 0);
      jobsWaiting += waiting?.[0]?.n ?? 0;
    }
    program.metrics.jobsWaiting.set(jobsWaiting);
    for (const row of await program.platform.rows<{ state: string; n: number }>(
      'SELECT state, count(*)::int AS n FROM platform.tenants GROUP BY state',
    ))
      program.metrics.tenants.set({ state: row.state }, row.n);
    return reply.type(program.metrics.registry.contentType).send(await program.metrics.registry.metrics());
  });
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
/** From this machine and by no proxy on it: what a proxy says of an address, its client may have said. */
const direct = (request: FastifyRequest): boolean =>
  LOOPBACK.includes(request.socket.remoteAddress ?? '') &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined;
