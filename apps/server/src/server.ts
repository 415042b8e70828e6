import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  actor,
  context,
  DomainError,
  inContext,
  registerFeatureSource,
  registerQuotas,
  type FieldProblem,
} from '@madang/kernel';
import { ShellSource } from '@madang/portal';
import { PeopleReader } from '@madang/commons-people';
import { PictureUses } from '@madang/commons-media';
import { OwnSlots, PictureUsesOfSite, SiteChanges } from '@madang/commons-site';
import { DesignPort, HostNews, PlanDesk } from '@madang/commons-hosting';
import { NoticesReader } from '@madang/commons-notices';
import { Chores, OperationRunner, operatorContextIfAny, OperatorSignIn } from '@madang/platform-operators';
import { AppModule } from './app.module.js';
import { ProgramNews, ProgramPlanDesk, ProgramShelf } from './billing/desk.js';
import { ProgramBilling } from './billing/house.js';
import { serveBilling } from './billing/routes.js';
import { bindingsOf } from './bindings.js';
import { serveGraphql } from './graphql/entry.js';
import { formatError } from './graphql/errors.js';
import { KnownOperations, type FormatError } from './graphql/known-operations.js';
import { OwnDocumentsOfAreas, serveOwnDocuments } from './graphql/own-documents.js';
import { OperationUnits } from './graphql/unit-plugin.js';
import { recogniseHosts } from './http/arrival.js';
import { serveHouseAssets } from './http/assets.js';
import { serveConsole } from './http/console.js';
import { keepCookiesToHosts } from './http/host-cookies.js';
import { Faces } from './http/faces.js';
import { cutLanguage, languageOf } from './http/language.js';
import { Limits } from './http/limits.js';
import { Looks } from './http/looks.js';
import { serveOperatorMail } from './http/operator-mail.js';
import { platformHome, servePlatform, tellClosed } from './http/platform-site.js';
import { secure } from './http/security.js';
import { serveProbes } from './http/probes.js';
import { PageRoutes } from './http/routes.js';
import { traceRequests } from './http/tracing.js';
import { DisplayPages, serveSiteFiles } from './http/site-files.js';
import { Worker } from './jobs/worker.js';
import { upgradesOnlyLive } from './live/door.js';
import { LiveHouse } from './live/live.js';
import { mailSlots } from './mail/own-mails.js';
import { operatorBindings } from './operator/bindings.js';
import { forOperators } from './operator/errors.js';
import { sayProblem } from './http/problems.js';
import { explainToOperator, serveOperatorApi, toOperatorApi } from './operator/entry.js';
import { serveOperatorFiles } from './operator/files.js';
import type { Container } from './operator/sites.js';
import { serveVisits } from './operator/visits.js';
import { parts } from './parts.js';
import type { Program } from './program.js';
import { TENANTS_DIR } from './tenants-dir.js';
import { houseMessages, houseTemplates } from './texts.js';

export { TENANTS_DIR };

