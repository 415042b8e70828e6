import { Injectable } from '@nestjs/common';
import { conflict, missing } from '@madang/kernel';
import { PlatformDatabase, recordAct, Registry } from '@madang/platform-tenancy';
import { demandOperator } from '../operator-access.js';
import { operatorContext, operatorName } from '../operator-context.js';
import type { ResetFactorInput } from './tenant-inputs.js';
import { SiteMaker } from './site-maker.js';

/** Help for people whom nobody of their own organisation can help. */
@Injectable()
export class Rescue {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly registry: Registry,
    private readonly maker: SiteMaker,
  ) {}

  /**
   * Takes off the second factor of somebody who lost phone and codes: in the site's audit, in ours, and told to the person.
   * @throws DomainError missing where nobody with a factor has this address
   */
  async resetFactor({ slug, email, reason }: ResetFactorInput): Promise<void> {
    demandOperator('rescue', 'Tenant');
    const tenant = await this.registry.get({ slug });
    if (!tenant) throw missing('tenancy_tenant_unknown');
    if (tenant.state !== 'active') throw conflict('tenancy_wrong_state', { value: slug });
    if (tenant.moving) throw conflict('tenancy_tenant_moving', { value: slug });
    const { address, requestId } = operatorContext();
    const by = operatorName();
    // Ours before the site's is final: what the site knows of is never unknown to us.
    await this.maker.resetFactor(slug, { email, reason, by }, (person) =>
      this.platform.transaction((client) =>
        recordAct(client, {
          actor: by,
          act: 'person.factor_reset',
          tenantId: tenant.id,
          slug,
          details: { person, reason },
          address,
          requestId,
        }),
      ),
    );
  }
}
