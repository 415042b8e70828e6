import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, readInput } from '@madang/kernel';
import { Registry } from '@madang/platform-tenancy';
import {
  CloneTenantInput,
  DescribeTenantInput,
  ImportTenantInput,
  ProvisionInput,
  ResetFactorInput,
  TenantsArgs,
} from './tenant-inputs.js';
import { Erasure, PlatformChoices, PlatformTenant, PlatformTenantConnection, TenantHost } from './tenant-types.js';
import { Rescue } from './rescue.service.js';
import { TenantActs } from './tenant-acts.js';
import { TenantsReader } from './tenants.reader.js';

const text = (name: string, description: string): ParameterDecorator => Args(name, { type: () => String, description });
const flag = (name: string, description: string): ParameterDecorator =>
  Args(name, { type: () => Boolean, description });
const TENANT = 'Short name of the tenant.';

@Resolver()
export class TenantsResolver {
  constructor(
    private readonly reader: TenantsReader,
    private readonly acts: TenantActs,
    private readonly registry: Registry,
    private readonly rescue: Rescue,
  ) {}

  @Query(() => PlatformTenantConnection, { description: 'Tenants, filtered and in one of the orders.' })
  async tenants(@Args() args: TenantsArgs): Promise<PlatformTenantConnection> {
    return connection(await this.reader.list(readInput(TenantsArgs, args)));
  }

  @Query(() => PlatformTenant, { description: 'One tenant.' })
  tenant(@text('slug', TENANT) slug: string): Promise<PlatformTenant> {
    return this.reader.show(slug);
  }

  @Query(() => Erasure, { description: 'What erasing this tenant would remove, counted now.' })
  erasure(@text('slug', TENANT) slug: string): Promise<Erasure> {
    return this.reader.erasure(slug);
  }

  @Query(() => PlatformChoices, { description: 'What there is to choose from.' })
  choices(): Promise<PlatformChoices> {
    return this.reader.choices();
  }

  @Mutation(() => String, { description: 'Makes a tenant; gives the operation to watch.' })
  provisionTenant(@Args('input') input: ProvisionInput): Promise<string> {
    return this.acts.provision(readInput(ProvisionInput, input));
  }

  @Mutation(() => String, { description: 'Makes a second tenant like another; gives the operation to watch.' })
  cloneTenant(@Args('input') input: CloneTenantInput): Promise<string> {
    return this.acts.clone(readInput(CloneTenantInput, input));
  }

  @Mutation(() => String, { description: 'Writes everything into one file; gives the operation to watch.' })
  exportTenant(
    @text('slug', TENANT) slug: string,
    @Args('secrets', {
      type: () => Boolean,
      defaultValue: false,
      description: 'Password hashes, sessions and tokens too.',
    })
    secrets: boolean,
    @Args('withoutPeople', { type: () => Boolean, defaultValue: false, description: 'Only how the site is arranged.' })
    withoutPeople: boolean,
  ): Promise<string> {
    return this.acts.export(slug, secrets, withoutPeople);
  }

  @Mutation(() => String, { description: 'Restores a tenant from an uploaded export; gives the operation to watch.' })
  importTenant(@Args('input') input: ImportTenantInput): Promise<string> {
    return this.acts.import(readInput(ImportTenantInput, input));
  }

  @Mutation(() => String, { description: 'Moves a tenant to another database; gives the operation to watch.' })
  moveTenant(@text('slug', TENANT) slug: string, @text('to', 'Name of the database.') to: string): Promise<string> {
    return this.acts.move(slug, to);
  }

  @Mutation(() => PlatformTenant, { description: 'Gives up a move before its switch; the site stays where it was.' })
  stopMove(@text('slug', TENANT) slug: string): Promise<PlatformTenant> {
    return this.after(slug, this.acts.stopMove(slug));
  }

  @Mutation(() => PlatformTenant, { description: 'Closes a site for the time being.' })
  suspendTenant(
    @text('slug', TENANT) slug: string,
    @text('reason', 'Why, for the log.') reason: string,
  ): Promise<PlatformTenant> {
    return this.after(slug, this.acts.suspend(slug, reason.slice(0, 500)));
  }

