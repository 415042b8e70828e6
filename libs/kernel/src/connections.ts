import pg from 'pg';
import { columnTypes } from './instants.js';
import { Waiting, type Waiter } from './waiting.js';

export interface ConnectionsOptions {
  url: string;
  /** Most connections at once. */
  size: number;
  /** Tenants a connection may meet before it is made anew; without limit when left out. */
  tenants?: number;
  /** Milliseconds to wait for the database, and for a connection while all are in use; for ever when left out. */
  patienceMs?: number;
  /** Milliseconds of hoping for a connection that knows the tenant; 30 when left out, 0 where a pooler stands between. */
  hopeMs?: number;
}

/** Age after which a connection is made anew, give or take a fifth, so that not all are at once. */
const OLDEST_MS = 1_800_000;
/** What nobody used for this long is closed. */
const IDLE_MS = 300_000;
/** How often somebody looks for those. */
const SWEEP_MS = 5000;
/**
 * Meeting a tenant costs a backend some 20 ms for a list (7 ms of CPU for its catalogue and the first plan, as much for the
 * plans that follow) and 0.8 MB: it pays to wait longer than that for one that has met it.
 */
const HOPE_MS = 30;
/** A connection that has met fewer tenants meets a further one before another connection is opened for it. */
const ROOMY = 25;

/** All connections of a pool were in use for longer than somebody was willing to wait. */
export class ConnectionsInUse extends Error {}

/** How the connections to a database are used now, and how often one has met a tenant it did not know. */
export interface ConnectionFigures {
  used: number;
  free: number;
  waiting: number;
  meetings: number;
}

interface Held {
  client: pg.Client;
  /** The tenant whose unit has it; none while it is free. */
  user: string | undefined;
  broken: boolean;
  /** Tenants whose tables its backend has seen. */
  met: Set<string>;
  /** By `Date.now()`. */
  until: number;
  freeSince: number;
}

/**
 * The connections to one database, shared by all tenants that live there. A tenant meets again the connection that knows
 * it, so that tenants share out among the backends instead of each meeting all: catalogue, plans and prepared statements
 * are then in memory once and not eight times. One that is busy with somebody else is waited for, briefly, and by no more
 * of a tenant's units than there are connections that know it: a tenant with much to do soon has them all.
 */
export class Connections {
  private readonly open: Held[] = []; // at most `size`
  private readonly waiting = new Waiting();
  private opening = 0;
  private meetings = 0;
  private sweeper?: NodeJS.Timeout;
  private closed?: PromiseWithResolvers<void>;

  constructor(private readonly options: ConnectionsOptions) {}

  /**
   * A connection for one unit of a tenant, to be given back.
   * @throws ConnectionsInUse when none came free in time; whatever connecting throws
   */
  async take(schema: string): Promise<pg.Client> {
    if (this.closed) throw new Error('the connections are closed');
    const held = this.choose(schema);
    if (held) return this.lend(held, schema);
    return this.hasRoom() && !this.hopeful(schema) ? this.connect(schema) : this.wait(schema);
  }

