import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';

@InputType({ description: 'A post as a person writes it.' })
export class WritePostInput {
  @Field(() => String, { description: 'Slug of the space.' })
  @IsNotEmpty()
  @MaxLength(61)
  space!: string;

  @Field(() => String, { description: 'Slug of the board.' })
  @IsNotEmpty()
  @MaxLength(61)
  board!: string;

  @Field(() => String, { description: 'Title, 2 to 120 characters.' })
  @IsNotEmpty()
  @MinLength(2, { context: { limit: 2 } })
  @MaxLength(120, { context: { limit: 120 } })
  title!: string;

  @Field(() => String, { description: 'Text, Markdown.' })
  @IsNotEmpty()
  @MaxLength(50_000, { context: { limit: 50_000 } })
  body!: string;

  @Field(() => [ID], { nullable: true, description: 'Documents of the library under it, in order.' })
  @IsOptional()
  @IsUUID('all', { each: true })
  @ArrayMaxSize(20)
  fileIds?: string[];
}

@InputType({ description: 'A post as it was read before it was edited.' })
export class ReadPostInput {
  @Field(() => String, { description: 'Its title.' })
  @IsString()
  title!: string;

  @Field(() => String, { description: 'Its text.' })
  @IsString()
  body!: string;

  @Field(() => [ID], { nullable: true, description: 'Documents under it, in order.' })
  @IsOptional()
  @IsUUID('all', { each: true })
  @ArrayMaxSize(20)
  fileIds?: string[];
}

@InputType({ description: 'A changed post.' })
export class EditPostInput {
  @Field(() => ID, { description: 'The post.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { description: 'Title, 2 to 120 characters.' })
  @IsNotEmpty()
  @MinLength(2, { context: { limit: 2 } })
  @MaxLength(120, { context: { limit: 120 } })
  title!: string;

  @Field(() => String, { description: 'Text, Markdown.' })
  @IsNotEmpty()
  @MaxLength(50_000, { context: { limit: 50_000 } })
  body!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Documents of the library under it, in order; as they are where absent.',
  })
  @IsOptional()
  @IsUUID('all', { each: true })
  @ArrayMaxSize(20)
  fileIds?: string[];

  @Field(() => ReadPostInput, {
    nullable: true,
    description: 'What was read: refused where it is something else by now. Absent: whatever it is.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReadPostInput)
  was?: ReadPostInput;
}
