import { Injectable, type OnModuleInit } from '@nestjs/common';
import { invalid } from '@madang/kernel';
import { PlatformDatabase, Tenants } from '@madang/platform-tenancy';
import { OperationRunner } from '../operations/operation-runner.js';
import { Figures } from '../tenants/figures.js';
import { Placements } from '../tenants/placements.js';
import { TenantActs } from '../tenants/tenant-acts.js';
import { BulkTenants, type ChosenTenant } from './bulk-tenants.js';

const resting = ({ moving }: ChosenTenant): string | undefined => (moving ? 'tenancy_tenant_moving' : undefined);

/** The acts on tenants that can be done to many. */
@Injectable()
export class BulkDeeds implements OnModuleInit {
  constructor(
    private readonly bulk: BulkTenants,
    private readonly platform: PlatformDatabase,
    private readonly acts: TenantActs,
    private readonly figures: Figures,
    private readonly placements: Placements,
    private readonly runner: OperationRunner,
  ) {}

  onModuleInit(): void {
    this.bulk.teach('suspend', {
      right: ['run', 'Tenant'],
      withReason: true,
      refuses: ({ state }) =>
        state === 'active' ? undefined : state === 'suspended' ? 'tenancy_already_suspended' : 'tenancy_wrong_state',
      run: ({ slug }, { reason }, by) => new Tenants(this.platform, by).suspend(slug, reason),
    });
    this.bulk.teach('resume', {
      right: ['run', 'Tenant'],
      refuses: ({ state }) =>
        state === 'active' ? 'tenancy_already_active' : state === 'provisioning' ? 'tenancy_wrong_state' : undefined,
      run: ({ slug }, _wish, by) => this.acts.reopen(slug, new Tenants(this.platform, by)),
    });
    this.bulk.teach('measure', {
      right: ['run', 'Upgrade'],
      refuses: () => undefined,
      run: ({ id }) => this.figures.measure(id),
    });
    this.bulk.teach('export', {
      right: ['export', 'Tenant'],
      refuses: resting,
      run: ({ id, slug }, _wish, by) =>
        this.runner.within(
          {
            kind: 'export',
            tenantId: id,
            slug,
            input: { slug, secrets: false, withoutPeople: false },
            act: 'tenant.export_asked',
          },
          by,
        ),
    });
    this.bulk.teach('move', {
      right: ['move', 'Tenant'],
      check: ({ to }) => {
        if (!to || !this.placements.names().includes(to))
          throw invalid('invalid_input', [{ field: 'to', code: 'choice' }]);
      },
      refuses: (tenant, { to }) => (tenant.placement === to ? 'operator_there_already' : resting(tenant)),
      run: ({ id, slug, placement }, { to }, by) =>
        this.runner.within(
          {
            kind: 'move',
            tenantId: id,
            slug,
            input: { slug, to },
            act: 'tenant.move_asked',
            details: { from: placement, to },
          },
          by,
        ),
    });
  }
}
