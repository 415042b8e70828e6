import { assertSchemaName, type Migration } from '@madang/kernel';
import type { PlatformDatabase } from './platform-database.js';
import { targetVersion, type Provisioning } from './provisioning.js';

export interface UpgradeReport {
  target: number;
  upgraded: string[];
  failed: { schema: string; slug: string | null; error: string }[];
  milliseconds: number;
}

interface Claimed {
  schema_name: string;
  slug: string | null;
  version: number;
}

const LOCK_TIMEOUT = '55P03';

/**
 * Brings every tenant and spare to the newest version: one transaction each, canaries first, several
 * workers at once (rows are claimed with SKIP LOCKED, so processes share the work), resumable at any
 * point. A tenant that fails keeps its version and its error text and never stops the others; one
 * that is only busy is tried again up to three times.
 */
export async function upgradeAll(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  options: { workers?: number; onProgress?: (done: number, total: number) => void; migrations?: readonly Migration[] } = {},
): Promise<UpgradeReport> {
  const started = Date.now();
  const migrations = [...(options.migrations ?? provisioning.schema.migrations)].sort((a, b) => a.version - b.version);
  const target = targetVersion({ migrations });
  const report: UpgradeReport = { target, upgraded: [], failed: [], milliseconds: 0 };
  for (const table of ['tenants', 'spares'])
    await platform.run(`UPDATE platform.${table} SET attempts = 0, error = NULL WHERE schema_version < $1`, [target]);
  const [count] = await platform.rows<{ n: number }>(
    `SELECT ((SELECT count(*) FROM platform.tenants WHERE schema_version < $1)
           + (SELECT count(*) FROM platform.spares WHERE schema_version < $1))::int AS n`,
    [target],
  );
  const total = count!.n;
  let done = 0;
  const work = async (table: 'tenants' | 'spares', canaries: boolean): Promise<void> => {
    for (;;) {
      const next = await upgradeOne(provisioning, platform, table, canaries, migrations, target);
      if (!next) return;
      if (next.error === undefined) report.upgraded.push(next.schema);
      else if (next.final) report.failed.push({ schema: next.schema, slug: next.slug, error: next.error });
      if (next.error === undefined || next.final) options.onProgress?.((done += 1), total);
    }
  };
  const crew = (table: 'tenants' | 'spares', canaries: boolean): Promise<void[]> =>
    Promise.all(Array.from({ length: total < 4 ? 1 : (options.workers ?? 2) }, () => work(table, canaries)));
  if (total > 0) {
    await crew('tenants', true);
    // A failing canary holds the rest back: that is what it is for.
    if (report.failed.length === 0) {
      await crew('tenants', false);
      await crew('spares', false);
    }
  }
  report.milliseconds = Date.now() - started;
  return report;
}

interface Tried {
  schema: string;
  slug: string | null;
  error?: string;
  final?: boolean;
}

async function upgradeOne(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  table: 'tenants' | 'spares',
  canaries: boolean,
  migrations: readonly Migration[],
  target: number,
): Promise<Tried | undefined> {
  const ring = table === 'tenants' && canaries ? 'AND canary' : '';
  const slug = table === 'tenants' ? 'slug' : 'NULL AS slug';
  return provisioning.withAdmin(async (client) => {
    let claimed: Claimed | undefined;
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<Claimed>(
        `SELECT schema_name, ${slug}, schema_version AS version FROM platform.${table}
          WHERE schema_version < $1 AND attempts < 3 ${ring}
          ORDER BY attempts, schema_name LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [target],
      );
      claimed = rows[0];
      if (!claimed) {
        await client.query('COMMIT');
        return undefined;
      }
      const { version } = claimed;
      await client.query(`SET LOCAL lock_timeout = '300ms'; SET LOCAL statement_timeout = '60s'`);
      await client.query(`SET LOCAL search_path = ${assertSchemaName(claimed.schema_name)}, ext`);
      await client.query('SET LOCAL ROLE madang_owner');
      for (const migration of migrations.filter((m) => m.version > version))
        for (const statement of migration.statements) await client.query(statement);
      await client.query('RESET ROLE');
      await client.query(
        `UPDATE platform.${table} SET schema_version = $1, attempts = 0, error = NULL WHERE schema_name = $2`,
        [target, claimed.schema_name],
      );
      const done = await client.query('COMMIT');
      if (done.command !== 'COMMIT') throw new Error('rolled back at commit');
      await platform.run(`SELECT pg_notify('madang_tenants', '*')`);
      return { schema: claimed.schema_name, slug: claimed.slug };
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      if (!claimed) throw error;
      const busy = (error as { code?: string }).code === LOCK_TIMEOUT;
      const text = error instanceof Error ? error.message : String(error);
      const [after] = await platform.rows<{ attempts: number }>(
        `UPDATE platform.${table} SET attempts = CASE WHEN $3 THEN attempts + 1 ELSE 3 END, error = $2
          WHERE schema_name = $1 RETURNING attempts`,
        [claimed.schema_name, text, busy],
      );
      return { schema: claimed.schema_name, slug: claimed.slug, error: text, final: (after?.attempts ?? 3) >= 3 };
    }
  });
}
