import type { Tenant } from '@madang/kernel';
import { Listener, type Hears } from './listener.js';
import type { PlatformDatabase } from './platform-database.js';

interface TenantRow {
  id: string;
  schema_name: string;
  slug: string;
  name: Record<string, string>;
  locale: string;
  locales: string[];
  time_zone: string;
  state: Tenant['state'];
  schema_version: number;
  placement: string;
  moving: boolean;
  revision: number;
  primary_host: string | null;
}

interface Entry {
  tenant: Tenant | null;
  until: number;
}

const SELECT = `SELECT t.id, t.schema_name, t.slug, t.name, t.locale, t.locales, t.time_zone, t.state, t.schema_version,
    t.placement, t.moving_to IS NOT NULL AS moving, t.revision, (SELECT h.host FROM platform.hosts h WHERE h.tenant_id = t.id AND h.is_primary) AS primary_host
  FROM platform.tenants t`;

const CAPACITY = 4096;
const MISSES = 1024;
const TTL_MS = 60_000;

/**
 * Which tenant a host name belongs to. Bounded, misses included; emptied by notification when any
 * process changes a tenant, and by age should a notification get lost.
 */
export class Registry {
  private readonly byHost = new Map<string, Entry>(); // both bounded below
  // Apart, so that a flood of invented hosts cannot push out the real ones.
  private readonly unknown = new Map<string, Entry>();
  private listener?: Listener;
  private readonly watchers: ((tenantId: string) => void)[] = [];
  private changes = 0;

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly baseDomain: string,
  ) {}

  /** The tenant that answers at this host (name only, no port), or null. */
  async find(host: string): Promise<Tenant | null> {
    const name = host.toLowerCase().replace(/\.$/, '');
    const known = this.byHost.get(name) ?? this.unknown.get(name);
    if (known && known.until > Date.now()) return known.tenant;
    const asked = this.changes;
    const tenant = await this.load(name);
    // A change that was announced while the row was on its way makes the row too old to keep.
    if (asked === this.changes) this.keep(name, tenant);
    return tenant;
  }

  private keep(name: string, tenant: Tenant | null): void {
    const [map, other, capacity] = tenant ? [this.byHost, this.unknown, CAPACITY] : [this.unknown, this.byHost, MISSES];
    other.delete(name);
    map.delete(name);
    map.set(name, { tenant, until: Date.now() + TTL_MS });
    if (map.size > capacity) map.delete(map.keys().next().value as string);
  }

  /** Hosts remembered now: those of tenants, and those of nobody. */
  get sizes(): { known: number; unknown: number } {
    return { known: this.byHost.size, unknown: this.unknown.size };
  }

  /** Tenants by id, slug or schema name, past the cache. */
  async get(key: { id?: string; slug?: string; schema?: string }): Promise<Tenant | null> {
    const [column, value] = key.id ? ['id', key.id] : key.slug ? ['slug', key.slug] : ['schema_name', key.schema ?? ''];
    const [row] = await this.platform.rows<TenantRow>(`${SELECT} WHERE t.${column} = $1`, [value]);
    return row ? this.tenant(row) : null;
  }

  /** All tenants in a state, in the order of their slugs. */
  async all(states: Tenant['state'][] = ['active']): Promise<Tenant[]> {
    const rows = await this.platform.rows<TenantRow>(`${SELECT} WHERE t.state = ANY($1) ORDER BY t.slug`, [states]);
    return rows.map((row) => this.tenant(row));
  }

  /** Tells every process, this one included, that a tenant changed. */
  async changed(tenantId: string): Promise<void> {
    await this.platform.run('UPDATE platform.tenants SET revision = revision + 1 WHERE id = $1', [tenantId]);
    await this.platform.run(`SELECT pg_notify('madang_tenants', $1)`, [tenantId]);
    this.forget(tenantId);
  }

  /** Calls back when a tenant changed anywhere. */
  watch(watcher: (tenantId: string) => void): void {
    this.watchers.push(watcher);
  }

  /**
   * Listens for changes on a connection of its own (never through a pooler in transaction mode), which others may share.
   * @param gap called when messages may have been lost
   */
  async listen(url: string, others: Hears = {}, gap: () => void = () => undefined): Promise<void> {
    const forget = (tenantId: string): void => this.forget(tenantId);
    this.listener = new Listener(url, { madang_tenants: forget, ...others }, () => {
      forget('*');
      gap();
    });
    await this.listener.open();
  }

  async close(): Promise<void> {
    await this.listener?.close();
  }

  /** Reads a tenant anew at the next request, in this process; others hear of a change by themselves. */
  forget(tenantId: string): void {
    this.changes += 1;
    // Misses go too: the change may be a host that now exists.
    this.unknown.clear();
    for (const [host, entry] of this.byHost)
      if (tenantId === '*' || entry.tenant?.id === tenantId) this.byHost.delete(host);
    for (const watcher of this.watchers) watcher(tenantId);
  }

  private async load(host: string): Promise<Tenant | null> {
    const label = host.endsWith(`.${this.baseDomain}`) ? host.slice(0, -this.baseDomain.length - 1) : '';
    const [row] = await this.platform.rows<TenantRow>(
      `${SELECT} WHERE t.id = (SELECT h.tenant_id FROM platform.hosts h WHERE h.host = $1 AND h.verified_at IS NOT NULL)
         OR (t.slug = $2 AND $2 <> '') LIMIT 1`,
      [host, label],
    );
    return row ? this.tenant(row) : null;
  }

  private tenant(row: TenantRow): Tenant {
    return Object.freeze({
      id: row.id,
      schema: row.schema_name,
      slug: row.slug,
      name: row.name,
      locale: row.locale,
      locales: row.locales,
      timeZone: row.time_zone,
      state: row.state,
      schemaVersion: row.schema_version,
      placement: row.placement,
      moving: row.moving,
      revision: row.revision,
      primaryHost: row.primary_host ?? `${row.slug}.${this.baseDomain}`,
    });
  }
}
