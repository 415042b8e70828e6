import { Field, ID, InputType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { Texts } from '@madang/kernel';
import { NamedInput } from '../inputs.js';
import type { Words } from '../spaces.reader.js';

export const SPACE_KINDS = ['site', 'group', 'council', 'committee', 'youth'] as const;

@InputType({ description: 'A space. What is absent stays as it is.' })
export class SaveSpaceInput extends NamedInput {
  @Field(() => String, { nullable: true, description: 'Its first path segment; made from the name where absent.' })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,38}$/)
  slug?: string;

  @Field(() => Texts, { nullable: true, description: 'What it is for.' })
  @IsOptional()
  @IsObject()
  summary?: Words;

  @Field(() => String, { nullable: true, description: 'site, group, council, committee or youth.' })
  @IsOptional()
  @IsIn(SPACE_KINDS)
  kind?: string;

  @Field(() => String, { nullable: true, description: 'public or members.' })
  @IsOptional()
  @IsIn(['public', 'members'])
  visibility?: string;

  @Field(() => String, { nullable: true, description: 'How one joins: open, approval or invitation.' })
  @IsOptional()
  @IsIn(['open', 'approval', 'invitation'])
  joining?: string;

  @Field(() => ID, { nullable: true, description: 'Picture of the library it shows; null: none.' })
  @IsOptional()
  @IsUUID()
  coverId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a new one begins with the activities people expect; it does where this is absent.',
  })
  @IsOptional()
  @IsBoolean()
  starters?: boolean;
}

@InputType({ description: 'A copy of a space: its settings and activities, without people and what they made.' })
export class CopySpaceInput {
  @Field(() => ID, { description: 'The space.' })
  @IsUUID()
  id!: string;

  @Field(() => Texts, { description: 'Name of the copy.' })
  @IsObject()
  name!: Words;

  @Field(() => String, { nullable: true, description: 'Its first path segment.' })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,38}$/)
  slug?: string;
}

@InputType({ description: 'A category. What is absent stays as it is.' })
export class SaveCategoryInput extends NamedInput {
  @Field(() => ID, { nullable: true, description: 'Department that answers what is in it; null: none.' })
  @IsOptional()
  @IsUUID()
  departmentId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it can be chosen.' })
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

@InputType({ description: 'A department. What is absent stays as it is.' })
export class SaveDepartmentInput extends NamedInput {
  @Field(() => String, { nullable: true, description: 'How people reach it.' })
  @IsOptional()
  @MaxLength(200, { context: { limit: 200 } })
  contact?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Who approves its answers before they are published; null: organisers.',
  })
  @IsOptional()
  @IsUUID()
  approverId?: string | null;
}

@InputType({ description: 'Things in a new order.' })
export class OrderInput {
  @Field(() => String, { description: 'spaces, categories or departments.' })
  @IsNotEmpty()
  @IsIn(['spaces', 'categories', 'departments'])
  what!: string;

  @Field(() => [ID], { description: 'All ids in the order that was read: an order is its own revision.' })
  @IsArray()
  @ArrayMaxSize(300)
  @IsUUID('all', { each: true })
  was!: string[];

  @Field(() => [ID], { description: 'The same ids, each once, in the new order.' })
  @IsArray()
  @ArrayMaxSize(300)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  ids!: string[];
}
