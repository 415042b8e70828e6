/** How much one side may keep open. Every process counts for itself. */
export const BOUNDS = {
  /** Connections from one address: an office, a school or a carrier may share one. */
  perAddress: 200,
  /** Connections at one tenant. */
  perTenant: 2000,
  /** Connections in all. */
  inAll: 6000,
  /** Subscriptions on one connection. */
  operations: 20,
  /** Messages of one connection in ten seconds. */
  messages: 60,
  /** Bytes of a message. */
  bytes: 16_000,
  /** Milliseconds until the client must have said who it is. */
  initMs: 3000,
  /** Milliseconds between pings; a connection that answers none in as long is ended. */
  pingMs: 15_000,
  /** Milliseconds until it is looked again at who is connected. */
  lookMs: 30_000,
  /** Bytes that wait to be sent; whoever does not read them is ended. */
  unread: 256_000,
} as const;

/** Counts of what is open, by name; names without anything open are forgotten. */
export class Places {
  private readonly taken = new Map<string, number>(); // as many as connections are open

  constructor(private readonly most: number) {}

  /** @returns whether there was room */
  take(name: string): boolean {
    const now = this.taken.get(name) ?? 0;
    if (now >= this.most) return false;
    this.taken.set(name, now + 1);
    return true;
  }

  free(name: string): void {
    const left = (this.taken.get(name) ?? 0) - 1;
    if (left > 0) this.taken.set(name, left);
    else this.taken.delete(name);
  }
}

/** A few messages now and then are conversation, hundreds a second are an attack. */
export class Pace {
  private since = 0;
  private count = 0;

  /** @returns whether one more is welcome */
  step(now: number): boolean {
    if (now - this.since > 10_000) [this.since, this.count] = [now, 0];
    this.count += 1;
    return this.count <= BOUNDS.messages;
  }
}
