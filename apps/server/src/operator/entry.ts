import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@madang/kernel';
import { inOperatorContext, operatorContext, OperatorSignIn, type OperatorContext } from '@madang/platform-operators';
import type { Messages } from '@madang/theming';
import { hostOf } from '../http/arrival.js';
import { languageOf } from '../http/language.js';
import type { Limits } from '../http/limits.js';
import { sameOrigin } from '../http/security.js';
import type { Program } from '../program.js';

/** Where the operators' API lies inside the server. From outside it is `/graphql` on the platform's own host. */
export const OPERATOR_API = '/operator/graphql';
export const OPERATOR_COOKIE = 'madang_operator_session';

/** Sends `/graphql` of the platform's host to the operators' API; tenants' hosts keep theirs. */
export function toOperatorApi(url: string, host: string | undefined, baseDomain: string): string {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  return name === baseDomain && /^\/graphql(?=[/?]|$)/.test(url) ? OPERATOR_API + url.slice('/graphql'.length) : url;
}

/** The sentence that explains an error to an operator. */
export function explainToOperator(messages: Messages, error: DomainError, locale: string): string {
  const speech = messages.for(locale, 'Asia/Seoul');
  const key = `errors.${error.code}`;
  return speech.t(speech.has(key) ? key : 'errors.internal', error.params);
}

/** What a request of the platform's host is, beside any tenant; nobody is recognised yet. */
export function operatorContextOf(program: Program, request: FastifyRequest, reply: FastifyReply): OperatorContext {
  return {
    requestId: String(reply.getHeader('x-request-id') ?? 'none'),
    address: request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
    locale: languageOf(request, { locales: ['ko', 'en'], locale: 'ko' }).locale,
    now: () => new Date(),
    operator: null,
    session: null,
    keep: (secret) =>
      void reply.setCookie(OPERATOR_COOKIE, secret ?? '', {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: program.config.publicScheme === 'https',
        ...(secret === null ? { maxAge: 0 } : {}),
      }),
  };
}

/** Finds out who asks; whoever is not known stays nobody. */
export async function recogniseOperator(signing: OperatorSignIn, request: FastifyRequest): Promise<void> {
  const secret = request.cookies[OPERATOR_COOKIE];
  if (!secret) return;
  const context = operatorContext();
  const known = await signing.recognise(secret, context.now());
  context.operator = known?.operator ?? null;
  context.session = known?.session ?? null;
}

/** Guards the operators' API: the platform's host alone, its own cookie, and a limit per address. */
export function serveOperatorApi(
  server: FastifyInstance,
  program: Program,
  limits: Limits,
  messages: Messages,
  signing: OperatorSignIn,
): void {
  server.addHook('preHandler', (request, reply, done) => {
    if (request.routeOptions.url !== OPERATOR_API) return done();
    if (!request.onPlatform || hostOf(request) !== program.config.BASE_DOMAIN) return void reply.callNotFound();
    inOperatorContext(operatorContextOf(program, request, reply), () => {
      reply.header('cache-control', 'no-store');
      const enter = async (): Promise<void> => {
        if (!sameOrigin(request)) throw new DomainError('denied', 'form_expired');
        await limits.take({ name: 'graphql', points: 600, seconds: 60 }, request.ip);
        await recogniseOperator(signing, request);
      };
      enter().then(
        () => done(),
        (error: unknown) => {
          const known = error instanceof DomainError ? error : new DomainError('invalid', 'internal');
          if (known !== error) program.log.error({ error }, 'operation refused');
          const message = explainToOperator(messages, known, operatorContext().locale);
          void reply
            .status(known === error ? known.status : 500)
            .send({ errors: [{ message, extensions: { code: known.code } }] });
        },
      );
    });
  });
}
