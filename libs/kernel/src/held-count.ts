import { SYSTEM } from './actor.js';
import { inContext, newContext, tenant } from './context.js';
import { TenantCache } from './tenant-cache.js';
import { inUnit, type TenantDatabase } from './tenant-database.js';

interface Held<V> {
  value: V;
  until: number;
}

/** A count holds so many times as long as it took: counting takes no more than a five-hundredth of a database's time. */
const WORTH = 500;
/** What took fewer milliseconds is counted anew, where nothing else is wanted. */
const QUICK = 100;

interface HeldCountOptions {
  /** Milliseconds that even a quick count is kept; none when left out. */
  least?: number;
  /** Milliseconds of a quick count. */
  quick?: number;
}

/**
 * Counts over everything a tenant has, which grow with it. Each is kept for as long as it was worth; whoever finds it old gets
 * it as it was, and it is counted again in a unit of its own.
 */
export class HeldCount<V> {
  private readonly held: TenantCache<Held<V>>;

  private readonly least: number;
  private readonly quick: number;

  constructor(
    private readonly database: TenantDatabase,
    { least = 0, quick = QUICK }: HeldCountOptions = {},
  ) {
    this.least = least;
    this.quick = quick;
    this.held = new TenantCache(2000);
  }

  async get(key: string, count: () => Promise<V>): Promise<V> {
    const known = this.held.peek(key);
    if (!known) return this.count(key, count);
    if (known.until <= Date.now()) {
      this.held.put(key, { ...known, until: Date.now() + Math.max(this.least, 1000) }); // meanwhile nobody else counts
      const ground = newContext(tenant(), { actor: SYSTEM, requestId: 'counts' });
      const again = (): Promise<V> =>
        inContext(ground, () => inUnit(this.database, true, () => this.count(key, count)));
      void again().catch(() => undefined); // the next one counts
    }
    return known.value;
  }

  private async count(key: string, count: () => Promise<V>): Promise<V> {
    const began = performance.now();
    const value = await count();
    const took = performance.now() - began;
    const hold = Math.max(this.least, took > this.quick ? took * WORTH : 0);
    if (hold > 0) this.held.put(key, { value, until: Date.now() + hold });
    return value;
  }
}