/** Leaves what is not found and what fails to us: the framework's own answers know no tenant and no language. */
class HouseAdapter extends FastifyAdapter {
  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance();
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

/** A running server, or one that answers only injected requests when it does not listen. */
export interface Server {
  app: NestFastifyApplication;
  faces: Faces;
  /** Live subscriptions. */
  live: LiveHouse;
  worker: Worker;
  /** Long work of operators; starts with the worker. */
  operations: OperationRunner;
  /** How this installation is paid. */
  billing: ProgramBilling;
  /** What the platform does by itself from time to time; starts with the worker. */
  chores: Chores;
  listen(): Promise<number>;
  close(): Promise<void>;
}

/** The schema of the tenants' API: the one of the two that has subscriptions. */
function liveSchema(app: NestFastifyApplication): GraphQLSchema {
  const all = app.get(GraphQLSchemaHost, { each: true, strict: false });
  return all.map(({ schema }) => schema).find((schema) => schema.getSubscriptionType())!;
}

/** Puts the two faces on a program. */
export async function createServer(program: Program): Promise<Server> {
  const { config } = program;
  const messages = houseMessages(config.NODE_ENV !== 'production');
  const templates = houseTemplates();
  const adapter = new HouseAdapter({
    logger: false,
    trustProxy: config.TRUST_PROXY,
    rewriteUrl: (request: IncomingMessage) =>
      toOperatorApi(cutLanguage(request), request.headers.host, config.BASE_DOMAIN),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    bodyLimit: 200_000,
    requestTimeout: 30_000,
    http: { shouldUpgradeCallback: upgradesOnlyLive },
    // An address that cannot be read reaches no host of ours; it is answered before anybody knows whose it is.
    frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      secure(reply, config.publicScheme === 'https');
      void tellClosed(reply, 400);
    },
  });
  const limits = new Limits(program.platform, config.NODE_ENV === 'test' ? 1000 : 1);
  const toOperators = {
    explain: (error: DomainError): string => explainToOperator(messages, error, operatorContextIfAny()?.locale ?? 'ko'),
    explainField: (problem: FieldProblem): string =>
      sayProblem(messages.for(operatorContextIfAny()?.locale ?? 'ko', 'Asia/Seoul'), problem),
  };
  // The container needs the faces to explain errors, the faces need the container's services.
  const late: { faces?: Faces; routes?: PageRoutes } = {};
  const billing = new ProgramBilling(program);
  const plans = new ProgramPlanDesk(program, () => container);
  registerQuotas((kind) => plans.limit(kind));
  registerFeatureSource(() => plans.terms());
  const explained: FormatError = (formatted, error) => formatError(formatted, error, program.log, late.faces!);
  const units = new OperationUnits(program, limits);
  const known = new KnownOperations();
  const documents = new OwnDocumentsOfAreas();
  const container: Container = (type) => app.get(type as never);
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(
      program,
      parts,
      {
        provide: [
          ...bindingsOf(
            program,
            () => late.faces!,
            () => late.routes!,
            join(TENANTS_DIR, 'presets'),
          ),
          { provide: PlanDesk, useValue: plans },
          { provide: DesignPort, useValue: new ProgramShelf(() => container) },
          { provide: HostNews, useValue: new ProgramNews(() => container) },
        ],
        formatError: explained,
        units,
        known,
        documents,
        operators: {
          provide: operatorBindings(program, () => container, billing, messages),
          formatError: (formatted, error) => formatError(formatted, forOperators(error), program.log, toOperators),
        },
      },
      limits,
    ),
    adapter,
    { logger: config.NODE_ENV === 'test' ? false : ['error', 'warn'], bodyParser: false, abortOnError: false },
  );
  const people = app.get(PeopleReader);
  const notices = app.get(NoticesReader);
  const looks = new Looks(app.get(ShellSource), messages, {
    bySlug: TENANTS_DIR,
    byId: join(config.dataDir, 'themes'),
  });
  program.registry.watch((id) => looks.forget(id));
  const faces = (late.faces = new Faces(program, messages, templates, looks, {
    recognise: async (sessionToken) => {
      // Whoever is on a support visit stays that, whatever session the browser has besides.
      if (!actor().visit) context().actor = await people.recognise({ sessionToken });
    },
    recogniseToken: async (apiToken) => {
      context().actor = await people.recognise({ apiToken });
      if (!actor().personId) throw new DomainError('denied', 'token_unknown');
    },
    unread: () => notices.unread(),
  }));
  app.get(PictureUses).offer((ids) => app.get(PictureUsesOfSite).of(ids));
  app.get(OwnSlots).offerLater(() => mailSlots(messages));
  app.get(SiteChanges).watch((id) => program.registry.changed(id));
  const server = adapter.getInstance();
  let draining = false;
  await server.register(cookie as never);
  keepCookiesToHosts(server, config.publicScheme === 'https');
  await server.register(multipart as never);
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('not JSON'), { statusCode: 400 }));
    }
  });
  traceRequests(server);
  recogniseHosts(server, program, (reply, what) => tellClosed(reply, what));
  serveOwnDocuments(server, documents);
  serveOperatorApi(server, program, limits, messages, app.get(OperatorSignIn));
  serveVisits(server, program, limits, faces, container);
  serveGraphql(server, { program, limits, faces, people, known, units, formatError: explained });
  const live = new LiveHouse(
    program,
    () => liveSchema(app),
    faces,
    limits,
    (who) => people.recognise(who, true),
  );
  live.open(server);
  serveProbes(server, program, () => draining);
  serveHouseAssets(server);
  servePlatform(server, program);
  serveOperatorMail(server, program, limits, container);
  serveOperatorFiles(server, program, messages, container);
  await serveBilling(server, program, faces, container);
  serveConsole(server);
  serveSiteFiles(server, faces);
  const routes = (late.routes = new PageRoutes(program, faces, limits));
  const display = new DisplayPages();
  routes.add(server, [DisplayPages], () => display);
  routes.add(server, [...new Set(parts.flatMap((part) => part.pages ?? []))], (type) => app.get(type as never));
  server.setNotFoundHandler(async (request, reply) => {
    if (request.onPlatform) return request.url === '/' ? platformHome(program, reply) : tellClosed(reply, 404);
    if (!request.madang) return tellClosed(reply, 404);
    return inContext(request.madang, () => {
      context().locale = languageOf(request, context().tenant).locale;
      return faces.trouble(new DomainError('missing', 'missing'), request, reply);
    });
  });
  server.setErrorHandler((error, request, reply) => {
    if (!request.madang) return tellClosed(reply, 500);
    return inContext(request.madang, () => faces.trouble(error, request, reply));
  });
  await app.init();
  await server.ready();
  const operations = app.get(OperationRunner);
  const chores = app.get(Chores);
  const worker = new Worker(program, parts, (type) => app.get(type as never));
  return {
    app,
    faces,
    live,
    worker,
    operations,
    chores,
    billing,
    async listen() {
      await app.listen(config.PORT, config.BIND || '::').catch(async (error: unknown) => {
        if ((error as { code?: string }).code !== 'EAFNOSUPPORT') throw error;
        await app.listen(config.PORT, '0.0.0.0'); // a machine without IPv6
      });
      return (server.server.address() as { port: number }).port;
    },
    async close() {
      draining = true;
      await live.close();
      await worker.stop();
      registerQuotas(undefined);
      registerFeatureSource(undefined);
      await operations.stop();
      await chores.stop();
      await app.close();
    },
  };
}
