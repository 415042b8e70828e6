import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'A visit of the host’s support to this site.' })
export class SupportVisit {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'Who came.' })
  operator!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => String, { nullable: true, description: 'Who of this organisation asked for it.' })
  onBehalfOf!: string | null;

  @Field(() => Boolean, { description: 'Whether they may change anything.' })
  mayWrite!: boolean;

  @Field(() => DateTime, { description: 'Since when.' })
  openedAt!: Date;

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  expiresAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended.' })
  endedAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether it is going on.' })
  open!: boolean;
}

@ObjectType({ description: 'A page of visits.' })
export class SupportVisitConnection extends connectionOf(SupportVisit, 'SupportVisit') {}
