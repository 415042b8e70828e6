import type { ClientBase } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { readsOnly } from './actor.js';
import { BACKEND_MB, backendMemory, type BackendMemory } from './backend-memory.js';
import { Connections, ConnectionsInUse, type ConnectionFigures } from './connections.js';
import { context, contextIfAny } from './context.js';
import { PlacementUnavailable } from './errors.js';
import type { Isolation, Tenant } from './tenant.js';
import { Unit } from './unit.js';

export interface TenantDatabaseOptions {
  url: string;
  entities: unknown[];
  isolation?: Isolation;
  /** Connections; the server caches catalog entries per backend and tenant, so keep it small. */
  poolSize?: number;
  /** MB that one backend may fill with what it remembers of tenants, about. */
  backendMb?: number;
  /** Named statements; off where a pooler in transaction mode cannot carry them. */
  prepared?: boolean;
  statementTimeoutMs?: number;
  /** Told of statements that took at least this many milliseconds: the text alone, never the values. */
  slow?: { ms: number; tell: (tenant: Tenant, text: string, milliseconds: number) => void };
  /** Told of each unit that held a connection, when it gives it back. */
  ended?: (readOnly: boolean, milliseconds: number) => void;
  /** Address of another database than `main`, once it can be used. @throws PlacementUnavailable */
  elsewhere?: (placement: string) => Promise<string>;
}

/** One database: its connections, and TypeORM's knowledge of the entities, which asks nothing by itself. */
interface Opened {
  source: DataSource;
  connections: Connections;
}

/** A connection of one of the databases, for one unit. */
export interface Taken {
  client: ClientBase;
  /** TypeORM's manager on this connection, inside the transaction that is open on it. */
  manager(): EntityManager;
  giveBack(broken: boolean): void;
}

async function takeFrom({ source, connections }: Opened, tenant: Tenant): Promise<Taken> {
  const client = await connections.take(tenant.schema);
  return {
    client,
    manager: () => managerOn(source, client),
    giveBack: (broken) => connections.give(client, broken),
  };
}

/** A runner is told which connection it has and that a transaction is open, so that its own nested ones become savepoints. */
function managerOn(source: DataSource, client: ClientBase): EntityManager {
  const runner = source.createQueryRunner();
  Object.assign(runner, { databaseConnection: client, isTransactionActive: true, transactionDepth: 1 });
  return runner.manager;
}

/** Where tenants lie that nobody moved. */
export const MAIN = 'main';

/** Milliseconds to wait for a database that is not `main`. */
const PATIENCE = 5000;
/** Milliseconds in which one that could not be reached is not tried again: whoever goes through all tenants waits once, not for each. */
const REST = 5000;

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
  readonly memory: BackendMemory;
  readonly ended: TenantDatabaseOptions['ended'];
  private readonly main: Opened;
  // These have as many entries as the configuration names databases.
  private readonly others = new Map<string, Promise<Opened>>();
  private readonly reached: Connections[] = [];
  private readonly failed = new Map<string, { until: number; error: PlacementUnavailable }>();

  constructor(private readonly options: TenantDatabaseOptions) {
    this.isolation = options.isolation ?? 'role';
    this.prepared = options.prepared ?? true;
    this.statementTimeoutMs = options.statementTimeoutMs ?? 5000;
    this.slow = options.slow;
    this.ended = options.ended;
    this.memory = backendMemory(options.backendMb ?? BACKEND_MB);
    this.main = this.openedAt(options.url);
  }

  async open(): Promise<this> {
    await this.main.source.initialize();
    this.reached.push(this.main.connections);
    return this;
  }

  async close(): Promise<void> {
    const others = await Promise.allSettled(this.others.values());
    const all = [this.main, ...others.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))];
    for (const { source, connections } of all) {
      await connections.close();
      if (source.isInitialized) await source.destroy();
    }
  }

  /** Of all databases together. */
  figures(): ConnectionFigures {
    const sum = { used: 0, free: 0, waiting: 0, meetings: 0 };
    for (const connections of this.reached) {
      const { used, free, waiting, meetings } = connections.figures();
      sum.used += used;
      sum.free += free;
      sum.waiting += waiting;
      sum.meetings += meetings;
    }
    return sum;
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
    return this.main.source.entityMetadatas;
  }

  /** @internal */
  async connect(tenant: Tenant): Promise<Taken> {
    return tenant.placement === MAIN ? takeFrom(this.main, tenant) : this.connectElsewhere(tenant);
  }

  private async connectElsewhere(tenant: Tenant): Promise<Taken> {
    const { placement } = tenant;
    const { elsewhere } = this.options;
    if (!elsewhere) throw new PlacementUnavailable(placement, `there is no database "${placement}"`);
    const failed = this.failed.get(placement);
    if (failed && Date.now() < failed.until) throw failed.error;
    // Asked every time: what was there may have been found to be another one.
    const url = await elsewhere(placement);
    try {
      const opened = this.others.get(placement) ?? this.initialised(url);
      this.others.set(placement, opened);
      return await takeFrom(await opened, tenant);
    } catch (cause) {
      const opened = await this.others.get(placement)?.catch(() => undefined);
      if (!opened) this.others.delete(placement);
      const error = new PlacementUnavailable(placement, `the database "${placement}" cannot be reached`, { cause });
      // Many connections in use are no reason to give the database up for everybody.
      if (!(cause instanceof ConnectionsInUse)) this.failed.set(placement, { until: Date.now() + REST, error });
      throw error;
    }
  }

  private async initialised(url: string): Promise<Opened> {
    const opened = this.openedAt(url, PATIENCE);
    await opened.source.initialize();
    this.reached.push(opened.connections);
    return opened;
  }

  private openedAt(url: string, patienceMs?: number): Opened {
    const source = new DataSource({
      type: 'postgres',
      url,
      entities: this.options.entities as never[],
      synchronize: false,
      installExtensions: false,
      logging: false,
      ...(patienceMs ? { connectTimeoutMS: patienceMs } : {}),
      // It asks what server this is when it begins; units bring their own connection.
      poolSize: 1,
    });
    const connections = new Connections({
      url,
      size: this.options.poolSize ?? 8,
      tenants: this.memory.tenants,
      // Behind a pooler the next transaction may meet any backend.
      ...(this.prepared ? {} : { hopeMs: 0 }),
      ...(patienceMs ? { patienceMs } : {}),
    });
    return { source, connections };
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
