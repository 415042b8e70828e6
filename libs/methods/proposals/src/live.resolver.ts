import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { isId, Live, missing } from '@madang/kernel';
import { subjectTopic } from '@madang/commons-subjects';
import { ProposalsReader, shownCounts } from './proposals.reader.js';
import { ProposalCounts } from './proposals.types.js';

/** What people watch of proposals while it changes. */
@Resolver()
export class ProposalsLiveResolver {
  constructor(
    private readonly live: Live,
    private readonly reader: ProposalsReader,
  ) {}

  @Subscription(() => ProposalCounts, {
    description:
      'Counts of a proposal and where it stands: at once, then whenever they changed, at most once a second. Ends when I may no longer see it.',
  })
  proposalCounts(
    @Args('id', { type: () => ID }) id: string,
  ): Promise<AsyncIterable<{ proposalCounts: ProposalCounts }>> {
    if (!isId(id)) throw missing('proposal_missing');
    return this.live.follow({
      topic: subjectTopic(id.toLowerCase()),
      name: 'proposalCounts',
      read: () => this.reader.counts(id),
      see: (row) => ({ proposalCounts: shownCounts(row) }),
    });
  }
}
