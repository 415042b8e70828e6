import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CloseSiteInput, HostInput, LanguagesInput } from './settings.inputs.js';
import { HostCheckInfo, SiteDownload, SiteHostInfo, SiteLanguagesInfo } from './settings.types.js';
import { SiteHosts } from './site-hosts.service.js';
import { WholeSite } from './site.service.js';

const done = async (work: Promise<unknown>): Promise<boolean> => (await work, true);

@Resolver()
export class SettingsResolver {
  constructor(
    private readonly hosts: SiteHosts,
    private readonly whole: WholeSite,
  ) {}

  @Query(() => [SiteHostInfo], { description: 'Hosts of the site; for whoever decides about its settings.' })
  siteHosts(): Promise<SiteHostInfo[]> {
    return this.hosts.list();
  }

  @Query(() => SiteLanguagesInfo, { description: 'Languages and time zone, as they can be changed.' })
  siteLanguages(): Promise<SiteLanguagesInfo> {
    return this.whole.languages();
  }

  @Mutation(() => HostCheckInfo, { description: 'Adds a host; tells what to enter in the DNS.' })
  addHost(@Args('input') input: HostInput): Promise<HostCheckInfo> {
    return this.hosts.add(input);
  }

  @Mutation(() => HostCheckInfo, { description: 'Looks a host up in the DNS; opens it when it is proven.' })
  checkHost(@Args('input') input: HostInput): Promise<HostCheckInfo> {
    return this.hosts.check(input);
  }

  @Mutation(() => Boolean, { description: 'Makes a host the one that links and mails name.' })
  makeHostPrimary(@Args('input') input: HostInput): Promise<boolean> {
    return done(this.hosts.makePrimary(input));
  }

  @Mutation(() => Boolean, { description: 'Takes a host away.' })
  removeHost(@Args('input') input: HostInput): Promise<boolean> {
    return done(this.hosts.remove(input));
  }

  @Mutation(() => Boolean, { description: 'Changes languages and time zone.' })
  setLanguages(@Args('input') input: LanguagesInput): Promise<boolean> {
    return done(this.whole.setLanguages(input));
  }

  @Mutation(() => SiteDownload, {
    description: 'Prepares everything of the site as one file, to be fetched once within an hour.',
  })
  async exportSite(
    @Args('people', { type: () => Boolean, defaultValue: true, description: 'With people and what they wrote.' })
    people: boolean,
  ): Promise<SiteDownload> {
    const { secret, expiresAt } = await this.whole.prepareExport(people);
    return { url: `/exports/site/${secret}`, expiresAt };
  }

  @Mutation(() => Boolean, { description: 'Closes the site, by its typed name; the operator can open it for 30 days.' })
  closeSite(@Args('input') input: CloseSiteInput): Promise<boolean> {
    return done(this.whole.close(input));
  }
}
