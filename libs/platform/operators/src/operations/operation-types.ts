import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'One step of an operation, as it went.' })
export class OperationStep {
  @Field(() => Int, { description: 'Place in the order.' })
  position!: number;

  @Field(() => String, {
    description: 'Which step: an i18n key ends in it (`operations.step.<name>`); of a bulk the tenant’s short name.',
  })
  name!: string;

  @Field(() => String, { description: 'running, done or failed.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'What came of it, or why it failed.' })
  detail!: string | null;

  @Field(() => Int, { nullable: true, description: 'How long it took.' })
  milliseconds!: number | null;
}

@ObjectType({ description: 'Something long that an operator started: it runs as a job and says how far it is.' })
export class Operation {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, {
    description: 'provision, clone, export, import, erase, move, upgrade, drift, restock, measure, bulk.',
  })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'Tenant it is about.' })
  slug!: string | null;

  @Field(() => String, { description: 'waiting, running, done or failed.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Why it failed, in words for an operator.' })
  error!: string | null;

  @Field(() => String, { description: 'What came of it, as JSON.' })
  result!: string;

  @Field(() => String, { description: 'Who started it.' })
  askedBy!: string;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;

  @Field(() => [OperationStep], { description: 'Its steps so far.' })
  steps!: OperationStep[];
}

@ObjectType({ description: 'A page of operations.' })
export class OperationConnection extends connectionOf(Operation, 'Operation') {}
