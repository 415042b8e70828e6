import { ServerResponse, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, inContext, type Tenant } from '@madang/kernel';
import { hostOf } from '../http/arrival.js';
import type { Faces } from '../http/faces.js';
import { cutLanguage, languageOf } from '../http/language.js';
import type { Limits } from '../http/limits.js';
import { bearerOf, SESSION_COOKIE } from '../http/routes.js';
import { sameOrigin } from '../http/security.js';
import { BOUNDS, Places } from './bounds.js';

/** Where upgrades to `/graphql` lie inside the server; asked for in any other way it is nothing. */
const INSIDE = '/-/live';

/** Who has come in, and what they brought to say who they are. */
export interface Arrived {
  socket: WebSocket;
  host: string;
  tenant: Tenant;
  locale: string;
  address: string;
  userAgent: string;
  sessionToken?: string | undefined;
  apiToken?: string | undefined;
}

/** Whether a request asks for what we answer with a WebSocket; all others are ordinary requests, whatever they call themselves. */
export function isForLive(request: IncomingMessage): boolean {
  const { pathname } = URL.parse(cutLanguage({ url: request.url ?? '/', headers: {} }), 'http://live') ?? {};
  return request.method === 'GET' && pathname === '/graphql' && request.headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * What the HTTP server is told of upgrades: only those to `/graphql` are any. Without this every request that names another
 * protocol would be taken out of the hands of the framework, socket and errors with it.
 */
export function upgradesOnlyLive(this: HttpServer, request: IncomingMessage): boolean {
  return this.listenerCount('upgrade') > 0 && isForLive(request);
}

/**
 * The door for live subscriptions. An upgrade goes the way of every request (host, tenant, addresses behind a proxy), is
 * refused like one, and becomes a socket only where everything fits: a tenant's host, our sub-protocol, a page of this very
 * host or no page at all, and room.
 */
export class LiveDoor {
  private readonly upgrades = new WeakMap<IncomingMessage, { socket: Duplex; head: Buffer }>();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: BOUNDS.bytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  private readonly byAddress = new Places(BOUNDS.perAddress);
  private readonly byTenant = new Places(BOUNDS.perTenant);
  private readonly inAll = new Places(BOUNDS.inAll);
  private shut = false;

  constructor(
    private readonly faces: Faces,
    private readonly limits: Limits,
    private readonly welcome: (arrived: Arrived) => void,
  ) {}

  /** Opens it at a server. */
  open(server: FastifyInstance): void {
    server.get(INSIDE, { exposeHeadRoute: false }, (request, reply) => this.enter(request, reply));
    server.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      // First of all: nobody else listens to this socket, and an error nobody hears ends the process.
      socket.on('error', () => socket.destroy());
      if (this.shut || !isForLive(request))
        return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      request.url = (request.url ?? '').replace(/\/graphql.*$/, INSIDE); // a language before it stays
      this.upgrades.set(request, { socket, head });
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.assignSocket(socket);
      response.once('finish', () => socket.end());
      server.routing(request, response);
    });
  }

  /** Lets nobody in any more. */
  close(): void {
    this.shut = true;
    this.sockets.close();
  }

  private async enter(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> {
    const upgrade = this.upgrades.get(request.raw);
    const current = request.madang;
    if (!upgrade || !current) return reply.callNotFound();
    return inContext(current, async () => {
      const { tenant } = current;
      current.locale = languageOf(request, tenant).locale;
      const offered = String(request.headers['sec-websocket-protocol'] ?? '');
      if (!handleProtocols(offered)) return refuse(reply, 400, 'live_protocol', 'speak graphql-transport-ws');
      if (!sameOrigin(request)) return refuse(reply, 403, 'live_origin', 'this page is of another host');
      try {
        await this.limits.take({ name: 'api-live', points: 120, seconds: 60 }, request.ip);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return refuse(reply, error.status, error.code, this.faces.explain(error));
      }
      const leave = this.takePlace(request.ip, tenant.id);
      if (!leave) return refuse(reply, 429, 'live_full', 'too many connections are open');
      // Gone while they were looked up: nobody would give the place back.
      if (upgrade.socket.destroyed) return leave();
      upgrade.socket.once('close', leave);
      // A cookie comes along by itself, also to a page of somebody else's: it counts where a browser says it is ours.
      const ours = request.headers.origin !== undefined;
      const bearer = bearerOf(request);
      const arrived = {
        host: hostOf(request),
        tenant,
        locale: current.locale,
        address: request.ip,
        userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
        apiToken: bearer,
        sessionToken: ours && !bearer && !current.actor.visit ? request.cookies[SESSION_COOKIE] : undefined,
      };
      reply.hijack();
      reply.raw.detachSocket(upgrade.socket as Socket);
      this.sockets.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) =>
        this.welcome({ ...arrived, socket }),
      );
    });
  }

  /** @returns how to give the place back, where there was one */
  private takePlace(address: string, tenantId: string): (() => void) | undefined {
    const wanted: [Places, string][] = [
      [this.inAll, ''],
      [this.byTenant, tenantId],
      [this.byAddress, address],
    ];
    const taken: [Places, string][] = [];
    const leave = (): void => taken.splice(0).forEach(([places, name]) => places.free(name));
    for (const [places, name] of wanted) {
      if (!places.take(name)) return void leave();
      taken.push([places, name]);
    }
    return leave;
  }
}

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.status(status).send({ errors: [{ message, extensions: { code } }] });
