import type { FastifyInstance } from 'fastify';
import { actor, context, demandFeature, DomainError, inContext, inUnit } from '@madang/kernel';
import type { PeopleReader } from '@madang/commons-people';
import type { Faces } from '../http/faces.js';
import { languageOf } from '../http/language.js';
import type { Limits } from '../http/limits.js';
import { bearerOf, SESSION_COOKIE } from '../http/routes.js';
import type { Program } from '../program.js';
import { quickAnswer, type FormatError, type KnownOperations } from './known-operations.js';
import type { OperationUnits } from './unit-plugin.js';

export interface Entry {
  program: Program;
  limits: Limits;
  faces: Faces;
  people: PeopleReader;
  known: KnownOperations;
  units: OperationUnits;
  formatError: FormatError;
}

const AT_ONCE = { how: 'known' };
const IN_FULL = { how: 'full' };

/**
 * What comes before an operation of a tenant's API: the context of the host, the actor of the session or token, and a limit
 * per address. What is known by then is answered at once, everything else goes on to the server.
 */
export function serveGraphql(server: FastifyInstance, entry: Entry): void {
  const { program, limits, faces, people } = entry;
  server.addHook('preHandler', (request, reply, done) => {
    // By the route: the same address can be spelled in many ways.
    if (request.routeOptions.url !== '/graphql') return done();
    if (!request.madang) return void reply.callNotFound();
    inContext(request.madang, () => {
      context().locale = languageOf(request, context().tenant).locale;
      const bearer = bearerOf(request);
      const sessionToken = bearer ? undefined : request.cookies[SESSION_COOKIE];
      const enter = async (): Promise<string | undefined> => {
        await limits.take({ name: 'graphql', points: 600, seconds: 60 }, request.ip);
        await inUnit(program.database, true, async () => {
          await faces.looks.load();
          if (bearer || (sessionToken && !actor().visit))
            context().actor = await people.recognise({ apiToken: bearer, sessionToken });
          if (bearer && !actor().personId) throw new DomainError('denied', 'token_unknown');
          // Tokens stay and rest while the plan has no room for programs; people's own sessions are no programs.
          if (bearer) await demandFeature('api');
        });
        return quickAnswer(request, entry);
      };
      enter().then(
        (text) => {
          program.metrics.operations.inc(text === undefined ? IN_FULL : AT_ONCE);
          if (text === undefined) done();
          else void reply.type('application/json; charset=utf-8').send(text);
        },
        (error: unknown) => {
          const known = error instanceof DomainError ? error : undefined;
          if (!known) program.log.error({ error }, 'operation refused');
          void reply.status(known?.code === 'token_unknown' ? 401 : (known?.status ?? 500)).send({
            errors: [
              { message: known ? faces.explain(known) : 'internal', extensions: { code: known?.code ?? 'internal' } },
            ],
          });
        },
      );
    });
  });
}
