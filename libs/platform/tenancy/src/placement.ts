import pg from 'pg';
import { assertSchemaName } from '@madang/kernel';
import { PlatformDatabase } from './platform-database.js';

/** Milliseconds to wait for a connection to a database that is not `main`. */
const PATIENCE = 10_000;

const shows = (): void => undefined;

/** One database that tenants lie in, as whoever makes, changes and reads whole schemas reaches it. */
export class Placement {
  private readonly admin: pg.Pool;
  /** The schema `platform` of this database: the registry in `main`, residents and outbox elsewhere. */
  readonly platform: PlatformDatabase;
  private readonly ownsPlatform: boolean;

  constructor(
    readonly name: string,
    private readonly adminUrl: string,
    platform: PlatformDatabase | string,
  ) {
    const patience = typeof platform === 'string' ? PATIENCE : 0;
    this.admin = new pg.Pool({
      connectionString: adminUrl,
      connectionTimeoutMillis: patience,
      max: 4,
      idleTimeoutMillis: 2000,
      allowExitOnIdle: true,
      pipeline: true,
    });
    this.admin.on('error', () => undefined);
    this.ownsPlatform = typeof platform === 'string';
    this.platform = typeof platform === 'string' ? new PlatformDatabase(platform, 2, patience) : platform;
  }

  async close(): Promise<void> {
    await this.admin.end();
    if (this.ownsPlatform) await this.platform.close();
  }

  /** A connection of the migrator in pipeline mode, for upgrades, snapshots and fingerprints. */
  async withAdmin<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connect();
    try {
      return await work(client);
    } finally {
      this.release(client, client.getTransactionStatus() !== 'I');
    }
  }

  /** A connection of the migrator that can read with a cursor, which pipeline mode cannot; the caller ends it. */
  async cursorClient(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.adminUrl });
    client.on('error', () => undefined); // shows at the next query
    await client.connect();
    return client;
  }

  /** Runs `work` of the migrator in one transaction that is committed or gone. */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let broken = true;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      const done = await client.query('COMMIT');
      if (done.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
      broken = false;
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      this.release(client, broken);
    }
  }

  private async connect(): Promise<pg.PoolClient> {
    const client = await this.admin.connect();
    // Between two statements nobody listens: a connection that dies then shows at the next one, not as the end of the process.
    client.on('error', shows);
    return client;
  }

  private release(client: pg.PoolClient, broken: boolean): void {
    client.off('error', shows);
    client.release(broken);
  }

  /**
   * Removes schema and role; nothing of the tenant's rows is left in the database. The role stays while
   * another database of the same server needs it: roles belong to the server.
   * @param patience how long to wait for readers, such as an export under way
   */
  async drop(schemaName: string, patience = '30s'): Promise<void> {
    const name = assertSchemaName(schemaName);
    await this.transaction(async (client) => {
      await client.query(`SET LOCAL lock_timeout = '${patience}'`);
      await client.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
    });
    const { rowCount } = await this.admin.query(
      `SELECT 1 FROM pg_roles r WHERE r.rolname = $1
          AND NOT EXISTS (SELECT 1 FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid)`,
      [name],
    );
    if (rowCount) await this.admin.query(`DROP ROLE ${name}`);
  }
}
