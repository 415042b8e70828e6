import type { PoolClient } from 'pg';
import { assertSchemaName, type Migration } from '@madang/kernel';
import { pipelined } from './pipelined.js';
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
 * and processes pass it by. Only what is locked by a reader is tried again, after the others.
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
    const { schema, slug, from } = row;
    try {
      await client.query(`SET LOCAL lock_timeout = '300ms'; SET LOCAL statement_timeout = '60s'`);
      await pipelined(client, [
        'SET LOCAL ROLE madang_owner',
        `SET LOCAL search_path = ${assertSchemaName(schema)}, ext`,
        ...migrations.filter((m) => m.version > from).flatMap((m) => m.statements),
        'RESET ROLE',
      ]);
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
      const { code, message, statement } = error as Error & { code?: string; statement?: string };
      const busy = code === LOCK_TIMEOUT;
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

interface Claimed {
  id: string | null;
  schema: string;
  slug: string | null;
  from: number;
}

async function claimNext(
  client: PoolClient,
  { table, canaries, only }: Ring,
  target: number,
): Promise<Claimed | undefined> {
  const { rows } = await client.query<Claimed>(
    `SELECT ${table === 'tenants' ? 'id, slug' : 'NULL AS id, NULL AS slug'}, schema_name AS schema, schema_version AS from
       FROM platform.${table}
      WHERE schema_version < $1 AND attempts < $2 ${table === 'tenants' && canaries ? 'AND canary' : ''} ${only ? 'AND slug = $3' : ''}
      ORDER BY attempts, schema_name LIMIT 1 FOR UPDATE SKIP LOCKED`,
    only ? [target, TRIES, only] : [target, TRIES],
  );
  return rows[0];
}
