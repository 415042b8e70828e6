import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { readInput } from '@madang/kernel';
import { BulkTenants } from './bulk-tenants.js';
import { BulkTenant, BulkTenantsInput } from './bulk-types.js';

@Resolver()
export class BulkResolver {
  constructor(private readonly bulk: BulkTenants) {}

  @Query(() => [BulkTenant], { description: 'What an act on many tenants would do, tenant by tenant.' })
  bulkPreview(@Args('input') input: BulkTenantsInput): Promise<BulkTenant[]> {
    return this.bulk.preview(readInput(BulkTenantsInput, input));
  }

  @Mutation(() => String, {
    description: 'Does one act to many tenants; gives the operation, with a step for each of them.',
  })
  bulkTenants(@Args('input') input: BulkTenantsInput): Promise<string> {
    return this.bulk.ask(readInput(BulkTenantsInput, input));
  }
}
