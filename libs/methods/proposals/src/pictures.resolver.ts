import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { readInput } from '@madang/kernel';
import {
  AttachPictureInput,
  DescribeProposalPictureInput,
  DetachPictureInput,
  OrderPicturesInput,
  Picture,
} from './pictures.types.js';
import { ProposalPictures, type ProposalPictureChange } from './pictures.service.js';
import { ProposalsReader } from './proposals.reader.js';

/** Pictures of proposals; each mutation answers with all of them in order. */
@Resolver()
export class ProposalPicturesResolver {
  constructor(
    private readonly pictures: ProposalPictures,
    private readonly reader: ProposalsReader,
  ) {}

  @Mutation(() => [Picture], {
    description:
      'Adds a picture that was sent to POST /media to my proposal, or to one that staff entered for somebody.',
  })
  async attachPicture(@Args('input') raw: AttachPictureInput): Promise<Picture[]> {
    const { proposalId, uploadId, alt } = readInput(AttachPictureInput, raw);
    return this.change(proposalId, { adopt: [{ id: uploadId, alt }] });
  }

  @Mutation(() => [Picture], { description: 'Says what a picture of a proposal shows.' })
  async describeProposalPicture(@Args('input') raw: DescribeProposalPictureInput): Promise<Picture[]> {
    const { proposalId, mediaId, alt } = readInput(DescribeProposalPictureInput, raw);
    return this.change(proposalId, { alts: { [mediaId]: alt } });
  }

  @Mutation(() => [Picture], { description: 'Puts the pictures of a proposal in order.' })
  async orderPictures(@Args('input') raw: OrderPicturesInput): Promise<Picture[]> {
    const { proposalId, mediaIds } = readInput(OrderPicturesInput, raw);
    return this.change(proposalId, { order: mediaIds });
  }

  @Mutation(() => [Picture], { description: 'Takes a picture off a proposal.' })
  async detachPicture(@Args('input') raw: DetachPictureInput): Promise<Picture[]> {
    const { proposalId, mediaId } = readInput(DetachPictureInput, raw);
    return this.change(proposalId, { remove: [mediaId] });
  }

  private async change(id: string, change: ProposalPictureChange): Promise<Picture[]> {
    await this.pictures.change(id, change);
    return (await this.reader.detail({ id })).pictures;
  }
}
