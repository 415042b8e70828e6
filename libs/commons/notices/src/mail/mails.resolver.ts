import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { conflict, connection, connectionOf, DateTime, isId, readInput, SortedPageArgs } from '@madang/kernel';
import { MailsReader } from './mails.reader.js';

@ObjectType({ description: 'A mail and what became of it. Its text is not kept.' })
export class SentMail {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Address it went to; empty once its person has left.' })
  recipient!: string;

  @Field(() => ID, { nullable: true, description: 'Whose address it was.' })
  personId!: string | null;

  @Field(() => String, { description: 'What it was about: sign_in, invite, answered, daily and others.' })
  topic!: string;

  @Field(() => String, { description: 'Subject; empty until it was sent.' })
  subject!: string;

  @Field(() => String, {
    description: 'waiting, sending, sent, failed, or withheld: the plan has no room for it this month.',
  })
  state!: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed.' })
  error!: string | null;

  @Field(() => DateTime, { description: 'When it was written.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When it is tried next, where it waits.' })
  dueAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was handed over.' })
  sentAt!: Date | null;
}

@ObjectType({ description: 'A page of mails.' })
export class SentMailConnection extends connectionOf(SentMail, 'SentMail') {}

@Resolver()
export class MailsResolver {
  constructor(private readonly reader: MailsReader) {}

  @Query(() => SentMailConnection, { description: 'Mails of the last 90 days, newest first; for whoever keeps them.' })
  async mails(
    @Args('state', {
      type: () => String,
      nullable: true,
      description: 'waiting, sending, sent, failed, or withheld: the plan has no room for it this month.',
    })
    state: string | undefined,
    @Args('words', { type: () => String, nullable: true, description: 'A whole address, or part of a subject.' })
    words: string | undefined,
    @Args() page: SortedPageArgs,
  ): Promise<SentMailConnection> {
    return connection(await this.reader.list({ state, words, ...readInput(SortedPageArgs, page) }));
  }

  @Mutation(() => Boolean, { description: 'Sends a failed mail again, as it would be written now.' })
  async sendMailAgain(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    if (!isId(id)) throw conflict('mail_not_failed');
    await this.reader.again(id);
    return true;
  }
}
