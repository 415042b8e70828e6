import pg from 'pg';
import { columnTypes } from './instants.js';
import { affinity, ROOMY } from './statement-names.js';

export interface ConnectionsOptions {
  url: string;
  /** Most connections at once. */
  size: number;
  /** Milliseconds to wait for the database, and for a connection while all are in use; for ever when left out. */
  patienceMs?: number;
  /** Milliseconds of hoping for a connection that knows the tenant; 10 when left out. */
  hopeMs?: number;
}

/** Uses and age after which a connection is made anew: its backend remembers every table it met. */
const MOST_USES = 5000;
const OLDEST_MS = 1_800_000;
/** What nobody used for this long is closed. */
const IDLE_MS = 10_000;
/**
 * The first look of a backend at a tenant costs it some 7 ms of CPU and 200–400 KB, the second next to nothing: it pays to
 * wait about as long for one that has met it.
 */
const HOPE_MS = 10;

/** All connections of a pool were in use for longer than somebody was willing to wait. */
export class ConnectionsInUse extends Error {}

interface Held {
  client: pg.Client;
  free: boolean;
  broken: boolean;
  uses: number;
  born: number;
  freeSince: number;
}

interface Waiter {
  schema: string;
  give(held: Held): void;
  fail(error: Error): void;
  /** Until then only one that knows the tenant will do. */
  hopesUntil: number;
  timers: NodeJS.Timeout[];
}

/**
 * The connections to one database, shared by all tenants that live there. A tenant meets again the connection that knows
 * it, so that tenants share out among the backends instead of each meeting all: catalogue, plans and prepared statements
 * are then in memory once and not eight times. One that is busy with somebody else is waited for, briefly, and by no more
 * of a tenant's units than there are connections that know it: a tenant with much to do soon has them all.
 */
export class Connections {
  private readonly open: Held[] = []; // at most `size`
  private opening = 0;
  private waiting: Waiter[] = [];
  private sweeper?: NodeJS.Timeout;
  private closed?: PromiseWithResolvers<void>;

  constructor(private readonly options: ConnectionsOptions) {}

  /**
   * A connection for one unit of a tenant, to be given back.
   * @throws ConnectionsInUse when none came free in time; whatever connecting throws
   */
  async take(schema: string): Promise<pg.Client> {
    if (this.closed) throw new Error('the connections are closed');
    const held = this.choose(schema) ?? (this.mayOpen(schema) ? await this.connect() : await this.wait(schema));
    held.uses += 1;
    return held.client;
  }

  /** Takes a connection back; one that is `broken` is thrown away. */
  give(client: pg.Client, broken: boolean): void {
    const held = this.open.find((one) => one.client === client);
    if (!held) return;
    const spent = held.uses >= MOST_USES || Date.now() - held.born > OLDEST_MS;
    if (broken || held.broken || spent || this.closed) {
      this.remove(held);
      this.openForWaiting();
      return;
    }
    const next = this.nextFor(held);
    if (next) return this.hand(held, next);
    held.free = true;
    held.freeSince = Date.now();
    this.sweeper ??= setInterval(() => this.sweep(), IDLE_MS / 2).unref();
  }

  /** Closes what is free, and what is in use when it is given back. */
  async close(): Promise<void> {
    this.closed ??= Promise.withResolvers<void>();
    clearInterval(this.sweeper);
    for (const waiter of this.waiting) this.drop(waiter).fail(new Error('the connections are closed'));
    for (const held of this.open.filter(({ free }) => free)) this.remove(held);
    if (this.open.length + this.opening === 0) this.closed.resolve();
    await this.closed.promise;
  }

