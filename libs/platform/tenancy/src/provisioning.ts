import type pg from 'pg';
import { assertSchemaName, MAIN, newId, type Migration } from '@madang/kernel';
import { buildElsewhere } from './elsewhere.js';
import { TenancyError } from './errors.js';
import { Listener } from './listener.js';
import { checkNew, insertTenant, refuseTaken, type NewTenant } from './new-tenant.js';
import { pipelined } from './pipelined.js';
import { Placement } from './placement.js';
import { Placements, type PlacementsOptions } from './placements.js';
import type { PlatformDatabase } from './platform-database.js';
import { isSnapshotOf } from './snapshot-file.js';

/** The tenant schema as the program knows it: how to make one, and its version. */
export interface TenantSchema {
  migrations: readonly Migration[];
  /** Compiled statements; used only when they are the sum of exactly these migrations. */
  snapshot?: readonly string[];
}

/** The version that a tenant has when every migration was applied. */
export const targetVersion = (schema: TenantSchema): number => Math.max(0, ...schema.migrations.map((m) => m.version));

/** Held while one process builds spares, so that several do not each fill the stock. */
const STOCK_LOCK = 7_249_002;

/**
 * Makes schemas and turns them into tenants. Holds the only connections that may create roles. Spares lie in `main`, and
 * new tenants too unless another database is named; in `main` they are made in the transaction that registers them.
 */
export class Provisioning {
  private readonly main: Placement;
  /** The databases tenants lie in. */
  readonly placements: Placements;
  /** What makes a schema of the newest version, one per message. */
  readonly statements: readonly string[];
  private wanted = 0;
  private restocking?: Promise<number>;
  private listener?: Listener;

  /** @param elsewhere the databases beside `main`, where there are any */
  constructor(
    adminUrl: string,
    private readonly platform: PlatformDatabase,
    readonly schema: TenantSchema,
    elsewhere?: PlacementsOptions,
  ) {
    this.main = new Placement(MAIN, adminUrl, platform);
    this.placements = new Placements(this.main, elsewhere);
    const migrations = [...schema.migrations].sort((a, b) => a.version - b.version);
    this.statements = isSnapshotOf(schema.snapshot, migrations)
      ? schema.snapshot!
      : migrations.flatMap((m) => m.statements);
  }

  async close(): Promise<void> {
    this.wanted = 0;
    await this.listener?.close();
    await this.restocking;
    await this.placements.close();
    await this.main.close();
  }

  /**
   * Makes a tenant usable: takes a spare schema (one row moves) or builds one; either way one
   * transaction, so that all of a tenant is there or nothing. In another database than `main` its schema is
   * built first and registered then.
   * @returns the tenant's id
   * @throws TenancyError; PlacementUnavailable
   */
  async create(tenant: NewTenant): Promise<string> {
    const checked = checkNew(tenant);
    const version = targetVersion(this.schema);
    if (checked.placement && checked.placement !== MAIN) return this.createAt(checked.placement, checked, version);
    const spare = await this.claim(checked, version);
    if (spare) {
      this.restock();
      return spare;
    }
    const name = await this.freeName();
    return this.transaction(async (client) => {
      const id = await insertTenant(client, checked, name, version);
      await pipelined(client, schemaOf(name, this.statements));
      return id;
    });
  }

