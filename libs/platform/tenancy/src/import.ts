import { join } from 'node:path';
import { MAIN, newId } from '@madang/kernel';
import type pg from 'pg';
import { buildElsewhere } from './elsewhere.js';
import { TenancyError } from './errors.js';
import type { EndLine, ExportHeader } from './export-format.js';
import { readExport } from './export-reader.js';
import { IncomingRows } from './import-rows.js';
import { IncomingFiles } from './incoming-files.js';
import { checkHost, checkSlug } from './names.js';
import { pipelined } from './pipelined.js';
import { insertTenant, refuseTaken } from './new-tenant.js';
import { schemaOf, targetVersion, type Provisioning } from './provisioning.js';

export interface ImportOptions {
  actor: string;
  /** Folder with a folder of files per tenant id. */
  filesDir: string;
  /** Folder with a theme folder per tenant id; without it themes are checked but not written. */
  themesDir?: string;
  /** Another slug than the exported one. */
  slug?: string;
  /** A new id: the import is a copy that may live beside its original. */
  copy?: boolean;
  name?: Record<string, string>;
  /** Leave the exported hosts out. */
  withoutHosts?: boolean;
  /** Database it shall lie in; `main` where absent. */
  placement?: string;
}

export interface ImportReport {
  tenantId: string;
  slug: string;
  schema: string;
  /** Schema version of the export, and after the import. */
  from: number;
  version: number;
  tables: Record<string, number>;
  rows: number;
  files: number;
  fileBytes: number;
  milliseconds: number;
}

/**
 * Restores a tenant from (uncompressed) export lines: a schema of the export's own version, its rows with
 * their ids, its files, then the upgrades that came since. In `main` one transaction; a failure leaves nothing.
 * @throws TenancyError export_broken, export_newer, export_mismatch, export_row; ProvisioningError slug_taken, host_taken, id_taken
 */
export async function importTenant(
  provisioning: Provisioning,
  pieces: AsyncIterable<Uint8Array | string>,
  options: ImportOptions,
): Promise<ImportReport> {
  const started = Date.now();
  const lines = readExport(pieces);
  const first = await lines.next();
  if (first.done || first.value.kind !== 'header')
    throw new TenancyError('export_broken', '', 'this is no export: it is empty');
  const { header } = first.value;
  const target = targetVersion(provisioning.schema);
  if (header.schemaVersion > target)
    throw new TenancyError(
      'export_newer',
      String(header.schemaVersion),
      `the export has schema version ${header.schemaVersion}, this program knows up to ${target}; upgrade it first`,
    );
  const tenant = newTenant(header, options);
  const place = await provisioning.placeFor(options.placement ?? MAIN);
  const schema = await provisioning.freeName(place);
  const files = new IncomingFiles({
    files: join(options.filesDir, tenant.id),
    ...(options.themesDir ? { theme: join(options.themesDir, tenant.id) } : {}),
  });
  const migrations = [...provisioning.schema.migrations].sort((a, b) => a.version - b.version);
  const then = migrations.filter((m) => m.version <= header.schemaVersion).flatMap((m) => m.statements);
  const since = migrations.filter((m) => m.version > header.schemaVersion).flatMap((m) => m.statements);
  try {
    const register = async (client: pg.ClientBase): Promise<void> => {
      await insertTenant(client, tenant, schema, target, {
        act: 'tenant.imported',
        details: { from: header.createdAt },
      });
      if (header.tenant.state === 'suspended')
        await client.query(`UPDATE platform.tenants SET state = 'suspended' WHERE id = $1`, [tenant.id]);
      await keepHosts(client, header, tenant);
    };
    const build = async (client: pg.PoolClient): Promise<EndLine> => {
      // The last of these gives up the owner's role, which the rows still need.
      await pipelined(
        client,
        schemaOf(schema, header.schemaVersion === target ? provisioning.statements : then).slice(0, -1),
      );
      const read = await load(client, lines, schema, files);
      await pipelined(client, [...since, 'RESET ROLE']);
      return read;
    };
    const inMain = (): Promise<EndLine> =>
      provisioning.transaction(async (client) => {
        await register(client);
        const read = await build(client);
        await files.place();
        return read;
      });
    const elsewhere = async (): Promise<EndLine> => {
      await refuseTaken((work) => provisioning.transaction(work), tenant, schema);
      return buildElsewhere(
        place,
        provisioning.placements.main.platform,
        { schema, tenantId: tenant.id, version: target },
        build,
        () =>
          provisioning.transaction(async (client) => {
            await register(client);
            await files.place();
          }),
      );
    };
    const end = await (place.name === MAIN ? inMain() : elsewhere());
    return {
      tenantId: tenant.id,
      slug: tenant.slug,
      schema,
      from: header.schemaVersion,
      version: target,
      tables: end.tables,
      rows: end.rows,
      files: end.files,
      fileBytes: end.fileBytes,
      milliseconds: Date.now() - started,
    };
  } catch (error) {
    await files.undo();
    throw error;
  } finally {
    await lines.return(undefined);
  }
}

type Imported = Parameters<typeof insertTenant>[1] & { id: string };

function newTenant({ tenant }: ExportHeader, options: ImportOptions): Imported {
  const ascii = options.withoutHosts
    ? []
    : tenant.hosts.filter(({ verified }) => verified).map(({ host }) => checkHost(host));
  return {
    id: options.copy ? newId() : tenant.id,
    slug: checkSlug(options.slug ?? tenant.slug),
    name: options.name ?? tenant.name,
    locale: tenant.locale,
    locales: tenant.locales,
    timeZone: tenant.timeZone,
    plan: tenant.plan,
    ...(tenant.ownerEmail ? { ownerEmail: tenant.ownerEmail } : {}),
    hosts: ascii,
    placement: options.placement,
    by: options.actor,
  };
}

/** Which host was the primary one, and which were not verified. */
async function keepHosts(client: pg.ClientBase, header: ExportHeader, tenant: Imported): Promise<void> {
  const primary = header.tenant.hosts.find((host) => host.primary)?.host ?? null;
  if (tenant.hosts?.length === 0) return;
  await client.query('UPDATE platform.hosts SET is_primary = false WHERE tenant_id = $1 AND host IS DISTINCT FROM $2', [
    tenant.id,
    primary,
  ]);
  await client.query('UPDATE platform.hosts SET is_primary = true WHERE tenant_id = $1 AND host = $2', [
    tenant.id,
    primary,
  ]);
}

async function load(
  client: pg.ClientBase,
  lines: ReturnType<typeof readExport>,
  schema: string,
  files: IncomingFiles,
): Promise<EndLine> {
  const rows = await IncomingRows.open(client, schema);
  let end: EndLine | undefined;
  for await (const line of lines) {
    if (line.kind === 'row') await rows.row(line.json, line.number);
    else if (line.kind === 'table') await rows.table(line.table);
    else if (line.kind === 'file') await files.begin(line.file);
    else if (line.kind === 'piece') await files.piece(line.data);
    else if (line.kind === 'end') end = line.end;
  }
  await files.finish();
  await rows.finish();
  if (!end || !sameCounts(end, rows.counts, files))
    throw new TenancyError(
      'export_broken',
      '',
      'the rows and files of the export are not as many as its last line says',
    );
  return end;
}

function sameCounts(end: EndLine, counts: Record<string, number>, files: IncomingFiles): boolean {
  const tables = Object.keys({ ...end.tables, ...counts });
  return (
    tables.every((name) => end.tables[name] === counts[name]) &&
    end.files === files.count &&
    end.fileBytes === files.bytes
  );
}
