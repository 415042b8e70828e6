import { Field, Float, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { PictureInput } from '@madang/commons-media';
import {
  ArrayMaxSize,
  IsIn,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

@InputType({ isAbstract: true })
abstract class ProposalText {
  @Field(() => String, { description: 'Title, 5 to 80 characters.' })
  @IsNotEmpty()
  @MinLength(5, { context: { limit: 5 } })
  @MaxLength(80, { context: { limit: 80 } })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Why: what is the matter today. Markdown.' })
  @IsOptional()
  @MaxLength(5000, { context: { limit: 5000 } })
  background?: string;

  @Field(() => String, { description: 'What is proposed. Markdown.' })
  @IsNotEmpty()
  @MinLength(10, { context: { limit: 10 } })
  @MaxLength(10000, { context: { limit: 10000 } })
  content!: string;

  @Field(() => ID, { nullable: true, description: 'Category.' })
  @IsOptional()
  @IsUUID()
  categoryId?: string;

  @Field(() => String, { nullable: true, description: 'Place in words.' })
  @IsOptional()
  @MaxLength(200, { context: { limit: 200 } })
  place?: string;
}

@InputType({ description: 'A proposal as a person writes it.' })
export class SubmitProposalInput extends ProposalText {
  @Field(() => String, { description: 'Slug of the space.' })
  @IsNotEmpty()
  space!: string;

  @Field(() => String, { nullable: true, description: 'Slug of the activity; the open one of the space where absent.' })
  @IsOptional()
  @MaxLength(61)
  activity?: string;

  @Field(() => Float, { nullable: true, description: 'Latitude, WGS 84.' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(-90)
  @Max(90)
  latitude?: number;

  @Field(() => Float, { nullable: true, description: 'Longitude, WGS 84.' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(-180)
  @Max(180)
  longitude?: number;

  @Field(() => [PictureInput], {
    nullable: true,
    description: 'Pictures sent ahead through POST /media, in order; as many as the activity allows.',
  })
  @IsOptional()
  @Type(() => PictureInput)
  @ValidateNested({ each: true })
  @ArrayMaxSize(10)
  pictures?: PictureInput[];
}

@InputType({ description: 'A changed text of one\u2019s own proposal.' })
export class EditProposalInput extends ProposalText {
  @Field(() => ID, { description: 'The proposal.' })
  @IsUUID()
  id!: string;
}

export const SORTS = ['new', 'support', 'comments', 'closing'] as const;
export type ProposalSort = (typeof SORTS)[number];
export const GROUPS = ['collecting', 'waiting', 'answered', 'carried_out', 'ended'] as const;
export type ProposalGroup = (typeof GROUPS)[number];

@InputType({ description: 'Which proposals a list shows.' })
export class ProposalFilter {
  @Field(() => String, { nullable: true, description: 'Slug of a space.' })
  @IsOptional()
  @MaxLength(61)
  space?: string;

  @Field(() => String, { nullable: true, description: 'collecting, waiting, answered, carried_out or ended.' })
  @IsOptional()
  @IsIn(GROUPS)
  group?: ProposalGroup;

  @Field(() => String, { nullable: true, description: 'Slug of a category.' })
  @IsOptional()
  @MaxLength(61)
  category?: string;

  @Field(() => String, { nullable: true, description: 'Words that occur in it.' })
  @IsOptional()
  @MaxLength(100, { context: { limit: 100 } })
  q?: string;

  @Field(() => String, { nullable: true, description: 'Slug of an activity.' })
  @IsOptional()
  @MaxLength(61)
  activity?: string;

  @Field(() => String, { defaultValue: 'new', description: 'new, support, comments or closing.' })
  @IsOptional()
  @IsIn(SORTS)
  sort: ProposalSort = 'new';
}
