import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { MAIN, newId } from '@madang/kernel';
import { TenancyError } from './errors.js';
import type { PlatformDatabase } from './platform-database.js';
import type { Provisioning } from './provisioning.js';
import type { Placement } from './placement.js';
import { lockTenant, refuseMoving, type LockedTenant } from './tenants.js';

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
  /** Folder with one theme folder per tenant id. */
  themesDir?: string;
  /** Folder with one folder of export files per tenant id. */
  exportsDir?: string;
}

/**
 * Removes a tenant: schema, role, files, and every row of the platform and of the queue that mentions it.
 * The audit keeps that it existed and was erased, by its opaque id only. Then everything is counted.
 * @throws TenancyError tenant_active unless the tenant was suspended or archived before; tenant_moving
 * @throws PlacementUnavailable when its database cannot be reached: then nothing is removed
 */
export async function eraseTenant(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  slug: string,
  options: EraseOptions,
): Promise<ErasureReport> {
  const gone = await platform.transaction(async (client) => {
    const tenant = await lockTenant(client, slug);
    const { id, schema, state } = tenant;
    refuseMoving(tenant);
    if (state === 'active')
      throw new TenancyError(
        'tenant_active',
        slug,
        `tenant "${slug}" is active; archive or suspend it first: madang tenant archive ${slug}`,
      );
    const hosts = await client.query<{ host: string }>('SELECT host FROM platform.hosts WHERE tenant_id = $1', [id]);
    const places = await Promise.all((await placesOf(client, tenant)).map((name) => provisioning.at(name)));
    await removeRows(client, id, schema, options.actor);
    for (const place of await provisioning.placements.usable()) await forgetJobs(place, schema);
    // Before the rows are gone for good: should this stop half-way, the tenant is still listed and can be erased again.
    for (const folder of foldersOf(id, options)) await rm(folder, { recursive: true, force: true });
    for (const place of places) await removeFrom(place, schema);
    await client.query(`SELECT pg_notify('madang_tenants', $1)`, [id]);
    return { slug, tenantId: id, schema, hosts: hosts.rows.map(({ host }) => host), places };
  });
  const { places, ...named } = gone;
  return prove(platform, places, named, foldersOf(gone.tenantId, options));
}

/** The databases that have something of a tenant: its own, and one it was moved out of whose copy is not removed yet. */
async function placesOf(client: PoolClient, { id, placement }: LockedTenant): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT from_placement AS name FROM platform.moves WHERE tenant_id = $1 AND state = 'switched'`,
    [id],
  );
  return [...new Set([placement, ...rows.map(({ name }) => name)])];
}

/** Jobs that wait in the outbox of a database the tenant may have lived in. */
async function forgetJobs(place: Placement, schema: string): Promise<void> {
  if (place.name !== MAIN) await place.platform.run('DELETE FROM platform.outbox WHERE schema_name = $1', [schema]);
}

async function removeFrom(place: Placement, schema: string): Promise<void> {
  if (place.name !== MAIN)
    await place.transaction(async (client) => {
      await client.query('DELETE FROM platform.residents WHERE schema_name = $1', [schema]);
    });
  await place.drop(schema);
}

const foldersOf = (id: string, { filesDir, themesDir, exportsDir }: EraseOptions): string[] =>
  [filesDir, themesDir, exportsDir].flatMap((dir) => (dir ? [join(dir, id)] : []));

async function removeRows(client: PoolClient, id: string, schema: string, actor: string): Promise<void> {
  const { rows } = await client.query<{ present: boolean }>(`SELECT to_regclass('pgboss.job') IS NOT NULL AS present`);
  if (rows[0]!.present) await client.query(`DELETE FROM pgboss.job WHERE data ->> 'schema' = $1`, [schema]);
  await client.query('DELETE FROM platform.outbox WHERE schema_name = $1', [schema]);
  await client.query(`DELETE FROM platform.rate_limits WHERE strpos(key, $1) > 0`, [id]);
  await client.query('DELETE FROM platform.mailbox WHERE tenant_id = $1', [id]);
  await client.query('DELETE FROM platform.hosts WHERE tenant_id = $1', [id]);
  await client.query('DELETE FROM platform.tenants WHERE id = $1', [id]);
  await client.query('SELECT platform.forget_in_audit($1)', [id]);
  // Of what operators started nothing is left but the erasing itself, which by now names nobody.
  await client.query(`DELETE FROM platform.operations WHERE tenant_id = $1 AND state <> 'running'`, [id]);
  await client.query(
    `UPDATE platform.operations SET tenant_id = NULL, slug = NULL, input = '{}', result = '{}' WHERE tenant_id = $1`,
    [id],
  );
  await client.query(
    `INSERT INTO platform.audit (id, actor, act, tenant_id, details) VALUES ($1, $2, 'tenant.erased', $3, '{}')`,
    [newId(), actor, id],
  );
}

async function prove(
  platform: PlatformDatabase,
  places: readonly Placement[],
  gone: { slug: string; tenantId: string; schema: string; hosts: string[] },
  folders: string[],
): Promise<ErasureReport> {
  const { hosts, ...named } = gone;
  const tables = await platform.rows<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^(pg_|information_schema$|t_[0-9]+$)'
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1`,
  );
  const rows: Record<string, number> = {};
  // Whole rows as text: a column nobody thought of cannot hide one.
  const mentions = async (where: PlatformDatabase, table: string): Promise<number> => {
    const [found] = await where.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${table} t WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) x WHERE strpos(t::text, x) > 0)`,
      [[gone.tenantId, gone.schema, ...hosts]],
    );
    return found!.n;
  };
  for (const { name } of tables) rows[name] = await mentions(platform, name);
  const [namedLines] = await platform.rows<{ n: number }>(
    `SELECT count(*)::int AS n FROM platform.audit WHERE tenant_id = $1 AND (slug IS NOT NULL OR details <> '{}')`,
    [gone.tenantId],
  );
  const auditLines = rows['platform.audit'] ?? 0;
  rows['platform.audit'] = namedLines!.n;
  const catalogue = await catalogueOf(platform, gone.schema);
  for (const place of places.filter(({ name }) => name !== MAIN)) {
    for (const table of ['platform.residents', 'platform.outbox'])
      rows[`${place.name}: ${table}`] = await mentions(place.platform, table);
    for (const [key, n] of Object.entries(await catalogueOf(place.platform, gone.schema)))
      catalogue[key as keyof typeof catalogue] += n;
  }
  const files = folders.filter((folder) => existsSync(folder)).length;
  const left = [...Object.values(rows), ...Object.values(catalogue), files].reduce((sum, n) => sum + n, 0);
  return { ...named, rows, ...catalogue, files, auditLines, clean: left === 0 };
}

async function catalogueOf(
  where: PlatformDatabase,
  schema: string,
): Promise<{ schemas: number; roles: number; relations: number }> {
  const [counted] = await where.rows<{ schemas: number; roles: number; relations: number }>(
    `SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = $1)::int AS schemas,
            (SELECT count(*) FROM pg_roles WHERE rolname = $1)::int AS roles,
            (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1)::int AS relations`,
    [schema],
  );
  return counted!;
}
