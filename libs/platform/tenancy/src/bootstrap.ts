import { createHmac, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Isolation } from '@madang/kernel';
import { PLACEMENT_MIGRATIONS } from './placement-schema.js';
import { PLATFORM_MIGRATIONS } from './platform-schema.js';

/** Addresses of the database for each of the three hands that touch it. */
export interface DatabaseUrls {
  /** May create roles and schemas: provisioning and upgrades only. */
  admin: string;
  /** The operator's tables and the job queue. */
  platform: string;
  /** Requests and jobs of tenants; no rights of its own. */
  app: string;
}

export interface BootstrapOptions {
  adminUrl: string;
  /** Secret from which the passwords of the login roles are derived. */
  secret: string;
  isolation?: Isolation;
  /** Present when a pooler or another server carries the application's connections. */
  appUrl?: string;
  /** Another database than `main`: which one, and of which installation. */
  placement?: { name: string; installation: string };
}

const LOCK = 7_249_001;

/** A password that every process of the installation derives alike and nobody has to store. */
export const rolePassword = (secret: string, role: string): string =>
  createHmac('sha256', secret).update(`role:${role}`).digest('base64url');

/** Swaps user and password of a PostgreSQL URL, and optionally its base. */
export function urlFor(base: string, user: string, password: string): string {
  const url = new URL(base);
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.toString();
}

/** Addresses derived from the admin address; the same in every process that knows the secret. */
export function databaseUrls(options: BootstrapOptions): DatabaseUrls {
  const app = options.isolation === 'path' ? 'madang_path' : 'madang_app';
  return {
    admin: options.adminUrl,
    platform: urlFor(options.adminUrl, 'madang_platform', rolePassword(options.secret, 'madang_platform')),
    app: urlFor(options.appUrl ?? options.adminUrl, app, rolePassword(options.secret, app)),
  };
}

/**
 * Creates what a database needs once (roles, extensions, schema `platform`) and brings the platform
 * schema up to date. Safe to run at every start and from several processes at once.
 * @throws when a placement's database turns out to be another one than the configuration says
 */
export async function bootstrap(options: BootstrapOptions): Promise<DatabaseUrls> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await prepare(options);
      return databaseUrls(options);
    } catch (error) {
      // Roles are shared by all databases of a server; the lock below is not. Another one was at it.
      const { code } = error as { code?: string };
      if (attempt === 8 || (code !== 'XX000' && code !== '23505' && code !== '42710')) throw error;
    }
  }
}

async function prepare(options: BootstrapOptions): Promise<void> {
  const client = new pg.Client({
    connectionString: options.adminUrl,
    ...(options.placement ? { connectionTimeoutMillis: 5000 } : {}),
  });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await createRoles(client, options.secret);
    await client.query('CREATE SCHEMA IF NOT EXISTS ext');
    for (const extension of ['pg_trgm', 'btree_gin']) {
      await client.query(`CREATE EXTENSION IF NOT EXISTS ${extension} WITH SCHEMA ext`);
    }
    await client.query('GRANT USAGE ON SCHEMA ext TO tenant_rw, madang_app, madang_path, madang_owner');
    if (options.placement) await refuseMain(client);
    await client.query('CREATE SCHEMA IF NOT EXISTS platform');
    await upgradePlatform(client, options.placement ? PLACEMENT_MIGRATIONS : PLATFORM_MIGRATIONS);
    if (options.placement) await claim(client, options.placement);
    else
      await client.query(
        `INSERT INTO platform.settings (key, value) VALUES ('installation', to_jsonb($1::text)) ON CONFLICT DO NOTHING`,
        [randomUUID()],
      );
    await client.query(
      `INSERT INTO platform.settings (key, value) VALUES ('isolation', to_jsonb($1::text))
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [options.isolation ?? 'role'],
    );
  } finally {
    await client.end();
  }
}

async function refuseMain(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ main: boolean }>(`SELECT to_regclass('platform.tenants') IS NOT NULL AS main`);
  if (rows[0]!.main)
    throw new Error('this is the main database of an installation; give each placement one of its own');
}

/** A database is one placement of one installation for ever: two addresses that changed places are found out here. */
async function claim(client: pg.Client, { name, installation }: { name: string; installation: string }): Promise<void> {
  const mark = { name, installation };
  await client.query(
    `INSERT INTO platform.settings (key, value) VALUES ('placement', $1::jsonb) ON CONFLICT DO NOTHING`,
    [JSON.stringify(mark)],
  );
  const { rows } = await client.query<{ value: typeof mark }>(
    `SELECT value FROM platform.settings WHERE key = 'placement'`,
  );
  const found = rows[0]!.value;
  if (found.installation !== installation) throw new Error('this database belongs to another installation');
  if (found.name !== name) throw new Error(`this database is the placement "${found.name}", not "${name}"`);
}

async function createRoles(client: pg.Client, secret: string): Promise<void> {
  const create = async (role: string, attributes: string): Promise<void> => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (!rowCount) await client.query(`CREATE ROLE ${role} ${attributes}`);
  };
  await create('madang_owner', 'NOLOGIN');
  await create('tenant_rw', 'NOLOGIN');
  await create('madang_app', 'LOGIN NOINHERIT');
  await create('madang_path', 'LOGIN INHERIT IN ROLE tenant_rw');
  await create('madang_platform', 'LOGIN');
  for (const role of ['madang_app', 'madang_path', 'madang_platform']) {
    await client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(rolePassword(secret, role))}`);
  }
  for (const role of ['madang_app', 'madang_path']) {
    await client.query(`ALTER ROLE ${role} SET search_path = ''`);
    await client.query(`ALTER ROLE ${role} SET statement_timeout = '15s'`);
    await client.query(`ALTER ROLE ${role} SET idle_in_transaction_session_timeout = '30s'`);
    await client.query(`ALTER ROLE ${role} SET lock_timeout = '5s'`);
  }
  const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  const database = rows[0]!.name;
  await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
  await client.query(`REVOKE TEMP ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`GRANT CREATE ON DATABASE ${database} TO madang_owner, madang_platform`);
  await client.query('GRANT madang_owner TO CURRENT_USER');
  await client.query(
    'ALTER DEFAULT PRIVILEGES FOR ROLE madang_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tenant_rw',
  );
}

async function upgradePlatform(client: pg.Client, migrations: typeof PLATFORM_MIGRATIONS): Promise<void> {
  await client.query('CREATE TABLE IF NOT EXISTS platform.version (version integer PRIMARY KEY)');
  const { rows } = await client.query<{ version: number }>('SELECT max(version) AS version FROM platform.version');
  const at = rows[0]?.version ?? 0;
  for (const migration of migrations.filter((m) => m.version > at)) {
    await client.query('BEGIN');
    try {
      for (const statement of migration.statements) await client.query(statement);
      if (at === 0 && migration.version === 1 && migrations === PLATFORM_MIGRATIONS)
        // Databases that share a server begin at different numbers, so that they rarely meet.
        await client.query(`SELECT setval('platform.schema_numbers', 1000 * (1 + floor(random() * 9000000))::bigint)`);
      await client.query('INSERT INTO platform.version VALUES ($1)', [migration.version]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }
}
