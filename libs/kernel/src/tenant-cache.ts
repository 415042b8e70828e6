import { tenant } from './context.js';
import type { Tenant } from './tenant.js';

/**
 * The only place where values may outlive a request. Every key carries the tenant and its revision,
 * so one tenant can never read another's value and a change of the tenant empties its entries;
 * the size is bounded over all tenants (least recently used goes first).
 */
export class TenantCache<V> {
  private readonly entries = new Map<string, { value: V; until: number }>();

  constructor(
    private readonly capacity: number,
    private readonly ttlMs: number = Number.POSITIVE_INFINITY,
  ) {}

  /** The value under `key` for the current tenant, made by `make` when it is absent or too old. */
  async get(key: string, make: () => Promise<V> | V): Promise<V> {
    const owner = tenant();
    const found = this.peek(key, owner);
    if (found !== undefined) return found;
    const value = await make();
    this.put(key, value, owner);
    return value;
  }

  /** The value if it is there and fresh. */
  peek(key: string, owner: Tenant = tenant()): V | undefined {
    const full = this.full(key, owner);
    const entry = this.entries.get(full);
    if (!entry) return undefined;
    if (entry.until <= Date.now()) {
      this.entries.delete(full);
      return undefined;
    }
    this.entries.delete(full);
    this.entries.set(full, entry);
    return entry.value;
  }

  put(key: string, value: V, owner: Tenant = tenant()): void {
    const full = this.full(key, owner);
    this.entries.delete(full);
    this.entries.set(full, { value, until: Date.now() + this.ttlMs });
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value as string);
  }

  /** Forgets everything of one tenant, whatever its revision. */
  forget(tenantId: string): void {
    for (const key of this.entries.keys()) if (key.startsWith(`${tenantId} `)) this.entries.delete(key);
  }

  get size(): number {
    return this.entries.size;
  }

  private full(key: string, owner: Tenant): string {
    return `${owner.id} ${owner.revision} ${key}`;
  }
}
