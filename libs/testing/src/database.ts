import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Address of a new, empty database on the PostgreSQL that all spec files share; dropped by `remove`. */
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
  return { url: url.toString(), remove: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
