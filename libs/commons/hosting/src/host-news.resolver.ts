import { Query, Resolver } from '@nestjs/graphql';
import { actor, denied, worksHere } from '@madang/kernel';
import { HostNews } from './host-news.js';
import { HostAnnouncement } from './host-news.types.js';

@Resolver()
export class HostNewsResolver {
  constructor(private readonly news: HostNews) {}

  @Query(() => [HostAnnouncement], { description: 'What the host says to whoever works on the site.' })
  announcements(): Promise<HostAnnouncement[]> {
    if (!worksHere(actor())) throw denied(actor().kind === 'visitor' ? 'sign_in_first' : 'denied');
    return this.news.current();
  }
}
