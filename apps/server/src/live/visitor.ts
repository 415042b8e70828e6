import type { WebSocket } from 'ws';
import {
  context,
  demandFeature,
  DomainError,
  inContext,
  inUnit,
  newContext,
  renew,
  VISITOR,
  type Actor,
  type Context,
  type Live,
  type Tenant,
  type TenantDatabase,
} from '@madang/kernel';
import type { Credentials } from '@madang/commons-people';
import type { Arrived } from './door.js';
import { BOUNDS } from './bounds.js';

/** What a connection asks of the house. */
export interface House {
  database: TenantDatabase;
  live: Live;
  /** The tenant of a host, as it is now; null where it answers nobody. */
  tenantAt(host: string): Promise<Tenant | null>;
  /** Who holds a session or token, without counting it as a use. */
  recognise(credentials: Credentials): Promise<Actor>;
  /** Loads what explains errors in the tenant's words. */
  prepare(): Promise<unknown>;
  /** A point of whoever asks too often. @throws DomainError too_many */
  count(address: string): Promise<void>;
}

/** Who may not stay, with the code the socket is closed by. */
class SentAway extends Error {
  constructor(
    readonly closeCode: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** One connection: who it is, what it follows, and whether it still may. */
export class Visitor {
  readonly socket: WebSocket;
  readonly address: string;
  private readonly here: Context;
  private readonly operations = new Set<Context>(); // as many as the connection has subscriptions
  private credentials?: Credentials | undefined;
  private known = false;
  private checkedAt = Date.now();
  private checking?: Promise<void> | undefined;
  private heardAt = Date.now();

  constructor(
    private readonly house: House,
    readonly arrived: Arrived,
  ) {
    this.socket = arrived.socket;
    this.address = arrived.address;
    this.here = this.contextOf(arrived.tenant, VISITOR);
    this.socket.on('error', () => this.socket.terminate());
    this.socket.on('pong', () => (this.heardAt = Date.now()));
  }

  get tenantId(): string {
    return this.here.tenant.id;
  }

  /** Subscriptions that are open. */
  get following(): number {
    return this.operations.size;
  }

  /** Who it is, by what came along or by `authorization` of the first message. @returns whether they may stay */
  async introduce(params: Readonly<Record<string, unknown>> | undefined): Promise<boolean> {
    const given = params?.['authorization'] ?? params?.['Authorization'];
    const apiToken =
      typeof given === 'string' ? (/^Bearer (\S{1,200})$/i.exec(given)?.[1] ?? '') : this.arrived.apiToken;
    if (apiToken !== undefined) this.credentials = { apiToken };
    else if (this.arrived.sessionToken) this.credentials = { sessionToken: this.arrived.sessionToken };
    if (!(await this.look())) return false;
    return this.socket.readyState === this.socket.OPEN;
  }

  /** A context of whoever this is now. */
  newContext(): Context {
    return this.contextOf(this.here.tenant, this.here.actor);
  }

  /** Renews a context from now on, when it turns out to be somebody else's or of a tenant that changed. */
  keep(here: Context): void {
    renew(here, this.here.tenant, this.here.actor);
    this.operations.add(here);
  }

  drop(here: Context): void {
    this.operations.delete(here);
  }

  /** @throws DomainError too_many */
  async mayAsk(): Promise<void> {
    await inContext(this.here, () => this.house.count(this.address));
  }

  /** Looks again at who is here when that is due; whoever may not stay is sent away. */
  async lookWhenDue(now: number): Promise<void> {
    if (now - this.checkedAt < BOUNDS.lookMs) return;
    await this.look();
  }

  /** The tenant changed: it may be suspended, moved or gone. */
  meet(tenant: Tenant | null): void {
    if (tenant?.id !== this.tenantId) return this.close(4403, 'tenant_away');
    this.renew(tenant, this.here.actor);
  }

  /** Pings; whoever answered none, or reads nothing, is ended. */
  ping(now: number): void {
    if (now - this.heardAt > 2 * BOUNDS.pingMs || this.socket.bufferedAmount > BOUNDS.unread)
      return this.socket.terminate();
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  /** Resolves when it was sent, so that whoever reads slowly is not sent more than they read. */
  send(text: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.readyState !== this.socket.OPEN) return resolve();
      // What cannot be sent ends the socket, and with it everything it follows.
      this.socket.send(text, () => resolve());
    });
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason.slice(0, 120));
  }

  /** @returns whether they may stay */
  private async look(): Promise<boolean> {
    this.checking ??= this.lookNow().finally(() => (this.checking = undefined));
    try {
      await this.checking;
      return true;
    } catch (error) {
      if (error instanceof SentAway) this.close(error.closeCode, error.message);
      else if (error instanceof DomainError && error.kind !== 'unavailable') this.close(4403, error.code);
      // A database that is away for a moment sends nobody away whom we know: they are looked at again.
      else if (this.known) return true;
      else this.close(1013, 'try_again');
      return false;
    }
  }

  private async lookNow(): Promise<void> {
    this.checkedAt = Date.now();
    const tenant = await this.house.tenantAt(this.arrived.host);
    if (tenant?.id !== this.tenantId) throw new SentAway(4403, 'tenant_away');
    const { credentials } = this;
    const actor = await inContext(this.contextOf(tenant, VISITOR), () =>
      inUnit(this.house.database, true, async () => {
        await this.house.prepare();
        if (!credentials) return VISITOR;
        const found = await this.house.recognise(credentials);
        if (credentials.apiToken !== undefined) {
          if (!found.personId) throw new SentAway(4401, 'token_unknown');
          context().actor = found;
          await demandFeature('api');
        }
        return found;
      }),
    );
    if (this.here.actor.personId && actor.personId !== this.here.actor.personId) throw new SentAway(4401, 'signed_out');
    this.known = true;
    this.renew(tenant, actor);
  }

  private renew(tenant: Tenant, actor: Actor): void {
    renew(this.here, tenant, actor);
    for (const here of this.operations) {
      renew(here, tenant, actor);
      this.house.live.reconsider(here);
    }
  }

  private contextOf(tenant: Tenant, actor: Actor): Context {
    return newContext(tenant, { actor, locale: this.arrived.locale, requestId: 'live' });
  }
}
