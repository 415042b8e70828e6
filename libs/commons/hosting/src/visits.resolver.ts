import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, readInput, SortedPageArgs } from '@madang/kernel';
import { SupportVisits } from './visits.service.js';
import { SupportVisit, SupportVisitConnection } from './visits.types.js';

@Resolver()
export class VisitsResolver {
  constructor(private readonly visits: SupportVisits) {}

  @Query(() => SupportVisit, {
    nullable: true,
    description: 'The support visit that I am on; nothing for everybody else.',
  })
  supportVisit(): SupportVisit | null {
    return this.visits.current();
  }

  @Query(() => SupportVisitConnection, {
    description: 'Visits of the host’s support, newest first; for administrators.',
  })
  async supportVisits(@Args() page: SortedPageArgs): Promise<SupportVisitConnection> {
    return connection(await this.visits.list(readInput(SortedPageArgs, page)));
  }

  @Mutation(() => Boolean, { description: 'Ends a visit of the host’s support at once.' })
  async endSupportVisit(@Args('id', { type: () => ID, description: 'The visit.' }) id: string): Promise<boolean> {
    await this.visits.end(id);
    return true;
  }
}
