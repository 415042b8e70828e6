import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { UpgradeBoard } from './upgrade-types.js';
import { Upgrades } from './upgrades.service.js';

@Resolver()
export class UpgradesResolver {
  constructor(private readonly upgrades: Upgrades) {}

  @Query(() => UpgradeBoard, { description: 'Where the schemas of all tenants stand.' })
  upgradeBoard(): Promise<UpgradeBoard> {
    return this.upgrades.board();
  }

  @Mutation(() => String, { description: 'Brings all tenants to the newest version; gives the operation to watch.' })
  runUpgrade(): Promise<string> {
    return this.upgrades.run();
  }

  @Mutation(() => String, { description: 'Tries one tenant again; gives the operation to watch.' })
  retryUpgrade(
    @Args('slug', { type: () => String, description: 'Short name of the tenant.' }) slug: string,
  ): Promise<string> {
    return this.upgrades.run(slug);
  }

  @Mutation(() => String, { description: 'Compares all schemas with a fresh one; gives the operation to watch.' })
  checkDrift(): Promise<string> {
    return this.upgrades.drift();
  }

  @Mutation(() => String, { description: 'Builds the spares that are missing; gives the operation to watch.' })
  restock(): Promise<string> {
    return this.upgrades.restock();
  }

  @Mutation(() => String, { description: 'Counts anew what tenants use; gives the operation to watch.' })
  measureTenants(): Promise<string> {
    return this.upgrades.measure();
  }
}
