import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { connectionOf, DateTime } from '@madang/kernel';
import { CHANNELS, CHOICES, TOPICS } from './topics.js';

@ObjectType({ description: 'Something I was told.' })
export class Notice {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, {
    description:
      'What it is about, as in `noticeChoices`: received, progress, replies, comments, joining, news, duty, incoming or requests.',
  })
  topic!: string;

  @Field(() => String, { description: 'What happened, as a word for programs: reached, answered, comment …' })
  kind!: string;

  @Field(() => String, { description: 'A heading in the language of the request.' })
  title!: string;

  @Field(() => String, { description: 'What happened, one sentence in the language of the request.' })
  text!: string;

  @Field(() => String, { description: 'Path on this site that shows it.' })
  path!: string;

  @Field(() => ID, { nullable: true, description: 'The proposal or post it speaks of.' })
  subjectId!: string | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  at!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When I read it; null while unread.' })
  readAt!: Date | null;
}

@ObjectType({ description: 'A page of my notices, newest first.' })
export class NoticeConnection extends connectionOf(Notice, 'Notice') {}

@ObjectType({ description: 'When I want to be told of a topic by a channel.' })
export class NoticeChoice {
  @Field(() => String, { description: 'The topic.' })
  topic!: string;

  @Field(() => String, { description: 'site or mail.' })
  channel!: string;

  @Field(() => String, { description: 'now, daily (mail only: one mail each morning) or off.' })
  choice!: string;
}

@InputType({ description: 'Which notices become read; all of mine when nothing is named.' })
export class MarkNoticesReadInput {
  @Field(() => [ID], { nullable: true, description: 'These notices, at most 100.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  ids?: string[];

  @Field(() => ID, { nullable: true, description: 'All about this proposal or post.' })
  @IsOptional()
  @IsUUID()
  subjectId?: string;
}

@InputType({ description: 'A choice for one topic and channel.' })
export class NoticeChoiceInput {
  @Field(() => String, { description: 'The topic.' })
  @IsIn(Object.keys(TOPICS))
  topic!: string;

  @Field(() => String, { description: 'site or mail.' })
  @IsIn(CHANNELS)
  channel!: string;

  @Field(() => String, { description: 'now, daily or off.' })
  @IsIn(CHOICES)
  choice!: string;
}
