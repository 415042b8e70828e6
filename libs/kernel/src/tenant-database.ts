import type { PoolClient } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { readsOnly } from './actor.js';
import { context, contextIfAny } from './context.js';
import { PlacementUnavailable } from './errors.js';
import type { Isolation, Tenant } from './tenant.js';
import { bestFor } from './statement-names.js';
import { Unit } from './unit.js';

export interface TenantDatabaseOptions {
  url: string;
  entities: unknown[];
  isolation?: Isolation;
  /** Connections; the server caches catalog entries per backend and tenant, so keep it small. */
  poolSize?: number;
  /** Named statements; off where a pooler in transaction mode cannot carry them. */
  prepared?: boolean;
  statementTimeoutMs?: number;
  /** Told of statements that took at least this many milliseconds: the text alone, never the values. */
  slow?: { ms: number; tell: (tenant: Tenant, text: string, milliseconds: number) => void };
  /** Address of another database than `main`, once it can be used. @throws PlacementUnavailable */
  elsewhere?: (placement: string) => Promise<string>;
}

interface Connected {
  runner: QueryRunner;
  client: PoolClient;
}

/** What the pool has beyond its typings: the free connections, of which it takes the last. */
type FreeOf = { master: { _idle: { client: PoolClient }[] } };

/** A connection of the pool, if possible one that has met the tenant. */
async function connectedBy(source: DataSource, tenant: Tenant): Promise<Connected> {
  const { _idle: free } = (source.driver as unknown as FreeOf).master;
  if (free.length > 1) {
    const best = bestFor(
      tenant,
      free.map(({ client }) => client),
    );
    free.push(...free.splice(best, 1));
  }
  const runner = source.createQueryRunner();
  return { runner, client: (await runner.connect()) as PoolClient };
}

/** Where tenants lie that nobody moved. */
export const MAIN = 'main';

/** Milliseconds to wait for a database that is not `main`. */
const PATIENCE = 5000;
/** Milliseconds in which one that could not be reached is not tried again: whoever goes through all tenants waits once, not for each. */
const REST = 5000;
/** What the pool says when it waited for one of its own connections. */
const POOL_IN_USE = 'timeout exceeded when trying to connect';

/**
 * The DataSources of all tenants: one per database that holds some, never one per tenant. They can do
 * nothing by themselves: their login role has no rights and no search path, so a statement outside a
 * unit of work fails instead of meeting somebody's data.
 */
export class TenantDatabase {
  readonly isolation: Isolation;
  readonly prepared: boolean;
  readonly statementTimeoutMs: number;
  readonly slow: TenantDatabaseOptions['slow'];
  private readonly source: DataSource;
  // Both have as many entries as the configuration names databases.
  private readonly others = new Map<string, Promise<DataSource>>();
  private readonly failed = new Map<string, { until: number; error: PlacementUnavailable }>();

  constructor(private readonly options: TenantDatabaseOptions) {
    this.isolation = options.isolation ?? 'role';
    this.prepared = options.prepared ?? true;
    this.statementTimeoutMs = options.statementTimeoutMs ?? 5000;
    this.slow = options.slow;
    this.source = this.sourceOf(options.url);
  }

  async open(): Promise<this> {
    await this.source.initialize();
    return this;
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
    const others = await Promise.allSettled(this.others.values());
    for (const other of others) if (other.status === 'fulfilled') await other.value.destroy();
  }

  /** A new unit of work for a tenant. Faces call this; services use the one of their context. */
  unit(tenant: Tenant, readOnly: boolean): Unit {
    // Whoever only looks gets a transaction that cannot write, whatever the face asked for; so does everybody while
    // the tenant is being moved.
    const current = contextIfAny();
    return new Unit(this, tenant, readOnly || tenant.moving || (current !== undefined && readsOnly(current.actor)));
  }

  /** Entity metadata, for the tests that hold entities against migrations. */
  get metadata(): DataSource['entityMetadatas'] {
    return this.source.entityMetadatas;
  }

  /** @internal */
  async connect(tenant: Tenant): Promise<Connected> {
    return tenant.placement === MAIN ? connectedBy(this.source, tenant) : this.connectElsewhere(tenant);
  }

  private async connectElsewhere(tenant: Tenant): Promise<Connected> {
    const { placement } = tenant;
    const { elsewhere } = this.options;
    if (!elsewhere) throw new PlacementUnavailable(placement, `there is no database "${placement}"`);
    const failed = this.failed.get(placement);
    if (failed && Date.now() < failed.until) throw failed.error;
    // Asked every time: what was there may have been found to be another one.
    const url = await elsewhere(placement);
    try {
      const opened = this.others.get(placement) ?? this.sourceOf(url, PATIENCE).initialize();
      this.others.set(placement, opened);
      return await connectedBy(await opened, tenant);
    } catch (cause) {
      const opened = await this.others.get(placement)?.catch(() => undefined);
      if (!opened) this.others.delete(placement);
      const error = new PlacementUnavailable(placement, `the database "${placement}" cannot be reached`, { cause });
      // Many connections in use are no reason to give the database up for everybody.
      if ((cause as Error).message !== POOL_IN_USE) this.failed.set(placement, { until: Date.now() + REST, error });
      throw error;
    }
  }

  private sourceOf(url: string, connectTimeoutMS?: number): DataSource {
    return new DataSource({
      type: 'postgres',
      url,
      entities: this.options.entities as never[],
      synchronize: false,
      installExtensions: false,
      logging: false,
      ...(connectTimeoutMS ? { connectTimeoutMS } : {}),
      extra: { max: this.options.poolSize ?? 8, maxUses: 5000, maxLifetimeSeconds: 1800, pipeline: true },
    });
  }

  /** Tells TypeORM that the transaction is open, so that its own nested ones become savepoints. @internal */
  adopt(runner: QueryRunner): void {
    const open = runner as unknown as { isTransactionActive: boolean; transactionDepth: number };
    open.isTransactionActive = true;
    open.transactionDepth = 1;
  }

  /** @internal */
  async release(runner: QueryRunner, broken: Error | undefined): Promise<void> {
    const open = runner as unknown as {
      isTransactionActive: boolean;
      transactionDepth: number;
      releasePostgresConnection(error?: Error): Promise<void>;
    };
    open.isTransactionActive = false;
    open.transactionDepth = 0;
    await open.releasePostgresConnection(broken);
  }
}

/**
 * Declares the unit of work of the current context, runs `work` in it and commits, or rolls back
 * when it throws. Opens no connection until a statement needs one. A unit inside a unit is refused:
 * two transactions of one request could each be right and together wrong.
 */
export async function inUnit<T>(database: TenantDatabase, readOnly: boolean, work: () => Promise<T>): Promise<T> {
  const current = context();
  if (current.unit) throw new Error('a unit of work is already open in this context');
  const unit = (current.unit = database.unit(current.tenant, readOnly));
  try {
    const result = await work();
    current.unit = undefined;
    await unit.commit();
    return result;
  } catch (error) {
    current.unit = undefined;
    await unit.rollback();
    throw error;
  }
}

/** The unit of work of this context; throws outside one. What services and readers call. */
export function db(): Unit {
  const { unit } = context();
  if (!unit) throw new Error('no unit of work is open here');
  return unit;
}

/** TypeORM's manager of the current unit of work. */
export const manager = (): Promise<EntityManager> => db().manager();
