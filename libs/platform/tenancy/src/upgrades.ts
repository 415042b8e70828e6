import type { Migration } from '@madang/kernel';
import type { PlatformDatabase } from './platform-database.js';
import { targetVersion, type Provisioning } from './provisioning.js';
import { upgradeOne, type Ring, type TenantUpgrade } from './upgrade-one.js';

export type { TenantUpgrade } from './upgrade-one.js';

export interface UpgradeReport {
  target: number;
  /** Schemas that are at the target now because of this run. */
  upgraded: string[];
  failed: { schema: string; slug: string | null; error: string }[];
  /** Every tenant this run touched, in the order they ended. */
  tenants: TenantUpgrade[];
  /** Tenants that were not tried because a canary failed. */
  heldBack: number;
  milliseconds: number;
}

export interface UpgradeOptions {
  workers?: number;
  onProgress?: (done: number, total: number, last?: TenantUpgrade) => void;
  migrations?: readonly Migration[];
  /** Only this tenant, whatever the others do: after its trouble was mended. */
  only?: string;
}

/** Held by the run that begins first: only it gives tenants that failed before another chance. */
const UPGRADE_LOCK = 7_249_003;

/**
 * Brings every tenant and spare to the newest version: one transaction each, canaries first, several
 * workers at once (rows are claimed with SKIP LOCKED, so processes share the work), resumable at any
 * point. A tenant that fails keeps its version and its error text and never stops the others, except
 * a canary, which holds the rest back; one that is only locked is tried three times. Spares that fail are dropped.
 */
export async function upgradeAll(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  options: UpgradeOptions = {},
): Promise<UpgradeReport> {
  const migrations = [...(options.migrations ?? provisioning.schema.migrations)].sort((a, b) => a.version - b.version);
  const target = targetVersion({ migrations });
  const run = new Run(provisioning, platform, migrations, target, options);
  // An upgrade that has nothing to do is one query: every start of a process asks.
  if ((run.total = await run.behind()) > 0) {
    await provisioning.withAdmin(async (client) => {
      const { rows } = await client.query<{ first: boolean }>('SELECT pg_try_advisory_lock($1) AS first', [
        UPGRADE_LOCK,
      ]);
      try {
        if (options.only) return await run.one(options.only);
        if (rows[0]!.first) await run.forgiveFailures();
        await run.all();
      } finally {
        if (rows[0]!.first) await client.query('SELECT pg_advisory_unlock($1)', [UPGRADE_LOCK]);
      }
    });
  }
  return run.report();
}

class Run {
  total = 0;
  private readonly started = Date.now();
  private readonly ended = new Map<string, TenantUpgrade>();
  private heldBack = 0;

  constructor(
    private readonly provisioning: Provisioning,
    private readonly platform: PlatformDatabase,
    private readonly migrations: readonly Migration[],
    private readonly target: number,
    private readonly options: UpgradeOptions,
  ) {}

  async behind(): Promise<number> {
    const [row] = await this.platform.rows<{ n: number }>(
      `SELECT ((SELECT count(*) FROM platform.tenants WHERE schema_version < $1)
             + (SELECT count(*) FROM platform.spares WHERE schema_version < $1))::int AS n`,
      [this.target],
    );
    return row!.n;
  }

  async forgiveFailures(): Promise<void> {
    for (const table of ['tenants', 'spares'])
      await this.platform.run(
        `UPDATE platform.${table} SET attempts = 0, error = NULL WHERE schema_version < $1 AND attempts > 0`,
        [this.target],
      );
  }

  async one(slug: string): Promise<void> {
    this.total = 1;
    await this.work({ table: 'tenants', canaries: false, only: slug });
  }

  async all(): Promise<void> {
    await this.crew({ table: 'tenants', canaries: true });
    if (await this.canaryFailed()) {
      const [row] = await this.platform.rows<{ n: number }>(
        'SELECT count(*)::int AS n FROM platform.tenants WHERE schema_version < $1 AND NOT canary',
        [this.target],
      );
      this.heldBack = row!.n;
      return;
    }
    await this.crew({ table: 'tenants', canaries: false });
    await this.crew({ table: 'spares', canaries: false });
    for (const { schema, slug, outcome } of this.ended.values())
      if (slug === null && outcome === 'failed') await this.discard(schema);
  }

  /** Waits for canaries that another process is at (their rows are locked until it ends), then looks at what is left. */
  private async canaryFailed(): Promise<boolean> {
    const left = await this.platform.rows(
      'SELECT id FROM platform.tenants WHERE canary AND schema_version < $1 ORDER BY schema_name FOR UPDATE',
      [this.target],
    );
    return left.length > 0;
  }

  private async discard(schema: string): Promise<void> {
    await this.platform.run('DELETE FROM platform.spares WHERE schema_name = $1', [schema]);
    await this.provisioning.drop(schema);
  }

  private async crew(ring: Ring): Promise<void> {
    const workers = this.total < 4 ? 1 : Math.min(this.options.workers ?? 2, 3);
    await Promise.all(Array.from({ length: workers }, () => this.work(ring)));
  }

  private async work(ring: Ring): Promise<void> {
    for (;;) {
      const next = await upgradeOne(this.provisioning, this.platform, ring, this.migrations, this.target);
      if (!next) return;
      const { again, ...one } = next;
      if (again) continue;
      this.ended.set(one.schema, one);
      this.options.onProgress?.(this.ended.size, this.total, one);
    }
  }

  report(): UpgradeReport {
    const tenants = [...this.ended.values()];
    return {
      target: this.target,
      upgraded: tenants.filter((t) => t.outcome === 'upgraded').map((t) => t.schema),
      failed: tenants
        .filter((t) => t.outcome !== 'upgraded')
        .map(({ schema, slug, error }) => ({ schema, slug, error: error ?? '' })),
      tenants,
      heldBack: this.heldBack,
      milliseconds: Date.now() - this.started,
    };
  }
}
