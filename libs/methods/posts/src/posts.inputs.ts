import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsNotEmpty, IsOptional, IsUUID, MaxLength, MinLength } from 'class-validator';

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
}
