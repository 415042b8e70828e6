import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, isId, missing } from '@madang/kernel';
import {
  demandOperator,
  inOperatorContext,
  OperatorLists,
  OperatorSignIn,
  operatorContext,
  operatorName,
  TenantWorks,
} from '@madang/platform-operators';
import { recordAct } from '@madang/platform-tenancy';
import type { Messages } from '@madang/theming';
import { sameOrigin } from '../http/security.js';
import type { Program } from '../program.js';
import { explainToOperator, operatorContextOf, recogniseOperator } from './entry.js';
import type { Container } from './sites.js';

/** The largest export file that may be sent in. */
const UPLOAD_MOST = 20 * 2 ** 30;

/** Files for operators: lists, fetched once; whole tenants, fetched within a day or sent in to be imported. */
export function serveOperatorFiles(
  server: FastifyInstance,
  program: Program,
  messages: Messages,
  container: Container,
): void {
  const works = container(TenantWorks);
  const signing = container(OperatorSignIn);
  const lists = container(OperatorLists);

  const guarded =
    (work: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | FastifyReply => {
      if (!request.onPlatform) return reply.callNotFound() as unknown as FastifyReply;
      return inOperatorContext(operatorContextOf(program, request, reply), async () => {
        reply.header('cache-control', 'no-store');
        try {
          if (!sameOrigin(request)) throw new DomainError('denied', 'form_expired');
          await recogniseOperator(signing, request);
          return await work(request, reply);
        } catch (error) {
          if (!(error instanceof DomainError)) program.log.error({ error }, 'operator file failed');
          const known = error instanceof DomainError ? error : new DomainError('invalid', 'internal');
          const message = explainToOperator(messages, known, operatorContext().locale);
          return reply
            .status(known === error ? known.status : 500)
            .send({ errors: [{ message, extensions: { code: known.code } }] });
        }
      });
    };

  server.get(
    '/operator/exports/:id',
    guarded(async (request, reply) => {
      demandOperator('export', 'Tenant');
      const { id } = request.params as { id: string };
      const [row] = isId(id)
        ? await program.platform.rows<{ tenantId: string; slug: string }>(
            `SELECT tenant_id AS "tenantId", slug FROM platform.operations WHERE id = $1 AND kind = 'export' AND state = 'done'`,
            [id],
          )
        : [];
      const file = row && works.exportFile(row.tenantId, id);
      if (!file || !existsSync(file)) throw missing('operator_file_gone');
      const { address, requestId } = operatorContext();
      await program.platform.transaction((client) =>
        recordAct(client, {
          actor: operatorName(),
          act: 'tenant.export_fetched',
          tenantId: row.tenantId,
          slug: row.slug,
          address,
          requestId,
        }),
      );
      return reply
        .type('application/gzip')
        .header('content-disposition', `attachment; filename="${row.slug}.madang"`)
        .send(createReadStream(file));
    }),
  );

  server.get(
    '/operator/lists/:secret',
    guarded(async (request, reply) => {
      const { secret } = request.params as { secret: string };
      const { name, type, body } = await lists.fetch(secret);
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('x-content-type-options', 'nosniff')
        .send(body);
    }),
  );

  server.post(
    '/operator/uploads',
    { bodyLimit: UPLOAD_MOST },
    guarded(async (request, reply) => {
      demandOperator('provision', 'Tenant');
      const upload = randomUUID();
      const path = works.uploadFile(upload);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const sent = await request.file({ limits: { fileSize: UPLOAD_MOST, files: 1 } });
      if (!sent) throw new DomainError('invalid', 'operator_file_gone');
      try {
        await pipeline(sent.file, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return reply.send({ upload });
    }),
  );
}
