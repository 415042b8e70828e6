import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  Live,
  TenantDatabase,
  registerDesk,
  registerFeatures,
  registerGrants,
  registerPermissions,
  registerMethods,
  type Grants,
} from '@madang/kernel';
import {
  bootstrap,
  PlatformDatabase,
  Provisioning,
  Registry,
  upgradeAll,
  type DatabaseUrls,
  type UpgradeReport,
} from '@madang/platform-tenancy';
import type { Config } from './config.js';
import { newLog, type Log } from './log.js';
import { Metrics } from './metrics.js';
import { methods } from './methods.js';
import { Pulse, SLOW_MS } from './operator/pulse.js';
import { migrationsOf, parts } from './parts.js';

/** The committed statements that make a tenant schema of the newest version. */
export const SNAPSHOT = fileURLToPath(new URL('../tenant-schema.sql', import.meta.url));

/** Statements of a snapshot file: separated by a semicolon at the end of a line and an empty line. */
export const readSnapshot = (text: string): string[] =>
  text
    .replace(/^--.*\n/gm, '')
    .split(/;\n\n?/)
    .map((s) => s.trim())
    .filter(Boolean);

/** Everything below the two faces: databases, registry, provisioning. Web, worker, CLI and tests open one each. */
export interface Program {
  config: Config;
  log: Log;
  metrics: Metrics;
  /** What happens at each tenant, for operators. */
  pulse: Pulse;
  urls: DatabaseUrls;
  platform: PlatformDatabase;
  provisioning: Provisioning;
  registry: Registry;
  database: TenantDatabase;
  /** What people watch while it changes, in whatever process that happens. */
  live: Live;
  upgrade(onProgress?: (done: number, total: number) => void): Promise<UpgradeReport>;
  close(): Promise<void>;
}

export async function openProgram(config: Config, log = newLog(config.LOG_LEVEL)): Promise<Program> {
  const urls = await bootstrap({
    adminUrl: config.DATABASE_URL,
    appUrl: config.DATABASE_APP_URL,
    secret: config.secret,
    isolation: config.ISOLATION,
  });
  const platform = new PlatformDatabase(urls.platform);
  const schema = {
    migrations: migrationsOf(parts),
    snapshot: existsSync(SNAPSHOT) ? readSnapshot(readFileSync(SNAPSHOT, 'utf8')) : undefined,
  };
  const provisioning = new Provisioning(urls.admin, platform, schema, {
    addresses: config.placements,
    secret: config.secret,
    isolation: config.ISOLATION,
    trouble: (placement, why) => log.error({ placement, why }, 'a database of tenants cannot be used'),
  });
  const registry = new Registry(platform, config.BASE_DOMAIN);
  registerMethods(methods);
  registerPermissions(parts);
  registerDesk(parts);
  registerFeatures(parts);
  registerGrants(parts.map((part) => part.grants).filter((g): g is Grants => g !== undefined));
  const pulse = new Pulse(platform);
  const metrics = new Metrics(config.NODE_ENV !== 'test');
  const database = await new TenantDatabase({
    url: urls.app,
    entities: parts.flatMap((part) => part.entities ?? []),
    isolation: config.ISOLATION,
    prepared: config.PREPARED_STATEMENTS,
    poolSize: config.POOL_SIZE,
    backendMb: config.BACKEND_MB,
    elsewhere: (placement) => provisioning.placements.appUrl(placement),
    slow: { ms: SLOW_MS, tell: (tenant, text, ms) => pulse.took(tenant.id, text, ms) },
    ended: (readOnly, ms) => metrics.units.observe({ mode: readOnly ? 'read' : 'write' }, ms / 1000),
  }).open();
  metrics.database = () => database.figures();
  const live = new Live(database);
  // Not from the transactions of those who act: a commit that notifies takes a lock all commits of the database wait for.
  live.carry(async (messages) => {
    await platform.run(`SELECT pg_notify('madang_live', m) FROM unnest($1::text[]) m`, [messages]);
  });
  await registry.listen(urls.platform, { madang_live: (message) => live.heard(message) }, () => live.gap());
  return {
    config,
    log,
    pulse,
    metrics,
    urls,
    platform,
    provisioning,
    registry,
    database,
    live,
    upgrade: (onProgress) => upgradeAll(provisioning, platform, { onProgress }),
    async close() {
      await pulse.flush().catch(() => undefined);
      await live.close();
      await registry.close();
      await database.close();
      await provisioning.close();
      await platform.close();
    },
  };
}
