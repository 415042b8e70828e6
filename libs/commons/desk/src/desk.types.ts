import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'Something that waits for whoever asks.' })
export class DeskTask {
  @Field(() => String, { description: 'Names it: spaces.requests.' })
  key!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => Boolean, { description: 'Overdue, or about to be.' })
  urgent!: boolean;

  @Field(() => String, { description: 'Key of the console\u2019s text; it may use {count}.' })
  label!: string;

  @Field(() => String, { description: 'Path in the console that shows them.' })
  href!: string;

  @Field(() => String, { nullable: true, description: 'Day by which the first is due.' })
  due!: string | null;
}

@ObjectType({ description: 'A number of the site that leads to its rows.' })
export class DeskNumber {
  @Field(() => String, { description: 'Names it.' })
  key!: string;

  @Field(() => Int, { description: 'The number.' })
  value!: number;

  @Field(() => String, { description: 'Key of the console\u2019s text; it may use {count}.' })
  label!: string;

  @Field(() => String, { description: 'Path in the console that shows what was counted.' })
  href!: string;
}

@ObjectType({ description: 'A file of a long list, of whoever asked for it, for a day.' })
export class ListFile {
  @Field(() => ID, { description: 'Stable id.' })
  id!: string;

  @Field(() => String, { description: 'The list.' })
  list!: string;

  @Field(() => String, { description: 'csv or xlsx.' })
  format!: string;

  @Field(() => String, { description: 'waiting, writing, done or failed.' })
  state!: string;

  @Field(() => Int, { description: 'Rows written so far.' })
  lines!: number;

  @Field(() => Float, { description: 'Bytes written so far.' })
  bytes!: number;

  @Field(() => String, { nullable: true, description: 'Code of the error, where it failed.' })
  error!: string | null;

  @Field(() => String, { nullable: true, description: 'Path on this host, once it is written.' })
  url!: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'Until when it is kept.' })
  expiresAt!: Date;
}

@ObjectType({ description: 'A page of files.' })
export class ListFileConnection extends connectionOf(ListFile, 'ListFile') {}
