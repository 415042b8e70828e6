import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { actor, demand, denied, invalid, worksHere } from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { PlanDesk } from './plan-desk.js';
import { SiteAccount, SiteFeature } from './plan.types.js';

/** Plan and bills of the site: read and paid by whoever looks after them. */
@Resolver()
export class PlanResolver {
  constructor(private readonly desk: PlanDesk) {}

  @Query(() => SiteAccount, { description: 'Plan, usage and bills; for whoever looks after them.' })
  async plan(): Promise<SiteAccount> {
    demand('manage', 'Billing');
    return this.desk.account();
  }

  @Query(() => [SiteFeature], { description: 'What the plan of the site has and leaves out; for whoever works on it.' })
  features(): Promise<SiteFeature[]> {
    if (!worksHere(actor())) throw denied(actor().kind === 'visitor' ? 'sign_in_first' : 'denied');
    return this.desk.features();
  }

  @Mutation(() => String, { description: 'Opens a checkout for a plan; gives the address to go to.' })
  async startCheckout(
    @Args('plan', { type: () => String, description: 'Short name of the plan.' }) plan: string,
    @Args('period', { type: () => String, defaultValue: 'month', description: 'month or year.' }) period: string,
  ): Promise<string> {
    demand('manage', 'Billing');
    if (period !== 'month' && period !== 'year') throw invalid('invalid_input', [{ field: 'period', code: 'choice' }]);
    // The network first: a unit of work does not wait for anybody outside.
    const url = await this.desk.checkout(plan, period);
    await record('billing.checkout_started', 'plan', plan, undefined, { period });
    return url;
  }

  @Mutation(() => String, { description: 'Opens the payment service’s own pages; gives the address to go to.' })
  async openBillingPortal(): Promise<string> {
    demand('manage', 'Billing');
    const url = await this.desk.portal();
    await record('billing.portal_opened', 'plan', null);
    return url;
  }
}