  /** The free one that knows the tenant, or the one with the most room; none where a busy one is to be waited for. */
  private choose(schema: string): Held | undefined {
    let best: Held | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const held of this.open) {
      if (!held.free) continue;
      const { knows, size } = affinity(held.client, schema);
      if (knows) return taken(held);
      if (size < least) [best, least] = [held, size];
    }
    if (this.hopeful(schema)) return undefined;
    // A full connection forgets other tenants for this one; a further one does not.
    return best && (least < ROOMY || !this.hasRoom()) ? taken(best) : undefined;
  }

  private mayOpen(schema: string): boolean {
    return this.hasRoom() && !this.hopeful(schema);
  }

  private hasRoom(): boolean {
    return this.open.length + this.opening < this.options.size;
  }

  /** Whether a busy connection knows the tenant and fewer of its units wait than there are such connections. */
  private hopeful(schema: string): boolean {
    let knowing = 0;
    for (const held of this.open) if (!held.free && affinity(held.client, schema).knows) knowing += 1;
    for (const waiter of this.waiting) if (waiter.schema === schema) knowing -= 1;
    return knowing > 0;
  }

  private wait(schema: string): Promise<Held> {
    const { patienceMs, hopeMs = HOPE_MS } = this.options;
    const hopes = this.hopeful(schema);
    return new Promise((give, fail) => {
      const timers: NodeJS.Timeout[] = [];
      const waiter: Waiter = {
        schema,
        give,
        fail,
        hopesUntil: hopes ? performance.now() + hopeMs : 0,
        timers,
      };
      this.waiting.push(waiter);
      if (hopes) timers.push(setTimeout(() => this.giveUpHope(waiter), hopeMs));
      if (patienceMs !== undefined)
        timers.push(
          setTimeout(() => this.drop(waiter).fail(new ConnectionsInUse('all connections are in use')), patienceMs),
        );
    });
  }

  /** Takes whatever there is; where there is nothing, it goes on waiting as one of the first. */
  private giveUpHope(waiter: Waiter): void {
    waiter.hopesUntil = 0;
    const free = this.open.find((held) => held.free);
    if (free) this.hand(taken(free), waiter);
    else this.openForWaiting();
  }

  /** Who is served first by a connection that came free: who waited longest, unless it knows somebody's tenant. */
  private nextFor(held: Held): Waiter | undefined {
    const now = performance.now();
    let known: Waiter | undefined;
    let first: Waiter | undefined;
    for (const waiter of this.waiting) {
      if (known === undefined && affinity(held.client, waiter.schema).knows) known = waiter;
      if (first === undefined && waiter.hopesUntil <= now) first = waiter;
    }
    return known ?? first;
  }

  private hand(held: Held, waiter: Waiter): void {
    this.drop(waiter).give(held);
  }

  private drop(waiter: Waiter): Waiter {
    this.waiting = this.waiting.filter((one) => one !== waiter);
    for (const timer of waiter.timers) clearTimeout(timer);
    return waiter;
  }

  private openForWaiting(): void {
    const now = performance.now();
    const waiter = this.waiting.find(({ hopesUntil }) => hopesUntil <= now) ?? this.waiting[0];
    if (!waiter || !this.hasRoom() || this.closed) return;
    this.drop(waiter);
    this.connect().then(waiter.give, waiter.fail);
  }

  private async connect(): Promise<Held> {
    const { url, patienceMs } = this.options;
    this.opening += 1;
    const client = new pg.Client({
      connectionString: url,
      pipeline: true,
      types: columnTypes,
      ...(patienceMs === undefined ? {} : { connectionTimeoutMillis: patienceMs }),
    });
    const held: Held = { client, free: false, broken: false, uses: 0, born: Date.now(), freeSince: 0 };
    // A connection may die while nobody asks it anything; whoever does, hears of it by the answer.
    client.on('error', () => {
      held.broken = true;
      if (held.free) this.remove(held);
    });
    try {
      await client.connect();
      this.open.push(held);
      return held;
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
    for (const held of this.open.filter(({ free, freeSince }) => free && freeSince < old)) this.remove(held);
    if (this.open.length > 0) return;
    clearInterval(this.sweeper);
    this.sweeper = undefined;
  }
}

function taken(held: Held): Held {
  held.free = false;
  return held;
}
