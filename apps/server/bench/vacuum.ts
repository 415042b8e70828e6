import pg from 'pg';

/** Leaves the database as the night leaves it: dead rows gone, statistics fresh, everything written. */
export async function vacuum(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
}
