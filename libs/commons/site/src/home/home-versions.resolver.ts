import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { TextChange } from '../page-work.types.js';
import { SiteChange } from '../site.types.js';
import { HomeVersions } from './home-versions.service.js';
import { HomePageVersion } from './home-versions.types.js';

/** The history of the home page. */
@Resolver()
export class HomeVersionsResolver {
  constructor(private readonly versions: HomeVersions) {}

  @Query(() => [HomePageVersion], {
    description: 'What the home page was made of, newest first; at most 50. Administrators only.',
  })
  async homeVersions(): Promise<HomePageVersion[]> {
    return (await this.versions.list()).map(({ blocks, ...row }) => ({ ...row, json: JSON.stringify(blocks) }));
  }

  @Query(() => [TextChange], {
    description:
      'What changed from one version of the home page to another. Paragraphs `#type` begin a block. Administrators only.',
  })
  async compareHome(
    @Args('from', { type: () => Int }) from: number,
    @Args('to', { type: () => Int }) to: number,
    @Args('locale') locale: string,
  ): Promise<TextChange[]> {
    return (await this.versions.compare(from, to, locale)).map((stretches) => ({ stretches }));
  }

  @Mutation(() => SiteChange, {
    description: 'Publishes what a version of the home page was made of once more. Administrators only.',
  })
  async rollBackHome(
    @Args('version', { type: () => Int }) version: number,
    @Args('revision', { type: () => String, nullable: true, description: 'Revision of the state that was read.' })
    revision?: string,
  ): Promise<SiteChange> {
    return { changed: await this.versions.rollBack(version, revision), version: null };
  }
}
