import { Injectable } from '@nestjs/common';
import { PlatformDatabase } from '@madang/platform-tenancy';
import { Placements } from './placements.js';
import { SiteMaker } from './site-maker.js';

/** What tenants use, counted from time to time and kept where lists can read it. */
@Injectable()
export class Figures {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly maker: SiteMaker,
    private readonly placements: Placements,
  ) {}

  /** Counts one tenant anew. */
  async measure(tenantId: string): Promise<void> {
    const [tenant] = await this.platform.rows<{ schema: string; placement: string }>(
      'SELECT schema_name AS schema, placement FROM platform.tenants WHERE id = $1',
      [tenantId],
    );
    if (!tenant) return;
    const counted = await this.maker.measure(tenantId);
    const { bytes } = await this.placements.size(tenant.placement, tenant.schema);
    await this.platform.run(
      `INSERT INTO platform.tenant_figures (tenant_id, people, subjects, activities, mails_month, mails_failed, database_bytes, file_bytes, active_at, measured_at)
       SELECT t.id, $2, $3, $4, $5, $6, $7, $8, $9, now() FROM platform.tenants t WHERE t.id = $1
       ON CONFLICT (tenant_id) DO UPDATE SET people = excluded.people, subjects = excluded.subjects, activities = excluded.activities,
         mails_month = excluded.mails_month, mails_failed = excluded.mails_failed, database_bytes = excluded.database_bytes,
         file_bytes = excluded.file_bytes, active_at = excluded.active_at, measured_at = excluded.measured_at`,
      [
        tenantId,
        counted.people,
        counted.subjects,
        counted.activities,
        counted.mailsMonth,
        counted.mailsFailed,
        bytes,
        counted.fileBytes,
        counted.activeAt,
      ],
    );
  }

  /** Counts every open tenant. One tenant's trouble is not the next one's. @returns how many were counted */
  async measureAll(): Promise<number> {
    const tenants = await this.platform.rows<{ id: string }>(
      `SELECT id FROM platform.tenants WHERE state IN ('active', 'suspended') ORDER BY slug`,
    );
    let counted = 0;
    for (const { id } of tenants)
      counted += await this.measure(id).then(
        () => 1,
        () => 0,
      );
    return counted;
  }

  /** Notes that a whole export was made. */
  async exported(tenantId: string): Promise<void> {
    await this.platform.run(
      `INSERT INTO platform.tenant_figures (tenant_id, exported_at) SELECT id, now() FROM platform.tenants WHERE id = $1
       ON CONFLICT (tenant_id) DO UPDATE SET exported_at = excluded.exported_at`,
      [tenantId],
    );
  }
}
