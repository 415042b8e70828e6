import { Args, ArgsType, Field, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { connection, readInput, SortedPageArgs } from '@madang/kernel';
import { Accounts } from './accounts.service.js';
import { Invoices } from './invoices.service.js';
import {
  Account,
  AssignPlanInput,
  Invoice,
  InvoiceConnection,
  InvoiceInput,
  Plan,
  PlanFeature,
  PlanInput,
} from './plan-types.js';
import { Plans } from './plans.service.js';

@ArgsType()
class InvoicesArgs extends SortedPageArgs {
  @Field(() => String, { nullable: true, description: 'Only those of this tenant.' })
  @IsOptional()
  @MaxLength(40)
  slug?: string;

  @Field(() => String, { nullable: true, description: 'Only in this state.' })
  @IsOptional()
  @MaxLength(20)
  state?: string;
}

@Resolver()
export class BillingResolver {
  constructor(
    private readonly plans: Plans,
    private readonly accounts: Accounts,
    private readonly invoices: Invoices,
  ) {}

  @Query(() => [Plan], { name: 'plans', description: 'What tenants can be on.' })
  all(): Promise<Plan[]> {
    return this.plans.list();
  }

  @Query(() => [PlanFeature], { name: 'planFeatures', description: 'What plans may leave out.' })
  features(): PlanFeature[] {
    return this.plans.features();
  }

  @Mutation(() => Plan, { description: 'Makes a plan or changes one.' })
  savePlan(@Args('input') input: PlanInput): Promise<Plan> {
    return this.plans.save(readInput(PlanInput, input));
  }

  @Query(() => Account, { description: 'What a tenant is on, uses and owes.' })
  account(
    @Args('slug', { type: () => String, description: 'Short name of the tenant.' }) slug: string,
  ): Promise<Account> {
    return this.accounts.show(slug);
  }

  @Mutation(() => Account, { description: 'Puts a tenant on a plan without Stripe.' })
  assignPlan(@Args('input') input: AssignPlanInput): Promise<Account> {
    return this.accounts.assign(readInput(AssignPlanInput, input));
  }

  @Query(() => InvoiceConnection, { name: 'invoices', description: 'Invoices, newest first.' })
  async bills(@Args() args: InvoicesArgs): Promise<InvoiceConnection> {
    return connection(await this.invoices.list(readInput(InvoicesArgs, args)));
  }

  @Mutation(() => Invoice, { description: 'Writes an invoice by hand.' })
  issueInvoice(@Args('input') input: InvoiceInput): Promise<Invoice> {
    return this.invoices.issue(readInput(InvoiceInput, input));
  }

  @Mutation(() => Invoice, { description: 'Notes that an invoice by hand was paid.' })
  markInvoicePaid(
    @Args('id', { type: () => ID, description: 'The invoice.' }) id: string,
    @Args('revision', { type: () => Int, description: 'The revision that was looked at.' }) revision: number,
  ): Promise<Invoice> {
    return this.invoices.paid(id, revision);
  }

  @Mutation(() => Invoice, { description: 'Takes an invoice by hand back.' })
  voidInvoice(
    @Args('id', { type: () => ID, description: 'The invoice.' }) id: string,
    @Args('revision', { type: () => Int, description: 'The revision that was looked at.' }) revision: number,
  ): Promise<Invoice> {
    return this.invoices.cancel(id, revision);
  }
}
