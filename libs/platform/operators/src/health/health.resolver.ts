import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Announcement, AnnouncementInput, PlatformHealth } from './health-types.js';
import { Health } from './health.service.js';

@Resolver()
export class HealthResolver {
  constructor(private readonly all: Health) {}

  @Query(() => PlatformHealth, { description: 'How the installation is doing.' })
  health(): Promise<PlatformHealth> {
    return this.all.show();
  }

  @Query(() => [Announcement], { description: 'Announcements to come and of the last 30 days.' })
  announcements(): Promise<Announcement[]> {
    return this.all.announcements();
  }

  @Mutation(() => Announcement, { description: 'Makes an announcement or changes one.' })
  saveAnnouncement(@Args('input') input: AnnouncementInput): Promise<Announcement> {
    return this.all.announce(input);
  }

  @Mutation(() => Boolean, { description: 'Takes an announcement down.' })
  async withdrawAnnouncement(
    @Args('id', { type: () => ID, description: 'The announcement.' }) id: string,
  ): Promise<boolean> {
    await this.all.withdraw(id);
    return true;
  }
}
