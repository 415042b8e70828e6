import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A phase of a process: pure time.' })
export class Phase {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name within the process.' })
  slug!: string;

  @Field(() => String, { description: 'Title in the reader\u2019s language.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'First day.' })
  startsOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Last day.' })
  endsOn!: string | null;

  @Field(() => String, { description: 'How exact the dates are: day, month, season, year or open.' })
  precision!: string;

  @Field(() => String, { description: 'past, current or future.' })
  standing!: string;
}

@ObjectType({ description: 'One run of a method in a space or process.' })
export class Activity {
  @Field(() => String, { description: 'Name within the space.' })
  slug!: string;

  @Field(() => String, { description: 'The method: proposals, posts and others.' })
  method!: string;

  @Field(() => String, { description: 'Title in the reader\u2019s language.' })
  title!: string;

  @Field(() => [String], { description: 'Interactions open now.' })
  open!: string[];
}

@ObjectType({ description: 'A picture of the library that a space shows.' })
export class SpaceCover {
  @Field(() => ID, { description: 'The picture; it lies at /media/<id>.' })
  media!: string;

  @Field(() => Int, { description: 'Pixels across.' })
  width!: number;

  @Field(() => Int, { description: 'Pixels down.' })
  height!: number;

  @Field(() => String, { description: 'What it shows, for whoever cannot see it.' })
  alt!: string;
}

@ObjectType({ description: 'A place inside the site, with members.' })
export class Space {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Its first path segment.' })
  slug!: string;

  @Field(() => String, { description: 'Name in the reader\u2019s language.' })
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  summary!: string;

  @Field(() => String, { description: 'public or members.' })
  visibility!: string;

  @Field(() => String, { description: 'How one joins: open, approval or invitation.' })
  joining!: string;

  @Field(() => SpaceCover, { nullable: true, description: 'The picture it shows.' })
  cover!: SpaceCover | null;

  @Field(() => Int, { description: 'Members.' })
  memberCount!: number;

  @Field(() => String, {
    nullable: true,
    description: 'My membership: requested, member, organiser, left, refused or banned.',
  })
  mine!: string | null;
}

@ObjectType({ description: 'A matter being decided.' })
export class Process {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name within the space.' })
  slug!: string;

  @Field(() => String, { description: 'The space it belongs to.' })
  spaceSlug!: string;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { description: 'What it is for.' })
  purpose!: string;

  @Field(() => String, { description: 'What will be decided, and by whom.' })
  decides!: string;

  @Field(() => String, { description: 'open or closed.' })
  state!: string;

  @Field(() => [Phase], { description: 'Phases in order.' })
  phases!: Phase[];

  @Field(() => [Activity], { description: 'What one can do in it.' })
  activities!: Activity[];
}

@ObjectType({ description: 'Where I stand in a space after acting.' })
export class MembershipResult {
  @Field(() => String, { description: 'member, requested or left.' })
  state!: string;
}
