import { MAIN } from '@madang/kernel';
import type pg from 'pg';
import type { Placement } from './placement.js';
import type { PlatformDatabase } from './platform-database.js';

/** A schema that is being made, and whose it will be. */
export interface NewSchema {
  schema: string;
  tenantId: string;
  version: number;
}

/**
 * Makes a tenant's schema in a database that is not `main`, then registers it in `main`. Two databases have no common
 * transaction: the schema comes first, so that whatever dies in between leaves something that nobody can reach (the
 * doctor names it), and no short name or host is taken for nothing. Where the registry refuses, the schema is removed.
 * @param build in a transaction of that database, as its migrator
 * @param register in the transaction of `main` that makes it a tenant
 */
export async function buildElsewhere<T>(
  place: Placement,
  platform: PlatformDatabase,
  made: NewSchema,
  build: (client: pg.PoolClient) => Promise<T>,
  register: () => Promise<unknown>,
): Promise<T> {
  const built = await place.transaction(async (client) => {
    await client.query('INSERT INTO platform.residents (schema_name, tenant_id, schema_version) VALUES ($1, $2, $3)', [
      made.schema,
      made.tenantId,
      made.version,
    ]);
    return build(client);
  });
  try {
    await register();
    return built;
  } catch (error) {
    // What cannot be removed now, or was registered after all, stays; why it failed is what has to be told.
    await removeCopy(platform, place, made.schema).catch(() => undefined);
    throw error;
  }
}

/**
 * Removes a tenant's schema from a database it does not live in. Jobs that wait there still find their way.
 * @throws when the registry says that it does live there
 */
export async function removeCopy(platform: PlatformDatabase, place: Placement, schema: string): Promise<void> {
  const lives = await platform.rows('SELECT 1 AS one FROM platform.tenants WHERE schema_name = $1 AND placement = $2', [
    schema,
    place.name,
  ]);
  if (lives.length > 0) throw new Error(`${schema} lives in "${place.name}"; it is not removed there`);
  await place.drop(schema, '10s');
  if (place.name !== MAIN)
    await place.transaction((client) =>
      client.query('DELETE FROM platform.residents WHERE schema_name = $1', [schema]),
    );
}
