import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { actor, connection, invalid, packedRules, PageArgs, readInput } from '@madang/kernel';
import { MyAccount } from './account.service.js';
import { Consents } from './consents.service.js';
import { DEEDS, itemPath, MyPageReader, type Deed } from './my-page.reader.js';
import { ApiToken, Consent, DeedConnection, Session, Viewer } from './people.types.js';
import { Sessions } from './sessions.service.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(
    private readonly account: MyAccount,
    private readonly mySessions: Sessions,
    private readonly myConsents: Consents,
    private readonly myPage: MyPageReader,
  ) {}

  @Query(() => Viewer, { nullable: true, description: 'Who asks; nothing for visitors.' })
  async viewer(): Promise<Viewer | null> {
    const { personId, visit } = actor();
    // Somebody of the host's support has no account here: who they are is what the visit says.
    if (visit)
      return {
        id: visit.id,
        displayName: visit.operator,
        email: null,
        role: 'administrator',
        bio: '',
        locale: null,
      };
    return personId ? this.account.show() : null;
  }

  @ResolveField(() => String, {
    description:
      'What I may do: CASL rules as JSON, packed; conditions speak of fields of the things (spaceId, authorId).',
  })
  rules(@Parent() _viewer: Viewer): string {
    return packedRules();
  }

  @ResolveField(() => [Session], { description: 'Where I am signed in.' })
  sessions(@Parent() _viewer: Viewer): Promise<Session[]> {
    return this.mySessions.list();
  }

  @ResolveField(() => [ApiToken], { description: 'My API tokens.' })
  apiTokens(@Parent() _viewer: Viewer): Promise<ApiToken[]> {
    return this.account.tokens();
  }

  @ResolveField(() => [Consent], { description: 'What I agreed to.' })
  consents(@Parent() _viewer: Viewer): Promise<Consent[]> {
    return this.myConsents.list();
  }

  @ResolveField(() => DeedConnection, { description: 'Everything I did and what came of it, newest first.' })
  async deeds(
    @Parent() _viewer: Viewer,
    @Args('deed', { type: () => String, nullable: true, description: 'wrote, supported, related or commented.' })
    deed: string | undefined,
    @Args() page: PageArgs,
  ): Promise<DeedConnection> {
    if (deed && !(DEEDS as readonly string[]).includes(deed)) throw invalid('bad_choice');
    const rows = await this.myPage.deeds({ deed: deed as Deed | undefined, ...readInput(PageArgs, page) });
    return connection({ ...rows, nodes: rows.nodes.map((row) => ({ ...row, path: itemPath(row) })) });
  }
}
