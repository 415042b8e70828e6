import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsNotEmpty, IsOptional, Max, MaxLength, Min, MinLength } from 'class-validator';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'A visit to a tenant: announced to it, kept in its audit and in ours.' })
export class Visit {
  @Field(() => ID, { description: 'Stable id, the same at the tenant.' })
  id!: string;

  @Field(() => String, { description: 'The tenant.' })
  slug!: string;

  @Field(() => String, { description: 'Who went.' })
  operator!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => Boolean, { description: 'Whether they may change anything.' })
  mayWrite!: boolean;

  @Field(() => DateTime, { description: 'Since when.' })
  openedAt!: Date;

  @Field(() => DateTime, { description: 'When it ends by itself.' })
  expiresAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended from here.' })
  endedAt!: Date | null;
}

@ObjectType({ description: 'A page of visits.' })
export class VisitConnection extends connectionOf(Visit, 'Visit') {}

@ObjectType({ description: 'A visit that was opened.' })
export class OpenedVisit {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Address on the tenant’s host; leads in once, until the visit is over.' })
  link!: string;
}

@InputType({ description: 'A visit to a tenant. Its administrators get a mail at once.' })
export class OpenVisitInput {
  @Field(() => String, { description: 'The tenant.' })
  @IsNotEmpty()
  @MaxLength(40)
  slug!: string;

  @Field(() => String, { description: 'Why, in words that the tenant reads.' })
  @MinLength(5, { context: { limit: 5 } })
  @MaxLength(500, { context: { limit: 500 } })
  reason!: string;

  @Field(() => String, { nullable: true, description: 'Who of the tenant asked for it.' })
  @IsOptional()
  @MaxLength(100, { context: { limit: 100 } })
  onBehalfOf?: string;

  @Field(() => Int, { defaultValue: 15, description: 'Minutes, 5 to 30.' })
  @IsInt()
  @Min(5, { context: { limit: 5 } })
  @Max(30, { context: { limit: 30 } })
  minutes: number = 15;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether anything may be changed.' })
  @IsBoolean()
  mayWrite: boolean = false;
}
