import type pg from 'pg';

/** A unit that waits for a connection. */
export interface Waiter {
  readonly schema: string;
  /** By `performance.now()`. */
  readonly since: number;
  /** Until then only a connection that has met the tenant will do. */
  hopesUntil: number;
  give(client: pg.Client): void;
  fail(error: Error): void;
  readonly timers: NodeJS.Timeout[];
}

/** What the one who serves knows of the connection that came free, and of the others. */
export interface Serving {
  /** Whether it has met the tenant. */
  knows(schema: string): boolean;
  /** How many connections the tenant has in use. */
  using(schema: string): number;
}

/** Who has waited this long is served as if the connection knew its tenant. */
const OVERDUE_MS = 100;

/** The units that wait for a connection to one database, in the order in which they came. */
export class Waiting {
  private all: Waiter[] = [];

  add(waiter: Waiter): void {
    this.all.push(waiter);
  }

  /** Takes one out, with its time limits. */
  drop(waiter: Waiter): Waiter {
    this.all = this.all.filter((one) => one !== waiter);
    for (const timer of waiter.timers) clearTimeout(timer);
    return waiter;
  }

  dropAll(): Waiter[] {
    return this.all.map((waiter) => this.drop(waiter));
  }

  get size(): number {
    return this.all.length;
  }

  of(schema: string): number {
    let count = 0;
    for (const waiter of this.all) if (waiter.schema === schema) count += 1;
    return count;
  }

  /**
   * Who is served by a connection that came free: a tenant that has fewest connections in use, so that one with a hundred units
   * does not keep out another's only one; among those whose tenant the connection knows, unless somebody is overdue; among those
   * who came first. Nobody who still hopes for one that knows its tenant.
   */
  next(now: number, { knows, using }: Serving): Waiter | undefined {
    let best: Waiter | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const waiter of this.all) {
      const known = knows(waiter.schema);
      if (!known && waiter.hopesUntil > now) continue;
      const stranger = !known && now - waiter.since < OVERDUE_MS;
      const rank = 2 * using(waiter.schema) + Number(stranger);
      if (rank < least) [best, least] = [waiter, rank];
    }
    return best;
  }

  /** Who is served by a connection yet to be made: as `next`, and who hopes rather than nobody. */
  first(now: number, using: (schema: string) => number): Waiter | undefined {
    return this.next(now, { knows: () => false, using }) ?? this.all[0];
  }
}
