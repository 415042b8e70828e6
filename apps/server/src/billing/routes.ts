import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { context, demand, DomainError, inContext, inUnit } from '@madang/kernel';
import { Invoices, StripeDesk, type PrintedInvoice } from '@madang/platform-billing';
import { inOperatorContext, OperatorSignIn } from '@madang/platform-operators';
import { html } from '@madang/theming';
import type { Faces } from '../http/faces.js';
import { platformPage, tellClosed } from '../http/platform-site.js';
import { SESSION_COOKIE } from '../http/routes.js';
import { operatorContextOf, recogniseOperator } from '../operator/entry.js';
import type { Container } from '../operator/sites.js';
import type { Program } from '../program.js';

const EVENT_MOST = 512_000;

/** Where Stripe's events arrive, and invoices written by hand as pages to print. */
export async function serveBilling(
  server: FastifyInstance,
  program: Program,
  faces: Faces,
  container: Container,
): Promise<void> {
  const desk = container(StripeDesk);
  const invoices = container(Invoices);
  await server.register(async (scope) => {
    // The signature is over the bytes as they came.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post('/stripe/webhook', { bodyLimit: EVENT_MOST }, async (request, reply) => {
      if (!request.onPlatform) return reply.callNotFound();
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      try {
        const fresh = await desk.receive(raw, String(request.headers['stripe-signature'] ?? ''));
        return await reply.send({ received: true, fresh });
      } catch (error) {
        if (error instanceof DomainError && error.code === 'billing_signature')
          return reply.status(400).send({ error: 'signature' });
        // Stripe sends it again later.
        program.log.error({ error }, 'payment event failed');
        return reply.status(500).send({ error: 'internal' });
      }
    });
    await Promise.resolve();
  });

  server.get('/operator/invoices/:id', (request, reply) => {
    if (!request.onPlatform) return reply.callNotFound();
    return inOperatorContext(operatorContextOf(program, request, reply), async () => {
      await recogniseOperator(container(OperatorSignIn), request);
      try {
        return await show(reply, await invoices.printed(String((request.params as { id: string }).id).slice(0, 40)));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        await tellClosed(reply, 404);
        return reply;
      }
    });
  });

  server.get('/-/invoices/:id', (request: FastifyRequest, reply: FastifyReply) => {
    const current = request.madang;
    if (!current) return reply.callNotFound();
    return inContext(current, async () => {
      try {
        const token = request.cookies[SESSION_COOKIE];
        await inUnit(program.database, true, async () => {
          await faces.looks.load();
          if (token) await faces.recognise(token);
        });
        demand('manage', 'Billing');
        const { id } = request.params as { id: string };
        return await show(reply, await invoices.printedFor(id.slice(0, 40), context().tenant.id));
      } catch (error) {
        return faces.trouble(error, request, reply);
      }
    });
  });
}

const money = (amount: number, currency: string): string =>
  new Intl.NumberFormat('ko-KR', { style: 'currency', currency: currency.toUpperCase() }).format(
    amount / (['krw', 'jpy'].includes(currency) ? 1 : 100),
  );

function show(reply: FastifyReply, invoice: PrintedInvoice): FastifyReply {
  const lines = invoice.lines.map(
    (line) => html`<li>${line.what}<small>${money(line.amount, invoice.currency)}</small></li>`,
  );
  return reply
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      platformPage(
        `청구서 ${invoice.number}`,
        html`<h1>청구서 <span lang="en">Invoice</span> ${invoice.number}</h1><p>${invoice.billedTo}</p><p>${invoice.issuedOn} · ${invoice.dueOn ?? ''}</p><ul>${lines}</ul><p><strong>${money(invoice.total, invoice.currency)}</strong> · ${invoice.state}</p>`,
      ),
    );
}
