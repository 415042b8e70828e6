import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { connection, readInput, SortedPageArgs } from '@madang/kernel';
import { OpenedVisit, OpenVisitInput, VisitConnection } from './visit-types.js';
import { Visits } from './visits.service.js';

@ArgsType()
class VisitsArgs extends SortedPageArgs {
  @Field(() => String, { nullable: true, description: 'Only those to this tenant.' })
  @IsOptional()
  @MaxLength(40)
  slug?: string;
}

@Resolver()
export class VisitsResolver {
  constructor(private readonly all: Visits) {}

  @Query(() => VisitConnection, { description: 'Visits to tenants, newest first.' })
  async visits(@Args() args: VisitsArgs): Promise<VisitConnection> {
    return connection(await this.all.list(readInput(VisitsArgs, args)));
  }

  @Mutation(() => OpenedVisit, { description: 'Opens a visit to a tenant; gives a link that leads in once.' })
  openVisit(@Args('input') input: OpenVisitInput): Promise<OpenedVisit> {
    return this.all.open(readInput(OpenVisitInput, input));
  }

  @Mutation(() => Boolean, { description: 'Ends a visit at once.' })
  async endVisit(@Args('id', { type: () => ID, description: 'The visit.' }) id: string): Promise<boolean> {
    await this.all.end(id);
    return true;
  }
}
