import type { PoolClient } from 'pg';
import { assertSchemaName, MAIN, PlacementUnavailable, type Migration } from '@madang/kernel';
import { pipelined } from './pipelined.js';
import type { Placement } from './placement.js';
import type { PlatformDatabase } from './platform-database.js';
import type { Provisioning } from './provisioning.js';

/** What became of one tenant (or spare, then without slug) in an upgrade. */
export interface TenantUpgrade {
  schema: string;
  slug: string | null;
  from: number;
  /** The version it has now. */
  version: number;
  outcome: 'upgraded' | 'failed' | 'busy';
  error?: string;
  /** The statement that failed. */
  statement?: string;
  milliseconds: number;
}

/** Rows of one kind that wait for an upgrade. */
export interface Ring {
  table: 'tenants' | 'spares';
  canaries: boolean;
  /** Slug of the only tenant to take. */
  only?: string;
}

/** Times a tenant that is only locked is tried within one run. */
const TRIES = 3;
/** Attempts of a tenant whose migration is wrong: not tried again before the next run. */
export const GIVEN_UP = 99;
const LOCK_TIMEOUT = '55P03';

/**
 * Upgrades the next tenant of a ring in one transaction, in which its row stays claimed: other workers
 * and processes pass it by. Only what is locked by a reader, or in a database that is down, is tried again, after the others.
 * @returns undefined when nothing of the ring is left for this worker; `again` when it will be retried
 */
export async function upgradeOne(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  ring: Ring,
  migrations: readonly Migration[],
  target: number,
): Promise<(TenantUpgrade & { again: boolean }) | undefined> {
  return provisioning.withAdmin(async (client) => {
    const started = Date.now();
    await client.query('BEGIN');
    const row = await claimNext(client, ring, target);
    if (!row) {
      await client.query('ROLLBACK');
      return undefined;
    }
    const { schema, slug, from, placement } = row;
    try {
      if (placement === MAIN) await change(client, schema, from, migrations);
      else await upgradeElsewhere(await provisioning.at(placement), schema, migrations, target);
      await client.query(
        `UPDATE platform.${ring.table} SET schema_version = $1, attempts = 0, error = NULL WHERE schema_name = $2`,
        [target, schema],
      );
      if (row.id) await client.query(`SELECT pg_notify('madang_tenants', $1)`, [row.id]);
      const done = await client.query('COMMIT');
      if (done.command !== 'COMMIT') throw new Error('rolled back at commit');
      return {
        schema,
        slug,
        from,
        version: target,
        outcome: 'upgraded',
        milliseconds: Date.now() - started,
        again: false,
      };
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      const { code, statement } = error as { code?: string; statement?: string };
      const message = error instanceof PlacementUnavailable ? error.why : (error as Error).message;
      const busy = code === LOCK_TIMEOUT || error instanceof PlacementUnavailable;
      const [after] = await platform.rows<{ attempts: number }>(
        `UPDATE platform.${ring.table} SET attempts = CASE WHEN $3 THEN attempts + 1 ELSE $4 END, error = $2
          WHERE schema_name = $1 RETURNING attempts`,
        [schema, message, busy, GIVEN_UP],
      );
      const outcome = busy ? 'busy' : 'failed';
      const told = { schema, slug, from, version: from, outcome, error: message, statement } as const;
      return { ...told, milliseconds: Date.now() - started, again: (after?.attempts ?? GIVEN_UP) < TRIES };
    }
  });
}

async function change(
  client: PoolClient,
  schema: string,
  from: number,
  migrations: readonly Migration[],
): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = '300ms'; SET LOCAL statement_timeout = '60s'`);
  await pipelined(client, [
    'SET LOCAL ROLE madang_owner',
    `SET LOCAL search_path = ${assertSchemaName(schema)}, ext`,
    ...migrations.filter((m) => m.version > from).flatMap((m) => m.statements),
    'RESET ROLE',
  ]);
}

/**
 * In another database the version stands beside the schema and changes with it; the registry follows. Should the
 * process die between the two, the next run finds nothing left to change.
 */
async function upgradeElsewhere(
  place: Placement,
  schema: string,
  migrations: readonly Migration[],
  target: number,
): Promise<void> {
  await place.transaction(async (client) => {
    const { rows } = await client.query<{ version: number }>(
      'SELECT schema_version AS version FROM platform.residents WHERE schema_name = $1 FOR UPDATE',
      [schema],
    );
    if (!rows[0]) throw new Error(`the schema ${schema} is not in the database "${place.name}"`);
    await change(client, schema, rows[0].version, migrations);
    await client.query('UPDATE platform.residents SET schema_version = $2 WHERE schema_name = $1', [schema, target]);
  });
}

interface Claimed {
  id: string | null;
  schema: string;
  slug: string | null;
  from: number;
  placement: string;
}

async function claimNext(
  client: PoolClient,
  { table, canaries, only }: Ring,
  target: number,
): Promise<Claimed | undefined> {
  const { rows } = await client.query<Claimed>(
    `SELECT ${table === 'tenants' ? 'id, slug, placement' : `NULL AS id, NULL AS slug, '${MAIN}' AS placement`}, schema_name AS schema, schema_version AS from
       FROM platform.${table}
      WHERE schema_version < $1 AND attempts < $2 ${table === 'tenants' ? 'AND moving_to IS NULL' : ''}
        ${table === 'tenants' && canaries ? 'AND canary' : ''} ${only ? 'AND slug = $3' : ''}
      ORDER BY attempts, schema_name LIMIT 1 FOR UPDATE SKIP LOCKED`,
    only ? [target, TRIES, only] : [target, TRIES],
  );
  return rows[0];
}
