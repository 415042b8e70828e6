import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** SQLSTATE of a database that others use. */
const IN_USE = '55006';

/**
 * Address of a new, empty database on the PostgreSQL that all spec files share; dropped by `remove`. A pool has ended before the
 * server has seen its connections go, and one that is cut off then throws in a spec that is over: so `remove` gives them the time
 * that the server itself gives, five seconds, and cuts off only what a spec has left open.
 */
export async function newDatabase(): Promise<{ url: string; remove(): Promise<void> }> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run specs with `npm test -- <path>`');
  const name = `spec_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const remove = (): Promise<void> =>
    run(`DROP DATABASE IF EXISTS ${name}`).catch((error: { code?: string }) => {
      if (error.code !== IN_USE) throw error;
      return run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  return { url: url.toString(), remove };
}

/** Whether a database has a schema of this name, and its server a role. */
export async function standsAt(url: string, name: string): Promise<{ schema: boolean; role: boolean }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ schema: boolean; role: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1) AS schema, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1) AS role',
      [name],
    );
    return rows[0]!;
  } finally {
    await client.end();
  }
}