  /** Takes a connection back; one that is `broken` is thrown away. */
  give(client: pg.Client, broken: boolean): void {
    const held = this.open.find((one) => one.client === client);
    if (!held) return;
    held.user = undefined;
    const spent = held.met.size > (this.options.tenants ?? Number.POSITIVE_INFINITY) || Date.now() > held.until;
    if (broken || held.broken || spent || this.closed) {
      this.remove(held);
      this.openForWaiting();
      return;
    }
    const next = this.waiting.next(performance.now(), { knows: (schema) => held.met.has(schema), using: this.using });
    if (next) return this.hand(held, next);
    held.freeSince = Date.now();
    this.sweeper ??= setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  figures(): ConnectionFigures {
    const free = this.open.filter(isFree).length;
    return { used: this.open.length - free, free, waiting: this.waiting.size, meetings: this.meetings };
  }

  /** Closes what is free, and what is in use when it is given back. */
  async close(): Promise<void> {
    this.closed ??= Promise.withResolvers<void>();
    clearInterval(this.sweeper);
    for (const waiter of this.waiting.dropAll()) waiter.fail(new Error('the connections are closed'));
    for (const held of this.open.filter(isFree)) this.remove(held);
    this.settle();
    await this.closed.promise;
  }

  /** The free one that knows the tenant, or the one that has met fewest; none where a busy one is to be waited for. */
  private choose(schema: string): Held | undefined {
    let best: Held | undefined;
    for (const held of this.open) {
      if (!isFree(held)) continue;
      if (held.met.has(schema)) return held;
      if (!best || held.met.size < best.met.size) best = held;
    }
    if (!best || this.hopeful(schema)) return undefined;
    return best.met.size < ROOMY || !this.hasRoom() ? best : undefined;
  }

  private hasRoom(): boolean {
    return this.open.length + this.opening < this.options.size;
  }

  /** Whether a busy connection knows the tenant and fewer of its units wait than there are such connections. */
  private hopeful(schema: string): boolean {
    if (this.options.hopeMs === 0) return false;
    let knowing = 0;
    for (const held of this.open) if (!isFree(held) && held.met.has(schema)) knowing += 1;
    return knowing > this.waiting.of(schema);
  }

  private readonly using = (schema: string): number => {
    let count = 0;
    for (const held of this.open) if (held.user === schema) count += 1;
    return count;
  };

  private wait(schema: string): Promise<pg.Client> {
    const { patienceMs, hopeMs = HOPE_MS } = this.options;
    const hopes = this.hopeful(schema);
    const since = performance.now();
    return new Promise((give, fail) => {
      const timers: NodeJS.Timeout[] = [];
      const waiter: Waiter = { schema, since, hopesUntil: hopes ? since + hopeMs : 0, give, fail, timers };
      this.waiting.add(waiter);
      if (hopes) timers.push(setTimeout(() => this.giveUpHope(waiter), hopeMs));
      if (patienceMs !== undefined)
        timers.push(
          setTimeout(
            () => this.waiting.drop(waiter).fail(new ConnectionsInUse('all connections are in use')),
            patienceMs,
          ),
        );
    });
  }

  /** Takes whatever there is; where there is nothing, it goes on waiting as one of the first. */
  private giveUpHope(waiter: Waiter): void {
    waiter.hopesUntil = 0;
    const free = this.open.find(isFree);
    if (free) this.hand(free, waiter);
    else this.openForWaiting();
  }

  private lend(held: Held, schema: string): pg.Client {
    held.user = schema;
    if (!held.met.has(schema)) {
      held.met.add(schema);
      this.meetings += 1;
    }
    return held.client;
  }

  private hand(held: Held, waiter: Waiter): void {
    this.waiting.drop(waiter).give(this.lend(held, waiter.schema));
  }

  private openForWaiting(): void {
    if (!this.hasRoom() || this.closed) return;
    const waiter = this.waiting.first(performance.now(), this.using);
    if (!waiter) return;
    this.waiting.drop(waiter);
    this.connect(waiter.schema).then(waiter.give, waiter.fail);
  }

  private async connect(schema: string): Promise<pg.Client> {
    const { url, patienceMs } = this.options;
    this.opening += 1;
    const client = new pg.Client({
      connectionString: url,
      pipeline: true,
      types: columnTypes,
      ...(patienceMs === undefined ? {} : { connectionTimeoutMillis: patienceMs }),
    });
    const until = Date.now() + OLDEST_MS * (0.8 + Math.random() * 0.4);
    const held: Held = { client, user: undefined, broken: false, met: new Set(), until, freeSince: 0 };
    // A connection may die while nobody asks it anything; whoever does, hears of it by the answer.
    client.on('error', () => {
      held.broken = true;
      if (isFree(held)) this.remove(held);
    });
    try {
      await client.connect();
      this.open.push(held);
      return this.lend(held, schema);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    } finally {
      this.opening -= 1;
      if (!this.open.includes(held)) {
        this.openForWaiting();
        this.settle();
      }
    }
  }

  private remove(held: Held): void {
    const at = this.open.indexOf(held);
    if (at < 0) return;
    this.open.splice(at, 1);
    void held.client
      .end()
      .catch(() => undefined)
      .then(() => this.settle());
  }

  private settle(): void {
    if (this.closed && this.open.length + this.opening === 0) this.closed.resolve();
  }

  private sweep(): void {
    const old = Date.now() - IDLE_MS;
    for (const held of this.open.filter((one) => isFree(one) && one.freeSince < old)) this.remove(held);
    if (this.open.length > 0) return;
    clearInterval(this.sweeper);
    this.sweeper = undefined;
  }
}

const isFree = ({ user }: Held): boolean => user === undefined;
