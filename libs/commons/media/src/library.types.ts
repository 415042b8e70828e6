import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime, SortedPageArgs } from '@madang/kernel';
import { IsOptional, IsUUID, MaxLength } from 'class-validator';

@ObjectType({ description: 'A picture of the site\u2019s library; it lies at /media/<id>.' })
export class LibraryPicture {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'What it shows, for who cannot see it.' })
  alt!: string;

  @Field(() => Int, { description: 'Width in px.' })
  width!: number;

  @Field(() => Int, { description: 'Height in px.' })
  height!: number;

  @Field(() => Int, { description: 'Size in bytes.' })
  bytes!: number;

  @Field(() => DateTime, { description: 'When it was added.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who added it.' })
  createdBy!: string | null;

  @Field(() => [String], { description: 'Where the site shows it: page <slug>, home, logo, own <slot>.' })
  uses!: string[];
}

@ObjectType({ description: 'A page of the library.' })
export class LibraryPictureConnection extends connectionOf(LibraryPicture, 'LibraryPicture') {}

@ObjectType({ description: 'A file of the site\u2019s library that is no picture; it is given away at /media/<id>.' })
export class LibraryDocument {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'What it is called, with its ending.' })
  name!: string;

  @Field(() => String, { description: 'What it is, told by what it holds.' })
  mime!: string;

  @Field(() => Int, { description: 'Size in bytes.' })
  bytes!: number;

  @Field(() => DateTime, { description: 'When it was added.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'Who added it.' })
  createdBy!: string | null;

  @Field(() => [String], { description: 'Where the site links to it: page <slug>, home, own <slot>, post <title>.' })
  uses!: string[];
}

@ObjectType({ description: 'A page of the documents.' })
export class LibraryDocumentConnection extends connectionOf(LibraryDocument, 'LibraryDocument') {}

/** Which pictures. */
@ArgsType()
export class LibraryArgs extends SortedPageArgs {
  @Field(() => String, { nullable: true, description: 'Words of name or description.' })
  @IsOptional()
  @MaxLength(100)
  search?: string;
}

@InputType({ description: 'The words of a picture.' })
export class LibraryPictureInput {
  @Field(() => ID, { description: 'The picture.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  @IsOptional()
  @MaxLength(200)
  name: string = '';

  @Field(() => String, { description: 'What it shows, for who cannot see it.' })
  @IsOptional()
  @MaxLength(300)
  alt: string = '';
}
