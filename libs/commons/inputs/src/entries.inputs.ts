import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { PictureInput } from '@madang/commons-media';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsDateString,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsUUID,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { BULK_ACTS, type BulkActName } from './input-acts.js';

export const SOURCES = ['paper', 'phone', 'counter', 'event'] as const;

@InputType({ description: 'Something entered by staff for somebody who brought it.' })
export class EntryInput {
  @Field(() => ID, { description: 'The activity it goes to.' })
  @IsUUID()
  activityId!: string;

  @Field(() => String, { description: 'How it came: paper, phone, counter or event.' })
  @IsIn(SOURCES)
  source!: string;

  @Field(() => String, { description: 'Title, 5 to 80 characters.' })
  @IsNotEmpty()
  @MinLength(5, { context: { limit: 5 } })
  @MaxLength(80, { context: { limit: 80 } })
  title!: string;

  @Field(() => String, { description: 'What it says, Markdown.' })
  @IsNotEmpty()
  @MinLength(10, { context: { limit: 10 } })
  @MaxLength(10000, { context: { limit: 10000 } })
  body!: string;

  @Field(() => ID, { nullable: true, description: 'Category.' })
  @IsOptional()
  @IsUUID()
  categoryId?: string;

  @Field(() => String, { nullable: true, description: 'Place in words.' })
  @IsOptional()
  @MaxLength(200, { context: { limit: 200 } })
  place?: string;

  @Field(() => String, { nullable: true, description: 'Name to show, where somebody gave one and has no account.' })
  @IsOptional()
  @MaxLength(60, { context: { limit: 60 } })
  name?: string;

  @Field(() => [PictureInput], {
    nullable: true,
    description: 'Pictures of what was brought, sent ahead through POST /media, in order.',
  })
  @IsOptional()
  @Type(() => PictureInput)
  @ValidateNested({ each: true })
  @ArrayMaxSize(10)
  pictures?: PictureInput[];

  @Field(() => ID, { nullable: true, description: 'The account of whoever brought it, where they have one.' })
  @IsOptional()
  @IsUUID()
  personId?: string;
}

@InputType({ description: 'Who among the people with an account brought something.' })
export class EntryPeopleInput {
  @Field(() => ID, { description: 'The activity it goes to.' })
  @IsUUID()
  activityId!: string;

  @Field(() => String, { description: 'Words of the name, at least two characters.' })
  @IsNotEmpty()
  @MinLength(2, { context: { limit: 2 } })
  @MaxLength(200, { context: { limit: 200 } })
  words!: string;
}

@InputType({ description: 'One act on many items.' })
export class BulkInput {
  @Field(() => String, {
    description: 'assign, category, move, hide, restore, lift, or undo: take a move of many back.',
  })
  @IsIn(BULK_ACTS)
  act!: BulkActName;

  @Field(() => [ID], { nullable: true, description: 'The items, at most 500; not for undo, which knows them.' })
  @ValidateIf((input: BulkInput) => input.act !== 'undo')
  @IsUUID('all', { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  ids?: string[];

  @Field(() => String, { nullable: true, description: 'move: the state, one of the `moves` of their activities.' })
  @IsOptional()
  @MaxLength(60)
  to?: string;

  @Field(() => ID, { nullable: true, description: 'undo: the act that is taken back.' })
  @ValidateIf((input: BulkInput) => input.act === 'undo')
  @IsUUID()
  of?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why; needed to move, undo, hide, restore and lift, and shown.',
  })
  @IsOptional()
  @MaxLength(500, { context: { limit: 500 } })
  reason?: string;

  @Field(() => ID, { nullable: true, description: 'assign: the department.' })
  @IsOptional()
  @IsUUID()
  departmentId?: string;

  @Field(() => ID, { nullable: true, description: 'assign: the officer.' })
  @IsOptional()
  @IsUUID()
  officerId?: string;

  @Field(() => String, { nullable: true, description: 'assign: day the answer is due; by the promise where absent.' })
  @IsOptional()
  @IsDateString()
  dueOn?: string;

  @Field(() => ID, { nullable: true, description: 'category: the category; none where absent.' })
  @IsOptional()
  @IsUUID()
  categoryId?: string;
}
