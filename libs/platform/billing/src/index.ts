import type { PlatformPart } from '@madang/platform-operators';
import { Accounts } from './accounts.service.js';
import { BillingResolver } from './billing.resolver.js';
import { Dunning } from './dunning.js';
import { Invoices } from './invoices.service.js';
import { Plans } from './plans.service.js';
import { StripeDesk } from './stripe-desk.js';

export { Accounts, type Terms } from './accounts.service.js';
export { BillingHouse } from './billing-house.js';
export { Dunning } from './dunning.js';
export { Invoices, type PrintedInvoice } from './invoices.service.js';
export { Plans, type Limits } from './plans.service.js';
export { StripeDesk, type Payer } from './stripe-desk.js';

export const billing: PlatformPart = {
  name: 'billing',
  home: import.meta.url,
  services: [Plans, Accounts, Dunning, Invoices, StripeDesk],
  resolvers: [BillingResolver],
};
