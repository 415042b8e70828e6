import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional, IsUUID, MaxLength } from 'class-validator';

@ObjectType({ description: 'A picture of a proposal, encoded anew as WebP.' })
export class Picture {
  @Field(() => ID, { description: 'Identifier; the file is at /media/<id>.webp.' })
  id!: string;

  @Field(() => String, { description: 'What it shows.' })
  alt!: string;

  @Field(() => Int, { description: 'Pixels across.' })
  width!: number;

  @Field(() => Int, { description: 'Pixels down.' })
  height!: number;

  @Field(() => Int, { description: 'Size in bytes.' })
  bytes!: number;
}

@InputType({ description: 'A picture for one\u2019s proposal.' })
export class AttachPictureInput {
  @Field(() => ID, { description: 'The proposal.' })
  @IsUUID()
  proposalId!: string;

  @Field(() => ID, { description: 'What sending the picture to POST /media gave; it works for a day, once.' })
  @IsUUID()
  uploadId!: string;

  @Field(() => String, { defaultValue: '', description: 'What it shows, for who cannot see it.' })
  @IsOptional()
  @MaxLength(300, { context: { limit: 300 } })
  alt: string = '';
}

@InputType({ description: 'New words for a picture of a proposal.' })
export class DescribeProposalPictureInput {
  @Field(() => ID, { description: 'The proposal.' })
  @IsUUID()
  proposalId!: string;

  @Field(() => ID, { description: 'The picture.' })
  @IsUUID()
  mediaId!: string;

  @Field(() => String, { description: 'What it shows, for who cannot see it.' })
  @MaxLength(300, { context: { limit: 300 } })
  alt!: string;
}

@InputType({ description: 'The order of a proposal\u2019s pictures.' })
export class OrderPicturesInput {
  @Field(() => ID, { description: 'The proposal.' })
  @IsUUID()
  proposalId!: string;

  @Field(() => [ID], { description: 'All its pictures; somebody who changed them meanwhile is not overwritten.' })
  @IsUUID('all', { each: true })
  @ArrayMaxSize(20)
  mediaIds!: string[];
}

@InputType({ description: 'A picture that a proposal loses.' })
export class DetachPictureInput {
  @Field(() => ID, { description: 'The proposal.' })
  @IsUUID()
  proposalId!: string;

  @Field(() => ID, { description: 'The picture.' })
  @IsUUID()
  mediaId!: string;
}
