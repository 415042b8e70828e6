import pg from 'pg';

const shows = (): void => undefined;

/** The operator's connections: schema `platform` and the job queue, never a tenant's tables. */
export class PlatformDatabase {
  readonly pool: pg.Pool;

  /** @param patience milliseconds to wait for a connection; 0 for as long as it takes */
  constructor(url: string, size = 4, patience = 0) {
    this.pool = new pg.Pool({ connectionString: url, max: size, connectionTimeoutMillis: patience });
    this.pool.on('error', () => undefined); // an idle connection that dies is replaced at the next query
  }

  async rows<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(text, values)).rows;
  }

  async run(text: string, values: unknown[] = []): Promise<number> {
    return (await this.pool.query(text, values)).rowCount ?? 0;
  }

  /** Runs `work` in one transaction. */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    client.on('error', shows); // between two statements; the next one tells
    let broken = true;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      broken = false;
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.off('error', shows);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