  @Mutation(() => PlatformTenant, { description: 'Opens a suspended or archived site; it is erased no more.' })
  resumeTenant(@text('slug', TENANT) slug: string): Promise<PlatformTenant> {
    return this.after(slug, this.acts.resume(slug));
  }

  @Mutation(() => PlatformTenant, { description: 'Closes a site for good; nothing is removed.' })
  archiveTenant(
    @text('slug', TENANT) slug: string,
    @text('reason', 'Why, for the log.') reason: string,
  ): Promise<PlatformTenant> {
    return this.after(slug, this.acts.archive(slug, reason.slice(0, 500)));
  }

  @Mutation(() => PlatformTenant, { description: 'Closes a site and erases it after 30 days; until then restore it.' })
  eraseTenant(
    @text('slug', TENANT) slug: string,
    @text('typed', 'The short name, typed once more.') typed: string,
    @text('reason', 'Why, for the log.') reason: string,
  ): Promise<PlatformTenant> {
    return this.after(slug, this.acts.erase(slug, typed, reason.slice(0, 500)));
  }

  @Mutation(() => PlatformTenant, { description: 'Gives a tenant another short name.' })
  renameTenant(
    @text('slug', TENANT) slug: string,
    @text('to', 'The new one.') to: string,
    @flag('keepHost', 'Whether the old default address goes on answering.') keepHost: boolean,
  ): Promise<PlatformTenant> {
    return this.after(to, this.acts.rename(slug, to, keepHost));
  }

  @Mutation(() => PlatformTenant, { description: 'Whether upgrades try this tenant first.' })
  setCanary(@text('slug', TENANT) slug: string, @flag('on', 'Yes or no.') on: boolean): Promise<PlatformTenant> {
    return this.after(slug, this.acts.canary(slug, on));
  }

  @Mutation(() => PlatformTenant, { description: 'Changes what the platform knows of a tenant.' })
  describeTenant(@Args('input') raw: DescribeTenantInput): Promise<PlatformTenant> {
    const input = readInput(DescribeTenantInput, raw);
    return this.after(input.slug, this.acts.describe(input));
  }

  @Mutation(() => TenantHost, { description: 'Adds a host; it answers once it is proven, or at once when trusted.' })
  async addHost(
    @text('slug', TENANT) slug: string,
    @text('host', 'The name.') host: string,
    @flag('trusted', 'Vouch for it.') trusted: boolean,
  ): Promise<TenantHost> {
    const proof = await this.acts.addHost(slug, host, trusted);
    return { host, primary: false, verified: trusted, ...proof };
  }

  @Mutation(() => PlatformTenant, { description: 'Looks for the TXT record and opens the host.' })
  verifyHost(@text('slug', TENANT) slug: string, @text('host', 'The name.') host: string): Promise<PlatformTenant> {
    return this.after(slug, this.acts.verifyHost(slug, host));
  }

  @Mutation(() => PlatformTenant, { description: 'Makes a host the one that links and mails name.' })
  makeHostPrimary(
    @text('slug', TENANT) slug: string,
    @text('host', 'The name.') host: string,
  ): Promise<PlatformTenant> {
    return this.after(slug, this.acts.primaryHost(slug, host));
  }

  @Mutation(() => PlatformTenant, { description: 'Takes a host away.' })
  removeHost(@text('slug', TENANT) slug: string, @text('host', 'The name.') host: string): Promise<PlatformTenant> {
    return this.after(slug, this.acts.removeHost(slug, host));
  }

  @Mutation(() => Boolean, {
    description: 'Takes off the second factor of somebody of a tenant, ends their sessions and tells them.',
  })
  async resetFactor(@Args('input') input: ResetFactorInput): Promise<boolean> {
    await this.rescue.resetFactor(readInput(ResetFactorInput, input));
    return true;
  }

  private async after(slug: string, work: Promise<void>): Promise<PlatformTenant> {
    await work;
    const tenant = await this.reader.show(slug);
    // Whoever did it sees it done: the notification to all processes takes its own time.
    this.registry.forget(tenant.id);
    return tenant;
  }
}
