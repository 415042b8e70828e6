import type { Type } from '@nestjs/common';
import { BulkDeeds } from './bulk/bulk-deeds.js';
import { BulkTenants } from './bulk/bulk-tenants.js';
import { BulkResolver } from './bulk/bulk.resolver.js';
import { Chores } from './chores.js';
import { DesignShelf } from './designs/shelf.service.js';
import { HealthResolver } from './health/health.resolver.js';
import { Health } from './health/health.service.js';
import { OperationRunner } from './operations/operation-runner.js';
import { OperationsResolver } from './operations/operations.resolver.js';
import { Operations } from './operations/operations.service.js';
import { OperatorListsResolver } from './lists/lists.resolver.js';
import { OperatorLists } from './lists/operator-lists.js';
import { OperatorViews } from './lists/operator-views.js';
import { Operators } from './operators.service.js';
import { OperatorSignInResolver, OperatorsResolver } from './operators.resolver.js';
import { OperatorSignIn } from './sign-in.service.js';
import { Figures } from './tenants/figures.js';
import { Rescue } from './tenants/rescue.service.js';
import { TenantActs } from './tenants/tenant-acts.js';
import { TenantWorks } from './tenants/tenant-works.js';
import { TenantsReader } from './tenants/tenants.reader.js';
import { TenantsResolver } from './tenants/tenants.resolver.js';
import { UpgradesResolver } from './upgrades/upgrades.resolver.js';
import { Upgrades } from './upgrades/upgrades.service.js';
import { VisitsResolver } from './visits/visits.resolver.js';
import { Visits } from './visits/visits.service.js';

/** A part of the operators' half, as the server puts it together: no tenant, no pages. */
export interface PlatformPart {
  name: string;
  /** `import.meta.url`; i18n/ lies beside its src/. */
  home: string;
  services: readonly Type[];
  resolvers: readonly Type[];
}

export const operators: PlatformPart = {
  name: 'operators',
  home: import.meta.url,
  services: [
    OperatorSignIn,
    Operators,
    Operations,
    Chores,
    OperatorLists,
    OperatorViews,
    OperationRunner,
    Figures,
    TenantsReader,
    TenantActs,
    Rescue,
    TenantWorks,
    BulkTenants,
    BulkDeeds,
    Upgrades,
    Health,
    DesignShelf,
    Visits,
  ],
  resolvers: [
    OperatorSignInResolver,
    OperatorsResolver,
    OperatorListsResolver,
    OperationsResolver,
    TenantsResolver,
    BulkResolver,
    UpgradesResolver,
    HealthResolver,
    VisitsResolver,
  ],
};
