import { Injectable } from '@nestjs/common';
import { missing } from '@madang/kernel';
import { PlatformDatabase, Provisioning, targetVersion } from '@madang/platform-tenancy';
import { demandOperator } from '../operator-access.js';
import { OperatorHouse } from '../operator-house.js';
import { Operations } from '../operations/operations.service.js';
import type { FailedUpgrade, UpgradeBoard, VersionCount } from './upgrade-types.js';

/** Schemas of all tenants: which version each has, and bringing them to the newest. */
@Injectable()
export class Upgrades {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly provisioning: Provisioning,
    private readonly operations: Operations,
    private readonly house: OperatorHouse,
  ) {}

  async board(): Promise<UpgradeBoard> {
    demandOperator('read', 'Upgrade');
    const target = targetVersion(this.provisioning.schema);
    const versions = await this.platform.rows<VersionCount & Record<string, unknown>>(
      `SELECT schema_version AS version, count(*)::int AS tenants, count(*) FILTER (WHERE canary)::int AS canaries
         FROM platform.tenants GROUP BY schema_version ORDER BY schema_version DESC LIMIT 50`,
    );
    const failed = await this.platform.rows<FailedUpgrade & Record<string, unknown>>(
      `SELECT slug, schema_version AS version, error, canary FROM platform.tenants WHERE error IS NOT NULL
        ORDER BY canary DESC, slug LIMIT 100`,
    );
    const oldest = Math.min(target, ...versions.map(({ version }) => version));
    return {
      target,
      tenants: versions.reduce((sum, { tenants }) => sum + tenants, 0),
      versions,
      failed,
      heldBack: versions.some(({ version, canaries }) => version < target && canaries > 0),
      sparesReady: await this.provisioning.spares(),
      sparesWanted: this.house.spares,
      steps: [...this.provisioning.schema.migrations]
        .filter(({ version }) => version > oldest)
        .sort((a, b) => a.version - b.version)
        .map(({ version, name }) => `${version} ${name}`),
    };
  }

  /** Brings all to the newest version, or one whose trouble was mended. @returns the operation */
  async run(slug?: string): Promise<string> {
    demandOperator('run', 'Upgrade');
    if (!slug) return this.operations.ask({ kind: 'upgrade', input: {}, act: 'upgrade.asked' });
    const [tenant] = await this.platform.rows<{ id: string }>('SELECT id FROM platform.tenants WHERE slug = $1', [
      slug,
    ]);
    if (!tenant) throw missing('tenancy_tenant_unknown');
    return this.operations.ask({
      kind: 'upgrade',
      tenantId: tenant.id,
      slug,
      input: { slug },
      act: 'upgrade.retried',
    });
  }

  /** Compares all schemas with one made afresh. @returns the operation */
  drift(): Promise<string> {
    demandOperator('run', 'Upgrade');
    return this.operations.ask({ kind: 'drift', input: {} });
  }

  /** Builds the spares that are missing. @returns the operation */
  restock(): Promise<string> {
    demandOperator('run', 'Upgrade');
    return this.operations.ask({ kind: 'restock', input: {} });
  }

  /** Counts anew what tenants use. @returns the operation */
  measure(): Promise<string> {
    demandOperator('run', 'Upgrade');
    return this.operations.ask({ kind: 'measure', input: {} });
  }
}
