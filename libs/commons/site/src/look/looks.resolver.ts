import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { invalid, isId } from '@madang/kernel';
import { json } from '../site.types.js';
import { SiteLooks, type LookChoice } from './looks.service.js';
import { SiteLookInput, SiteLookState } from './looks.types.js';

const written = <T extends LookChoice>(look: T): T & { theme: string } => ({
  ...look,
  theme: JSON.stringify(look.theme),
});

/** The look of the site, for the theme editor. */
@Resolver()
export class LooksResolver {
  constructor(private readonly looks: SiteLooks) {}

  @Query(() => SiteLookState, { description: 'The look of the site, its draft and its history. Administrators only.' })
  async siteLook(): Promise<SiteLookState> {
    const { shown, draft, revision, versions } = await this.looks.state();
    return { shown: written(shown), draft: draft && written(draft), revision, versions: versions.map(written) };
  }

  @Mutation(() => SiteLookState, { description: 'Saves the draft of a look. Administrators only.' })
  async saveLookDraft(@Args('input') input: SiteLookInput): Promise<SiteLookState> {
    if (input.logo && !isId(input.logo)) throw invalid('invalid_input', [{ field: 'logo', code: 'choice' }]);
    const logo = input.logo ? await this.looks.logoOf(input.logo) : null;
    await this.looks.saveDraft({ theme: json(input.theme, 'theme'), logo, revision: input.revision });
    return this.siteLook();
  }

  @Mutation(() => SiteLookState, { description: 'Shows the draft on the site. Administrators only.' })
  async publishLook(): Promise<SiteLookState> {
    await this.looks.publish();
    return this.siteLook();
  }

  @Mutation(() => SiteLookState, { description: 'Drops the draft of a look. Administrators only.' })
  async discardLookDraft(): Promise<SiteLookState> {
    await this.looks.discard();
    return this.siteLook();
  }

  @Mutation(() => SiteLookState, { description: 'Shows an earlier look again. Administrators only.' })
  async rollBackLook(@Args('version', { type: () => Int }) version: number): Promise<SiteLookState> {
    await this.looks.rollBack(version);
    return this.siteLook();
  }
}
