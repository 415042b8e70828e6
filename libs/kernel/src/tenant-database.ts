import type { PoolClient } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { readsOnly } from './actor.js';
import { context, contextIfAny } from './context.js';
import type { Isolation, Tenant } from './tenant.js';
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
}

/**
 * The one DataSource of all tenants. It can do nothing by itself: its login role has no rights and
 * no search path, so a statement outside a unit of work fails instead of meeting somebody's data.
 */
export class TenantDatabase {
  readonly isolation: Isolation;
  readonly prepared: boolean;
  readonly statementTimeoutMs: number;
  readonly slow: TenantDatabaseOptions['slow'];
  private readonly source: DataSource;

  constructor(options: TenantDatabaseOptions) {
    this.isolation = options.isolation ?? 'role';
    this.prepared = options.prepared ?? true;
    this.statementTimeoutMs = options.statementTimeoutMs ?? 5000;
    this.slow = options.slow;
    this.source = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: options.entities as never[],
      synchronize: false,
      installExtensions: false,
      logging: false,
      extra: { max: options.poolSize ?? 8, maxUses: 5000, maxLifetimeSeconds: 1800, pipeline: true },
    });
  }

  async open(): Promise<this> {
    await this.source.initialize();
    return this;
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  /** A new unit of work for a tenant. Faces call this; services use the one of their context. */
  unit(tenant: Tenant, readOnly: boolean): Unit {
    // Whoever only looks gets a transaction that cannot write, whatever the face asked for.
    const current = contextIfAny();
    return new Unit(this, tenant, readOnly || (current !== undefined && readsOnly(current.actor)));
  }

  /** Entity metadata, for the tests that hold entities against migrations. */
  get metadata(): DataSource['entityMetadatas'] {
    return this.source.entityMetadatas;
  }

  /** @internal */
  async connect(_tenant: Tenant): Promise<{ runner: QueryRunner; client: PoolClient }> {
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    return { runner, client };
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
