import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { assertSchemaName, newId } from '@madang/kernel';
import { TenancyError } from './errors.js';
import type { PlatformDatabase } from './platform-database.js';
import type { Provisioning } from './provisioning.js';
import { lockTenant } from './tenants.js';

/** Counts after an erasure, each of which must be 0 but the last. */
export interface ErasureReport {
  slug: string;
  tenantId: string;
  schema: string;
  /** Rows that still mention the tenant's id, schema or hosts, by table of the operator's schemas. */
  rows: Record<string, number>;
  schemas: number;
  roles: number;
  relations: number;
  files: number;
  /** Lines of the operators' audit that stay: what was done and when, without name, host or detail. */
  auditLines: number;
  clean: boolean;
}

export interface EraseOptions {
  actor: string;
  /** Folder with one folder of files per tenant id. */
  filesDir: string;
}

/**
 * Removes a tenant: schema, role, files, and every row of the platform and of the queue that mentions it.
 * The audit keeps that it existed and was erased, by its opaque id only. Then everything is counted.
 * @throws TenancyError tenant_active unless the tenant was suspended or archived before
 */
export async function eraseTenant(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  slug: string,
  options: EraseOptions,
): Promise<ErasureReport> {
  const gone = await provisioning.transaction(async (client) => {
    const { id, schema, state } = await lockTenant(client, slug);
    if (state === 'active')
      throw new TenancyError('tenant_active', slug, `tenant "${slug}" is active; archive or suspend it first: madang tenant archive ${slug}`);
    const hosts = await client.query<{ host: string }>('SELECT host FROM platform.hosts WHERE tenant_id = $1', [id]);
    await removeRows(client, id, schema, options.actor);
    await client.query(`DROP SCHEMA IF EXISTS ${assertSchemaName(schema)} CASCADE`);
    await client.query(`DROP ROLE IF EXISTS ${schema}`);
    await client.query(`SELECT pg_notify('madang_tenants', $1)`, [id]);
    return { slug, tenantId: id, schema, hosts: hosts.rows.map(({ host }) => host) };
  });
  // Files last: if this fails, the folder belongs to nobody and `doctor` names it.
  const folder = join(options.filesDir, gone.tenantId);
  await rm(folder, { recursive: true, force: true });
  return prove(provisioning, platform, gone, folder);
}

async function removeRows(client: PoolClient, id: string, schema: string, actor: string): Promise<void> {
  const { rows } = await client.query<{ present: boolean }>(`SELECT to_regclass('pgboss.job') IS NOT NULL AS present`);
  if (rows[0]!.present) await client.query(`DELETE FROM pgboss.job WHERE data ->> 'schema' = $1`, [schema]);
  await client.query('DELETE FROM platform.outbox WHERE schema_name = $1', [schema]);
  await client.query(`DELETE FROM platform.rate_limits WHERE key LIKE '%' || $1 || '%'`, [id]);
  await client.query('DELETE FROM platform.mailbox WHERE tenant_id = $1', [id]);
  await client.query('DELETE FROM platform.hosts WHERE tenant_id = $1', [id]);
  await client.query('DELETE FROM platform.tenants WHERE id = $1', [id]);
  await client.query(`UPDATE platform.audit SET slug = NULL, details = '{}' WHERE tenant_id = $1`, [id]);
  await client.query(
    `INSERT INTO platform.audit (id, actor, act, tenant_id, details) VALUES ($1, $2, 'tenant.erased', $3, '{}')`,
    [newId(), actor, id],
  );
}

async function prove(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  gone: { slug: string; tenantId: string; schema: string; hosts: string[] },
  folder: string,
): Promise<ErasureReport> {
  const { hosts, ...named } = gone;
  return provisioning.withAdmin(async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$|t_[0-9]+$)' AND NOT c.relispartition ORDER BY 1`,
    );
    const rows: Record<string, number> = {};
    const needles = [gone.tenantId, gone.schema, ...hosts];
    for (const { name } of tables.rows) {
      // Whole rows as text: a column nobody thought of cannot hide one.
      const { rows: found } = await client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${name} t WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) x WHERE strpos(t::text, x) > 0)`,
        [needles],
      );
      rows[name] = found[0]!.n;
    }
    const counted = await client.query<{ schemas: number; roles: number; relations: number }>(
      `SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = $1)::int AS schemas,
              (SELECT count(*) FROM pg_roles WHERE rolname = $1)::int AS roles,
              (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1)::int AS relations`,
      [gone.schema],
    );
    const [scrubbed] = await platform.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM platform.audit WHERE tenant_id = $1 AND (slug IS NOT NULL OR details <> '{}')`,
      [gone.tenantId],
    );
    const auditLines = rows['platform.audit'] ?? 0;
    rows['platform.audit'] = scrubbed!.n;
    const { schemas, roles, relations } = counted.rows[0]!;
    const files = existsSync(folder) ? 1 : 0;
    const left = Object.values(rows).reduce((sum, n) => sum + n, schemas + roles + relations + files);
    return { ...named, rows, schemas, roles, relations, files, auditLines, clean: left === 0 };
  });
}
