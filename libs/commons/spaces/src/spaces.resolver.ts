import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { inLanguage } from '@madang/kernel';
import { Memberships } from './memberships.service.js';
import { SpacesReader, type ProcessRow, type SpaceRow } from './spaces.reader.js';
import { MembershipResult, Process, Space } from './spaces.types.js';

const space = (row: SpaceRow): Space => ({ ...row, name: inLanguage(row.name), summary: inLanguage(row.summary) });

const process = (row: ProcessRow): Process => ({
  ...row,
  title: inLanguage(row.title),
  purpose: inLanguage(row.purpose),
  decides: inLanguage(row.decides),
  phases: row.phases.map((phase) => ({ ...phase, title: inLanguage(phase.title) })),
  activities: row.activities.map((activity) => ({ ...activity, title: inLanguage(activity.title) })),
});

@Resolver()
export class SpacesResolver {
  constructor(
    private readonly reader: SpacesReader,
    private readonly memberships: Memberships,
  ) {}

  @Query(() => [Space], { description: 'The spaces of this site; at most 200.' })
  async spaces(): Promise<Space[]> {
    return (await this.reader.list()).map(space);
  }

  @Query(() => Space, { description: 'A space by its slug.' })
  async space(@Args('slug') slug: string): Promise<Space> {
    return space(await this.reader.find(slug));
  }

  @Query(() => [Process], { description: 'Processes of the site, open ones first; at most 50.' })
  async processes(): Promise<Process[]> {
    return (await this.reader.processes(null)).map(process);
  }

  @Query(() => Process, { description: 'A process by space and slug.' })
  async process(@Args('space') spaceSlug: string, @Args('slug') slug: string): Promise<Process> {
    const { id } = await this.reader.enter(spaceSlug);
    return process(await this.reader.process(id, slug));
  }

  @Mutation(() => MembershipResult, { description: 'Joins a space or asks to.' })
  async joinSpace(
    @Args('slug') slug: string,
    @Args('message', { type: () => String, defaultValue: '' }) message: string,
  ): Promise<MembershipResult> {
    return { state: await this.memberships.join(slug, message) };
  }

  @Mutation(() => MembershipResult, { description: 'Leaves a space.' })
  async leaveSpace(@Args('slug') slug: string): Promise<MembershipResult> {
    await this.memberships.leave(slug);
    return { state: 'left' };
  }

  @Mutation(() => MembershipResult, {
    description: 'Decides about a member or a request: member, organiser, refused, banned or left.',
  })
  async decideMembership(
    @Args('slug') slug: string,
    @Args('personId', { type: () => ID }) personId: string,
    @Args('to') to: string,
    @Args('reason', { type: () => String, defaultValue: '' }) reason: string,
  ): Promise<MembershipResult> {
    await this.memberships.decide(slug, personId, to, reason);
    return { state: to };
  }
}
