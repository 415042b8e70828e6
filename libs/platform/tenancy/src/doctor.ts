import { existsSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import type { PlatformDatabase } from './platform-database.js';
import { check, inspectRoles, inspectServer, type Check } from './inspect-database.js';
import { findDrift, type Drift } from './drift.js';
import { inspectPlacements } from './inspect-placements.js';
import { targetVersion, type Provisioning } from './provisioning.js';
import { isSnapshotOf } from './snapshot-file.js';

export type { Check } from './inspect-database.js';

export interface DoctorOptions {
  filesDir: string;
  /** Spares that should stand ready. */
  spares: number;
}

/** Looks at everything that can be wrong with an installation and says what to do. Changes nothing. */
export async function examine(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  options: DoctorOptions,
): Promise<{ checks: Check[]; drift: Drift[] }> {
  const database = await provisioning.withAdmin(async (client) => [
    ...(await inspectServer(client)),
    ...(await inspectRoles(client)),
  ]);
  const drift = await findDrift(provisioning, platform);
  return {
    checks: [
      ...database,
      ...(await inspectTenants(provisioning, platform, drift)),
      await inspectOrphans(platform, options.filesDir),
      ...(await inspectPlacements(provisioning, platform)),
      ...(await inspectWork(provisioning, platform, options.spares)),
      await inspectDisk(options.filesDir),
    ],
    drift,
  };
}

async function inspectTenants(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  drift: Drift[],
): Promise<Check[]> {
  const target = targetVersion(provisioning.schema);
  const [row] = await platform.rows<{ all: number; most: number; behind: number; failed: string | null }>(
    `SELECT count(*)::int AS all, coalesce((SELECT max(n) FROM (SELECT count(*)::int AS n FROM platform.tenants GROUP BY placement) there), 0) AS most,
             count(*) FILTER (WHERE schema_version < $1)::int AS behind,
            string_agg(slug || ': ' || error, '; ') FILTER (WHERE error IS NOT NULL) AS failed FROM platform.tenants`,
    [target],
  );
  const { all, most, behind, failed } = row!;
  const fresh = isSnapshotOf(provisioning.schema.snapshot, provisioning.schema.migrations);
  return [
    check('tenants', most <= 2000, `${all}`, 'move some to another database: madang tenant move', 'warning'),
    check('schema versions', behind === 0, `${all - behind} of ${all} at version ${target}`, 'run: madang migrate'),
    check('upgrades', failed === null, failed ?? 'none failed', 'mend the cause, then run: madang migrate'),
    check(
      'drift',
      drift.length === 0,
      drift.map((d) => d.slug ?? d.schema).join(', ') || 'none',
      '`madang doctor --json` lists what differs',
    ),
    check(
      'snapshot',
      fresh,
      fresh ? 'fresh' : 'stale or absent',
      'run: madang schema snapshot (tenants are made from the migrations meanwhile, which is slower)',
      'warning',
    ),
  ];
}

async function inspectOrphans(platform: PlatformDatabase, filesDir: string): Promise<Check> {
  const rows = await platform.rows<{ name: string }>(
    `SELECT 'schema ' || nspname AS name FROM pg_namespace WHERE nspname ~ '^t_[0-9]+$'
        AND nspname NOT IN (SELECT schema_name FROM platform.tenants WHERE placement = 'main' UNION SELECT schema_name FROM platform.spares
                            UNION SELECT schema_name FROM platform.moves WHERE ended_at IS NULL) ORDER BY 1`,
  );
  const ids = new Set((await platform.rows<{ id: string }>('SELECT id FROM platform.tenants')).map(({ id }) => id));
  const folders = existsSync(filesDir) ? (await readdir(filesDir)).filter((name) => !ids.has(name)) : [];
  const found = [...rows.map(({ name }) => name), ...folders.map((name) => `files ${name}`)];
  return check(
    'orphans',
    found.length === 0,
    found.join(', ') || 'none',
    'these belong to no tenant; look at them, then drop or remove them by hand',
    'warning',
  );
}

async function inspectWork(provisioning: Provisioning, platform: PlatformDatabase, wanted: number): Promise<Check[]> {
  const [outbox] = await platform.rows<{ n: number; age: number }>(
    `SELECT count(*)::int AS n, coalesce(extract(epoch FROM now() - min(at)), 0)::int AS age FROM platform.outbox WHERE run_after IS NULL OR run_after < now()`,
  );
  const [queue] = await platform.rows<{ there: boolean }>(`SELECT to_regclass('pgboss.job') IS NOT NULL AS there`);
  const [failed] = queue!.there
    ? await platform.rows<{ n: number }>(`SELECT count(*)::int AS n FROM pgboss.job WHERE state = 'failed'`)
    : [{ n: 0 }];
  const ready = await provisioning.spares();
  return [
    check(
      'outbox',
      outbox!.age < 60,
      `${outbox!.n} waiting, the oldest for ${outbox!.age} s`,
      'is a worker running? start one with ROLE=worker',
      'warning',
    ),
    check('jobs', failed!.n === 0, `${failed!.n} failed`, '`madang jobs list` shows them', 'warning'),
    check(
      'spares',
      ready >= wanted,
      `${ready} of ${wanted} ready`,
      'the worker makes them; tenants take a few seconds to make meanwhile',
      'warning',
    ),
  ];
}

async function inspectDisk(dir: string): Promise<Check> {
  const place = existsSync(dir) ? dir : '.';
  const { bavail, blocks, bsize } = await statfs(place);
  const free = bavail / blocks;
  return check(
    'disk',
    free > 0.1,
    `${(Number(bavail * bsize) / 2 ** 30).toFixed(1)} GB free (${Math.round(free * 100)} %)`,
    'make room before the database stops',
    free > 0.03 ? 'warning' : 'bad',
  );
}
