import { SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const spans = new WeakMap<FastifyRequest, Span>();

/**
 * OpenTelemetry spans of requests, with tenant and route. Without an SDK the API does nothing and
 * costs nothing; an operator loads one with NODE_OPTIONS=--import, see docs/operate.
 */
export function traceRequests(server: FastifyInstance): void {
  const tracer = trace.getTracer('madang');
  server.addHook('onRequest', (request, _reply, done) => {
    spans.set(request, tracer.startSpan(`${request.method} ${request.routeOptions.url ?? 'unknown'}`));
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    if (span) {
      span.setAttribute('http.response.status_code', reply.statusCode);
      span.setAttribute('madang.tenant', request.madang?.tenant.slug ?? '');
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    }
    done();
  });
}