  /**
   * Builds spare schemas until `count` of the newest version stand ready, and from then on refills what
   * this process takes. Returns at once when another process is at it.
   * @returns how many were made
   */
  async stock(count: number): Promise<number> {
    this.wanted = count;
    return this.withAdmin(async (client) => {
      const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [STOCK_LOCK]);
      if (!rows[0]!.mine) return 0;
      try {
        let made = 0;
        while ((await this.spares()) < this.wanted) {
          await this.buildSpare();
          made += 1;
        }
        return made;
      } finally {
        await client.query('SELECT pg_advisory_unlock($1)', [STOCK_LOCK]);
      }
    });
  }

  /** Keeps `count` spares standing ready, whichever process takes them. */
  async keepStocked(count: number, listenUrl: string): Promise<void> {
    this.listener ??= new Listener(listenUrl, { madang_spares: () => this.restock() }, () => this.restock());
    await this.listener.open();
    await this.stock(count);
  }

  /** Spares of the newest version that stand ready. */
  async spares(): Promise<number> {
    const [row] = await this.platform.rows<{ ready: number }>(
      'SELECT count(*)::int AS ready FROM platform.spares WHERE schema_version = $1',
      [targetVersion(this.schema)],
    );
    return row!.ready;
  }

  /**
   * A database by name, for something new.
   * @throws TenancyError placement_unknown; PlacementUnavailable
   */
  async placeFor(name: string): Promise<Placement> {
    if (!this.placements.has(name))
      throw new TenancyError(
        'placement_unknown',
        name,
        `there is no database "${name}"; there are ${this.placements.names().join(', ')}`,
      );
    return this.at(name);
  }

  private async createAt(placement: string, tenant: NewTenant, version: number): Promise<string> {
    const place = await this.placeFor(placement);
    const schema = await this.freeName(place);
    const whole = { ...tenant, id: tenant.id ?? newId() };
    await refuseTaken((work) => this.transaction(work), whole, schema);
    await buildElsewhere(
      place,
      this.platform,
      { schema, tenantId: whole.id, version },
      (client) => pipelined(client, schemaOf(schema, this.statements)),
      () => this.transaction((client) => insertTenant(client, whole, schema, version)),
    );
    return whole.id;
  }

  /** Builds one schema that belongs to no tenant yet; `statements` other than the newest are for tests and imports. */
  async build(statements: readonly string[] = this.statements): Promise<string> {
    const name = await this.freeName();
    await this.transaction((client) => pipelined(client, schemaOf(name, statements)));
    return name;
  }

  private async buildSpare(): Promise<void> {
    const name = await this.freeName();
    await this.transaction(async (client) => {
      await client.query('INSERT INTO platform.spares (schema_name, schema_version) VALUES ($1, $2)', [
        name,
        targetVersion(this.schema),
      ]);
      await pipelined(client, schemaOf(name, this.statements));
    });
  }

  private restock(): void {
    if (this.wanted === 0) return;
    // Not awaited: whoever took the spare does not wait for the next one; a failure shows at the next stock().
    this.restocking ??= this.stock(this.wanted)
      .catch(() => 0)
      .finally(() => (this.restocking = undefined));
  }

  /**
   * The next number whose role no other database of this server has: roles belong to the server. (lpad also cuts: without
   * `greatest` ten numbers of seven digits would be one name.)
   * @param place the database it is for; another server may have the role of another installation
   */
  async freeName(place: Placement = this.main): Promise<string> {
    for (;;) {
      const [row] = await this.platform.rows<{ name: string; taken: boolean }>(
        `SELECT name, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) AS taken
           FROM (SELECT 't_' || lpad(n::text, greatest(6, length(n::text)), '0') AS name
                   FROM nextval('platform.schema_numbers') n) next`,
      );
      if (row!.taken) continue;
      const there = await place.platform.rows('SELECT 1 AS one FROM pg_roles WHERE rolname = $1', [row!.name]);
      if (there.length === 0) return assertSchemaName(row!.name);
    }
  }

  private async claim(tenant: NewTenant, version: number): Promise<string | undefined> {
    return this.platform.transaction(async (client) => {
      const { rows } = await client.query<{ schema_name: string }>(
        `DELETE FROM platform.spares WHERE schema_name = (
           SELECT schema_name FROM platform.spares WHERE schema_version = $1
           ORDER BY schema_name LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING schema_name`,
        [version],
      );
      const spare = rows[0];
      if (!spare) return undefined;
      await client.query(`SELECT pg_notify('madang_spares', '')`);
      return insertTenant(client, tenant, spare.schema_name, version);
    });
  }

  /** The database of this name. @throws PlacementUnavailable */
  at(placement: string): Promise<Placement> {
    return this.placements.at(placement);
  }

  /** Removes schema and role from a database. */
  async drop(schemaName: string, placement = MAIN): Promise<void> {
    await (await this.at(placement)).drop(schemaName);
  }

  /** A connection of the migrator to `main`, in pipeline mode. */
  withAdmin<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.main.withAdmin(work);
  }

  /** Runs `work` of the migrator in one transaction of `main` that is committed or gone. */
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.main.transaction(work);
  }
}

/**
 * What makes a tenant's role and schema with these tables, for one transaction. Afterwards the role is the migrator's again.
 * @param roleStands the server has the role already, from another of its databases
 */
export const schemaOf = (name: string, statements: readonly string[], roleStands = false): string[] => [
  ...(roleStands ? [] : [`CREATE ROLE ${assertSchemaName(name)} NOLOGIN IN ROLE tenant_rw`]),
  `CREATE SCHEMA ${assertSchemaName(name)} AUTHORIZATION madang_owner`,
  `GRANT USAGE ON SCHEMA ${name} TO ${name}, madang_path`,
  `GRANT ${name} TO madang_app`,
  'SET LOCAL ROLE madang_owner',
  `SET LOCAL search_path = ${name}, ext`,
  ...statements,
  'RESET ROLE',
];
