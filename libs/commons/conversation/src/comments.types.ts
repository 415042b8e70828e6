import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsIn, IsNotEmpty, IsOptional, IsUUID, MaxLength } from 'class-validator';
import { connectionOf, DateTime } from '@madang/kernel';

export const STANCES = ['for', 'against', 'neutral', 'unsure'] as const;
export type Stance = (typeof STANCES)[number];

@InputType({ description: 'A comment on a proposal or post, or an answer to another comment.' })
export class WriteCommentInput {
  @Field(() => ID, { description: 'What is commented on.' })
  @IsUUID()
  subjectId!: string;

  @Field(() => ID, { nullable: true, description: 'The comment this one answers.' })
  @IsOptional()
  @IsUUID()
  parentId?: string;

  @Field(() => String, { description: 'The text, Markdown; at most 1,000 characters.' })
  @IsNotEmpty()
  @MaxLength(1000, { context: { limit: 1000 } })
  body!: string;

  @Field(() => String, { nullable: true, description: 'for, against, neutral or unsure.' })
  @IsOptional()
  @IsIn(STANCES)
  stance?: Stance;
}

@ObjectType({ description: 'A comment. Hidden and withdrawn ones keep their place without their text.' })
export class Comment {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The comment this one answers.' })
  parentId!: string | null;

  @Field(() => Int, { description: 'How deep in the thread, 0 for one of its own.' })
  depth!: number;

  @Field(() => String, { nullable: true, description: 'Display name; null where the account is closed.' })
  authorName!: string | null;

  @Field(() => Boolean, { description: 'Whether it speaks for the organisation.' })
  official!: boolean;

  @Field(() => String, { nullable: true, description: 'for, against, neutral or unsure.' })
  stance!: Stance | null;

  @Field(() => String, { nullable: true, description: 'Text in Markdown; null where hidden or withdrawn.' })
  body!: string | null;

  @Field(() => String, { description: 'visible, withdrawn or hidden.' })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Why it was hidden.' })
  hiddenReason!: string | null;

  @Field(() => Int, { description: 'How many relate to it.' })
  relates!: number;

  @Field(() => Boolean, { description: 'Whether I do.' })
  related!: boolean;

  @Field(() => Boolean, { description: 'Whether it is mine.' })
  mine!: boolean;

  @Field(() => DateTime, { description: 'When it was written.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last changed.' })
  editedAt!: Date | null;

  rootId!: string;
}

@ObjectType({ description: 'A page of the threads of a subject, in reading order.' })
export class CommentConnection extends connectionOf(Comment, 'Comment') {}
