import { Args, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsBoolean, IsNotEmpty, MaxLength } from 'class-validator';
import { connection, connectionOf, DateTime, isId, missing, readInput, SortedPageArgs } from '@madang/kernel';
import { InvitationsReader } from './invitations.reader.js';
import { Invitations } from './invitations.service.js';

@ObjectType({ description: 'What is wrong with a line of a sheet.' })
export class InvitationProblem {
  @Field(() => Int, { description: 'Line of the sheet.' })
  line!: number;

  @Field(() => String, { description: 'email, name, standing, role, space or locale.' })
  field!: string;

  @Field(() => String, {
    description:
      'required, email, duplicate, already_member, already_invited, banned, unknown_standing, unknown_role, unknown_space, unknown_language, too_long or not_yours.',
  })
  code!: string;

  @Field(() => String, { description: 'What stands there.' })
  value!: string;
}

@ObjectType({ description: 'What a sheet of invitations would do.' })
export class InvitationCheck {
  @Field(() => Int, { description: 'People in it.' })
  rows!: number;

  @Field(() => Int, { description: 'Those who can be invited.' })
  good!: number;

  @Field(() => [InvitationProblem], { description: 'Lines that cannot, and why.' })
  problems!: InvitationProblem[];
}

@ObjectType({ description: 'How far a batch of invitations is.' })
export class InvitationBatch {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Invitations in it.' })
  total!: number;

  @Field(() => Int, { description: 'Not sent yet.' })
  waiting!: number;

  @Field(() => Int, { description: 'Sent.' })
  sent!: number;

  @Field(() => Int, { description: 'Could not be sent.' })
  failed!: number;

  @Field(() => Int, { description: 'Accepted.' })
  accepted!: number;
}

@ObjectType({ description: 'An invitation and what became of it.' })
export class Invitation {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => ID, { description: 'The batch it was sent with.' })
  batchId!: string;

  @Field(() => String, { description: 'Address.' })
  email!: string;

  @Field(() => String, { nullable: true, description: 'Name it suggests.' })
  displayName!: string | null;

  @Field(() => String, { description: 'Standing it gives.' })
  role!: string;

  @Field(() => String, { nullable: true, description: 'Role of the site it gives.' })
  roleName!: string | null;

  @Field(() => String, { nullable: true, description: 'Space it leads into.' })
  spaceName!: string | null;

  @Field(() => String, { description: 'waiting, sent, expired, accepted, revoked or failed.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Why it could not be sent.' })
  error!: string | null;

  @Field(() => String, { nullable: true, description: 'Who invited.' })
  invitedBy!: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was sent last.' })
  sentAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was accepted.' })
  acceptedAt!: Date | null;
}

@ObjectType({ description: 'A page of invitations.' })
export class InvitationConnection extends connectionOf(Invitation, 'Invitation') {}

@InputType({ description: 'A sheet of people to invite.' })
export class SheetInput {
  @Field(() => String, {
    description:
      'CSV with headings: email, name, standing, role, space, language (Korean ones too). At most 2000 lines.',
  })
  @IsNotEmpty()
  @MaxLength(180_000)
  csv!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Leaves bad lines out instead of refusing the sheet.' })
  @IsBoolean()
  skipBad: boolean = false;
}

@Resolver()
export class InvitationsResolver {
  constructor(
    private readonly service: Invitations,
    private readonly reader: InvitationsReader,
  ) {}

  @Query(() => InvitationCheck, { description: 'Looks a sheet of invitations through; invites nobody.' })
  checkInvitations(@Args('input') input: SheetInput): Promise<InvitationCheck> {
    return this.service.check(readInput(SheetInput, input).csv);
  }

  @Query(() => InvitationBatch, { description: 'How far a batch of invitations is.' })
  invitationBatch(@Args('id', { type: () => ID }) id: string): Promise<InvitationBatch> {
    return this.reader.progress(known(id));
  }

  @Query(() => InvitationConnection, { description: 'Invitations, newest first; for whoever looks after people.' })
  async invitations(
    @Args('state', { type: () => String, nullable: true, description: 'One state.' }) state: string | undefined,
    @Args('batchId', { type: () => ID, nullable: true, description: 'One batch.' }) batchId: string | undefined,
    @Args('words', { type: () => String, nullable: true, description: 'Part of an address or name.' })
    words: string | undefined,
    @Args() page: SortedPageArgs,
  ): Promise<InvitationConnection> {
    const batch = batchId === undefined ? undefined : known(batchId);
    return connection(await this.reader.list({ state, batchId: batch, words, ...readInput(SortedPageArgs, page) }));
  }

  @Mutation(() => ID, { description: 'Invites everybody in a sheet; gives the id of the batch.' })
  sendInvitations(@Args('input') input: SheetInput): Promise<string> {
    const { csv, skipBad } = readInput(SheetInput, input);
    return this.service.send(csv, skipBad);
  }

  @Mutation(() => Boolean, { description: 'Sends an invitation again, with a new link.' })
  async resendInvitation(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.service.resend(known(id));
    return true;
  }

  @Mutation(() => Boolean, { description: 'Takes an invitation back; its link stops working.' })
  async revokeInvitation(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.service.revoke(known(id));
    return true;
  }
}

function known(id: string): string {
  if (!isId(id)) throw missing('invitation_missing');
  return id;
}
