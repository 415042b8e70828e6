import type { FastifyInstance } from 'fastify';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { contextIfAny, type Actor, type Tenant } from '@madang/kernel';
import type { Credentials } from '@madang/commons-people';
import { formatError } from '../graphql/errors.js';
import type { Faces } from '../http/faces.js';
import type { Limits } from '../http/limits.js';
import type { Program } from '../program.js';
import { BOUNDS } from './bounds.js';
import { LiveDoor, type Arrived } from './door.js';
import { Visitor, type House } from './visitor.js';
import { LiveWire } from './wire.js';

/** How often everybody is passed by: pings, and looks at those whose turn it is. */
const ROUND_MS = 5000;

/** Live subscriptions of tenants' hosts: who is connected, and how they are kept honest. */
export class LiveHouse {
  private readonly visitors = new Set<Visitor>(); // bounded by the door
  private readonly wire: LiveWire;
  private readonly door: LiveDoor;
  private readonly house: House;
  private timer?: NodeJS.Timeout | undefined;
  private pingedAt = 0;
  private walking = false;

  constructor(
    private readonly program: Program,
    schema: () => GraphQLSchema,
    faces: Faces,
    limits: Limits,
    recognise: (credentials: Credentials) => Promise<Actor>,
  ) {
    const explain = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError =>
      formatError(formatted, error, program.log, faces);
    const trouble = (error: unknown): void =>
      program.log.error({ error, request: contextIfAny()?.requestId }, 'live connection');
    const pushed = (): void => void program.metrics.livePushes.inc();
    this.wire = new LiveWire({ schema, explain, trouble, pushed });
    this.door = new LiveDoor(faces, limits, (arrived) => this.welcome(arrived));
    this.house = {
      database: program.database,
      live: program.live,
      tenantAt: (host) => this.tenantAt(host),
      recognise,
      prepare: () => faces.looks.load(),
      count: (address) => limits.take({ name: 'graphql', points: 600, seconds: 60 }, address),
    };
    program.registry.watch((id) => void this.tenantChanged(id).catch(trouble));
    program.metrics.open = () => this.figures();
  }

  open(server: FastifyInstance): void {
    this.door.open(server);
  }

  /** Sends everybody to another process. */
  async close(): Promise<void> {
    this.door.close();
    clearInterval(this.timer);
    const gone = [...this.visitors].map((visitor) => {
      const left = new Promise<void>((done) => visitor.socket.once('close', () => done()));
      visitor.close(1001, 'going_away');
      return left;
    });
    // Whoever does not say goodbye within a second is not waited for.
    const patience = setTimeout(() => this.visitors.forEach(({ socket }) => socket.terminate()), 1000);
    await Promise.all(gone);
    clearTimeout(patience);
  }

  private *figures(): Iterable<{ slug: string; subscriptions: number }> {
    for (const { arrived, following } of this.visitors) yield { slug: arrived.tenant.slug, subscriptions: following };
  }

  private welcome(arrived: Arrived): void {
    const visitor = new Visitor(this.house, arrived);
    this.visitors.add(visitor);
    visitor.socket.once('close', () => {
      this.visitors.delete(visitor);
      if (this.visitors.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    });
    this.timer ??= setInterval(() => void this.round(), ROUND_MS).unref();
    this.wire.speak(visitor);
  }

  private async tenantAt(host: string): Promise<Tenant | null> {
    const tenant = await this.program.registry.find(host);
    return tenant?.state === 'active' && this.program.provisioning.placements.has(tenant.placement) ? tenant : null;
  }

  /** One question a host, however many are there. */
  private async tenantChanged(id: string): Promise<void> {
    const concerned = [...this.visitors].filter((visitor) => id === '*' || visitor.tenantId === id);
    for (const [host, visitors] of Map.groupBy(concerned, ({ arrived }) => arrived.host)) {
      const tenant = await this.tenantAt(host);
      for (const visitor of visitors) visitor.meet(tenant);
    }
  }

  /** Looks at everybody now; for tests. */
  async lookAtAll(): Promise<void> {
    for (const visitor of this.visitors) await visitor.lookWhenDue(Infinity);
  }

  /** One after the other: looking at everybody at once would be a load of its own. */
  private async round(): Promise<void> {
    const now = Date.now();
    const ping = now - this.pingedAt >= BOUNDS.pingMs;
    if (ping) {
      this.pingedAt = now;
      for (const visitor of this.visitors) visitor.ping(now);
    }
    if (this.walking) return;
    this.walking = true;
    try {
      for (const visitor of this.visitors) await visitor.lookWhenDue(now);
    } finally {
      this.walking = false;
    }
  }
}
