import pg from 'pg';
import { assertSchemaName, newId, type Migration } from '@madang/kernel';
import type { PlatformDatabase } from './platform-database.js';

/** What a new tenant is called and where it answers. */
export interface NewTenant {
  slug: string;
  name: Record<string, string>;
  locale?: string;
  locales?: string[];
  timeZone?: string;
  plan?: string;
  ownerEmail?: string;
  hosts?: string[];
  id?: string;
}

/** Path segments and host labels that no tenant may take. */
const RESERVED = new Set(['www', 'admin', 'api', 'mail', 'operator', 'platform', 'static', 'assets', 'console', 'localhost']);

export class ProvisioningError extends Error {
  constructor(
    readonly code: 'slug_taken' | 'slug_invalid' | 'host_taken' | 'name_missing',
    readonly value: string,
  ) {
    super(`${code}: ${value}`);
  }
}

/** The tenant schema as the program knows it: how to make one, and its version. */
export interface TenantSchema {
  migrations: readonly Migration[];
  /** Compiled statements of the newest version; absent while the snapshot is being made. */
  snapshot?: readonly string[];
}

export const targetVersion = (schema: TenantSchema): number => Math.max(0, ...schema.migrations.map((m) => m.version));

/** Makes schemas and turns them into tenants. Holds the only connections that may create roles. */
export class Provisioning {
  private readonly admin: pg.Pool;

  constructor(
    adminUrl: string,
    private readonly platform: PlatformDatabase,
    readonly schema: TenantSchema,
  ) {
    this.admin = new pg.Pool({ connectionString: adminUrl, max: 2, idleTimeoutMillis: 2000, allowExitOnIdle: true });
    this.admin.on('error', () => undefined);
  }

  async close(): Promise<void> {
    await this.admin.end();
  }

  /**
   * Makes a tenant usable: takes a spare schema (one row moves) or builds one, registers its hosts.
   * @returns the tenant's id
   */
  async create(tenant: NewTenant): Promise<string> {
    checkNew(tenant);
    const spare = await this.claim(tenant);
    if (spare) return spare;
    const schemaName = await this.build();
    return this.register(tenant, schemaName, targetVersion(this.schema));
  }

  /** Builds spare schemas until `count` of the newest version stand ready. */
  async stock(count: number): Promise<number> {
    let made = 0;
    for (;;) {
      const [row] = await this.platform.rows<{ ready: number }>(
        'SELECT count(*)::int AS ready FROM platform.spares WHERE schema_version = $1',
        [targetVersion(this.schema)],
      );
      if (row!.ready >= count) return made;
      const schemaName = await this.build();
      await this.platform.run('INSERT INTO platform.spares (schema_name, schema_version) VALUES ($1, $2)', [
        schemaName,
        targetVersion(this.schema),
      ]);
      made += 1;
    }
  }

  /** Builds one schema with its role and all tables in one transaction, statements pipelined. */
  async build(statements: readonly string[] = this.statements()): Promise<string> {
    const name = await this.freeName();
    await this.asOwner(name, statements, async (client) => {
      await client.query(`CREATE ROLE ${name} NOLOGIN IN ROLE tenant_rw`);
      await client.query(`CREATE SCHEMA ${name} AUTHORIZATION madang_owner`);
      await client.query(`GRANT USAGE ON SCHEMA ${name} TO ${name}, madang_path`);
      await client.query(`GRANT ${name} TO madang_app`);
    });
    return name;
  }

  /** The next number whose role no other database of this server has: roles belong to the server. */
  private async freeName(): Promise<string> {
    for (;;) {
      const [row] = await this.platform.rows<{ name: string; taken: boolean }>(
        `SELECT name, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name) AS taken
           FROM (SELECT 't_' || lpad(nextval('platform.schema_numbers')::text, 6, '0') AS name) next`,
      );
      if (!row!.taken) return assertSchemaName(row!.name);
    }
  }

  private statements(): readonly string[] {
    return this.schema.snapshot ?? this.schema.migrations.flatMap((m) => m.statements);
  }

  private async asOwner(
    schemaName: string,
    statements: readonly string[],
    before: (client: pg.PoolClient) => Promise<void>,
  ): Promise<void> {
    const client = await this.admin.connect();
    try {
      await client.query('BEGIN');
      await before(client);
      await client.query('SET LOCAL ROLE madang_owner');
      await client.query(`SET LOCAL search_path = ${schemaName}, ext`);
      for (const statement of statements) await client.query(statement);
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      client.release(true);
      throw error;
    }
  }

  private async claim(tenant: NewTenant): Promise<string | undefined> {
    return this.platform.transaction(async (client) => {
      const { rows } = await client.query<{ schema_name: string; schema_version: number }>(
        `DELETE FROM platform.spares WHERE schema_name = (
           SELECT schema_name FROM platform.spares WHERE schema_version = $1
           ORDER BY schema_name LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING schema_name, schema_version`,
        [targetVersion(this.schema)],
      );
      const spare = rows[0];
      return spare ? insertTenant(client, tenant, spare.schema_name, spare.schema_version) : undefined;
    });
  }

  private async register(tenant: NewTenant, schemaName: string, version: number): Promise<string> {
    try {
      return await this.platform.transaction((client) => insertTenant(client, tenant, schemaName, version));
    } catch (error) {
      await this.drop(schemaName);
      throw error;
    }
  }

  /** Removes schema and role; nothing of the tenant's rows is left in the database. */
  async drop(schemaName: string): Promise<void> {
    const name = assertSchemaName(schemaName);
    await this.admin.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
    const { rowCount } = await this.admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
    if (rowCount) await this.admin.query(`DROP ROLE ${name}`);
  }

  /** A connection of the migrator, for upgrades, snapshots and fingerprints. */
  async withAdmin<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.admin.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  }
}

function checkNew(tenant: NewTenant): void {
  if (!/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/.test(tenant.slug) || RESERVED.has(tenant.slug))
    throw new ProvisioningError('slug_invalid', tenant.slug);
  if (!Object.values(tenant.name).some((name) => name.trim())) throw new ProvisioningError('name_missing', tenant.slug);
}

async function insertTenant(client: pg.PoolClient, tenant: NewTenant, schemaName: string, version: number): Promise<string> {
  const id = tenant.id ?? newId();
  const locale = tenant.locale ?? 'ko';
  try {
    await client.query(
      `INSERT INTO platform.tenants (id, schema_name, slug, name, locale, locales, time_zone, state, plan, schema_version, owner_email)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $10)`,
      [
        id,
        schemaName,
        tenant.slug,
        tenant.name,
        locale,
        tenant.locales ?? [locale],
        tenant.timeZone ?? 'Asia/Seoul',
        tenant.plan ?? 'free',
        version,
        tenant.ownerEmail ?? null,
      ],
    );
    for (const [index, host] of (tenant.hosts ?? []).entries()) {
      await client.query('INSERT INTO platform.hosts (host, tenant_id, is_primary, verified_at) VALUES ($1, $2, $3, now())', [
        host.toLowerCase(),
        id,
        index === 0,
      ]);
    }
  } catch (error) {
    const constraint = (error as { constraint?: string }).constraint;
    if (constraint === 'tenants_slug_key') throw new ProvisioningError('slug_taken', tenant.slug);
    if (constraint === 'hosts_pkey') throw new ProvisioningError('host_taken', tenant.hosts?.join(', ') ?? '');
    throw error;
  }
  await client.query(`SELECT pg_notify('madang_tenants', $1)`, [id]);
  return id;
}
