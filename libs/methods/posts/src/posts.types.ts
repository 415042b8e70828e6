import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, DateTime } from '@madang/kernel';

@ObjectType({ description: 'A post of a board.' })
export class Post {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => Int, { description: 'Number within its space.' })
  number!: number;

  @Field(() => String, { description: 'Slug of its space.' })
  spaceSlug!: string;

  @Field(() => String, { description: 'Slug of its board.' })
  boardSlug!: string;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { description: 'First lines.' })
  summary!: string;

  @Field(() => String, { nullable: true, description: 'Name of its author; null for closed accounts.' })
  authorName!: string | null;

  @Field(() => Boolean, { description: 'Whether it stays on top.' })
  pinned!: boolean;

  @Field(() => Int, { description: 'Comments.' })
  comments!: number;

  @Field(() => DateTime, { description: 'When it was published.' })
  publishedAt!: Date;
}

@ObjectType({ description: 'A document under a post; it is given away at /media/<id>.' })
export class PostFile {
  @Field(() => ID, { description: 'Its id in the library.' })
  id!: string;

  @Field(() => String, { description: 'What it is called, with its ending.' })
  name!: string;

  @Field(() => String, { description: 'What it is, told by what it holds.' })
  mime!: string;

  @Field(() => Int, { description: 'Size in bytes.' })
  bytes!: number;
}

@ObjectType({ description: 'A post with its text.' })
export class PostDetail extends Post {
  @Field(() => String, { description: 'Text, Markdown.' })
  body!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was last changed.' })
  editedAt!: Date | null;
}

@ObjectType({ description: 'A page of posts.' })
export class PostConnection extends connectionOf(Post, 'Post') {}

@ObjectType({ description: 'A board one may write on.' })
export class PostBoard {
  @Field(() => String, { description: 'Slug of its space.' })
  space!: string;

  @Field(() => String, { description: 'Name of its space.' })
  spaceName!: string;

  @Field(() => String, { description: 'Its slug.' })
  board!: string;

  @Field(() => String, { description: 'Its title.' })
  title!: string;

  @Field(() => String, { description: 'notice, news or talk.' })
  kind!: string;

  @Field(() => Boolean, { description: 'Whether one may keep posts on top of it.' })
  mayPin!: boolean;
}
