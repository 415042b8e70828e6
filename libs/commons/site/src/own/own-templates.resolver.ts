import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { readInput } from '@madang/kernel';
import {
  OwnDraftInput,
  OwnMailInput,
  OwnMailPreview,
  OwnPlaceInput,
  OwnProblem,
  OwnSlotFull,
  OwnSlotInfo,
  OwnTrouble,
} from '../design.types.js';
import { OwnMails } from './own-mails.service.js';
import { OwnTemplatesReader } from './own-templates.reader.js';
import { OwnTemplates } from './own-templates.service.js';

@Resolver()
export class OwnTemplatesResolver {
  constructor(
    private readonly reader: OwnTemplatesReader,
    private readonly templates: OwnTemplates,
    private readonly mails: OwnMails,
  ) {}

  @Query(() => [OwnSlotInfo], {
    description: 'Slots the organisation may fill itself: page or mail. Administrators only.',
  })
  ownSlots(@Args('kind', { type: () => String, nullable: true }) kind?: string): Promise<OwnSlotInfo[]> {
    return this.reader.list(kind as never);
  }

  @Query(() => OwnSlotFull, { description: 'One slot with its versions and its original. Administrators only.' })
  ownSlot(@Args('place') place: OwnPlaceInput): Promise<OwnSlotFull> {
    return this.reader.detail(place);
  }

  @Query(() => [OwnProblem], {
    description: 'What keeps a template from being published, line by line. Administrators only.',
  })
  checkOwnTemplate(
    @Args('place') place: OwnPlaceInput,
    @Args('source') source: string,
    @Args('subject', { type: () => String, nullable: true }) subject?: string,
  ): Promise<OwnProblem[]> {
    return this.reader.check(place, source, subject);
  }

  @Query(() => [OwnTrouble], { description: 'Templates that could not be shown; at most 100. Administrators only.' })
  ownTemplateTroubles(): Promise<OwnTrouble[]> {
    return this.reader.troubles();
  }

  @Query(() => OwnMailPreview, { description: 'A mail in words that are not saved. Administrators only.' })
  previewOwnMail(@Args('input') input: OwnMailInput): Promise<OwnMailPreview> {
    return this.mails.preview({ ...readInput(OwnMailInput, input), locale: input.locale });
  }

  @Mutation(() => Boolean, { description: 'Sends me a mail in words that are not saved. Administrators only.' })
  async sendTestMail(@Args('input') input: OwnMailInput): Promise<boolean> {
    await this.mails.sendTest({ ...readInput(OwnMailInput, input), locale: input.locale });
    return true;
  }

  @Mutation(() => OwnSlotFull, { description: 'Saves the draft of a template. Administrators only.' })
  async saveOwnTemplate(@Args('input') input: OwnDraftInput): Promise<OwnSlotFull> {
    await this.templates.saveDraft({ ...readInput(OwnDraftInput, input), source: input.source, locale: input.locale });
    return this.reader.detail(input);
  }

  @Mutation(() => OwnSlotFull, { description: 'Publishes the draft of a template. Administrators only.' })
  async publishOwnTemplate(@Args('place') place: OwnPlaceInput): Promise<OwnSlotFull> {
    await this.templates.publish(place);
    return this.reader.detail(place);
  }

  @Mutation(() => OwnSlotFull, { description: 'Drops the draft of a template. Administrators only.' })
  async discardOwnTemplate(@Args('place') place: OwnPlaceInput): Promise<OwnSlotFull> {
    await this.templates.discardDraft(place);
    return this.reader.detail(place);
  }

  @Mutation(() => OwnSlotFull, { description: 'Shows a version of a template again. Administrators only.' })
  async rollBackOwnTemplate(
    @Args('place') place: OwnPlaceInput,
    @Args('version', { type: () => Int }) version: number,
  ): Promise<OwnSlotFull> {
    await this.templates.rollBack(place, version);
    return this.reader.detail(place);
  }

  @Mutation(() => OwnSlotFull, { description: 'Shows the original again. Administrators only.' })
  async resetOwnTemplate(@Args('place') place: OwnPlaceInput): Promise<OwnSlotFull> {
    await this.templates.reset(place);
    return this.reader.detail(place);
  }
}
