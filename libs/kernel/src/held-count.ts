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
const QUICK = 20;

/**
 * Counts over everything a tenant has, which grow with it. Each is kept for as long as it was worth; whoever finds it old gets
 * it as it was, and it is counted again in a unit of its own.
 */
export class HeldCount<V> {
  private readonly held: TenantCache<Held<V>>;

  /** @param least milliseconds that even a quick count is kept */
  constructor(
    private readonly database: TenantDatabase,
    private readonly least = 0,
    capacity = 2000,
  ) {
    this.held = new TenantCache(capacity);
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
    const hold = Math.max(this.least, took > QUICK ? took * WORTH : 0);
    if (hold > 0) this.held.put(key, { value, until: Date.now() + hold });
    return value;
  }
}
