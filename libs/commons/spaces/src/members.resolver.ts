import { Args, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsNotEmpty, IsOptional, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { connection, connectionOf, DateTime, isId, missing, readInput, SortedPageArgs } from '@madang/kernel';
import { MembersReader } from './members.reader.js';
import { Memberships } from './memberships.service.js';

@ObjectType({ description: 'A membership as whoever decides about it sees it.' })
export class SpaceMember {
  @Field(() => ID, { description: 'The space.' })
  spaceId!: string;

  @Field(() => String, { description: 'Its slug.' })
  spaceSlug!: string;

  @Field(() => String, { description: 'Its name.' })
  spaceName!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => String, { description: 'Their name.' })
  name!: string;

  @Field(() => String, { description: 'requested, member, organiser, left, refused or banned.' })
  state!: string;

  @Field(() => String, { description: 'What they wrote when they asked.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  reason!: string | null;

  @Field(() => DateTime, { description: 'When they asked or joined.' })
  requestedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was decided.' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who decided.' })
  decidedBy!: string | null;
}

@ObjectType({ description: 'A page of memberships.' })
export class SpaceMemberConnection extends connectionOf(SpaceMember, 'SpaceMember') {}

@InputType({ description: 'One membership.' })
export class MembershipRef {
  @Field(() => String, { description: 'Slug of the space.' })
  @IsNotEmpty()
  @MaxLength(60)
  space!: string;

  @Field(() => ID, { description: 'The person.' })
  @IsUUID()
  personId!: string;
}

@InputType({ description: 'One decision about many memberships: all of them, or none.' })
export class DecideMembershipsInput {
  @Field(() => [MembershipRef], { description: 'At most 100.' })
  @ValidateNested({ each: true })
  @Type(() => MembershipRef)
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  of!: MembershipRef[];

  @Field(() => String, { description: 'member, organiser, refused, banned or left.' })
  @IsNotEmpty()
  @MaxLength(20)
  to!: string;

  @Field(() => String, { nullable: true, description: 'Why; told to them and kept in the audit.' })
  @IsOptional()
  @MaxLength(1000, { context: { limit: 1000 } })
  reason?: string;
}

@Resolver()
export class MembersResolver {
  constructor(
    private readonly reader: MembersReader,
    private readonly memberships: Memberships,
  ) {}

  @Query(() => SpaceMemberConnection, {
    description: 'Memberships of all spaces I decide about, latest first; for whoever decides about members.',
  })
  async members(
    @Args('space', { type: () => String, nullable: true, description: 'One space, by its slug.' })
    space: string | undefined,
    @Args('state', { type: () => String, nullable: true, description: 'One state.' }) state: string | undefined,
    @Args('words', { type: () => String, nullable: true, description: 'Part of a name.' }) words: string | undefined,
    @Args('personId', { type: () => ID, nullable: true, description: 'One person.' }) personId: string | undefined,
    @Args() page: SortedPageArgs,
  ): Promise<SpaceMemberConnection> {
    if (personId !== undefined && !isId(personId)) throw missing('person_missing');
    return connection(await this.reader.list({ space, state, words, personId, ...readInput(SortedPageArgs, page) }));
  }

  @Mutation(() => Boolean, { description: 'Decides about many memberships at once: all, or none.' })
  async decideMemberships(@Args('input') input: DecideMembershipsInput): Promise<boolean> {
    await this.memberships.decideMany(readInput(DecideMembershipsInput, input));
    return true;
  }
}
