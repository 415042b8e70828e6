import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { IsOptional, MaxLength } from 'class-validator';
import { connection, readInput, SortedPageArgs } from '@madang/kernel';
import { Operation, OperationConnection } from './operation-types.js';
import { Operations } from './operations.service.js';

@ArgsType()
class OperationsArgs extends SortedPageArgs {
  @Field(() => String, { nullable: true, description: 'Only those of this tenant.' })
  @IsOptional()
  @MaxLength(40)
  slug?: string;

  @Field(() => String, { nullable: true, description: 'Only of this kind.' })
  @IsOptional()
  @MaxLength(40)
  kind?: string;

  @Field(() => String, { nullable: true, description: 'Only in this state.' })
  @IsOptional()
  @MaxLength(20)
  state?: string;
}

@Resolver()
export class OperationsResolver {
  constructor(private readonly operations: Operations) {}

  @Query(() => Operation, { description: 'One operation with its steps so far; ask again while it runs.' })
  operation(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<Operation> {
    return this.operations.show(id);
  }

  @Query(() => OperationConnection, { name: 'operations', description: 'What operators started, newest first.' })
  async all(@Args() args: OperationsArgs): Promise<OperationConnection> {
    return connection(await this.operations.list(readInput(OperationsArgs, args)));
  }
}
